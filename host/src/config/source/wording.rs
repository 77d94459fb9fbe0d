//! Sentences about one value: what was expected, what was found, what would mend it. Shows no value that may be secret.

use std::fmt;

use jsonschema::error::ValidationErrorKind as Mistake;
use serde_json::Value;

use super::message::quote;
use super::scalar::{self, Scalar};

/// How a message names a value.
pub(super) enum Subject {
    /// It stands in the file: by itself.
    Literal(String),
    /// It was filled in from variables: by what the file has, as the value may be a secret that got into the wrong place.
    Filled(String),
    /// Not at all.
    Hidden,
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Literal(text) => formatter.write_str(&quote(text)),
            Self::Filled(written) => write!(formatter, "the value of {}", quote(written)),
            Self::Hidden => formatter.write_str("the value"),
        }
    }
}

/// A value as the user would write it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(_) => "[…]".to_owned(),
        Value::Object(_) => "{…}".to_owned(),
        other => other.to_string(),
    }
}

/// The schema's names of kinds in words; nothing is not offered where something else is.
pub(super) fn kinds(names: &[String]) -> Vec<&'static str> {
    let mut words: Vec<&'static str> = Vec::new();
    for name in names {
        let word = match name.as_str() {
            "string" => "a text",
            "integer" => "a whole number",
            "number" => "a number",
            "boolean" => "`true` or `false`",
            "array" => "a list",
            "object" => "a mapping",
            _ if names.len() > 1 => continue,
            _ => "nothing",
        };
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// What stands there.
pub(super) fn found(value: &Value, subject: &Subject) -> String {
    let kind = match value {
        Value::Null => return "nothing".to_owned(),
        Value::Array(_) => return "a list".to_owned(),
        Value::Object(_) => return "a mapping".to_owned(),
        Value::Bool(_) => "the truth value",
        Value::Number(_) => "the number",
        Value::String(_) => "the text",
    };
    match (subject, value) {
        (Subject::Literal(_), Value::Bool(_)) => subject.to_string(),
        (Subject::Literal(_), _) => format!("{kind} {subject}"),
        (Subject::Filled(_), _) => subject.to_string(),
        (Subject::Hidden, Value::Bool(_)) => "a truth value".to_owned(),
        (Subject::Hidden, Value::Number(_)) => "a number".to_owned(),
        (Subject::Hidden, _) => "a text".to_owned(),
    }
}

/// How a value of the wrong kind may be mended.
pub(super) fn mend_kind(value: &Value, kinds: &[String], subject: &Subject) -> Option<String> {
    let takes = |kind: &str| kinds.iter().any(|name| name == kind);
    let takes_number = takes("integer") || takes("number");
    let hint = match (value, subject) {
        (Value::String(text), Subject::Literal(_)) => match scalar::plain(text) {
            Scalar::Number(_) if takes_number => "remove the quotes",
            Scalar::Bool(_) if takes("boolean") => "remove the quotes",
            // Booleans of YAML 1.1, which YAML 1.2 takes for texts.
            _ if takes("boolean") => match text.to_lowercase().as_str() {
                "yes" | "on" | "y" => "write `true`",
                "no" | "off" | "n" => "write `false`",
                _ => return None,
            },
            _ if takes("array") && !takes("object") => "write each item in a line of its own, behind `- `",
            _ => return None,
        },
        (Value::Number(_) | Value::Bool(_), _) if takes("string") => "put it in quotes",
        (Value::Number(_), _) if takes("integer") => "write it without a fraction",
        (Value::Object(_), _) if takes("array") => "write `- ` before each item",
        (Value::Array(_), _) if takes("object") => "write `key: value` without the `- ` before it",
        _ => return None,
    };
    Some(hint.to_owned())
}

/// A mistake that is neither of key nor kind nor choice: sentence and hint.
pub(super) fn of_value(mistake: &Mistake, subject: &Subject) -> (String, Option<String>) {
    let at_least = |limit: &dyn fmt::Display, unit: &str| Some(format!("give at least {limit} {unit}"));
    let at_most = |limit: &dyn fmt::Display, unit: &str| Some(format!("give at most {limit} {unit}"));
    match mistake {
        Mistake::Minimum { limit } => (format!("{subject} is below the least value, {limit}"), None),
        Mistake::Maximum { limit } => (format!("{subject} is above the largest value, {limit}"), None),
        Mistake::ExclusiveMinimum { limit } => (format!("{subject} is not above {limit}"), None),
        Mistake::ExclusiveMaximum { limit } => (format!("{subject} is not below {limit}"), None),
        Mistake::MultipleOf { multiple_of } => (format!("{subject} is not a multiple of {multiple_of}"), None),
        Mistake::MinLength { limit: 1 } => ("the text is empty".to_owned(), None),
        Mistake::MinLength { limit } => ("the text is too short".to_owned(), at_least(limit, "characters")),
        Mistake::MaxLength { limit } => ("the text is too long".to_owned(), at_most(limit, "characters")),
        Mistake::MinItems { limit: 1 } => ("the list is empty".to_owned(), None),
        Mistake::MinItems { limit } => ("the list is too short".to_owned(), at_least(limit, "items")),
        Mistake::MaxItems { limit } => ("the list is too long".to_owned(), at_most(limit, "items")),
        Mistake::MinProperties { limit: 1 } => ("the mapping is empty".to_owned(), None),
        Mistake::MinProperties { limit } => ("the mapping is too small".to_owned(), at_least(limit, "keys")),
        Mistake::MaxProperties { limit } => ("the mapping is too large".to_owned(), at_most(limit, "keys")),
        Mistake::UniqueItems => ("an item stands in the list twice".to_owned(), Some("keep one of the two".to_owned())),
        Mistake::Pattern { pattern } => {
            (format!("{subject} does not have the form that is wanted"), Some(format!("it must match `{pattern}`")))
        }
        Mistake::Format { format } => (format!("{subject} does not have the form `{format}`"), None),
        Mistake::PropertyNames { .. } => ("a key does not have the form that is wanted".to_owned(), None),
        Mistake::OneOfMultipleValid { .. } => ("the value fits more than one of the alternatives".to_owned(), None),
        // Keywords that schemas derived from Rust types do not have.
        other => (format!("{subject} breaks the rule `{}`", other.keyword()), None),
    }
}
