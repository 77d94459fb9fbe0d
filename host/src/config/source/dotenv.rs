//! Reads the text of a `.env` file with dotenvy, and keeps it from two habits: it would replace `$NAME` within values (a password
//! may hold a `$`) by what the process has set, and it does not say in which line a mistake stands.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::rc::Rc;

use super::message::quote;
use super::problem::Problem;
use super::tree::Position;

/// Names and values; a `$` stands for itself, `$${` for `${`.
///
/// # Errors
/// The first malformed line, or a name that is set twice; never quotes a value.
pub(super) fn parse(text: &str) -> Result<BTreeMap<String, String>, Problem> {
    let Some(stand_in) = ('\u{e000}'..='\u{f8ff}').find(|character| !text.contains(*character)) else {
        return Err(Problem::new(Position::START, "the file uses every character of the private use area"));
    };
    let lines = Rc::new(Cell::new(0));
    let source = Lines { rest: hide_dollars(text, stand_in).into_bytes(), read: 0, lines: Rc::clone(&lines) };
    let mut values = BTreeMap::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for item in dotenvy::from_read_iter(source) {
        let (name, value) = item.map_err(|error| malformed(&error, lines.get()))?;
        let line = lines.get().saturating_sub(value.matches('\n').count()).max(1);
        let position = Position { line, column: 1 };
        let value = value.replace(&format!("{stand_in}{stand_in}{{"), "${");
        if value.contains(&format!("{stand_in}{{")) {
            let message = format!("the value of {} names a variable, which is not filled in here", quote(&name));
            return Err(Problem::new(position, message)
                .hint("write the value out, or `$${` where the characters `${` themselves are meant"));
        }
        if let Some(first) = places.insert(name.clone(), line) {
            let message = format!("{} is set in line {first} already", quote(&name));
            return Err(Problem::new(position, message).hint("keep one of the two lines"));
        }
        values.insert(name, value.replace(stand_in, "$"));
    }
    Ok(values)
}

/// A value as a line of a `.env` file takes it; it is read back as it is, unless it holds a line break.
#[must_use]
pub fn dotenv_value(value: &str) -> String {
    let value = value.replace("${", "$${");
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.:/@+=".contains(letter);
    if value.chars().all(is_plain) {
        value
    } else if value.contains(['\'', '\\']) {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("'{value}'")
    }
}

fn malformed(error: &dotenvy::Error, lines: usize) -> Problem {
    // A value in quotes may go over many lines: the mistake is shown where it begins.
    let more = match error {
        dotenvy::Error::LineParse(text, _) => text.trim_end_matches('\n').matches('\n').count(),
        _ => 0,
    };
    let line = lines.saturating_sub(more).max(1);
    Problem::new(Position { line, column: 1 }, "the line is not of the form `NAME=value`")
        .hint("put a value that holds spaces, `#`, quotes or `\\` between single quotes: `NAME='value'`")
}

/// Puts a character that means nothing to dotenvy in the place of each `$`, but for `\$`, which it reads as `$` where it should.
fn hide_dollars(text: &str, stand_in: char) -> String {
    let mut hidden = String::with_capacity(text.len() + 1);
    let mut backslashes = 0_usize;
    for character in text.chars() {
        let escaped = backslashes % 2 == 1;
        backslashes = if character == '\\' { backslashes + 1 } else { 0 };
        hidden.push(if character == '$' && !escaped { stand_in } else { character });
    }
    // dotenvy takes a blank at the very end of a file for an unfinished line.
    if !hidden.ends_with('\n') {
        hidden.push('\n');
    }
    hidden
}

/// Gives out one line at a time, so that the count of what was given out is the line that is being read.
struct Lines {
    rest: Vec<u8>,
    read: usize,
    lines: Rc<Cell<usize>>,
}

impl Read for Lines {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.rest.get(self.read..).unwrap_or_default();
        let line = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |newline| newline + 1);
        let count = line.min(buffer.len());
        if let (Some(target), Some(source)) = (buffer.get_mut(..count), rest.get(..count)) {
            target.copy_from_slice(source);
            self.lines.set(self.lines.get() + usize::from(source.ends_with(b"\n")));
        }
        self.read += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<String, (usize, String)> {
        match parse(text) {
            Ok(values) => Ok(values.get("A").cloned().unwrap_or_default()),
            Err(problem) => Err((problem.position.line, problem.message)),
        }
    }

    #[test]
    fn values_are_read_as_they_are_meant() {
        for (text, wanted) in [
            ("A=1", "1"),
            ("export A=1\r\n", "1"),
            ("# note\n\nA=1 # note", "1"),
            ("A=1 ", "1"),
            ("A=", ""),
            ("A='two words'", "two words"),
            ("A=\"two\\nlines\"", "two\nlines"),
            ("A='over\nlines'\nB=1", "over\nlines"),
            ("A=pa$$word$HOME", "pa$$word$HOME"),
            ("A=\"pa$word\"", "pa$word"),
            ("A='pa$word'", "pa$word"),
            ("A=pa\\$word", "pa$word"),
            ("A=a#b", "a#b"),
            ("A=$${HOME}", "${HOME}"),
        ] {
            assert_eq!(value(text), Ok(wanted.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_value_that_is_written_is_read_as_it_was() {
        for wanted in [
            "",
            "plain",
            "two words",
            "pa$$word$HOME",
            "${HOME}",
            "it's",
            "a\"b'c\\d$e",
            "#",
            " x ",
            "a#b",
            "\\",
            "\\$",
            "ü",
        ] {
            assert_eq!(
                value(&format!("A={}\n", dotenv_value(wanted))),
                Ok(wanted.to_owned()),
                "{}",
                dotenv_value(wanted)
            );
        }
    }

    #[test]
    fn a_malformed_line_is_named_without_its_value() {
        for (text, line) in [
            ("A=1\nhunter2\n", 2),
            ("A=1\n\n# x\nB = \"a\n\nC=2", 4),
            ("A=two words", 1),
            ("A=1\nB='x\ny' z\nC=1", 2),
            ("\n=1", 2),
            ("A=1\n2B=1", 2),
        ] {
            let message = "the line is not of the form `NAME=value`".to_owned();
            assert_eq!(value(text), Err((line, message)), "{text:?}");
        }
        assert_eq!(value("A=1\nB=2\nA=3"), Err((3, "`A` is set in line 1 already".to_owned())));
        let message = "the value of `A` names a variable, which is not filled in here".to_owned();
        assert_eq!(value("B=1\nA=x${B}"), Err((2, message)));
    }
}
