//! Fetches the text of a file: bounded, UTF-8, without a byte order mark. Does not know what the text means.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::errors::ConfigErrors;
use super::problem::Problem;
use super::tree::Position;

/// Largest file that is read, in bytes.
const MAX_FILE: usize = 1 << 20;

/// The text of a file.
///
/// # Errors
/// The file is missing, a folder, unreadable, too large or no UTF-8 text.
pub(super) fn read_text_file(path: &Path) -> Result<String, ConfigErrors> {
    let unreadable = |error: &std::io::Error| {
        let (message, hint) = match error.kind() {
            ErrorKind::NotFound => ("the file does not exist".to_owned(), "check the path and the current folder"),
            ErrorKind::PermissionDenied => ("the file may not be read".to_owned(), "check its owner and permissions"),
            ErrorKind::IsADirectory => ("this is a folder, not a file".to_owned(), "name a file in it"),
            _ => (format!("the file cannot be read: {error}"), "check the path"),
        };
        ConfigErrors::of_file(path, message, hint.to_owned())
    };
    // A pipe is a file as well: its length is known only once it was read.
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let mut bytes = Vec::new();
    file.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    decode(path, &bytes)
}

/// The text that these bytes of a file are.
///
/// # Errors
/// They are more than the bound, or no UTF-8 text.
pub(super) fn decode(path: &Path, bytes: &[u8]) -> Result<String, ConfigErrors> {
    if bytes.len() > MAX_FILE {
        let hint = "move long lists into files of their own".to_owned();
        return Err(ConfigErrors::of_file(path, format!("the file is larger than {} MiB", MAX_FILE >> 20), hint));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ConfigErrors::of_file(path, "the file is UTF-16, not UTF-8", "save it as UTF-8".to_owned()));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let valid = String::from_utf8_lossy(bytes.get(..error.valid_up_to()).unwrap_or_default());
            let problem = Problem::new(end_of(&valid), "the file is not UTF-8 text from here on");
            Err(ConfigErrors::of_problem(path, problem.hint("save it as UTF-8")))
        }
    }
}

/// The place right behind a text.
pub(super) fn end_of(text: &str) -> Position {
    let mut position = Position::START;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\n' || (character == '\r' && characters.peek() != Some(&'\n')) {
            position.line += 1;
            position.column = 1;
        } else if character != '\r' {
            position.column += 1;
        }
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_end_a_line_counts_once() {
        assert_eq!(end_of("a\r\nb\rc\né"), Position { line: 4, column: 2 });
    }
}
