//! Reading files whose size nobody promised, and keeping some that can be had again.

mod cache;

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

pub(crate) use cache::{Bounds, DiskCache};

/// The first bytes of a file: all of them, or one more than `most`, by which a caller knows that there are too many. They are counted
/// while reading, as a pipe or a file that grows tells no true size before.
///
/// # Errors
/// It cannot be read.
pub(crate) fn read(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take((most as u64).saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// A whole file; none when there are more than `most` bytes.
///
/// # Errors
/// It cannot be read.
pub(crate) fn read_whole(path: &Path, most: usize) -> io::Result<Option<Vec<u8>>> {
    Ok(Some(read(path, most)?).filter(|bytes| bytes.len() <= most))
}
