//! Writing the plan of a run: its people, its reasons, one decision a lead, in one transaction.

use std::collections::{HashMap, HashSet};

use super::{counted, labels, left_out, requests, runs, shared};
use crate::domain::decision::Decision;
use crate::domain::ids::{TeamId, UserId};
use crate::domain::run::{FunnelStep, RunId};
use crate::ledger::clock;
use crate::ledger::convert::{bounded, to_stored};
use crate::ledger::driver::{Database, Transaction, Value, values};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::PlanRecord;

const PLANNING: &str = "record the plan";
const READING: &str = "read the plan";

/// The columns of a decision, in the order of [`row`].
const COLUMNS: [&str; 16] = [
    "run_id",
    "lead_id",
    "position",
    "from_user",
    "from_team",
    "to_user",
    "to_team",
    "reason",
    "write_date",
    "state",
    "detail",
    "vals",
    "dropback",
    "status_label",
    "source_label",
    "campaign_label",
];

/// Writes a plan, once for each run.
pub(super) async fn record_plan(database: &dyn Database, run: RunId, plan: PlanRecord<'_>) -> Result<()> {
    let PlanRecord { people, left_out, decisions, funnel, memory, figures, statuses, requests: asked } = plan;
    let mut seen = HashSet::with_capacity(decisions.len());
    if let Some(twice) = decisions.iter().find(|decision| !seen.insert(decision.lead)) {
        return Err(LedgerError::DuplicateLead { run, lead: twice.lead });
    }
    let mut transaction = database.write(PLANNING).await?;
    let connection = &mut *transaction;
    claim(connection, run, memory).await?;
    runs::write_people(connection, run, people).await?;
    left_out::write(connection, run, left_out).await?;
    write_funnel(connection, run, funnel).await?;
    counted::write_figures(connection, run, figures).await?;
    counted::write_statuses(connection, run, statuses).await?;
    requests::write(connection, run, asked).await?;
    let reasons = write_reasons(connection, run, decisions).await?;
    let values = shared::write_values(connection, run, decisions).await?;
    let dropback = shared::write_dropback(connection, run, decisions).await?;
    let labels = labels::write(connection, run, decisions).await?;
    let numbers = reasons.into_iter().zip(values.into_iter().zip(dropback)).zip(labels);
    // In the order of the key every row goes to the end of the table, which is five times as fast as all over it.
    let mut ordered: Vec<_> = (0_i64..).zip(decisions).zip(numbers).collect();
    ordered.sort_unstable_by_key(|((_, decision), _)| decision.lead);
    let rows = ordered.into_iter().map(|((position, decision), numbers)| row(run, position, decision, numbers));
    connection.insert_all("decisions", &COLUMNS, rows.collect::<Result<_>>()?).await?;
    transaction.commit().await
}

/// The memory that the plan of a run was recorded with; empty when there is no plan.
pub(super) async fn memory(database: &dyn Database, run: RunId) -> Result<Vec<u8>> {
    let mut transaction = database.read(READING).await?;
    let row = transaction.row("SELECT planned_memory FROM runs WHERE id = ?", values![run.0]).await?;
    let Some(row) = row else { return Ok(Vec::new()) };
    Ok(row.maybe_bytes("planned_memory")?.unwrap_or_default().to_vec())
}

/// Notes that the run has its plan now; refuses a run that has one, and one that is not there.
async fn claim(transaction: &mut dyn Transaction, run: RunId, memory: &[u8]) -> Result<()> {
    let row = transaction.locked("SELECT planned_ms FROM runs WHERE id = ?", values![run.0]).await?;
    let row = row.ok_or_else(|| runs::no_run(transaction, run))?;
    if row.maybe_int("planned_ms")?.is_some() {
        return Err(LedgerError::OutOfTurn { run, rule: "has a plan already" });
    }
    let update = "UPDATE runs SET planned_ms = ?, planned_memory = ? WHERE id = ?";
    transaction.execute(update, values![clock::now_ms(), memory, run.0]).await?;
    Ok(())
}

/// Writes the funnel of a run.
async fn write_funnel(transaction: &mut dyn Transaction, run: RunId, funnel: &[FunnelStep]) -> Result<()> {
    let rows = (0_i64..).zip(funnel).map(|(position, step)| {
        let before = to_stored("leads before a filter", step.before)?;
        let after = to_stored("leads after a filter", step.after)?;
        Ok(values![run.0, position, &step.filter, before, after])
    });
    let columns = ["run_id", "position", "filter", "\"before\"", "\"after\""];
    transaction.insert_all("run_funnel", &columns, rows.collect::<Result<_>>()?).await
}

/// Writes each reason once; gives the number of the reason of each decision.
async fn write_reasons(transaction: &mut dyn Transaction, run: RunId, decisions: &[Decision]) -> Result<Vec<i64>> {
    let mut numbers: HashMap<&str, i64> = HashMap::new();
    let mut rows = Vec::new();
    let numbered = decisions.iter().map(|decision| {
        *numbers.entry(&decision.reason).or_insert_with_key(|reason| {
            let number = rows.len() as i64;
            rows.push(values![run.0, number, *reason]);
            number
        })
    });
    let numbered = numbered.collect();
    transaction.insert_all("run_reasons", &["run_id", "number", "text"], rows).await?;
    Ok(numbered)
}

/// The numbers of a decision's reason, values, dropback and labels.
type Numbers = ((i64, (Option<i64>, Option<i64>)), labels::Numbers);

fn row(run: RunId, position: i64, decision: &Decision, numbers: Numbers) -> Result<Vec<Value>> {
    let ((reason, (vals, dropback)), [status, source, campaign]) = numbers;
    let user = |id: Option<UserId>| id.map(|id| to_stored("id of a person", id.0)).transpose();
    let team = |id: Option<TeamId>| id.map(|id| to_stored("id of a team", id.0)).transpose();
    Ok(values![
        run.0,
        to_stored("id of a lead", decision.lead.0)?,
        position,
        user(decision.from)?,
        team(decision.from_team)?,
        user(decision.to)?,
        team(decision.to_team)?,
        reason,
        &decision.write_date,
        decision.state.name(),
        decision.detail.as_deref().map(bounded),
        vals,
        dropback,
        status,
        source,
        campaign,
    ])
}
