//! Writing the life of a run: begun, its strategy, its people, its end. Its decisions are in `decisions`, reading it in `records`.

use super::{counted, fairness};
use crate::domain::run::{Counts, NewRun, PersonCount, RunEnd, RunId, Status, StrategyIdentity};
use crate::ledger::clock;
use crate::ledger::convert::{bounded, finite, status, to_stored};
use crate::ledger::driver::{Database, Transaction, values};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::EndRecord;

const BEGINNING: &str = "record the run";
const NAMING: &str = "record the strategy";
const ENDING: &str = "record the end of the run";

/// Writes the run down as running.
pub(super) async fn begin(database: &dyn Database, run: &NewRun) -> Result<RunId> {
    let seed = to_stored("seed", run.seed)?;
    let mut transaction = database.write(BEGINNING).await?;
    let id = transaction
        .insert(
            "INSERT INTO runs (odoo, campaign, dry_run, strategy_now_s, seed, config_digest, status, began_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            values![
                &run.odoo,
                &run.campaign,
                run.dry_run,
                run.now,
                seed,
                &run.config_digest,
                Status::Running.name(),
                clock::now_ms(),
            ],
        )
        .await?;
    transaction.commit().await?;
    Ok(RunId(id))
}

/// Notes the strategy and its fuel.
pub(super) async fn set_strategy(
    database: &dyn Database,
    run: RunId,
    strategy: &StrategyIdentity,
    fuel: Option<u64>,
) -> Result<()> {
    let fuel = fuel.map(|fuel| to_stored("fuel", fuel)).transpose()?;
    let mut transaction = database.write(NAMING).await?;
    let noted = transaction
        .execute(
            "UPDATE runs SET strategy_name = ?, strategy_version = ?, strategy_digest = ?, fuel = ? WHERE id = ?",
            values![&strategy.name, &strategy.version, &strategy.digest, fuel, run.0],
        )
        .await?;
    if noted == 0 {
        return Err(no_run(&*transaction, run));
    }
    transaction.commit().await
}

/// Ends the run, in one transaction with what it leaves for the next.
pub(super) async fn finish(
    database: &dyn Database,
    run: RunId,
    EndRecord { end, people, statuses, summary, fairness }: EndRecord<'_>,
) -> Result<()> {
    let mut transaction = database.write(ENDING).await?;
    let dry_run = require_open(&mut *transaction, run).await?;
    if end.status == Status::Running {
        return Err(LedgerError::OutOfTurn { run, rule: "cannot end as `running`" });
    }
    if dry_run && fairness.is_some() {
        return Err(LedgerError::OutOfTurn { run, rule: "is a dry run and leaves nothing for the next" });
    }
    write_end(&mut *transaction, run, end).await?;
    if !people.is_empty() {
        write_people(&mut *transaction, run, people).await?;
    }
    counted::write_statuses(&mut *transaction, run, statuses).await?;
    if let Some(summary) = summary {
        counted::write_summary(&mut *transaction, run, summary).await?;
    }
    if !dry_run {
        counted::write_received(&mut *transaction, run).await?;
    }
    if let Some(fairness) = fairness {
        fairness::keep(&mut *transaction, fairness).await?;
    }
    transaction.commit().await
}

/// The error about a run that is not there.
pub(super) fn no_run(transaction: &dyn Transaction, run: RunId) -> LedgerError {
    LedgerError::NoRun { place: transaction.about().place.to_string(), run }
}

/// Passes when the run is there and may still end; says whether it is a dry run.
async fn require_open(transaction: &mut dyn Transaction, run: RunId) -> Result<bool> {
    let row = transaction.locked("SELECT dry_run, status FROM runs WHERE id = ?", values![run.0]).await?;
    let row = row.ok_or_else(|| no_run(transaction, run))?;
    match status(row.text("status")?)? {
        Status::Running | Status::Interrupted => Ok(row.int("dry_run")? != 0),
        _ => Err(LedgerError::OutOfTurn { run, rule: "has ended already" }),
    }
}

async fn write_end(transaction: &mut dyn Transaction, run: RunId, end: &RunEnd) -> Result<()> {
    let Counts { found, eligible, planned, assigned, conflicts, refused, unknown } = end.counts;
    let values = values![
        end.status.name(),
        clock::now_ms(),
        to_stored("leads found", found)?,
        to_stored("eligible leads", eligible)?,
        to_stored("planned leads", planned)?,
        to_stored("assigned leads", assigned)?,
        to_stored("conflicts", conflicts)?,
        to_stored("refused leads", refused)?,
        to_stored("leads of unknown outcome", unknown)?,
        to_stored("calls to Odoo", end.rpc_calls)?,
        finite("seconds of calls to Odoo", end.rpc_seconds)?,
        finite("seconds of the run", end.seconds)?,
        end.error.as_deref().map(bounded),
        run.0,
    ];
    transaction
        .execute(
            "UPDATE runs SET status = ?, ended_ms = ?, found = ?, eligible = ?, planned = ?, assigned = ?, conflicts = ?,
             refused = ?, unknown = ?, rpc_calls = ?, rpc_seconds = ?, seconds = ?, error = ? WHERE id = ?",
            values,
        )
        .await?;
    Ok(())
}

/// Replaces the people of a run.
pub(super) async fn write_people(transaction: &mut dyn Transaction, run: RunId, people: &[PersonCount]) -> Result<()> {
    transaction.execute("DELETE FROM run_people WHERE run_id = ?", values![run.0]).await?;
    let rows = (0_i64..).zip(people).map(|(position, person)| {
        let id = to_stored("id of a person", person.id.0)?;
        let PersonCount { name, level, target, room, before, received, after, .. } = person;
        Ok(values![run.0, position, id, name, level, *target, *room, *before, *received, *after])
    });
    let columns =
        ["run_id", "position", "user_id", "name", "level", "target", "room", "\"before\"", "received", "\"after\""];
    transaction.insert_all("run_people", &columns, rows.collect::<Result<_>>()?).await
}
