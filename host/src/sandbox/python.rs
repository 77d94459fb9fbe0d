//! Values as Python prints them, for messages that must read like Odoo's. Knows nothing of models.

use std::fmt::Write as _;

use serde_json::Value;

/// `repr()` of a JSON value as Python has it: `False`, `None`, `'text'`, `['a', 1]`.
///
/// As deep as the value is, which the JSON parser bounds at 128.
pub(crate) fn repr(value: &Value) -> String {
    let mut out = String::new();
    write_repr(&mut out, value);
    out
}

/// `repr()` of a condition, which Odoo holds as a tuple: `('name', '=', 1)`.
pub(crate) fn condition(field: &str, operator: &str, value: &Value) -> String {
    format!("({}, {}, {})", quoted(field), quoted(operator), repr(value))
}

fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            letter if letter == quote => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out.push(quote);
    out
}

fn write_repr(out: &mut String, value: &Value) {
    match value {
        Value::Null => out.push_str("None"),
        Value::Bool(true) => out.push_str("True"),
        Value::Bool(false) => out.push_str("False"),
        Value::Number(number) => {
            let _ = write!(out, "{number}");
        }
        Value::String(text) => out.push_str(&quoted(text)),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                write_repr(out, item);
            }
            out.push(']');
        }
        Value::Object(entries) => {
            out.push('{');
            for (place, (key, item)) in entries.iter().enumerate() {
                if place > 0 {
                    out.push_str(", ");
                }
                out.push_str(&quoted(key));
                out.push_str(": ");
                write_repr(out, item);
            }
            out.push('}');
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_read_as_python_prints_them() {
        assert_eq!(
            repr(&json!(["&", ["name", "=", false], null, {"a": 1.5}])),
            "['&', ['name', '=', False], None, {'a': 1.5}]"
        );
        assert_eq!(repr(&json!("it's")), "\"it's\"");
        assert_eq!(condition("nope", "=", &json!(1)), "('nope', '=', 1)");
    }
}
