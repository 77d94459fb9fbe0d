//! Words for messages: quoting what the user wrote, hiding what may be secret, paths, near misses. Knows no rule itself.

use std::fmt::Write;

/// Longest quotation of the user's own words, in characters.
const MAX_QUOTE: usize = 60;
/// Longest word for which near misses are sought, in characters: the comparison takes the product of both lengths.
const MAX_COMPARED: usize = 60;
/// Most names that a hint lists.
const MAX_LISTED: usize = 24;

/// The text with control characters, and those that turn the direction of writing, escaped: safe for a terminal, and one line.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        let invisible = matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if character.is_control() || invisible {
            escaped.extend(character.escape_default());
        } else {
            escaped.push(character);
        }
    }
    escaped
}

/// The text in back-ticks, shortened.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("`");
    let mut characters = text.chars();
    quoted.extend(characters.by_ref().take(MAX_QUOTE));
    if characters.next().is_some() {
        quoted.push('…');
    }
    quoted.push('`');
    quoted
}

/// The names quoted, with commas between; of many the first.
pub(super) fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let mut listed = String::new();
    for (index, name) in names.into_iter().enumerate() {
        if index == MAX_LISTED {
            listed.push_str(", …");
            break;
        }
        if index > 0 {
            listed.push_str(", ");
        }
        listed.push_str(&quote(name));
    }
    listed
}

/// `a`, `a or b`, `a, b or c`.
pub(super) fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The one of `known` that the user most likely meant.
pub(super) fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.chars().count() > MAX_COMPARED {
        return None;
    }
    let plain = |word: &str| word.to_lowercase().replace(['-', ' '], "_");
    let written = plain(written);
    let mut best: Option<(usize, &str)> = None;
    for name in known {
        let distance = strsim::damerau_levenshtein(&written, &plain(name));
        // A third of the letters may differ: `match_mod` is `match_mode`, `a` is nothing.
        let near = distance <= written.chars().count().max(3) / 3;
        if near && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, name));
        }
    }
    best.map(|(_, name)| name)
}

/// Whether the value of a key is never to be shown: one of the words on the way to it says so.
pub(super) fn is_secret<S: AsRef<str>>(steps: impl IntoIterator<Item = S>) -> bool {
    steps.into_iter().any(|step| {
        let step = step.as_ref().to_lowercase().replace('-', "_");
        [
            "password",
            "passwd",
            "passphrase",
            "api_key",
            "apikey",
            "secret",
            "token",
            "credential",
            "private_key",
            "webhook",
        ]
        .iter()
        .any(|word| step.contains(word))
    })
}

/// Whether the text is an address that holds a user's password, as in `mysql://user:password@host`.
pub(super) fn holds_credentials(text: &str) -> bool {
    text.split_once("://").is_some_and(|(_, rest)| rest.contains('@'))
}

/// Puts one step behind a path: `users` and `2` give `users[2]` where the step is an index, `users.2` otherwise.
pub(super) fn push_step(path: &mut String, step: &str, is_index: bool) {
    let is_word = !step.is_empty() && step.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if is_index {
        // Writing to a `String` cannot fail.
        let _ = write!(path, "[{step}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    if is_word && step.chars().count() <= MAX_QUOTE {
        path.push_str(step);
    } else {
        path.push_str(&quote(step));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_move_a_cursor_is_escaped() {
        assert_eq!(escape("a\u{1b}[2Jb\nc\u{202e}d\u{9b}é`"), "a\\u{1b}[2Jb\\nc\\u{202e}d\\u{9b}é`");
    }

    #[test]
    fn a_long_quotation_is_cut_between_characters() {
        assert_eq!(quote(&"é".repeat(61)), format!("`{}…`", "é".repeat(60)));
        assert_eq!(quote(&"é".repeat(60)), format!("`{}`", "é".repeat(60)));
    }

    #[test]
    fn only_a_near_miss_is_offered() {
        let known = ["match_mode", "match_patterns", "enabled"];
        assert_eq!(nearest("match_mod", known), Some("match_mode"));
        assert_eq!(nearest("Match-Mode", known), Some("match_mode"));
        assert_eq!(nearest("enabeld", known), Some("enabled"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest(&"x".repeat(100_000), known), None);
    }

    #[test]
    fn secrets_are_known_by_the_words_of_their_path() {
        for steps in [&["odoo", "password"][..], &["Api-Key"], &["access_token"], &["secrets", "odoo"]] {
            assert!(is_secret(steps), "{steps:?}");
        }
        assert!(!is_secret(["odoo", "username"]));
    }
}
