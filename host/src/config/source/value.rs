//! The tree as a JSON value, as the schema wants it: texts of variables become numbers where numbers are wanted, empty sections
//! are left out. Whether the value is right is checked elsewhere.

use serde_json::{Map, Value};

use super::scalar::{Scalar, plain};
use super::schema::{Kinds, Wanted};
use super::tree::{Kind, Node, Text};

/// Largest whole number up to which every one has a double of its own (2^53).
const MAX_EXACT: f64 = 9_007_199_254_740_992.0;

/// The value of a node. The depth of the recursion is that of the tree, which is bounded.
pub(super) fn value(node: &Node, wanted: &Wanted<'_>) -> Value {
    match &node.kind {
        Kind::Null => null(wanted.kinds()),
        Kind::Bool(truth) => Value::Bool(*truth),
        Kind::Number(number) => {
            let kinds = wanted.kinds();
            let whole = number.as_f64().filter(|_| number.is_f64() && kinds.integer && !kinds.number).and_then(whole);
            whole.unwrap_or_else(|| Value::Number(number.clone()))
        }
        Kind::Text(text) => from_text(text, wanted),
        Kind::List(items) => {
            let item = |(index, item): (usize, &std::sync::Arc<Node>)| value(item, &wanted.item(index));
            Value::Array(items.iter().enumerate().map(item).collect())
        }
        Kind::Map(entries) => {
            let mut map = Map::new();
            for entry in entries {
                let below = wanted.key(&entry.key);
                let value = value(&entry.value, &below);
                // `section:` with nothing below: as if the key was not there, unless nothing is a value of its own here.
                let absent =
                    matches!(entry.value.kind, Kind::Null) && wanted.has_key(&entry.key) && !below.kinds().null;
                if !absent {
                    map.insert(entry.key.clone(), value);
                }
            }
            Value::Object(map)
        }
    }
}

/// Nothing is an empty section where a section is wanted and nothing is not.
fn null(kinds: Kinds) -> Value {
    if kinds.map && !kinds.null { Value::Object(Map::new()) } else { Value::Null }
}

/// A text of the file stays one. A text that variables were filled into is a text too, unless no text is wanted and it reads as
/// what is.
fn from_text(text: &Text, wanted: &Wanted<'_>) -> Value {
    let as_text = || Value::String(text.value.clone());
    if text.written.is_none() {
        return as_text();
    }
    let kinds = wanted.kinds();
    if text.stood_in {
        if let Some(choice) = wanted.first_choice() {
            return choice.clone();
        }
        if kinds.boolean && !(kinds.text || kinds.integer || kinds.number) {
            return Value::Bool(true);
        }
    }
    if kinds.text {
        return as_text();
    }
    match plain(text.value.trim()) {
        Scalar::Bool(truth) if kinds.boolean => Value::Bool(truth),
        Scalar::Number(number) if kinds.number || (kinds.integer && !number.is_f64()) => Value::Number(number),
        Scalar::Number(number) if kinds.integer => number.as_f64().and_then(whole).unwrap_or_else(as_text),
        Scalar::Null if kinds.null && text.value.is_empty() => Value::Null,
        _ => as_text(),
    }
}

/// `1e3` and `30.0` as whole numbers, which Rust's integers are read from.
fn whole(number: f64) -> Option<Value> {
    let holds = number.fract() == 0.0 && number.abs() <= MAX_EXACT;
    // The bound makes the conversion exact.
    #[allow(clippy::cast_possible_truncation)]
    holds.then(|| Value::from(number as i64))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::source::build::build;
    use crate::config::source::environment::Environment;
    use crate::config::source::syntax::Format;

    fn read(text: &str, schema: &Value) -> Value {
        let environment =
            Environment::from_pairs([("N", "8069"), ("F", "1e3"), ("T", "true"), ("E", ""), ("L", "[1]")]);
        value(&build(text, Format::Yaml, &environment).root.unwrap(), &Wanted::root(schema))
    }

    #[test]
    fn a_variable_takes_the_kind_that_is_wanted() {
        for (kind, text, wanted) in [
            (json!("integer"), "${N}", json!(8069)),
            (json!("integer"), "1${N}", json!(18069)),
            (json!("integer"), "'${N}'", json!(8069)),
            (json!("integer"), "${X:-7}", json!(7)),
            (json!("integer"), "${F}", json!(1000)),
            (json!("integer"), "'8069'", json!("8069")),
            (json!("integer"), "1e3", json!(1000)),
            (json!("integer"), "1.5", json!(1.5)),
            (json!("integer"), "${T}", json!("true")),
            (json!(["integer", "null"]), "${N}", json!(8069)),
            (json!(["integer", "null"]), "${E}", json!(null)),
            (json!("integer"), "${E}", json!("")),
            (json!("number"), "${F}", json!(1000.0)),
            (json!("boolean"), "${T}", json!(true)),
            (json!("boolean"), "${N}", json!("8069")),
            (json!("string"), "${N}", json!("8069")),
            (json!(["integer", "string"]), "${N}", json!("8069")),
            (json!("array"), "${L}", json!("[1]")),
        ] {
            assert_eq!(read(text, &json!({ "type": kind })), wanted, "{kind} {text}");
        }
        assert_eq!(read("${N}", &json!(true)), json!("8069"));
        let alternatives = json!({ "anyOf": [{ "$ref": "#/$defs/port" }, { "type": "null" }],
            "$defs": { "port": { "type": "integer" } } });
        assert_eq!(read("${N}", &alternatives), json!(8069));
    }

    #[test]
    fn what_stands_in_is_of_the_kind_that_is_wanted() {
        let environment = Environment::default().with_stand_ins(&["a"]);
        let schemas = [
            (json!({ "type": "boolean" }), json!(true)),
            (json!({ "type": ["boolean", "null"] }), json!(true)),
            (json!({ "anyOf": [{ "type": "string", "enum": ["x", "y"] }, { "type": "null" }] }), json!("x")),
            (json!({ "oneOf": [{ "const": "x" }, { "const": "y" }] }), json!("x")),
            (json!({ "type": "integer" }), json!(1)),
            (json!({ "type": "string" }), json!("1")),
        ];
        for (kind, wanted) in schemas {
            let schema = json!({ "type": "object", "properties": { "a": kind } });
            let root = build("a: ${X}", Format::Yaml, &environment).root.unwrap();
            assert_eq!(value(&root, &Wanted::root(&schema)), json!({ "a": wanted }), "{schema}");
        }
    }

    #[test]
    fn an_empty_section_counts_as_absent() {
        let schema = json!({ "type": "object", "properties": {
            "section": { "type": "object" }, "choice": { "type": ["integer", "null"] }, "levels": {
                "type": "object", "additionalProperties": { "type": "object" } } } });
        assert_eq!(
            read("section:\nchoice:\nlevels:\n  a:\nother:", &schema),
            json!({ "choice": null, "levels": { "a": {} }, "other": null })
        );
        assert_eq!(read("", &schema), json!({}));
    }
}
