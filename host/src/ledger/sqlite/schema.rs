//! The version of the tables: looked at before anything is touched, then brought up to date in one transaction.

use sqlx::migrate::{Migrate, MigrateError, Migration, MigrationType, Migrator};
use sqlx::{Connection, SqlSafeStr, SqliteConnection};

use super::fault;
use crate::ledger::error::{LedgerError, Result};

const MIGRATING: &str = "bring its tables up to date";
const LOOKING: &str = "see what it holds";

/// `PRAGMA application_id` of a ledger, set by the first migration: `ODLM`.
const APPLICATION_ID: i64 = 0x4F44_4C4D;

/// Where sqlx notes the migrations that were applied.
const HISTORY: &str = "_sqlx_migrations";

/// All migrations, oldest first. Written out instead of read from the folder by a macro, which does not see a new file until
/// something else is compiled again.
fn migrator() -> Migrator {
    let ledger = include_str!("../../../migrations/sqlite/0001_ledger.sql");
    let values = include_str!("../../../migrations/sqlite/0002_decision_values.sql");
    let people_left_out = include_str!("../../../migrations/sqlite/0003_people_left_out.sql");
    let migration = |version, name: &'static str, text: &'static str| {
        Migration::new(version, name.into(), MigrationType::Simple, text.into_sql_str(), false)
    };
    Migrator::with_migrations(vec![
        migration(1, "ledger", ledger),
        migration(2, "decision values", values),
        migration(3, "people left out", people_left_out),
    ])
}

/// The version that this program writes.
fn known_version(migrator: &Migrator) -> i64 {
    migrator.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Refuses a database that is another program's or a later odlm's, and changes nothing.
pub(super) async fn recognise(connection: &mut SqliteConnection, place: &str) -> Result<()> {
    let found = version_at_once(connection, place).await?;
    refuse_newer(place, found, known_version(&migrator()))
}

/// Applies the migrations that are missing; refuses what [`recognise`] refuses, as it may have changed since.
///
/// All happens in one transaction that excludes other writers: two processes may open a new ledger at the same instant, and sqlx
/// takes no lock of its own on SQLite.
pub(super) async fn migrate(connection: &mut SqliteConnection, place: &str) -> Result<()> {
    let explain = |error: sqlx::Error| fault::explain(place, MIGRATING, &error);
    let migrator = migrator();
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await.map_err(explain)?;
    let found = version(&mut transaction, place).await?;
    refuse_newer(place, found, known_version(&migrator))?;
    // `Migrator::run` is this behind a trait whose lifetimes make the future unfit for `spawn`.
    let migrated = migrator.run_direct(None, &mut *transaction, false).await;
    migrated.map_err(|error| refused_migration(place, error))?;
    transaction.commit().await.map_err(explain)
}

/// Refuses a database that is another program's, a later odlm's, or an earlier one's: nothing here can be brought up to date.
pub(super) async fn check(connection: &mut SqliteConnection, place: &str) -> Result<()> {
    let known = known_version(&migrator());
    let found = version_at_once(connection, place).await?;
    refuse_newer(place, found, known)?;
    if found == 0 {
        return Err(LedgerError::Missing { place: place.to_owned() });
    }
    if found < known {
        return Err(LedgerError::Older { place: place.to_owned(), found, known });
    }
    Ok(())
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
    let applied = connection.list_applied_migrations(HISTORY).await.map_err(|error| refused_migration(place, error))?;
    Ok(applied.iter().map(|migration| migration.version).max().unwrap_or(0))
}

fn refuse_newer(place: &str, found: i64, known: i64) -> Result<()> {
    if found > known { Err(LedgerError::Newer { place: place.to_owned(), found, known }) } else { Ok(()) }
}

fn refused_migration(place: &str, error: MigrateError) -> LedgerError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
            fault::explain(place, MIGRATING, &error)
        }
        // What is left is a history that does not fit: changed, with a gap, half applied.
        other => LedgerError::Corrupt { place: place.to_owned(), detail: other.to_string() },
    }
}
