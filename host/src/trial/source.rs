//! Which component is meant: a file, or a shipped strategy by its name.

use std::path::Path;

use crate::error::Error;
use crate::files;
use crate::strategy::{Limits, shipped};
use crate::text::one_line;

/// Longest name of a file that errors show, in bytes.
const NAME_BYTES: usize = 80;

/// A component that was read, not yet admitted.
#[derive(Clone, Debug)]
pub struct Component {
    /// As it was typed.
    pub typed: String,
    /// How errors call it: the file's name without its ending, or the shipped strategy's.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Reads a component. A shipped strategy's name means that strategy, unless a file with that name is there.
///
/// # Errors
/// There is neither such a file nor such a strategy, or the file is larger than any component may be.
pub fn open(typed: &str) -> Result<Component, Error> {
    let path = Path::new(typed);
    let shipped = shipped().iter().find(|(name, _)| *name == typed);
    if let Some((name, bytes)) = shipped.filter(|_| !path.is_file()) {
        return Ok(Component { typed: typed.to_owned(), name: (*name).to_owned(), bytes: bytes.to_vec() });
    }
    let hint = "name the `.wasm` file of a component, or a strategy that `odlm strategy list` shows";
    let unreadable = |error: std::io::Error| Error::usage(format!("`{typed}` cannot be read: {error}"), hint);
    // One byte more than is accepted is enough for the component to be refused for its size.
    let bytes = files::read(path, Limits::default().component_bytes).map_err(unreadable)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(Component { typed: typed.to_owned(), name: one_line(&stem, NAME_BYTES), bytes })
}
