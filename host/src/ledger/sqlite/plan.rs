//! Writing the plan of a run: its people, its reasons, one decision a lead, in one transaction.
//!
//! Rows go many to a statement: a statement of its own for each of 100,000 leads costs several times as much as the leads do.

use std::collections::{HashMap, HashSet};

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::database::Database;
use super::{left_out, runs, shared};
use crate::domain::decision::Decision;
use crate::domain::ids::{TeamId, UserId};
use crate::domain::run::{FunnelStep, RunId};
use crate::ledger::clock;
use crate::ledger::convert::{bounded, to_stored};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::PlanRecord;

const PLANNING: &str = "record the plan";
const READING: &str = "read the plan";

/// Rows of one statement; with 13 values each far below SQLite's 32,766 values a statement.
const ROWS: usize = 500;

/// Writes a plan, once for each run.
pub(super) async fn record_plan(database: &Database, run: RunId, plan: PlanRecord<'_>) -> Result<()> {
    let PlanRecord { people, left_out, decisions, funnel, memory, .. } = plan;
    let mut seen = HashSet::with_capacity(decisions.len());
    if let Some(twice) = decisions.iter().find(|decision| !seen.insert(decision.lead)) {
        return Err(LedgerError::DuplicateLead { run, lead: twice.lead });
    }
    let mut transaction = database.write(PLANNING).await?;
    claim(database, &mut transaction, run, memory).await?;
    runs::write_people(database, &mut transaction, run, people).await?;
    left_out::write(database, &mut transaction, run, left_out).await?;
    write_funnel(database, &mut transaction, run, funnel).await?;
    let reasons = write_reasons(database, &mut transaction, run, decisions).await?;
    let values = shared::write_values(database, &mut transaction, run, decisions).await?;
    let dropback = shared::write_dropback(database, &mut transaction, run, decisions).await?;
    let numbers = reasons.into_iter().zip(values.into_iter().zip(dropback));
    let rows = (0_i64..).zip(decisions).zip(numbers);
    let rows = rows.map(|((position, decision), numbers)| row(position, decision, numbers));
    let mut rows = rows.collect::<Result<Vec<_>>>()?;
    // In the order of the key every row goes to the end of the table, which is five times as fast as all over it.
    rows.sort_unstable_by_key(|row| row.lead);
    for chunk in rows.chunks(ROWS) {
        let mut insert = QueryBuilder::<Sqlite>::new(
            "INSERT INTO decisions (run_id, position, lead_id, from_user, from_team, to_user, to_team, reason, write_date,
             state, detail, vals, dropback) ",
        );
        insert.push_values(chunk, |mut values, row| {
            values.push_bind(run.0).push_bind(row.position).push_bind(row.lead);
            values.push_bind(row.from).push_bind(row.from_team).push_bind(row.to).push_bind(row.to_team);
            values
                .push_bind(row.reason)
                .push_bind(row.write_date)
                .push_bind(row.state)
                .push_bind(row.detail.as_deref())
                .push_bind(row.values)
                .push_bind(row.dropback);
        });
        insert.build().execute(&mut *transaction).await.map_err(database.fault(PLANNING))?;
    }
    database.commit(transaction, PLANNING).await
}

/// The memory that the plan of a run was recorded with; empty when there is no plan.
pub(super) async fn memory(database: &Database, run: RunId) -> Result<Vec<u8>> {
    let mut transaction = database.read(READING).await?;
    let memory: Option<Option<Vec<u8>>> = sqlx::query_scalar("SELECT planned_memory FROM runs WHERE id = ?")
        .bind(run.0)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(database.fault(READING))?;
    Ok(memory.flatten().unwrap_or_default())
}

/// Notes that the run has its plan now; refuses a run that has one, and one that is not there.
async fn claim(database: &Database, connection: &mut SqliteConnection, run: RunId, memory: &[u8]) -> Result<()> {
    let fault = database.fault(PLANNING);
    let planned: Option<i64> = sqlx::query_scalar::<_, Option<i64>>("SELECT planned_ms FROM runs WHERE id = ?")
        .bind(run.0)
        .fetch_optional(&mut *connection)
        .await
        .map_err(&fault)?
        .ok_or_else(|| LedgerError::NoRun { place: database.place().to_owned(), run })?;
    if planned.is_some() {
        return Err(LedgerError::OutOfTurn { run, rule: "has a plan already" });
    }
    sqlx::query("UPDATE runs SET planned_ms = ?, planned_memory = ? WHERE id = ?")
        .bind(clock::now_ms())
        .bind(memory)
        .bind(run.0)
        .execute(&mut *connection)
        .await
        .map_err(&fault)?;
    Ok(())
}

/// Writes the funnel of a run.
async fn write_funnel(
    database: &Database,
    connection: &mut SqliteConnection,
    run: RunId,
    funnel: &[FunnelStep],
) -> Result<()> {
    let fault = database.fault(PLANNING);
    for (position, step) in (0_i64..).zip(funnel) {
        sqlx::query("INSERT INTO run_funnel (run_id, position, filter, before, after) VALUES (?, ?, ?, ?, ?)")
            .bind(run.0)
            .bind(position)
            .bind(&step.filter)
            .bind(to_stored("leads before a filter", step.before)?)
            .bind(to_stored("leads after a filter", step.after)?)
            .execute(&mut *connection)
            .await
            .map_err(&fault)?;
    }
    Ok(())
}

/// Writes each reason once; gives the number of the reason of each decision.
async fn write_reasons(
    database: &Database,
    connection: &mut SqliteConnection,
    run: RunId,
    decisions: &[Decision],
) -> Result<Vec<i64>> {
    let mut numbers: HashMap<&str, i64> = HashMap::new();
    let mut numbered = Vec::with_capacity(decisions.len());
    let mut next = 0_i64;
    for decision in decisions {
        if let Some(number) = numbers.get(&*decision.reason) {
            numbered.push(*number);
            continue;
        }
        sqlx::query("INSERT INTO run_reasons (run_id, number, text) VALUES (?, ?, ?)")
            .bind(run.0)
            .bind(next)
            .bind(&*decision.reason)
            .execute(&mut *connection)
            .await
            .map_err(database.fault(PLANNING))?;
        numbers.insert(&decision.reason, next);
        numbered.push(next);
        next += 1;
    }
    Ok(numbered)
}

/// A decision as its row.
struct DecisionRow<'d> {
    position: i64,
    lead: i64,
    from: Option<i64>,
    from_team: Option<i64>,
    to: Option<i64>,
    to_team: Option<i64>,
    reason: i64,
    write_date: &'d str,
    state: &'static str,
    detail: Option<String>,
    values: Option<i64>,
    dropback: Option<i64>,
}

/// The numbers of a decision's reason, values and dropback.
type Numbers = (i64, (Option<i64>, Option<i64>));

fn row(position: i64, decision: &Decision, (reason, (values, dropback)): Numbers) -> Result<DecisionRow<'_>> {
    let user = |id: Option<UserId>| id.map(|id| to_stored("id of a person", id.0)).transpose();
    let team = |id: Option<TeamId>| id.map(|id| to_stored("id of a team", id.0)).transpose();
    Ok(DecisionRow {
        position,
        lead: to_stored("id of a lead", decision.lead.0)?,
        from: user(decision.from)?,
        from_team: team(decision.from_team)?,
        to: user(decision.to)?,
        to_team: team(decision.to_team)?,
        reason,
        write_date: &decision.write_date,
        state: decision.state.name(),
        detail: decision.detail.as_deref().map(bounded),
        values,
        dropback,
    })
}
