//! Where text goes: data to stdout, talk to stderr. A reader that went away is no error.

use std::io::{self, IsTerminal, Write};

use super::logging::{Route, TALK, route};
use super::manners::manners;
use super::progress::beside_bar;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::report::{Look, terminal_width};
use crate::text::{mask, one_line};

/// The longest line of talk, in bytes.
const LINE_LIMIT: usize = 8_000;

/// Prints data.
pub(super) fn data(text: &str) -> Result<(), Error> {
    let write = || {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes()).and_then(|()| out.flush())
    };
    match beside_bar(write) {
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

/// Says something to the operator, unless they asked for quiet. A line that begins with `warning:` is one in the log too.
pub(super) fn say(text: &str) {
    if route() != Route::Json && !manners().quiet {
        plain(text);
    }
    if route() == Route::Plain || (route() == Route::Json && manners().quiet) {
        return;
    }
    // A log names nobody, as far as that can be told.
    let text = if route() == Route::File { mask(&harmless(text)) } else { harmless(text) };
    match text.strip_prefix("warning: ") {
        Some(warning) => tracing::warn!(target: TALK, "{warning}"),
        None => tracing::info!(target: TALK, "{text}"),
    }
}

/// Says what the operator must hear, also where they asked for quiet.
pub(super) fn alarm(text: &str) {
    if route() != Route::Json {
        plain(text);
    }
    match route() {
        Route::Plain => {}
        Route::Json => tracing::error!(target: TALK, "{}", harmless(text)),
        Route::File => tracing::error!(target: TALK, "{}", mask(&harmless(text))),
    }
}

/// Prints a line on stderr, whatever was asked for.
pub(super) fn plain(text: &str) {
    // When even stderr is gone there is nobody to tell.
    let _ = beside_bar(|| writeln!(io::stderr().lock(), "{}", harmless(text)));
}

/// Prints for people what is no error: a run's table, unless they asked for quiet.
pub(super) fn show(text: &str) -> Result<(), Error> {
    if manners().quiet { Ok(()) } else { data(text) }
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
    match route() {
        Route::Plain => plain(&told(error)),
        Route::Json => into_log(error),
        Route::File => {
            plain(&told(error));
            // What was written in a file may be anything; the log has where it stands.
            let brief = match error {
                Error::Config(errors) => {
                    let places = errors.as_slice().iter().map(|error| error.place.to_string());
                    format!("mistakes at {}", places.collect::<Vec<_>>().join(", "))
                }
                other => mask(&harmless(&other.brief())),
            };
            tracing::error!(target: TALK, code = error.exit_code() as u8, "{brief}");
        }
    }
    error.exit_code()
}

/// The error and the way out, as they are read on a screen.
fn told(error: &Error) -> String {
    match error {
        // Each of its errors says `error:` and its hint by itself.
        Error::Config(errors) => errors.to_string(),
        _ => match error.hint() {
            Some(hint) => format!("error: {error}\nhint: {hint}"),
            None => format!("error: {error}"),
        },
    }
}

/// The error as lines of the log: stderr is read by a program.
fn into_log(error: &Error) {
    let code = error.exit_code() as u8;
    match error {
        Error::Config(errors) => {
            for one in errors.as_slice() {
                let (place, hint) = (one.place.to_string(), one.hint.as_deref().map(harmless));
                tracing::error!(target: TALK, code, place, key = one.path, hint, "{}", harmless(&one.message));
            }
        }
        _ => tracing::error!(target: TALK, code, hint = error.hint(), "{}", harmless(&error.to_string())),
    }
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
