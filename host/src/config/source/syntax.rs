//! Words for a text that is no YAML or no JSON at all, and what must be known of a text before it is parsed.

use std::path::Path;

use saphyr_parser::{Marker, ScanError};

use super::file::end_of;
use super::problem::Problem;
use super::tree::{MAX_DEPTH, Position};

/// How a configuration is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// YAML 1.2, one document.
    Yaml,
    /// JSON (RFC 8259), without comments.
    Json,
}

impl Format {
    /// JSON where the name ends in `.json`, YAML otherwise.
    #[must_use]
    pub fn of(path: &Path) -> Self {
        match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("json") => Self::Json,
            _ => Self::Yaml,
        }
    }
}

pub(super) fn position(marker: Marker) -> Position {
    Position { line: marker.line().max(1), column: marker.col().saturating_add(1) }
}

/// Refuses characters that the parser would take for the end of the file, or pass on into values.
pub(super) fn check_characters(text: &str) -> Result<(), Problem> {
    let forbidden = |character: char| character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r');
    let Some((at, character)) = text.char_indices().find(|(_, character)| forbidden(*character)) else {
        return Ok(());
    };
    let place = end_of(text.get(..at).unwrap_or_default());
    Err(Problem::new(place, format!("the control character U+{:04X} stands here", u32::from(character)))
        .hint("remove it; between double quotes it can be written as an escape"))
}

/// Checks the syntax of a JSON text; values are read by the parser of YAML, which takes more than JSON is.
pub(super) fn check_json(text: &str) -> Result<(), Problem> {
    if text.trim().is_empty() {
        return Ok(());
    }
    let Err(error) = serde_json::from_str::<serde_json::Value>(text) else { return Ok(()) };
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = line.as_bytes().get(..error.column().saturating_sub(1)).unwrap_or(line.as_bytes());
    let column = String::from_utf8_lossy(before).chars().count().saturating_add(1);
    let place = Position { line: error.line().max(1), column };
    let described = error.to_string();
    let described = described.split_once(" at line ").map_or(described.as_str(), |(message, _)| message);
    Err(match described {
        "recursion limit exceeded" => too_deep(place),
        "trailing comma" => {
            Problem::new(place, "the file is not valid JSON: a comma stands before the end").hint("remove the comma")
        }
        _ => Problem::new(place, format!("the file is not valid JSON: {described}"))
            .hint("JSON takes double quotes around keys and texts, and neither comments nor a comma before `}` or `]`"),
    })
}

/// Joins escapes of UTF-16 halves, which JSON writes for characters beyond U+FFFF and YAML does not know.
pub(super) fn join_surrogates(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        joined.push_str(before);
        let half = |text: &str| text.strip_prefix('u')?.get(..4).and_then(|hex| u16::from_str_radix(hex, 16).ok());
        let second = after.get(5..).and_then(|rest| rest.strip_prefix('\\')).and_then(half);
        let pair = [half(after).unwrap_or_default(), second.unwrap_or_default()];
        match (char::decode_utf16(pair).next(), after.get(11..)) {
            (Some(Ok(character)), Some(behind)) if u32::from(character) > 0xffff => {
                joined.push(character);
                rest = behind;
            }
            // The character behind the backslash goes along, so that `\\` opens no escape.
            _ => {
                let mut characters = after.chars();
                joined.push('\\');
                joined.extend(characters.next());
                rest = characters.as_str();
            }
        }
    }
    joined.push_str(rest);
    joined
}

pub(super) fn too_deep(place: Position) -> Problem {
    Problem::new(place, format!("lists and mappings are nested more than {MAX_DEPTH} deep")).hint("write it flatter")
}

/// What the parser's words mean for somebody who writes a configuration; the first whose words occur is taken.
const MEANINGS: [(&str, &str, &str); 17] = [
    ("tab", "a tab is used for indentation", "indent with spaces"),
    ("mapping values are not allowed", "a `:` stands where no key can be", KEYS),
    (
        "illegal placement of ':'",
        "a `:` stands where no key can be",
        "close the `[` or `{` before, or put the text in quotes",
    ),
    ("unknown anchor", "the alias names no anchor that stands before it", "a text that begins with `*` needs quotes"),
    ("unexpected character", "a text cannot begin with this character", "put the text in quotes"),
    ("expected ',' or", "a `,` or the end of a list or mapping in brackets is missing", FLOW),
    ("simple key expect", "the line before is not of the form `key: value`", KEYS),
    ("simple key expected", "the line before is not of the form `key: value`", KEYS),
    ("did not find expected key", "the line is neither a key of the section above nor a part of its value", KEYS),
    ("expected '-'", "this is no item of the list above", "begin each item with `- `, and indent all alike"),
    ("quoted scalar, found unexpected end", "a text in quotes is not closed", QUOTES),
    ("invalid indentation in quoted scalar", "a text in quotes is not closed", QUOTES),
    ("trailing content", "more text follows a text in quotes", QUOTES),
    ("quoted scalar", "between double quotes a `\\` must be part of a known escape", QUOTES),
    ("misplaced bracket", "the bracket closes nothing", "a text that holds `]` or `}` needs quotes"),
    ("expected <document start>", "more text follows the end of the configuration", KEYS),
    ("block scalar", "the block of text is indented wrongly", "indent all its lines alike, with spaces"),
];
const KEYS: &str = "indent the keys of a section alike, with spaces, and put a text that holds `: ` in quotes";
const FLOW: &str = "close each `[` and `{`, and put a text that holds `{`, `}`, `[` or `]` in quotes";
const QUOTES: &str = "between single quotes `\\` stands for itself and `''` for one quote";

/// What the parser of YAML refused, in words of ours.
pub(super) fn explain(error: &ScanError, text: &str) -> Problem {
    let place = position(*error.marker());
    if error.info().contains("recursion limit") {
        return too_deep(place);
    }
    let line = text.lines().nth(place.line.saturating_sub(1)).unwrap_or_default();
    match MEANINGS.iter().find(|(words, ..)| error.info().contains(words)) {
        Some((_, message, FLOW)) if line.contains("${") => {
            Problem::new(place, *message).hint("put `${NAME}` in double quotes between `[` and `]` or `{` and `}`")
        }
        Some((_, message, hint)) => Problem::new(place, *message).hint(*hint),
        None => Problem::new(place, format!("the file is not valid YAML: {}", error.info())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_character_are_joined() {
        for (text, wanted) in [
            (r#""\ud83d\ude00""#, "\"\u{1f600}\""),
            (r#""\\ud83d\ude00""#, r#""\\ud83d\ude00""#),
            (r#""\ud83dx""#, r#""\ud83dx""#),
            (r#""\u00e9\n\"é""#, r#""\u00e9\n\"é""#),
            (r"\", r"\"),
            (r"\ud83d\u", r"\ud83d\u"),
        ] {
            assert_eq!(join_surrogates(text), wanted);
        }
    }
}
