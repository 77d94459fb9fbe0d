//! Reading files of a bounded size.

use std::io;
use std::path::Path;

use super::error::RegistryError;
use crate::files;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// It cannot be read, or it is larger.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, RegistryError> {
    let failed = |detail: String| RegistryError::File { path: path.to_owned(), detail };
    let found = within(path, limit).map_err(|error| failed(error.to_string()))?;
    found.ok_or_else(|| failed(format!("it is larger than {}", crate::text::bytes(limit))))
}

/// The file's bytes; none when there are more than `limit`.
pub(super) fn within(path: &Path, limit: usize) -> io::Result<Option<Vec<u8>>> {
    Ok(Some(files::read(path, limit)?).filter(|bytes| bytes.len() <= limit))
}
