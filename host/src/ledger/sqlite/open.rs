//! Opening the ledger's file, for a run or only to read.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::database::{BUSY_TIMEOUT, Database, options};
use super::{fault, file, schema};
use crate::ledger::error::Result;

const OPENING: &str = "open it";

/// How long to wait before opening is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// Opens the file for reading and writing; makes it where it is missing, brings its tables up to date.
pub(super) async fn for_writing(path: &Path) -> Result<Database> {
    let path = file::absolute(path)?;
    let place = path.display().to_string();
    file::prepare(&path)?;
    // The mode is kept in the file, so the connections of the pool need not ask for it.
    let mut first = connect(&options(&path).journal_mode(SqliteJournalMode::Wal), &place).await?;
    let migrated = schema::migrate(&mut first, &place).await;
    let closed = first.close().await;
    migrated?;
    closed.map_err(|error| fault::explain(&place, OPENING, &error))?;
    Ok(Database::new(options(&path), place))
}

/// Opens the file for reading; makes and changes nothing.
pub(super) async fn for_reading(path: &Path) -> Result<Database> {
    let path = file::absolute(path)?;
    let place = path.display().to_string();
    file::require(&path)?;
    let options = options(&path).read_only(true);
    let mut first = connect(&options, &place).await?;
    let checked = schema::check(&mut first, &place).await;
    let closed = first.close().await;
    checked?;
    closed.map_err(|error| fault::explain(&place, OPENING, &error))?;
    Ok(Database::new(options, place))
}

/// Connects, and tries again while another process is about to make the same file: SQLite's own waiting does not cover the change
/// to WAL.
async fn connect(options: &SqliteConnectOptions, place: &str) -> Result<SqliteConnection> {
    let deadline = Instant::now() + BUSY_TIMEOUT;
    loop {
        match options.connect().await {
            Ok(connection) => return Ok(connection),
            Err(error) if fault::is_busy(&error) && Instant::now() < deadline => tokio::time::sleep(PAUSE).await,
            Err(error) => return Err(fault::explain(place, OPENING, &error)),
        }
    }
}
