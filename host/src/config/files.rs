//! Files that a configuration names: beside it first, then in the working folder, where the tool before looked.

use std::path::{Path, PathBuf};

/// Where a named file stands.
///
/// # Errors
/// The places looked at, when it stands in none of them.
pub(super) fn find(config: &Path, named: &str) -> Result<PathBuf, String> {
    let beside = config.parent().unwrap_or(Path::new("")).join(named);
    let here = PathBuf::from(named);
    if beside.is_file() {
        return Ok(beside);
    }
    if here.is_file() {
        return Ok(here);
    }
    if beside == here {
        Err(format!("file `{named}` does not exist"))
    } else {
        Err(format!("file `{named}` exists neither as `{}` nor in the working folder", beside.display()))
    }
}

/// The largest file that is read whole as it is.
const SMALL_LIMIT: u64 = 1 << 20;

/// Reads a small file.
///
/// # Errors
/// One sentence when the file cannot be read or is larger than 1 MiB.
pub(super) fn small(path: &Path) -> Result<Vec<u8>, String> {
    let unreadable = |error: std::io::Error| format!("`{}` cannot be read: {error}", path.display());
    if std::fs::metadata(path).map_err(unreadable)?.len() > SMALL_LIMIT {
        return Err(format!("`{}` is larger than {} MiB", path.display(), SMALL_LIMIT >> 20));
    }
    std::fs::read(path).map_err(unreadable)
}

/// The largest list file that is read: a million names.
const LIST_LIMIT: u64 = 16 << 20;

/// Reads a text file of one entry a line; `#` starts a comment line, empty lines are passed over.
///
/// # Errors
/// One sentence when the file cannot be read, is not UTF-8, is too large or holds no entry.
pub(super) fn lines(path: &Path) -> Result<Vec<String>, String> {
    let size = std::fs::metadata(path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?.len();
    if size > LIST_LIMIT {
        return Err(format!("`{}` is larger than {} MiB", path.display(), LIST_LIMIT >> 20));
    }
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
    let entries: Vec<String> = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    if entries.is_empty() {
        return Err(format!("`{}` holds no entry", path.display()));
    }
    Ok(entries)
}
