//! Where text goes: data to stdout, talk to stderr. A reader that went away is no error.

use std::io::{self, IsTerminal, Write};

use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::report::{Look, terminal_width};
use crate::text::one_line;

/// The longest line of talk, in bytes.
const LINE_LIMIT: usize = 8_000;

/// Prints data.
pub(super) fn data(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::System { what: "the output cannot be written".to_owned(), detail: error.to_string() })
        }
        _ => Ok(()),
    }
}

/// Prints one JSON document.
pub(super) fn json(value: &impl serde::Serialize) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::Unexpected(error.to_string()))?;
    data(&(text + "\n"))
}

/// Says something to the operator.
pub(super) fn say(text: &str) {
    // When even stderr is gone there is nobody to tell.
    let _ = writeln!(io::stderr().lock(), "{}", harmless(text));
}

/// A text whose lines hold nothing that would move the cursor, colour the screen or turn the reading direction: names out of Odoo
/// and tables get into messages.
pub(super) fn harmless(text: &str) -> String {
    text.split('\n').map(clean).collect::<Vec<_>>().join("\n")
}

fn clean(line: &str) -> String {
    let indent = line.len() - line.trim_start_matches(' ').len();
    format!("{:indent$}{}", "", one_line(line, LINE_LIMIT))
}

/// Says what ended a command, and the way out; returns its exit code.
pub(super) fn fail(error: &Error) -> ExitCode {
    match error {
        // Each of its errors says `error:` and its hint by itself.
        Error::Config(errors) => say(&errors.to_string()),
        _ => {
            say(&format!("error: {error}"));
            if let Some(hint) = error.hint() {
                say(&format!("hint: {hint}"));
            }
        }
    }
    error.exit_code()
}

/// How tables look on this terminal: 80 columns and Unicode where nobody tells otherwise.
pub(super) fn look() -> Look {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let of_terminal = || io::stdout().is_terminal().then(terminal_width).flatten();
    let width = columns.or_else(of_terminal).unwrap_or(if io::stdout().is_terminal() { 80 } else { 100 });
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let unicode = locale.is_none_or(|locale| {
        let locale = locale.to_lowercase();
        locale.contains("utf") || !(locale == "c" || locale == "posix")
    });
    Look { width, unicode }
}
