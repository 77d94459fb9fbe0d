//! The ledger's file before SQLite sees it: made for its owner alone, and refused where SQLite's own message would say little.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};

use crate::ledger::error::{LedgerError, Result};

const OPENING: &str = "open it";

/// The path without a relative part: the process may change its folder, and SQLite reads some names, like `:memory:` and
/// `file:…`, as something other than a file.
pub(super) fn absolute(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).map_err(|error| unreachable(path, &error))?;
    if absolute.to_str().is_none() {
        let error = Error::new(ErrorKind::InvalidFilename, "the name is not valid UTF-8");
        return Err(unreachable(path, &error));
    }
    Ok(absolute)
}

/// Makes the file, empty, and its folders where they are missing; opens it for writing once, so that missing rights show here.
///
/// On Unix new folders are for their owner alone (0700) and so is a new file (0600; SQLite gives its side files the same rights):
/// it holds who got which lead. What is there already keeps its rights.
pub(super) fn prepare(path: &Path) -> Result<()> {
    refuse_what_is_no_file(path)?;
    let mut folders = DirBuilder::new();
    folders.recursive(true);
    let mut file = OpenOptions::new();
    file.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
        folders.mode(0o700);
        file.mode(0o600);
    }
    if let Some(parent) = path.parent() {
        folders.create(parent).map_err(|error| unreachable(path, &error))?;
    }
    file.open(path).map_err(|error| unreachable(path, &error))?;
    Ok(())
}

/// Passes when there is a file with something in it, and makes nothing.
pub(super) fn require(path: &Path) -> Result<()> {
    refuse_what_is_no_file(path)?;
    match std::fs::metadata(path) {
        Ok(file) if file.len() > 0 => Ok(()),
        // An empty file is what `prepare` leaves when it is stopped right after.
        Ok(_) => Err(LedgerError::Missing { place: path.display().to_string() }),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            Err(LedgerError::Missing { place: path.display().to_string() })
        }
        Err(error) => Err(unreachable(path, &error)),
    }
}

/// A folder, a socket, a pipe: opening a pipe would wait for ever.
fn refuse_what_is_no_file(path: &Path) -> Result<()> {
    match std::fs::metadata(path) {
        Ok(found) if !found.is_file() => Err(unreachable(path, &Error::other("it is not a file"))),
        _ => Ok(()),
    }
}

fn unreachable(path: &Path, error: &Error) -> LedgerError {
    LedgerError::Unreachable { place: path.display().to_string(), doing: OPENING, detail: error.to_string() }
}
