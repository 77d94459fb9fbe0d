//! Reading runs back, each with its people and its funnel, as of one instant.

use std::collections::HashMap;

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::database::Database;
use super::left_out;
use crate::domain::ids::UserId;
use crate::domain::run::{Counts, FunnelStep, NewRun, PersonCount, RunEnd, RunId, RunRecord, Status, StrategyIdentity};
use crate::ledger::convert::{from_stored, status};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::RunFilter;

const READING: &str = "read the runs";

/// The newest runs, newest first.
pub(super) async fn newest(database: &Database, limit: u32) -> Result<Vec<RunRecord>> {
    let mut transaction = database.read(READING).await?;
    let rows = sqlx::query("SELECT * FROM runs ORDER BY id DESC LIMIT ?")
        .bind(limit)
        .fetch_all(&mut *transaction)
        .await
        .map_err(database.fault(READING))?;
    // Numbers grow, so those runs are all runs from the oldest of them on.
    let Some(oldest) = rows.last() else { return Ok(Vec::new()) };
    let oldest = id(database, oldest)?;
    let newest = RunId(i64::MAX);
    complete(database, &mut transaction, &rows, oldest, newest).await
}

/// The newest runs of those that fit, newest first.
pub(super) async fn between(database: &Database, filter: &RunFilter, limit: u32) -> Result<Vec<RunRecord>> {
    let mut transaction = database.read(READING).await?;
    let rows = sqlx::query(
        "SELECT * FROM runs WHERE odoo = coalesce(?, odoo) AND campaign = coalesce(?, campaign)
         AND began_ms >= ? AND began_ms < ? ORDER BY id DESC LIMIT ?",
    )
    .bind(filter.odoo.as_deref())
    .bind(filter.campaign.as_deref())
    .bind(filter.from.map_or(i64::MIN, |from| from.as_millisecond()))
    .bind(filter.before.map_or(i64::MAX, |before| before.as_millisecond()))
    .bind(limit)
    .fetch_all(&mut *transaction)
    .await
    .map_err(database.fault(READING))?;
    let (Some(newest), Some(oldest)) = (rows.first(), rows.last()) else { return Ok(Vec::new()) };
    let (newest, oldest) = (id(database, newest)?, id(database, oldest)?);
    complete(database, &mut transaction, &rows, oldest, newest).await
}

/// One run; none when it is not there.
pub(super) async fn one(database: &Database, run: RunId) -> Result<Option<RunRecord>> {
    let mut transaction = database.read(READING).await?;
    let rows = sqlx::query("SELECT * FROM runs WHERE id = ?")
        .bind(run.0)
        .fetch_all(&mut *transaction)
        .await
        .map_err(database.fault(READING))?;
    Ok(complete(database, &mut transaction, &rows, run, run).await?.pop())
}

/// Live runs of a campaign that have not come to an end, oldest first.
pub(super) async fn unfinished(database: &Database, odoo: &str, campaign: &str) -> Result<Vec<RunId>> {
    let mut transaction = database.read(READING).await?;
    let ids: Vec<i64> = sqlx::query_scalar(
        "SELECT id FROM runs WHERE odoo = ? AND campaign = ? AND status IN (?, ?) AND dry_run = 0 ORDER BY id",
    )
    .bind(odoo)
    .bind(campaign)
    .bind(Status::Running.name())
    .bind(Status::Interrupted.name())
    .fetch_all(&mut *transaction)
    .await
    .map_err(database.fault(READING))?;
    Ok(ids.into_iter().map(RunId).collect())
}

/// Records of `rows`, whose numbers lie from `first` to `last`.
async fn complete(
    database: &Database,
    connection: &mut SqliteConnection,
    rows: &[SqliteRow],
    first: RunId,
    last: RunId,
) -> Result<Vec<RunRecord>> {
    let fault = database.fault(READING);
    let mut people: HashMap<RunId, Vec<PersonCount>> = HashMap::new();
    let found = sqlx::query("SELECT * FROM run_people WHERE run_id BETWEEN ? AND ? ORDER BY run_id, position")
        .bind(first.0)
        .bind(last.0)
        .fetch_all(&mut *connection)
        .await
        .map_err(&fault)?;
    for row in &found {
        let run = RunId(row.try_get("run_id").map_err(&fault)?);
        people.entry(run).or_default().push(person(database, row)?);
    }
    let mut funnels: HashMap<RunId, Vec<FunnelStep>> = HashMap::new();
    let found = sqlx::query("SELECT * FROM run_funnel WHERE run_id BETWEEN ? AND ? ORDER BY run_id, position")
        .bind(first.0)
        .bind(last.0)
        .fetch_all(&mut *connection)
        .await
        .map_err(&fault)?;
    for row in &found {
        let run = RunId(row.try_get("run_id").map_err(&fault)?);
        let step = FunnelStep {
            filter: row.try_get("filter").map_err(&fault)?,
            before: number(database, row, "before")?,
            after: number(database, row, "after")?,
        };
        funnels.entry(run).or_default().push(step);
    }
    let mut left_out = left_out::read(database, connection, first, last).await?;
    rows.iter()
        .map(|row| {
            let run = id(database, row)?;
            let funnel = funnels.remove(&run).unwrap_or_default();
            let left_out = left_out.remove(&run).unwrap_or_default();
            let record = record(database, row, people.remove(&run).unwrap_or_default(), funnel)?;
            Ok(RunRecord { left_out, ..record })
        })
        .collect()
}

fn record(
    database: &Database,
    row: &SqliteRow,
    people: Vec<PersonCount>,
    funnel: Vec<FunnelStep>,
) -> Result<RunRecord> {
    let fault = database.fault(READING);
    let new = NewRun {
        campaign: row.try_get("campaign").map_err(&fault)?,
        odoo: row.try_get("odoo").map_err(&fault)?,
        dry_run: row.try_get("dry_run").map_err(&fault)?,
        now: row.try_get("strategy_now_s").map_err(&fault)?,
        seed: number(database, row, "seed")?,
        config_digest: row.try_get("config_digest").map_err(&fault)?,
    };
    let strategy = match row.try_get::<Option<String>, _>("strategy_name").map_err(&fault)? {
        Some(name) => Some(StrategyIdentity {
            name,
            version: row.try_get("strategy_version").map_err(&fault)?,
            digest: row.try_get("strategy_digest").map_err(&fault)?,
        }),
        None => None,
    };
    let fuel: Option<i64> = row.try_get("fuel").map_err(&fault)?;
    let ended: Option<i64> = row.try_get("ended_ms").map_err(&fault)?;
    Ok(RunRecord {
        id: id(database, row)?,
        new,
        strategy,
        fuel: fuel.map(|fuel| from_stored("fuel", fuel)).transpose()?,
        status: status(row.try_get("status").map_err(&fault)?)?,
        end: ended.map(|_| end(database, row)).transpose()?,
        funnel,
        people,
        left_out: Vec::new(),
        figures: Vec::new(),
        statuses: Vec::new(),
        summary: None,
    })
}

fn end(database: &Database, row: &SqliteRow) -> Result<RunEnd> {
    let fault = database.fault(READING);
    Ok(RunEnd {
        status: status(row.try_get("status").map_err(&fault)?)?,
        counts: Counts {
            found: number(database, row, "found")?,
            eligible: number(database, row, "eligible")?,
            planned: number(database, row, "planned")?,
            assigned: number(database, row, "assigned")?,
            conflicts: number(database, row, "conflicts")?,
            refused: number(database, row, "refused")?,
            unknown: number(database, row, "unknown")?,
        },
        rpc_calls: number(database, row, "rpc_calls")?,
        rpc_seconds: row.try_get("rpc_seconds").map_err(&fault)?,
        seconds: row.try_get("seconds").map_err(&fault)?,
        error: row.try_get("error").map_err(&fault)?,
    })
}

fn person(database: &Database, row: &SqliteRow) -> Result<PersonCount> {
    let fault = database.fault(READING);
    Ok(PersonCount {
        id: UserId(number(database, row, "user_id")?),
        name: row.try_get("name").map_err(&fault)?,
        level: row.try_get("level").map_err(&fault)?,
        target: number(database, row, "target")?,
        room: number(database, row, "room")?,
        before: number(database, row, "before")?,
        received: number(database, row, "received")?,
        after: number(database, row, "after")?,
    })
}

fn id(database: &Database, row: &SqliteRow) -> Result<RunId> {
    row.try_get("id").map(RunId).map_err(database.fault(READING))
}

/// A whole number that is not below 0.
fn number<T: TryFrom<i64>>(database: &Database, row: &SqliteRow, column: &'static str) -> Result<T> {
    let value: i64 = row.try_get(column).map_err(|error| -> LedgerError { database.fault(READING)(error) })?;
    from_stored(column, value)
}
