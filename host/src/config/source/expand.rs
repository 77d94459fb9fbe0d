//! Fills variables into a text: `${NAME}`, `${NAME:-default}`; `$${` stands for `${` itself. What is filled in is never read again.

use super::environment::{Environment, Lookup};
use super::message::quote;
use super::tree::MAX_TEXT;

/// A text with its variables filled in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Expanded {
    pub(super) value: String,
    /// At least one variable was set: not all of the value stands in the file.
    pub(super) from_environment: bool,
    /// Something stood in for at least one variable.
    pub(super) stood_in: bool,
}

/// Where the value of a variable came from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    Default,
    Environment,
    StandIn,
}

/// Most faults of one text that are told.
const MAX_FAULTS: usize = 50;

/// Why a text cannot be filled in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) hint: String,
}

/// Fills in the variables; nothing where the text names none.
///
/// # Errors
/// All faults of the text; with `secret` none that quotes more of it than a well-formed name.
pub(super) fn expand(
    text: &str,
    environment: &Environment,
    path: &str,
    secret: bool,
) -> Result<Option<Expanded>, Vec<Fault>> {
    if !text.contains("${") {
        return Ok(None);
    }
    let mut expanded = Expanded { value: String::with_capacity(text.len()), from_environment: false, stood_in: false };
    let mut faults = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        if let Some(literal) = before.strip_suffix('$') {
            expanded.value.push_str(literal);
            expanded.value.push_str("${");
            rest = after;
            continue;
        }
        expanded.value.push_str(before);
        let Some((reference, behind)) = after.split_once('}') else {
            faults.push(fault("`${` is not closed by a `}`", FORMS));
            return Err(faults);
        };
        match resolve(reference, environment, path, secret) {
            Ok((value, origin)) => {
                expanded.value.push_str(value);
                expanded.from_environment |= origin != Origin::Default;
                expanded.stood_in |= origin == Origin::StandIn;
            }
            Err(found) => faults.push(found),
        }
        if faults.len() >= MAX_FAULTS {
            return Err(faults);
        }
        if expanded.value.len() > MAX_TEXT {
            let message = format!("the text is longer than {} MiB with its variables filled in", MAX_TEXT >> 20);
            faults.push(fault(message, "name fewer variables, or shorter ones"));
            return Err(faults);
        }
        rest = behind;
    }
    expanded.value.push_str(rest);
    if faults.is_empty() { Ok(Some(expanded)) } else { Err(faults) }
}

/// The value of what stands between the braces, and where it came from.
fn resolve<'a>(
    reference: &'a str,
    environment: &'a Environment,
    path: &str,
    secret: bool,
) -> Result<(&'a str, Origin), Fault> {
    let (name, default) = match reference.split_once(":-") {
        Some((name, default)) => (name, Some(default)),
        None => (reference, None),
    };
    if reference.is_empty() {
        return Err(fault("`${}` names no variable", FORMS));
    }
    if !is_name(name) {
        let named = if secret { "what stands between `${` and `}`".to_owned() } else { quote(name) };
        return Err(fault(format!("{named} is no name of a variable"), FORMS));
    }
    let name_quoted = quote(name);
    if default.is_some_and(|default| default.contains("${")) {
        let message = format!("the default of the variable {name_quoted} names a variable itself");
        return Err(fault(message, "write a default without `${`"));
    }
    let found = match default {
        Some(default) if !default.is_empty() => environment.lookup(name),
        default => environment.lookup_for(name, path, default.is_some()),
    };
    match (found, default) {
        (Lookup::Set("") | Lookup::Unset, Some(default)) => Ok((default, Origin::Default)),
        (Lookup::Set(value), _) => Ok((value, Origin::Environment)),
        (Lookup::StandIn(value), _) => Ok((value, Origin::StandIn)),
        (Lookup::NotText, _) => {
            let message = format!("the environment variable {name_quoted} does not hold UTF-8 text");
            Err(fault(message, format!("set {name_quoted} anew")))
        }
        (Lookup::Unset, None) => {
            let hint = format!("set {name_quoted} in the environment or in `.env`, or write `${{{name}:-default}}`");
            Err(fault(format!("the environment variable {name_quoted} is not set"), hint))
        }
    }
}

fn fault(message: impl Into<String>, hint: impl Into<String>) -> Fault {
    Fault { message: message.into(), hint: hint.into() }
}

const FORMS: &str = "the forms are `${NAME}` and `${NAME:-default}`; `$${` stands for the characters `${`";

/// Letters, digits and underscores, no digit first: the names that shells take (POSIX.1-2017 §3.235).
fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment() -> Environment {
        Environment::from_pairs([("A", "1"), ("B", "${A}"), ("EMPTY", ""), ("NULLISH", "null")])
    }

    #[test]
    fn variables_are_filled_in_once() {
        for (text, value, from_environment) in [
            ("${A}", "1", true),
            ("x${A}y${A}z", "x1y1z", true),
            ("${B}", "${A}", true),
            ("${EMPTY}", "", true),
            ("${EMPTY:-d}", "d", false),
            ("${NONE:-}", "", false),
            ("${NONE:-a:-b c}", "a:-b c", false),
            ("${A:-d}", "1", true),
            ("$${A}", "${A}", false),
            ("$${A} ${A}", "${A} 1", true),
            ("$$${A}", "$${A}", false),
            ("$A $ {A} ${A}}", "$A $ {A} 1}", true),
            ("$${", "${", false),
            ("${NULLISH}", "null", true),
        ] {
            let wanted = Expanded { value: value.to_owned(), from_environment, stood_in: false };
            assert_eq!(expand(text, &environment(), "", false), Ok(Some(wanted)), "{text:?}");
        }
        assert_eq!(expand("$A", &environment(), "", false), Ok(None));
    }

    #[test]
    fn faults_are_named_all_at_once() {
        for (text, messages) in [
            ("${", &["`${` is not closed by a `}`"][..]),
            ("${A", &["`${` is not closed by a `}`"]),
            ("${}", &["`${}` names no variable"]),
            ("${:-x}", &["`` is no name of a variable"]),
            ("${1A}", &["`1A` is no name of a variable"]),
            ("${A:?x}", &["`A:?x` is no name of a variable"]),
            ("${X} ${Y}", &["the environment variable `X` is not set", "the environment variable `Y` is not set"]),
            ("${X:-${A}}", &["the default of the variable `X` names a variable itself"]),
        ] {
            let found = expand(text, &environment(), "", false).unwrap_err();
            assert_eq!(found.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>(), messages, "{text:?}");
        }
    }

    #[test]
    fn a_secret_is_not_quoted_where_it_is_malformed() {
        let found = expand("abc${d e}f", &environment(), "", true).unwrap_err();
        assert_eq!(found[0].message, "what stands between `${` and `}` is no name of a variable");
    }

    #[test]
    fn a_text_does_not_grow_without_bound() {
        let environment = Environment::from_pairs([("BIG", "x".repeat(100_000))]);
        let found = expand(&"${BIG}".repeat(1000), &environment, "", false).unwrap_err();
        assert_eq!(found[0].message, "the text is longer than 4 MiB with its variables filled in");
    }
}
