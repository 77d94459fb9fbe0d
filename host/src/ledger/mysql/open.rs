//! Opening a ledger on a MySQL or MariaDB server, for a run or only to read.

use sqlx::{ConnectOptions, Connection, MySqlConnection};

use super::database::{Pools, WRITING, options, settle};
use super::fault;
use crate::ledger::driver::{About, Database, STATEMENT_TIMEOUT, within};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::place::Server;
use crate::ledger::versions::{self, MIGRATING, refuse_newer, refuse_other, refused_migration, scripts, version};

const OPENING: &str = "open it";
/// Who makes tables holds this lock; another waits so many seconds.
const LOCK: &str = "SELECT CAST(GET_LOCK('odlm_migrations', 50) AS SIGNED)";
const UNLOCK: &str = "DO RELEASE_LOCK('odlm_migrations')";

/// Opens the database for reading and writing; brings its tables up to date.
pub(in crate::ledger) async fn for_writing(server: &Server, rows: usize) -> Result<Box<dyn Database>> {
    let pools = Pools::new(server, rows);
    let about = |doing| About { place: pools.place.clone(), doing, limit: Some(STATEMENT_TIMEOUT), rows };
    let opening = About { limit: Some(server.connect), ..about(OPENING) };
    let mut connection = within(&opening, fault::explain, async {
        let mut connection = options(server).connect().await?;
        settle(&mut connection, WRITING).await?;
        Ok(connection)
    })
    .await?;
    let about = about(MIGRATING);
    let locked: Option<i64> =
        within(&about, fault::explain, sqlx::query_scalar(LOCK).fetch_one(&mut connection)).await?;
    if locked != Some(1) {
        let detail = "another odlm has been making its tables for too long".to_owned();
        return Err(LedgerError::Unreachable { place: pools.place.to_string(), doing: MIGRATING, detail });
    }
    let migrated = migrate(&pools, &mut connection).await;
    within(&about, fault::explain, sqlx::query(UNLOCK).execute(&mut connection)).await?;
    within(&about, fault::explain, connection.close()).await?;
    migrated?;
    Ok(Box::new(pools))
}

async fn migrate(pools: &Pools, connection: &mut MySqlConnection) -> Result<()> {
    refuse_newer(&pools.place, version(pools).await?)?;
    let migrator = versions::migrator(scripts!("mysql"), versions::HISTORY);
    // `Migrator::run` is this behind a trait whose lifetimes make the future unfit for `spawn`.
    let migrated = migrator.run_direct(None, connection, false).await;
    migrated.map_err(|error| refused_migration(&pools.place, error, fault::explain))
}

/// Opens the database for reading; makes and changes nothing.
pub(in crate::ledger) async fn for_reading(server: &Server, rows: usize) -> Result<Box<dyn Database>> {
    let pools = Pools::new(server, rows);
    refuse_other(&pools.place, version(&pools).await?)?;
    Ok(Box::new(pools))
}
