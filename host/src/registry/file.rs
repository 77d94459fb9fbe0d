//! Reading files of a bounded size.

use std::path::Path;

use super::error::RegistryError;
use crate::files::read_whole;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// It cannot be read, or it is larger.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, RegistryError> {
    let failed = |detail: String| RegistryError::File { path: path.to_owned(), detail };
    let found = read_whole(path, limit).map_err(|error| failed(error.to_string()))?;
    found.ok_or_else(|| failed(format!("it is larger than {}", crate::text::bytes(limit))))
}
