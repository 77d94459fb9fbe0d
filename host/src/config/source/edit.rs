//! Puts one text into a configuration's file: at its place, every comment and all formatting kept. Writes nothing itself.
//!
//! The outcome is read again: unless it is the file as it was but for the one value, the edit is refused.

use std::path::Path;

use saphyr_parser::ScalarStyle;

use super::build::build;
use super::environment::Environment;
use super::locate::{Entry, Located, Value, locate};
use super::schema::Wanted;
use super::syntax::Format;
use super::value;

/// Why a text cannot be put into a file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoEdit {
    /// The value is filled in from a variable.
    #[error("its value comes from a variable, `{0}`")]
    Variable(String),
    /// The value stands at an anchor elsewhere in the file.
    #[error("its value is an alias, and stands elsewhere in the file")]
    Alias,
    /// The file is written in a way that only a person can change.
    #[error("it cannot be written there without changing anything else")]
    ByHand,
}

/// Puts `key: value` into the mapping at the JSON Pointer `mapping`, behind the key `after` where it is new.
///
/// # Errors
/// The value comes from elsewhere, or the file is written in a way that does not allow it.
pub fn put_text(
    path: &Path,
    text: &str,
    mapping: &str,
    (key, new): (&str, &str),
    after: &str,
) -> Result<String, NoEdit> {
    let format = Format::of(path);
    let located = locate(text, mapping).ok_or(NoEdit::ByHand)?;
    let text: Vec<char> = text.chars().collect();
    let edited = match located.entries.iter().find(|entry| entry.name == key) {
        Some(entry) => replaced(&text, entry, new)?,
        None => added(&text, &located, (key, new), after, format)?,
    };
    let before: String = text.iter().collect();
    let wanted = with(tree(&before, format).ok_or(NoEdit::ByHand)?, mapping, key, new).ok_or(NoEdit::ByHand)?;
    if tree(&edited, format).is_some_and(|found| found == wanted) { Ok(edited) } else { Err(NoEdit::ByHand) }
}

/// The text with the value behind a key replaced.
fn replaced(text: &[char], entry: &Entry, new: &str) -> Result<String, NoEdit> {
    let (at, style) = match &entry.value {
        Value::Alias => return Err(NoEdit::Alias),
        Value::Other => return Err(NoEdit::ByHand),
        Value::Scalar { text: written, .. } if written.contains("${") => {
            return Err(NoEdit::Variable(written.clone()));
        }
        Value::Scalar { at, style, .. } => (content(text, at.start)..at.end, *style),
    };
    if at.is_empty() || style == ScalarStyle::Plain && text.get(at.clone()).is_none_or(<[char]>::is_empty) {
        // Nothing stands behind the key: the value goes right behind the colon.
        let rest = text.get(entry.key.end..).unwrap_or_default();
        let colon = rest.iter().position(|found| !found.is_whitespace()).filter(|at| rest.get(*at) == Some(&':'));
        let end = entry.key.end + colon.ok_or(NoEdit::ByHand)? + 1;
        return Ok(spliced(text, end, end, &format!(" \"{new}\"")));
    }
    let quoted = if style == ScalarStyle::SingleQuoted { format!("'{new}'") } else { format!("\"{new}\"") };
    let written = text.get(at.clone()).unwrap_or_default();
    let blank = written.iter().rev().take_while(|found| found.is_whitespace()).count();
    Ok(spliced(text, at.start, at.end - blank, &quoted))
}

/// The text with a key added: behind the one named, or before the first.
fn added(
    text: &[char],
    located: &Located,
    (key, new): (&str, &str),
    after: &str,
    format: Format,
) -> Result<String, NoEdit> {
    let key = if format == Format::Json { format!("\"{key}\"") } else { key.to_owned() };
    let pair = format!("{key}: \"{new}\"");
    let behind = located.entries.iter().find_map(|entry| match &entry.value {
        Value::Scalar { at, .. } if entry.name == after && !at.is_empty() => Some((entry, at.end)),
        _ => None,
    });
    let first = located.entries.first().ok_or(NoEdit::ByHand)?;
    let is_flow = text.get(content(text, located.start)) == Some(&'{');
    if let Some((entry, end)) = behind {
        let written = text.get(..end).unwrap_or_default();
        let end = end - written.iter().rev().take_while(|found| found.is_whitespace()).count();
        let indent = indent(text, entry.key.start);
        return Ok(match (is_flow, indent) {
            (true, indent) => in_brackets(text, end, indent.as_deref(), &pair),
            (false, Some(indent)) => below(text, end, &format!("{indent}{pair}")),
            (false, None) => return Err(NoEdit::ByHand),
        });
    }
    let start = first.key.start;
    match (is_flow, indent(text, start)) {
        (true, _) => Ok(spliced(text, start, start, &format!("{pair}, "))),
        (false, Some(indent)) => Ok(spliced(text, start, start, &format!("{pair}{}{indent}", line_end(text)))),
        (false, None) => Err(NoEdit::ByHand),
    }
}

/// The text with a pair added behind the value that ends at `end`, between `{` and `}`: on a line of its own where that value has one.
fn in_brackets(text: &[char], end: usize, indent: Option<&str>, pair: &str) -> String {
    let rest = text.get(end..).unwrap_or_default();
    let line: String = rest.iter().take_while(|found| **found != '\n').collect();
    let line = line.trim();
    let ends = |line: &str| line.is_empty() || line.starts_with('#');
    match (indent, line.strip_prefix(',')) {
        (Some(indent), Some(behind)) if ends(behind.trim_start()) => below(text, end, &format!("{indent}{pair},")),
        (Some(indent), None) if ends(line) => {
            let text: Vec<char> = spliced(text, end, end, ",").chars().collect();
            below(&text, end, &format!("{indent}{pair}"))
        }
        _ => spliced(text, end, end, &format!(", {pair}")),
    }
}

/// Where a value's own characters begin: behind its anchor and its tag, which the parser counts to it.
fn content(text: &[char], mut at: usize) -> usize {
    while text.get(at).is_some_and(|found| matches!(found, '&' | '!')) {
        let rest = text.get(at..).unwrap_or_default();
        let word = rest.iter().position(|found| found.is_whitespace()).unwrap_or(rest.len());
        let gap = rest.iter().skip(word).take_while(|found| found.is_whitespace()).count();
        at += word + gap;
    }
    at
}

/// The text with a line added below the one in which `at` stands.
fn below(text: &[char], at: usize, line: &str) -> String {
    let rest = text.get(at..).unwrap_or_default();
    match rest.iter().position(|found| *found == '\n') {
        Some(end) => spliced(text, at + end + 1, at + end + 1, &format!("{line}{}", line_end(text))),
        None => spliced(text, text.len(), text.len(), &format!("{}{line}", line_end(text))),
    }
}

/// What stands before a key in its line, where that is blank.
fn indent(text: &[char], key: usize) -> Option<String> {
    let before = text.get(..key)?;
    let line = before.rsplit(|found| *found == '\n').next()?;
    line.iter().all(|found| *found == ' ').then(|| line.iter().collect())
}

/// How the text ends its lines.
fn line_end(text: &[char]) -> &'static str {
    let first = text.iter().position(|found| *found == '\n').and_then(|end| end.checked_sub(1));
    if first.and_then(|at| text.get(at)) == Some(&'\r') { "\r\n" } else { "\n" }
}

fn spliced(text: &[char], start: usize, end: usize, new: &str) -> String {
    let (before, behind) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    before.iter().copied().chain(new.chars()).chain(behind.iter().copied()).collect()
}

/// The values of a text, no variable filled in.
fn tree(text: &str, format: Format) -> Option<serde_json::Value> {
    let built = build(text, format, &Environment::verbatim());
    let schema = serde_json::Value::Bool(true);
    let root = built.root.filter(|_| built.problems.is_empty())?;
    Some(value::value(&root, &Wanted::root(&schema)))
}

/// The values with one more, or another.
fn with(mut tree: serde_json::Value, mapping: &str, key: &str, new: &str) -> Option<serde_json::Value> {
    tree.pointer_mut(mapping)?.as_object_mut()?.insert(key.to_owned(), new.into());
    Some(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(text: &str) -> Result<String, NoEdit> {
        put_text(Path::new("a.yaml"), text, "/p/mine", ("sha256", "12"), "path")
    }

    #[test]
    fn a_value_that_is_there_is_replaced_and_all_else_stays() {
        for (before, after) in [
            (
                "p: # c\n  mine:\n    sha256: ab  # c\n    path: x\n",
                "p: # c\n  mine:\n    sha256: \"12\"  # c\n    path: x\n",
            ),
            ("p: {mine: {path: x, sha256: ab}}", "p: {mine: {path: x, sha256: \"12\"}}"),
            ("p: {mine: {path: x, sha256: 'ab' }} # é", "p: {mine: {path: x, sha256: '12' }} # é"),
            ("# é\np:\n  mine: {path: x, \"sha256\": \"ab\"}\n", "# é\np:\n  mine: {path: x, \"sha256\": \"12\"}\n"),
            (
                "p:\n  mine:\n    path: x\n    sha256:   # c\n  a: 1\n",
                "p:\n  mine:\n    path: x\n    sha256: \"12\"   # c\n  a: 1\n",
            ),
            ("p: {mine: &m {path: x}}", "p: {mine: &m {path: x, sha256: \"12\"}}"),
            ("p:\n  mine:\n    path: x\n    sha256: ~\n", "p:\n  mine:\n    path: x\n    sha256: \"12\"\n"),
            (
                "p:\n  mine: &m\n    path: x\n    sha256: &d ab\n",
                "p:\n  mine: &m\n    path: x\n    sha256: &d \"12\"\n",
            ),
        ] {
            assert_eq!(put(before).as_deref(), Ok(after), "{before}");
        }
    }

    #[test]
    fn a_new_key_goes_behind_the_one_named() {
        for (before, after) in [
            (
                "p:\n  mine:\n    path: x # c\n    # d\n    a: 1\n",
                "p:\n  mine:\n    path: x # c\n    sha256: \"12\"\n    # d\n    a: 1\n",
            ),
            ("p:\r\n  mine:\r\n    path: x\r\n", "p:\r\n  mine:\r\n    path: x\r\n    sha256: \"12\"\r\n"),
            ("p:\n  mine:\n    path: x", "p:\n  mine:\n    path: x\n    sha256: \"12\""),
            ("p:\n  mine: {path: x}\n", "p:\n  mine: {path: x, sha256: \"12\"}\n"),
            ("p:\n  mine: { path: x }\n", "p:\n  mine: { path: x, sha256: \"12\" }\n"),
            (
                "p: {mine: {\n  path: 'x', # c\n  a: [1]\n}}\n",
                "p: {mine: {\n  path: 'x', # c\n  sha256: \"12\",\n  a: [1]\n}}\n",
            ),
            ("p: {mine: {\n  path: x # c\n}}\n", "p: {mine: {\n  path: x, # c\n  sha256: \"12\"\n}}\n"),
            ("p: {mine: {\n  path: x, a: 1\n}}\n", "p: {mine: {\n  path: x, sha256: \"12\", a: 1\n}}\n"),
            (
                "b: &b {path: x}\np:\n  mine:\n    <<: *b\n    a: 1\n",
                "b: &b {path: x}\np:\n  mine:\n    sha256: \"12\"\n    <<: *b\n    a: 1\n",
            ),
            (
                "p:\n  other: {path: y}\n  mine:\n    settings: {path: z}\n    path: x\n",
                "p:\n  other: {path: y}\n  mine:\n    settings: {path: z}\n    path: x\n    sha256: \"12\"\n",
            ),
        ] {
            assert_eq!(put(before).as_deref(), Ok(after), "{before}");
        }
        let json = "{\"p\": {\"mine\": {\n  \"path\": \"x\"\n}}}\n";
        let after = "{\"p\": {\"mine\": {\n  \"path\": \"x\",\n  \"sha256\": \"12\"\n}}}\n";
        assert_eq!(put_text(Path::new("a.json"), json, "/p/mine", ("sha256", "12"), "path").as_deref(), Ok(after));
    }

    #[test]
    fn what_stands_elsewhere_is_left_alone() {
        assert_eq!(put("p: {mine: {path: x, sha256: \"${D}\"}}"), Err(NoEdit::Variable("${D}".to_owned())));
        assert_eq!(put("d: &d ab\np: {mine: {path: x, sha256: *d}}"), Err(NoEdit::Alias));
        for text in [
            "m: &m {path: x}\np: {mine: *m}",
            "p: {other: &m {path: x, sha256: ab}, mine: *m}",
            "p: {mine: &m {path: x}, other: *m}",
            "p: {mine: {path: x, sha256: [ab]}}",
            "p: {mine: {}}",
            "p: {}",
            "p: [",
        ] {
            assert_eq!(put(text), Err(NoEdit::ByHand), "{text}");
        }
    }
}
