//! A JSON value as YAML: sections in blocks, lists of plain values on one line, every text in quotes, so that none is read otherwise.

use std::fmt::Write;

use serde_json::Value;

/// The value as a YAML document. The depth of the recursion is that of a value that was read, which is bounded.
#[must_use]
pub fn to_yaml(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

/// A section or list, each entry on a line of its own.
fn block(value: &Value, indent: usize, text: &mut String) {
    // Writing to a `String` cannot fail.
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                let _ = write!(text, "{:indent$}{}:", "", name(key));
                below(value, indent + 2, text);
            }
        }
        Value::Array(items) => {
            for item in items {
                let _ = write!(text, "{:indent$}-", "");
                below(item, indent + 2, text);
            }
        }
        other => {
            let _ = writeln!(text, "{:indent$}{}", "", plain(other));
        }
    }
}

/// What stands behind a key or a dash: on the same line where it is short, else in a block.
fn below(value: &Value, indent: usize, text: &mut String) {
    let is_flat = |value: &Value| !value.is_object() && !value.is_array();
    let inline = match value {
        Value::Object(entries) => entries.is_empty().then(|| "{}".to_owned()),
        Value::Array(items) if items.iter().all(is_flat) => {
            Some(format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")))
        }
        Value::Array(_) => None,
        other => Some(plain(other)),
    };
    match inline {
        Some(inline) => {
            let _ = writeln!(text, " {inline}");
        }
        None => {
            text.push('\n');
            block(value, indent, text);
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A key as a word where it is one that YAML takes for nothing else.
fn name(key: &str) -> String {
    let is_word = key.starts_with(|first: char| first.is_ascii_lowercase())
        && key.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
        && !["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&key);
    if is_word { key.to_owned() } else { quoted(key) }
}

/// A text as both YAML and JSON take it between double quotes.
pub(crate) fn quoted(text: &str) -> String {
    // What YAML does not print, or takes for a mark of its own.
    let is_hidden = |letter: char| matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}');
    let escape = |letter: char| match letter.is_control() || is_hidden(letter) {
        true => format!("\\u{:04x}", u32::from(letter)),
        false => letter.to_string(),
    };
    Value::from(text).to_string().chars().map(escape).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::source::{Environment, Format, read_bytes};

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let value = json!({
            "plain": "text", "quotes": "a \"b\" 'c': # {d} [e] \\ \u{1f600} \u{7f} \u{85} ü",
            "numbers": [1, -2.5, 1e30], "texts": ["yes", "null", "0x1f", "", " a ", "line\nline", "\u{feff}a\u{2028}"], "none": [], "empty": {},
            "true": false, "8069": "8069", "Voice: x": {"deep": [{"a": 1}, ["b", ["c"]], {}]},
        });
        let text = to_yaml(&value);
        let read = read_bytes::<Value>("t.yaml".as_ref(), text.as_bytes(), Format::Yaml, &Environment::default());
        assert_eq!(read.expect(&text).value, value, "{text}");
    }
}
