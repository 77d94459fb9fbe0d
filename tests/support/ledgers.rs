//! Ledgers in SQLite files, opened as the program opens them.

use std::path::Path;

use odlm::ledger::{Ledger, LedgerError, Place, open, open_read_only};

/// The ledger in a file, made where it is missing.
pub(crate) async fn at(path: impl AsRef<Path>) -> Result<Box<dyn Ledger>, LedgerError> {
    open(&Place::file(path.as_ref())).await
}

/// The ledger in a file, to look at it.
pub(crate) async fn look_at(path: impl AsRef<Path>) -> Result<Box<dyn Ledger>, LedgerError> {
    open_read_only(&Place::file(path.as_ref())).await
}
