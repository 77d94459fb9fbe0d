//! A database to test on: empty at first, opened as often as a test likes.

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use odlm::ledger::Ledger;
use tempfile::TempDir;

/// One database of its own for a test.
#[async_trait]
pub(crate) trait Stand: Send + Sync {
    /// A further handle on it, like that of another process.
    async fn open(&self) -> Arc<dyn Ledger>;
}

/// A file in a folder that goes with the stand.
pub(crate) struct SqliteStand {
    folder: TempDir,
}

impl SqliteStand {
    pub(crate) fn new() -> SqliteStand {
        SqliteStand { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("ledger.sqlite")
    }
}

#[async_trait]
impl Stand for SqliteStand {
    async fn open(&self) -> Arc<dyn Ledger> {
        Arc::from(crate::support::ledgers::at(self.path()).await.unwrap())
    }
}
