//! Reads a request or settings from a file or stdin, bounded, and tells each mistake with its place.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::de::DeserializeOwned;

use crate::config::source::{ConfigErrors, Place};
use crate::error::Error;
use crate::trial::Mistake;

/// Largest request, in bytes: a million leads with a few columns.
const LIMIT: u64 = 256 << 20;

/// Reads JSON; `-` is stdin.
///
/// # Errors
/// It cannot be read, is too large, is no JSON, or has a key or value that is not taken there.
pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    let shown = if path == Path::new("-") { Path::new("stdin") } else { path };
    let mut bytes = Vec::new();
    let mut take = |from: &mut dyn Read| from.take(LIMIT + 1).read_to_end(&mut bytes);
    let taken = match path == Path::new("-") {
        true => take(&mut io::stdin().lock()),
        false => File::open(path).and_then(|mut file| take(&mut file)),
    };
    let hint = "name a JSON file, or `-` for stdin";
    taken.map_err(|error| Error::usage(format!("`{}` cannot be read: {error}", shown.display()), hint))?;
    if bytes.len() as u64 > LIMIT {
        let message = format!("`{}` is larger than {} MiB", shown.display(), LIMIT >> 20);
        return Err(Error::usage(message, "give it fewer leads or columns"));
    }
    // A list would be taken for an object's values in their order.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(Error::usage(format!("`{}` is a list, and one JSON object is wanted", shown.display()), hint));
    }
    let mut source = serde_json::Deserializer::from_slice(&bytes);
    let read = serde_path_to_error::deserialize(&mut source).map_err(|error| {
        let inner = error.inner();
        let place = Place { file: shown.to_owned(), line: inner.line(), column: inner.column() };
        let text = inner.to_string();
        // The place stands before it.
        let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message).to_owned();
        let path = error.path().to_string();
        let mut errors = ConfigErrors::new();
        errors.add(place, if path == "." { String::new() } else { path }, message, None);
        Error::Config(errors)
    })?;
    source.end().map_err(|error| {
        let message = format!("`{}` goes on behind the end of its JSON: {error}", shown.display());
        Error::usage(message, "write one JSON document")
    })?;
    Ok(read)
}

/// Mistakes of meaning, in the file at this path.
pub(super) fn mistaken(path: &Path, mistakes: Vec<Mistake>) -> Error {
    let shown = if path == Path::new("-") { Path::new("stdin") } else { path };
    let mut errors = ConfigErrors::new();
    for mistake in mistakes {
        errors.add(Place::file(shown), mistake.path, mistake.message, mistake.hint);
    }
    Error::Config(errors)
}
