//! Opening a ledger on a PostgreSQL server, for a run or only to read.

use sqlx::{ConnectOptions, Connection, PgConnection};

use super::database::{Pools, options, settle};
use super::fault;
use crate::ledger::driver::{About, Database, STATEMENT_TIMEOUT, within};
use crate::ledger::error::Result;
use crate::ledger::place::Server;
use crate::ledger::versions::{self, MIGRATING, refuse_newer, refuse_other, refused_migration, scripts, version};

const OPENING: &str = "open it";
/// Who makes tables holds this lock until its transaction ends: `odlm` as a number.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1868852333)";
/// Another waits so long.
const PATIENCE: &str = "SET LOCAL lock_timeout = '50s'";

/// Opens the database for reading and writing; brings its tables up to date in one transaction.
pub(in crate::ledger) async fn for_writing(server: &Server, rows: usize) -> Result<Box<dyn Database>> {
    let pools = Pools::new(server, rows);
    let about = |doing| About { place: pools.place.clone(), doing, limit: Some(STATEMENT_TIMEOUT), rows };
    let opening = About { limit: Some(server.connect), ..about(OPENING) };
    let mut connection = within(&opening, fault::explain, async {
        let mut connection = options(server).connect().await?;
        settle(&mut connection).await?;
        Ok(connection)
    })
    .await?;
    let about = about(MIGRATING);
    let mut transaction = within(&about, fault::explain, connection.begin()).await?;
    within(&about, fault::explain, sqlx::query(PATIENCE).execute(&mut *transaction)).await?;
    within(&about, fault::explain, sqlx::query(LOCK).execute(&mut *transaction)).await?;
    migrate(&pools, &mut transaction).await?;
    within(&about, fault::explain, transaction.commit()).await?;
    within(&about, fault::explain, connection.close()).await?;
    Ok(Box::new(pools))
}

async fn migrate(pools: &Pools, connection: &mut PgConnection) -> Result<()> {
    refuse_newer(&pools.place, version(pools).await?)?;
    let migrator = versions::migrator(scripts!("postgres"), versions::HISTORY);
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
