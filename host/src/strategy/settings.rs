//! A strategy's settings, checked against its own JSON Schema, with the schema's defaults filled in. Never goes to the network.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, PatternOptions, ValidationError};
use serde_json::{Map, Value};

use super::schema::{parse, resolve, weight};
use crate::text::one_line;

/// Most errors told at once.
const MOST_ERRORS: usize = 20;

/// Longest text of an error, in bytes.
const MESSAGE_BYTES: usize = 300;

/// Largest compiled regular expression of a schema, in bytes.
const PATTERN_BYTES: usize = 1 << 20;

/// Deepest nesting into which defaults are filled.
const DEPTH: usize = 32;

/// Most values that defaults may come to, and properties that are looked at for them: a list of lists of defaults multiplies.
const FILL: Fill = Fill { values: 200_000, looks: 10_000_000 };

/// A setting that the strategy's schema refuses.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// Where, as a JSON pointer into the settings; empty for the settings as a whole.
    pub pointer: String,
    /// Whether the key itself is at fault, not its value.
    pub at_key: bool,
    /// What is wrong there, in one sentence.
    pub message: String,
    /// The way out, where there is one.
    pub hint: Option<String>,
}

impl SettingsError {
    fn new(pointer: impl Into<String>, message: impl Into<String>) -> SettingsError {
        SettingsError { pointer: pointer.into(), at_key: false, message: message.into(), hint: None }
    }

    fn of_key(pointer: &str, key: &str, message: impl Into<String>) -> SettingsError {
        SettingsError { at_key: true, ..SettingsError::new(step(pointer, key), message) }
    }
}

/// Checks `given` against the schema's text and returns it, completed, as JSON with its keys in alphabetical order, so that the
/// same settings are the same text however they were written.
pub(super) fn check(schema: &str, given: &Value) -> Result<String, Vec<SettingsError>> {
    let whole = |message: String| vec![SettingsError::new("", message)];
    let Value::Object(entries) = given else {
        return Err(whole("settings are an object of names and values".into()));
    };
    let Some(schema) = parse(schema).map_err(whole)? else {
        return match entries.keys().next() {
            None => Ok("{}".into()),
            Some(_) => Err(entries
                .keys()
                .take(MOST_ERRORS)
                .map(|key| SettingsError::of_key("", key, "the strategy takes no settings"))
                .collect()),
        };
    };
    let mut completed = entries.clone();
    let mut left = FILL;
    fill(&schema, &schema, &mut completed, DEPTH, &mut left).ok_or_else(|| {
        whole("the defaults of the strategy's own schema of its settings come to too many values".into())
    })?;
    let mut completed = Value::Object(completed);
    // A linear engine: a pattern out of a guest must not be able to take exponential time.
    let patterns = PatternOptions::regex().size_limit(PATTERN_BYTES).dfa_size_limit(PATTERN_BYTES);
    let validator = jsonschema::options()
        .with_draft(Draft::Draft202012)
        .offline()
        .with_pattern_options(patterns)
        .build(&schema)
        .map_err(|error| whole(clean(&format!("the strategy's own schema of its settings is wrong: {error}"))))?;
    let errors: Vec<SettingsError> =
        validator.iter_errors(&completed).flat_map(|error| told(&schema, &error)).take(MOST_ERRORS).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    completed.sort_all_objects();
    Ok(completed.to_string())
}

/// The pointer of a key below `pointer`.
fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// A mistake in words; of unknown keys each by itself, with the nearest known one.
fn told(schema: &Value, error: &ValidationError<'_>) -> Vec<SettingsError> {
    let pointer = error.instance_path().as_str();
    let ValidationErrorKind::AdditionalProperties { unexpected } = error.kind() else {
        return vec![SettingsError::new(pointer, clean(&error.to_string()))];
    };
    let rule = error.schema_path().as_str();
    let known = rule
        .rsplit_once('/')
        .and_then(|(around, _)| followed(schema, around))
        .and_then(|around| around.get("properties"));
    let mut known: Vec<&str> =
        known.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    known.sort_unstable();
    let unknown = |key: &String| {
        let nearest = known
            .iter()
            .map(|name| (strsim::jaro_winkler(key, name), name))
            .max_by(|one, other| one.0.total_cmp(&other.0))
            .filter(|(likeness, _)| *likeness > 0.8);
        let hint = match nearest {
            Some((_, name)) => Some(format!("did you mean `{name}`?")),
            None if known.is_empty() => None,
            None => Some(clean(&format!("the settings known here are {}", known.join(", ")))),
        };
        SettingsError { hint, ..SettingsError::of_key(pointer, key, clean(&format!("unknown setting `{key}`"))) }
    };
    unexpected.iter().map(unknown).collect()
}

/// The schema at a pointer that may lead through references.
fn followed<'s>(root: &'s Value, pointer: &str) -> Option<&'s Value> {
    pointer.split('/').skip(1).try_fold(root, |schema, step| match (step, referred(root, schema)) {
        ("$ref", Some(target)) => Some(target),
        _ => schema.pointer(&format!("/{step}")),
    })
}

fn clean(text: &str) -> String {
    one_line(text, MESSAGE_BYTES)
}

/// How much filling in may still do.
struct Fill {
    /// Values that may be put in.
    values: usize,
    /// Properties that may be looked at.
    looks: usize,
}

/// Fills in the `default` of every property that is not given, then goes into the objects that are there, those of lists too. None when
/// that is more than `left` allows.
fn fill(root: &Value, schema: &Value, settings: &mut Map<String, Value>, depth: usize, left: &mut Fill) -> Option<()> {
    let Some(deeper) = depth.checked_sub(1) else { return Some(()) };
    if let Some(target) = referred(root, schema) {
        fill(root, target, settings, deeper, left)?;
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Some(()) };
    left.looks = left.looks.checked_sub(properties.len())?;
    for (name, property) in properties {
        let default = property.get("default").or_else(|| referred(root, property)?.get("default"));
        if let Some(default) = default
            && !settings.contains_key(name)
        {
            left.values = left.values.checked_sub(weight(default))?;
            settings.insert(name.clone(), default.clone());
        }
        match settings.get_mut(name) {
            Some(Value::Object(inner)) => fill(root, property, inner, deeper, left)?,
            Some(Value::Array(items)) => {
                let Some(schema) = referred(root, property).unwrap_or(property).get("items") else { continue };
                for item in items.iter_mut().filter_map(Value::as_object_mut) {
                    fill(root, schema, item, deeper, left)?;
                }
            }
            _ => {}
        }
    }
    Some(())
}

fn referred<'a>(root: &'a Value, schema: &Value) -> Option<&'a Value> {
    resolve(root, schema.get("$ref")?.as_str()?)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::check;

    const SCHEMA: &str = r##"{
        "type": "object", "additionalProperties": false,
        "$defs": { "ramp": { "type": "object", "default": {}, "properties": { "days": { "type": "integer", "default": 30 } } } },
        "properties": {
            "order": { "enum": ["fairness", "random"], "default": "fairness" },
            "share": { "type": "number", "maximum": 1 },
            "code": { "type": "string", "pattern": "^[A-Z]+$" },
            "ramp": { "$ref": "#/$defs/ramp" },
            "ramps": { "type": "array", "items": { "$ref": "#/$defs/ramp" } }
        }
    }"##;

    #[test]
    fn defaults_are_filled_in_at_every_level_and_keys_are_sorted() {
        assert_eq!(check(SCHEMA, &json!({})).unwrap(), r#"{"order":"fairness","ramp":{"days":30}}"#);
        let given = json!({"share": 0.5, "ramp": {"days": 7}, "order": "random"});
        assert_eq!(check(SCHEMA, &given).unwrap(), r#"{"order":"random","ramp":{"days":7},"share":0.5}"#);
        let listed = check(SCHEMA, &json!({"ramps": [{}, {"days": 7}, 1]})).unwrap_err();
        assert_eq!(listed[0].pointer, "/ramps/2");
        let listed = check(SCHEMA, &json!({"ramps": [{}, {"days": 7}]})).unwrap();
        assert!(listed.contains(r#""ramps":[{"days":30},{"days":7}]"#), "{listed}");
    }

    #[test]
    fn every_mistake_is_told_with_its_place() {
        let errors = check(SCHEMA, &json!({"share": 2, "ramp": {"days": "x"}, "code": "a"})).unwrap_err();
        let mut places: Vec<&str> = errors.iter().map(|error| error.pointer.as_str()).collect();
        places.sort_unstable();
        assert_eq!(places, ["/code", "/ramp/days", "/share"]);
        let unknown = check(SCHEMA, &json!({"ordr": 1, "weight": 1})).unwrap_err();
        let told: Vec<_> = unknown
            .iter()
            .map(|error| (error.pointer.as_str(), error.message.as_str(), error.hint.as_deref()))
            .collect();
        assert_eq!(
            told,
            [
                ("/ordr", "unknown setting `ordr`", Some("did you mean `order`?")),
                (
                    "/weight",
                    "unknown setting `weight`",
                    Some("the settings known here are code, order, ramp, ramps, share")
                ),
            ]
        );
    }

    #[test]
    fn defaults_that_multiply_are_refused_before_they_fill_the_memory() {
        let many = vec![json!({}); 40];
        let level = |deeper: serde_json::Value| json!({"items": {"properties": {"x": {"type": "array", "default": many, "items": deeper}}}});
        let schema = (0..12).fold(json!({}), |inner, _| level(inner)["items"].clone());
        let errors = check(&schema.to_string(), &json!({})).unwrap_err();
        assert!(errors[0].message.contains("too many values"), "{errors:?}");
        let long = json!({"properties": {"list": {"default": many, "items": {"properties": {"text": {"default": "x".repeat(40_000)}}}}}});
        assert!(check(&long.to_string(), &json!({})).unwrap().len() > 1_600_000, "some repetition is fine");
        let given = json!({"list": vec![json!({}); 200]});
        assert!(check(&long.to_string(), &given).is_err(), "a long text weighs as much as many values");
    }

    #[test]
    fn without_a_schema_there_are_no_settings() {
        assert_eq!(check("", &json!({})).unwrap(), "{}");
        let errors = check("", &json!({"a/b": 1})).unwrap_err();
        assert_eq!((errors[0].pointer.as_str(), errors.len()), ("/a~1b", 1));
        assert_eq!(check("", &json!([1])).unwrap_err()[0].pointer, "");
    }

    #[test]
    fn a_schema_that_is_none_is_an_error_of_the_whole() {
        let errors = check(r#"{"type": "colour"}"#, &json!({})).unwrap_err();
        assert_eq!(errors[0].pointer, "");
        assert!(errors[0].message.contains("own schema"), "{errors:?}");
    }
}
