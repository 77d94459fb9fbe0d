//! The schema of a strategy's settings comes from a guest: its size and the work that it can make are bounded before it is used.
//!
//! A few hundred bytes of references to references can keep a validator busy for years; a reference to itself can overflow its
//! stack. So every reference is followed here first, within a budget.

use serde_json::Value;

/// Longest schema, in bytes.
const SCHEMA_BYTES: usize = 64 << 10;

/// Most values that a schema may have with its references followed.
const MOST_VALUES: usize = 20_000;

/// Bytes of text that count as one value.
const TEXT_BYTES_PER_VALUE: usize = 16;

/// Deepest nesting with references followed.
const MOST_DEPTH: usize = 128;

/// Parses a schema; none when it is empty, which means that there are no settings. The error says what is wrong.
pub(super) fn parse(text: &str) -> Result<Option<Value>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    if text.len() > SCHEMA_BYTES {
        return Err(format!("its settings schema has {} bytes, more than {SCHEMA_BYTES}", text.len()));
    }
    let schema: Value =
        serde_json::from_str(text).map_err(|error| format!("its settings schema is not JSON: {error}"))?;
    if !schema.is_object() {
        return Err("its settings schema is not a JSON object".into());
    }
    let mut budget = MOST_VALUES;
    walk(&schema, &schema, MOST_DEPTH, &mut budget)?;
    Ok(Some(schema))
}

/// What a local reference like `#/$defs/weight` stands for.
pub(super) fn resolve<'a>(root: &'a Value, reference: &str) -> Option<&'a Value> {
    root.pointer(reference.strip_prefix('#')?)
}

/// How much of a budget a value takes, what is in it included. Its nesting is bounded, as that of all parsed JSON is.
pub(super) fn weight(value: &Value) -> usize {
    let inner: usize = match value {
        Value::Array(items) => items.iter().map(weight).sum(),
        Value::Object(entries) => entries.values().map(weight).sum(),
        _ => 0,
    };
    own_weight(value).saturating_add(inner)
}

/// The same without what is in it. A long text weighs as much as many values: a default can be filled in once for each reference to it.
fn own_weight(value: &Value) -> usize {
    1 + value.as_str().map_or(0, |text| text.len() / TEXT_BYTES_PER_VALUE)
}

fn walk(root: &Value, value: &Value, depth: usize, budget: &mut usize) -> Result<(), String> {
    let deeper = depth.checked_sub(1).ok_or("its settings schema is nested too deep or refers to itself")?;
    *budget =
        budget.checked_sub(own_weight(value)).ok_or("its settings schema is too large with its references followed")?;
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| walk(root, item, deeper, budget)),
        Value::Object(entries) => entries.iter().try_for_each(|(key, item)| match (key.as_str(), item) {
            ("$ref", Value::String(reference)) => match resolve(root, reference) {
                Some(target) => walk(root, target, deeper, budget),
                None => Err(format!(
                    "its settings schema refers to `{}`, and only places in itself like `#/$defs/name` are followed",
                    crate::text::one_line(reference, 80)
                )),
            },
            ("$dynamicRef" | "$recursiveRef", Value::String(_)) => {
                Err(format!("its settings schema uses `{key}`, which is not followed"))
            }
            _ => walk(root, item, deeper, budget),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_empty_schema_means_no_settings() {
        assert_eq!(parse("  "), Ok(None));
    }

    #[test]
    fn what_is_no_schema_is_refused() {
        assert!(parse("{").is_err_and(|error| error.contains("not JSON")));
        assert!(parse("[]").is_err_and(|error| error.contains("not a JSON object")));
        assert!(
            parse(&format!("{{\"title\":\"{}\"}}", "x".repeat(70_000))).is_err_and(|error| error.contains("bytes"))
        );
    }

    #[test]
    fn references_are_followed_within_bounds() {
        let fine = r##"{"$defs":{"a":{"type":"integer"}},"properties":{"x":{"$ref":"#/$defs/a"}}}"##;
        assert!(parse(fine).is_ok());
        for (schema, says) in [
            (r##"{"$ref":"#"}"##, "refers to itself"),
            (
                r##"{"$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}"##,
                "refers to itself",
            ),
            (r##"{"$ref":"https://example.com/schema.json"}"##, "only places in itself"),
            (r##"{"$dynamicRef":"#a"}"##, "$dynamicRef"),
        ] {
            assert!(parse(schema).is_err_and(|error| error.contains(says)), "{schema}");
        }
    }

    #[test]
    fn doubling_references_are_too_large() {
        let defs: Vec<String> = (0..40)
            .map(|n| format!(r##""d{n}":{{"allOf":[{{"$ref":"#/$defs/d{0}"}},{{"$ref":"#/$defs/d{0}"}}]}}"##, n + 1))
            .collect();
        let schema = format!(r##"{{"$defs":{{{},"d40":{{}}}},"$ref":"#/$defs/d0"}}"##, defs.join(","));
        assert!(parse(&schema).is_err_and(|error| error.contains("too large")));
    }
}
