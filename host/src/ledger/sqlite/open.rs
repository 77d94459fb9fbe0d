//! Opening the ledger's file, for a run or only to read.

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::database::{BUSY_TIMEOUT, File, options};
use super::{fault, file, schema};
use crate::ledger::driver::Database;
use crate::ledger::error::Result;

const OPENING: &str = "open it";

/// How long to wait before opening is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// Opens the file for reading and writing; makes it where it is missing, brings its tables up to date.
pub(in crate::ledger) async fn for_writing(path: &Path, rows: usize) -> Result<Box<dyn Database>> {
    let path = file::absolute(path)?;
    let place = path.display().to_string();
    file::prepare(&path)?;
    // Looked at first: to ask for WAL already changes the file, and it may be another program's.
    let mut first = connect(&options(&path), &place).await?;
    close_after(schema::recognise(&mut first, &place).await, first, &place).await?;
    // The mode is kept in the file, so the connections of the pool need not ask for it.
    let mut second = connect(&options(&path).journal_mode(SqliteJournalMode::Wal), &place).await?;
    close_after(schema::migrate(&mut second, &place).await, second, &place).await?;
    Ok(Box::new(File::new(options(&path), &place, rows)))
}

/// Opens the file for reading; makes and changes nothing.
pub(in crate::ledger) async fn for_reading(path: &Path, rows: usize) -> Result<Box<dyn Database>> {
    let path = file::absolute(path)?;
    let place = path.display().to_string();
    file::require(&path)?;
    let options = options(&path).read_only(true);
    let mut first = connect(&options, &place).await?;
    close_after(schema::check(&mut first, &place).await, first, &place).await?;
    Ok(Box::new(File::new(options, &place, rows)))
}

/// Closes the connection whatever `done` says; gives the first error of the two.
async fn close_after(done: Result<()>, connection: SqliteConnection, place: &str) -> Result<()> {
    let closed = connection.close().await;
    done?;
    closed.map_err(|error| fault::explain(place, OPENING, &error))
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
