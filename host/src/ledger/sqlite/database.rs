//! Connections to the file: how they are set up, and the two kinds of transaction. Knows no table.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{ConnectOptions, Row, Sqlite, SqliteConnection, SqlitePool, TypeInfo, ValueRef};

use super::fault;
use crate::ledger::driver::{About, Database, Dialect, Transaction, Value, session};
use crate::ledger::error::Result;

/// How long a connection waits for another one that writes. The longest write is the plan of a run: well under a second for
/// 100,000 leads.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// One writes while others read; more never helps, as SQLite has one writer.
const CONNECTIONS: u32 = 4;

/// Rows that SQLite's thread may be ahead of the reader: with sqlx's own 50 the two threads wait for each other most of the time.
const ROW_BUFFER: usize = 2_000;

/// The open file.
pub(super) struct File {
    pool: SqlitePool,
    place: Arc<str>,
    rows: usize,
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

impl File {
    /// A pool of connections with `options`; connects when it is first asked.
    pub(super) fn new(options: SqliteConnectOptions, place: &str, rows: usize) -> File {
        let pool = SqlitePoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(2 * BUSY_TIMEOUT)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(options);
        File { pool, place: place.into(), rows }
    }

    fn about(&self, doing: &'static str) -> About {
        About { place: Arc::clone(&self.place), doing, limit: None, rows: self.rows }
    }
}

#[async_trait]
impl Database for File {
    /// It waits for its turn here, so that what it reads afterwards stays true until it commits; a transaction that starts by reading
    /// and writes later would be refused when another one wrote in between.
    async fn write(&self, doing: &'static str) -> Result<Box<dyn Transaction>> {
        let begun = self.pool.begin_with("BEGIN IMMEDIATE").await;
        let begun = begun.map_err(|error| fault::explain(&self.place, doing, &error))?;
        Ok(Box::new(Session::new(begun, self.about(doing))))
    }

    async fn read(&self, doing: &'static str) -> Result<Box<dyn Transaction>> {
        let begun = self.pool.begin().await.map_err(|error| fault::explain(&self.place, doing, &error))?;
        Ok(Box::new(Session::new(begun, self.about(doing))))
    }

    fn place(&self) -> &str {
        &self.place
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

session!(Sqlite, Dialect::Sqlite, fault::explain);

async fn number(connection: &mut SqliteConnection, statement: &str, values: Vec<Value>) -> sqlx::Result<i64> {
    Ok(query(statement, values).execute(connection).await?.last_insert_rowid())
}

/// A value as the row has it: SQLite knows the kind of each value, not of a column.
fn value(row: &SqliteRow, index: usize) -> sqlx::Result<Value> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Int(None));
    }
    Ok(match raw.type_info().name() {
        "INTEGER" => Value::Int(row.try_get(index)?),
        "REAL" => Value::Real(row.try_get(index)?),
        "BLOB" => Value::Bytes(row.try_get(index)?),
        _ => Value::Text(row.try_get(index)?),
    })
}
