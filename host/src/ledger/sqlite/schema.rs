//! The version of the tables: looked at before anything is touched, then brought up to date in one transaction.

use sqlx::migrate::{Migrate, Migrator};
use sqlx::{Connection, SqliteConnection};

use super::fault;
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::versions::{self, LOOKING, MIGRATING, refuse_newer, refuse_other, refused_migration, scripts};

/// `PRAGMA application_id` of a ledger, set by the first migration: `ODLM`.
const APPLICATION_ID: i64 = 0x4F44_4C4D;

/// Where sqlx notes the migrations that were applied.
const HISTORY: &str = "_sqlx_migrations";

fn migrator() -> Migrator {
    versions::migrator(scripts!("sqlite"), HISTORY)
}

/// Refuses a database that is another program's or a later odlm's, and changes nothing.
pub(super) async fn recognise(connection: &mut SqliteConnection, place: &str) -> Result<()> {
    let found = version_at_once(connection, place).await?;
    refuse_newer(place, found)
}

/// Applies the migrations that are missing; refuses what [`recognise`] refuses, as it may have changed since.
///
/// All happens in one transaction that excludes other writers: two processes may open a new ledger at the same instant, and sqlx
/// takes no lock of its own on SQLite.
pub(super) async fn migrate(connection: &mut SqliteConnection, place: &str) -> Result<()> {
    let explain = |error: sqlx::Error| fault::explain(place, MIGRATING, &error);
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(explain)?;
    let found = version(&mut transaction, place).await?;
    refuse_newer(place, found)?;
    // `Migrator::run` is this behind a trait whose lifetimes make the future unfit for `spawn`.
    let migrated = migrator().run_direct(None, &mut *transaction, false).await;
    migrated.map_err(|error| refused_migration(place, error, fault::explain))?;
    transaction.commit().await.map_err(explain)
}

/// Refuses a database that is another program's, a later odlm's, or an earlier one's: nothing here can be brought up to date.
pub(super) async fn check(connection: &mut SqliteConnection, place: &str) -> Result<()> {
    refuse_other(place, version_at_once(connection, place).await?)
}

/// [`version`] of one instant: its questions read one snapshot, or a file that another process is making would look like neither
/// an empty one nor a ledger.
async fn version_at_once(connection: &mut SqliteConnection, place: &str) -> Result<i64> {
    let mut snapshot = connection.begin().await.map_err(|error| fault::explain(place, LOOKING, &error))?;
    version(&mut snapshot, place).await
}

/// The latest migration that was applied; 0 for an empty database.
async fn version(connection: &mut SqliteConnection, place: &str) -> Result<i64> {
    let explain = |error: sqlx::Error| fault::explain(place, LOOKING, &error);
    let application: i64 =
        sqlx::query_scalar("PRAGMA application_id").fetch_one(&mut *connection).await.map_err(explain)?;
    let tables: i64 =
        sqlx::query_scalar("SELECT count(*) FROM sqlite_schema").fetch_one(&mut *connection).await.map_err(explain)?;
    if tables == 0 && application == 0 {
        return Ok(0);
    }
    if application != APPLICATION_ID {
        let detail = "it is a database of another program".to_owned();
        return Err(LedgerError::Corrupt { place: place.to_owned(), detail });
    }
    let applied = connection.list_applied_migrations(HISTORY).await;
    let applied = applied.map_err(|error| refused_migration(place, error, fault::explain))?;
    Ok(applied.iter().map(|migration| migration.version).max().unwrap_or(0))
}
