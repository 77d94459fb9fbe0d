//! Reading files of a bounded size.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use super::error::RegistryError;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// It cannot be read, or it is larger.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, RegistryError> {
    let failed = |detail: String| RegistryError::File { path: path.to_owned(), detail };
    let found = bounded(path, limit).map_err(|error| failed(error.to_string()))?;
    found.ok_or_else(|| failed(format!("it is larger than {}", crate::text::bytes(limit))))
}

/// The file's bytes; none when there are more than `limit`. They are counted while reading, as a pipe tells no size before.
pub(super) fn bounded(path: &Path, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}
