//! Reading runs back, each with its people and its funnel, as of one instant.

use jiff::Timestamp;

use super::counted::{by_run, figure, status_count, summary};
use super::left_out;
use crate::domain::ids::UserId;
use crate::domain::run::{Counts, FunnelStep, NewRun, PersonCount, RunEnd, RunId, RunRecord, Status, StrategyIdentity};
use crate::ledger::convert::status;
use crate::ledger::driver::{Database, Row, Transaction, values};
use crate::ledger::error::Result;
use crate::ledger::store::RunFilter;

const READING: &str = "read the runs";

/// The newest runs, newest first.
pub(super) async fn newest(database: &dyn Database, limit: u32) -> Result<Vec<RunRecord>> {
    let mut transaction = database.read(READING).await?;
    let rows = transaction.rows("SELECT * FROM runs ORDER BY id DESC LIMIT ?", values![limit]).await?;
    // Numbers grow, so those runs are all runs from the oldest of them on.
    let Some(oldest) = rows.last() else { return Ok(Vec::new()) };
    let oldest = id(oldest)?;
    complete(&mut *transaction, &rows, oldest, RunId(i64::MAX)).await
}

/// The newest runs of those that fit, newest first.
pub(super) async fn between(database: &dyn Database, filter: &RunFilter, limit: u32) -> Result<Vec<RunRecord>> {
    let mut transaction = database.read(READING).await?;
    let dry_run = match filter.dry_run {
        None => "",
        Some(true) => " AND dry_run = 1",
        Some(false) => " AND dry_run = 0",
    };
    let asked = match filter.asked {
        true => " AND EXISTS (SELECT 1 FROM run_requests WHERE run_id = runs.id)",
        false => "",
    };
    let question = format!(
        "SELECT * FROM runs WHERE odoo = coalesce(?, odoo) AND campaign = coalesce(?, campaign)
         AND began_ms >= ? AND began_ms < ?{dry_run}{asked} ORDER BY id DESC LIMIT ?"
    );
    let rows = transaction
        .rows(
            &question,
            values![
                filter.odoo.as_deref(),
                filter.campaign.as_deref(),
                filter.from.map_or(i64::MIN, Timestamp::as_millisecond),
                filter.before.map_or(i64::MAX, Timestamp::as_millisecond),
                limit
            ],
        )
        .await?;
    let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let (newest, oldest) = (id(newest)?, id(oldest)?);
    complete(&mut *transaction, &rows, oldest, newest).await
}

/// One run; none when it is not there.
pub(super) async fn one(database: &dyn Database, run: RunId) -> Result<Option<RunRecord>> {
    let mut transaction = database.read(READING).await?;
    let rows = transaction.rows("SELECT * FROM runs WHERE id = ?", values![run.0]).await?;
    Ok(complete(&mut *transaction, &rows, run, run).await?.pop())
}

/// Live runs of a campaign that have not come to an end, oldest first.
pub(super) async fn unfinished(database: &dyn Database, odoo: &str, campaign: &str) -> Result<Vec<RunId>> {
    let mut transaction = database.read(READING).await?;
    let rows = transaction
        .rows(
            "SELECT id FROM runs WHERE odoo = ? AND campaign = ? AND status IN (?, ?) AND dry_run = 0 ORDER BY id",
            values![odoo, campaign, Status::Running.name(), Status::Interrupted.name()],
        )
        .await?;
    rows.iter().map(id).collect()
}

/// Records of `rows`, whose numbers lie from `first` to `last`.
async fn complete(
    transaction: &mut dyn Transaction,
    rows: &[Row],
    first: RunId,
    last: RunId,
) -> Result<Vec<RunRecord>> {
    let runs = (first, last);
    let mut people = by_run(transaction, "run_people", "run_id, position", runs, person).await?;
    let mut funnels = by_run(transaction, "run_funnel", "run_id, position", runs, step).await?;
    let mut figures = by_run(transaction, "run_figures", "run_id, position", runs, figure).await?;
    let mut statuses = by_run(transaction, "run_statuses", "run_id, moment DESC, position", runs, status_count).await?;
    let mut summaries = by_run(transaction, "run_summary", "run_id", runs, summary).await?;
    let mut left_out = left_out::read(transaction, first, last).await?;
    rows.iter()
        .map(|row| {
            let run = id(row)?;
            let record = record(row)?;
            Ok(RunRecord {
                funnel: funnels.remove(&run).unwrap_or_default(),
                people: people.remove(&run).unwrap_or_default(),
                left_out: left_out.remove(&run).unwrap_or_default(),
                figures: figures.remove(&run).unwrap_or_default(),
                statuses: statuses.remove(&run).unwrap_or_default(),
                summary: summaries.remove(&run).and_then(|mut all| all.pop()),
                ..record
            })
        })
        .collect()
}

/// A run without what other tables hold of it.
fn record(row: &Row) -> Result<RunRecord> {
    let new = NewRun {
        campaign: row.string("campaign")?,
        odoo: row.string("odoo")?,
        dry_run: row.int("dry_run")? != 0,
        now: row.int("strategy_now_s")?,
        seed: row.number("seed")?,
        config_digest: row.string("config_digest")?,
    };
    let strategy = match row.maybe_text("strategy_name")? {
        Some(name) => Some(StrategyIdentity {
            name: name.to_owned(),
            version: row.string("strategy_version")?,
            digest: row.string("strategy_digest")?,
        }),
        None => None,
    };
    Ok(RunRecord {
        id: id(row)?,
        new,
        strategy,
        fuel: row.maybe_number("fuel")?,
        status: status(row.text("status")?)?,
        end: row.maybe_int("ended_ms")?.map(|_| end(row)).transpose()?,
        funnel: Vec::new(),
        people: Vec::new(),
        left_out: Vec::new(),
        figures: Vec::new(),
        statuses: Vec::new(),
        summary: None,
    })
}

fn end(row: &Row) -> Result<RunEnd> {
    Ok(RunEnd {
        status: status(row.text("status")?)?,
        counts: Counts {
            found: row.number("found")?,
            eligible: row.number("eligible")?,
            planned: row.number("planned")?,
            assigned: row.number("assigned")?,
            conflicts: row.number("conflicts")?,
            refused: row.number("refused")?,
            unknown: row.number("unknown")?,
        },
        rpc_calls: row.number("rpc_calls")?,
        rpc_seconds: row.real("rpc_seconds")?,
        seconds: row.real("seconds")?,
        error: row.maybe_text("error")?.map(str::to_owned),
    })
}

fn person(row: &Row) -> Result<PersonCount> {
    Ok(PersonCount {
        id: UserId(row.number("user_id")?),
        name: row.string("name")?,
        level: row.string("level")?,
        target: row.number("target")?,
        room: row.number("room")?,
        before: row.number("before")?,
        received: row.number("received")?,
        after: row.number("after")?,
    })
}

fn step(row: &Row) -> Result<FunnelStep> {
    Ok(FunnelStep { filter: row.string("filter")?, before: row.number("before")?, after: row.number("after")? })
}

fn id(row: &Row) -> Result<RunId> {
    row.int("id").map(RunId)
}
