//! Connections to the file: how they are set up, and the two kinds of transaction. Knows no table.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Sqlite, SqlitePool, Transaction};

use super::fault;
use crate::ledger::error::{LedgerError, Result};

/// How long a connection waits for another one that writes. The longest write is the plan of a run: well under a second for
/// 100,000 leads.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// One writes while others read; more never helps, as SQLite has one writer.
const CONNECTIONS: u32 = 4;

/// Rows that SQLite's thread may be ahead of the reader: with sqlx's own 50 the two threads wait for each other most of the time.
const ROW_BUFFER: usize = 2_000;

/// The open file.
#[derive(Debug)]
pub(super) struct Database {
    pool: SqlitePool,
    place: String,
}

/// How the file at `path` (absolute) is opened.
///
/// `synchronous = FULL`, although SQLite's advice for WAL is `NORMAL`: with `NORMAL` the last commits can be gone after a power
/// cut, and an intent that is gone is a write to Odoo that nobody remembers. Measured on ext4 it costs 0.3 to 2 ms a commit; there
/// are two for each chunk that is written to Odoo, and a chunk takes seconds.
pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY_TIMEOUT)
        .row_buffer_size(ROW_BUFFER)
        .disable_statement_logging()
}

impl Database {
    /// A pool of connections with `options`; connects when it is first asked.
    pub(super) fn new(options: SqliteConnectOptions, place: String) -> Database {
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(2 * BUSY_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(options);
        Database { pool, place }
    }

    /// A transaction that may write. It waits for its turn here, so that what it reads afterwards stays true until it commits; a
    /// transaction that starts by reading and writes later would be refused when another one wrote in between.
    pub(super) async fn write(&self, doing: &'static str) -> Result<Transaction<'static, Sqlite>> {
        self.pool.begin_with("BEGIN IMMEDIATE").await.map_err(self.fault(doing))
    }

    /// A transaction that only reads: all its queries see the same instant, whatever is written meanwhile.
    pub(super) async fn read(&self, doing: &'static str) -> Result<Transaction<'static, Sqlite>> {
        self.pool.begin().await.map_err(self.fault(doing))
    }

    /// Keeps what a transaction wrote. On `Ok` it is on the disk.
    pub(super) async fn commit(&self, transaction: Transaction<'static, Sqlite>, doing: &'static str) -> Result<()> {
        transaction.commit().await.map_err(self.fault(doing))
    }

    /// Turns an error of the database into one that names the file and what was asked.
    pub(super) fn fault(&self, doing: &'static str) -> impl Fn(sqlx::Error) -> LedgerError + '_ {
        move |error| fault::explain(&self.place, doing, &error)
    }

    /// The file, for messages.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// Waits until all connections are closed.
    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}
