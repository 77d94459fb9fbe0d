//! Writing the life of a run: begun, its strategy, its people, its end. Its decisions are in `decisions`, reading it in `records`.

use sqlx::{Row, SqliteConnection};

use super::database::Database;
use super::fairness;
use crate::domain::run::{Counts, NewRun, PersonCount, RunEnd, RunId, Status, StrategyIdentity};
use crate::ledger::clock;
use crate::ledger::convert::{bounded, finite, status, to_stored};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::EndRecord;

const BEGINNING: &str = "record the run";
const NAMING: &str = "record the strategy";
const ENDING: &str = "record the end of the run";

/// Writes the run down as running.
pub(super) async fn begin(database: &Database, run: &NewRun) -> Result<RunId> {
    let mut transaction = database.write(BEGINNING).await?;
    let written = sqlx::query(
        "INSERT INTO runs (odoo, campaign, dry_run, strategy_now_s, seed, config_digest, status, began_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(&run.odoo)
    .bind(&run.campaign)
    .bind(run.dry_run)
    .bind(run.now)
    .bind(to_stored("seed", run.seed)?)
    .bind(&run.config_digest)
    .bind(Status::Running.name())
    .bind(clock::now_ms())
    .execute(&mut *transaction)
    .await
    .map_err(database.fault(BEGINNING))?;
    database.commit(transaction, BEGINNING).await?;
    Ok(RunId(written.last_insert_rowid()))
}

/// Notes the strategy and its fuel.
pub(super) async fn set_strategy(
    database: &Database,
    run: RunId,
    strategy: &StrategyIdentity,
    fuel: Option<u64>,
) -> Result<()> {
    let mut transaction = database.write(NAMING).await?;
    let noted = sqlx::query(
        "UPDATE runs SET strategy_name = ?, strategy_version = ?, strategy_digest = ?, fuel = ? WHERE id = ?",
    )
    .bind(&strategy.name)
    .bind(&strategy.version)
    .bind(&strategy.digest)
    .bind(fuel.map(|fuel| to_stored("fuel", fuel)).transpose()?)
    .bind(run.0)
    .execute(&mut *transaction)
    .await
    .map_err(database.fault(NAMING))?;
    if noted.rows_affected() == 0 {
        return Err(LedgerError::NoRun { place: database.place().to_owned(), run });
    }
    database.commit(transaction, NAMING).await
}

/// Ends the run, in one transaction with what it leaves for the next.
pub(super) async fn finish(
    database: &Database,
    run: RunId,
    EndRecord { end, people, fairness, .. }: EndRecord<'_>,
) -> Result<()> {
    let mut transaction = database.write(ENDING).await?;
    let dry_run = require_open(database, &mut transaction, run).await?;
    if end.status == Status::Running {
        return Err(LedgerError::OutOfTurn { run, rule: "cannot end as `running`" });
    }
    if dry_run && fairness.is_some() {
        return Err(LedgerError::OutOfTurn { run, rule: "is a dry run and leaves nothing for the next" });
    }
    write_end(database, &mut transaction, run, end).await?;
    if !people.is_empty() {
        write_people(database, &mut transaction, run, people).await?;
    }
    if let Some(fairness) = fairness {
        fairness::keep(database, &mut transaction, fairness).await?;
    }
    database.commit(transaction, ENDING).await
}

/// Passes when the run is there and may still end; says whether it is a dry run.
async fn require_open(database: &Database, connection: &mut SqliteConnection, run: RunId) -> Result<bool> {
    let fault = database.fault(ENDING);
    let row = sqlx::query("SELECT dry_run, status FROM runs WHERE id = ?")
        .bind(run.0)
        .fetch_optional(&mut *connection)
        .await
        .map_err(&fault)?
        .ok_or_else(|| LedgerError::NoRun { place: database.place().to_owned(), run })?;
    match status(row.try_get("status").map_err(&fault)?)? {
        Status::Running | Status::Interrupted => row.try_get("dry_run").map_err(&fault),
        _ => Err(LedgerError::OutOfTurn { run, rule: "has ended already" }),
    }
}

async fn write_end(database: &Database, connection: &mut SqliteConnection, run: RunId, end: &RunEnd) -> Result<()> {
    let Counts { found, eligible, planned, assigned, conflicts, refused, unknown } = end.counts;
    sqlx::query(
        "UPDATE runs SET status = ?, ended_ms = ?, found = ?, eligible = ?, planned = ?, assigned = ?, conflicts = ?,
         refused = ?, unknown = ?, rpc_calls = ?, rpc_seconds = ?, seconds = ?, error = ? WHERE id = ?",
    )
    .bind(end.status.name())
    .bind(clock::now_ms())
    .bind(to_stored("leads found", found)?)
    .bind(to_stored("eligible leads", eligible)?)
    .bind(to_stored("planned leads", planned)?)
    .bind(to_stored("assigned leads", assigned)?)
    .bind(to_stored("conflicts", conflicts)?)
    .bind(to_stored("refused leads", refused)?)
    .bind(to_stored("leads of unknown outcome", unknown)?)
    .bind(to_stored("calls to Odoo", end.rpc_calls)?)
    .bind(finite("seconds of calls to Odoo", end.rpc_seconds)?)
    .bind(finite("seconds of the run", end.seconds)?)
    .bind(end.error.as_deref().map(bounded))
    .bind(run.0)
    .execute(&mut *connection)
    .await
    .map_err(database.fault(ENDING))?;
    Ok(())
}

/// Replaces the people of a run.
pub(super) async fn write_people(
    database: &Database,
    connection: &mut SqliteConnection,
    run: RunId,
    people: &[PersonCount],
) -> Result<()> {
    let fault = database.fault("record the people of the run");
    sqlx::query("DELETE FROM run_people WHERE run_id = ?")
        .bind(run.0)
        .execute(&mut *connection)
        .await
        .map_err(&fault)?;
    for (position, person) in (0_i64..).zip(people) {
        sqlx::query(
            "INSERT INTO run_people (run_id, position, user_id, name, level, target, room, before, received, after)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(run.0)
        .bind(position)
        .bind(to_stored("id of a person", person.id.0)?)
        .bind(&person.name)
        .bind(&person.level)
        .bind(person.target)
        .bind(person.room)
        .bind(person.before)
        .bind(person.received)
        .bind(person.after)
        .execute(&mut *connection)
        .await
        .map_err(&fault)?;
    }
    Ok(())
}
