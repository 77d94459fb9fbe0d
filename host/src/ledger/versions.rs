//! The versions of the tables, the same in all databases: which migrations there are, and what it means when a database has others.

use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use super::driver::{Database, values};
use super::error::{LedgerError, Result};

/// What one version added.
pub(super) const NAMES: [&str; 5] = ["ledger", "decision values", "people left out", "tracking", "requests"];

/// The version that this program writes.
pub(super) const KNOWN: i64 = NAMES.len() as i64;

/// Where a server's database notes the migrations that were applied: other programs may keep theirs beside it.
pub(super) const HISTORY: &str = "odlm_migrations";

/// Names that no other program's table may have in the ledger's database.
const OWN: [&str; 5] = ["runs", "decisions", "credits", "memories", "leases"];

/// The latest migration that was applied to a database on a server; 0 where there is none.
///
/// # Errors
/// It holds tables of these names that are not odlm's, or a migration broke off.
pub(super) async fn version(database: &dyn Database) -> Result<i64> {
    let mut transaction = database.read(LOOKING).await?;
    let tables = transaction.rows(transaction.dialect().tables(), values![10_000_i64]).await?;
    let tables = tables.iter().map(|row| row.string("name")).collect::<Result<Vec<_>>>()?;
    if tables.iter().any(|table| table == HISTORY) {
        // MySQL commits each change of a table by itself: what broke off is noted as no success.
        let broken = "SELECT version FROM odlm_migrations WHERE NOT success ORDER BY version";
        if let Some(row) = transaction.rows(broken, Vec::new()).await?.first() {
            return Err(LedgerError::HalfMigrated { place: database.place().to_owned(), version: row.int("version")? });
        }
        let applied = transaction.rows("SELECT version FROM odlm_migrations ORDER BY version", Vec::new()).await?;
        return applied.last().map_or(Ok(0), |row| row.int("version"));
    }
    match tables.iter().find(|table| OWN.contains(&table.as_str())) {
        Some(table) => {
            let detail = format!("it holds a table `{table}` of another program");
            Err(LedgerError::Corrupt { place: database.place().to_owned(), detail })
        }
        None => Ok(0),
    }
}

/// What is done while tables are brought up to date.
pub(super) const MIGRATING: &str = "bring its tables up to date";
/// What is done when they are looked at first.
pub(super) const LOOKING: &str = "see what it holds";

/// The migrations of a database, oldest first. Written out instead of read from a folder by a macro, which does not see a new file until
/// something else is compiled again.
macro_rules! scripts {
    ($database:literal) => {
        [
            include_str!(concat!("../../../migrations/", $database, "/0001_ledger.sql")),
            include_str!(concat!("../../../migrations/", $database, "/0002_decision_values.sql")),
            include_str!(concat!("../../../migrations/", $database, "/0003_people_left_out.sql")),
            include_str!(concat!("../../../migrations/", $database, "/0004_tracking.sql")),
            include_str!(concat!("../../../migrations/", $database, "/0005_requests.sql")),
        ]
    };
}
pub(super) use scripts;

/// The migrations as sqlx applies them, their history kept in `history`.
pub(super) fn migrator(scripts: [&'static str; NAMES.len()], history: &'static str) -> Migrator {
    let migrations = (1_i64..).zip(NAMES).zip(scripts).map(|((version, name), script)| {
        Migration::new(version, name.into(), MigrationType::Simple, script.into_sql_str(), false)
    });
    let mut migrator = Migrator::with_migrations(migrations.collect());
    migrator.dangerous_set_table_name(history);
    // Each database is locked in its own way, with a bound.
    migrator.set_locking(false);
    migrator
}

/// Refuses a later odlm's tables.
pub(super) fn refuse_newer(place: &str, found: i64) -> Result<()> {
    if found > KNOWN {
        return Err(LedgerError::Newer { place: place.to_owned(), found, known: KNOWN });
    }
    Ok(())
}

/// Refuses what cannot be read without bringing it up to date first: nothing yet, and an earlier odlm's tables.
pub(super) fn refuse_other(place: &str, found: i64) -> Result<()> {
    refuse_newer(place, found)?;
    match found {
        0 => Err(LedgerError::Missing { place: place.to_owned() }),
        found if found < KNOWN => Err(LedgerError::Older { place: place.to_owned(), found, known: KNOWN }),
        _ => Ok(()),
    }
}

/// Why a migration was refused.
pub(super) fn refused_migration(
    place: &str,
    error: MigrateError,
    explain: fn(&str, &'static str, &sqlx::Error) -> LedgerError,
) -> LedgerError {
    match error {
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => explain(place, MIGRATING, &error),
        MigrateError::Dirty(version) => LedgerError::HalfMigrated { place: place.to_owned(), version },
        // What is left is a history that does not fit: changed, with a gap.
        other => LedgerError::Corrupt { place: place.to_owned(), detail: other.to_string() },
    }
}
