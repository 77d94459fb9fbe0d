//! Removing what is not to be kept any longer. Credits, memories and leases stay, and so does whatever can still be resumed.

use jiff::Timestamp;

use crate::domain::run::{RunId, Status};
use crate::ledger::driver::{Database, Value, marks, values};
use crate::ledger::error::Result;

const LOOKING: &str = "see which runs are old";
const REMOVING: &str = "remove old runs";
const FORGETTING: &str = "remove decisions";

/// Runs of one statement.
const RUNS: usize = 500;

/// Runs of a campaign that ended before an instant, oldest first.
pub(super) async fn ended_before(
    database: &dyn Database,
    odoo: &str,
    campaign: &str,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<RunId>> {
    let mut transaction = database.read(LOOKING).await?;
    let rows = transaction
        .rows(
            "SELECT id FROM runs WHERE odoo = ? AND campaign = ? AND ended_ms < ? AND status NOT IN (?, ?)
             ORDER BY id LIMIT ?",
            values![odoo, campaign, before.as_millisecond(), Status::Running.name(), Status::Interrupted.name(), limit],
        )
        .await?;
    rows.iter().map(|row| row.int("id").map(RunId)).collect()
}

/// Removes runs with all that belongs to them; those that can be resumed stay. Gives how many went.
pub(super) async fn remove(database: &dyn Database, runs: &[RunId]) -> Result<u64> {
    let mut transaction = database.write(REMOVING).await?;
    let mut removed = 0;
    for runs in runs.chunks(RUNS) {
        let mut values = values![Status::Running.name(), Status::Interrupted.name()];
        values.extend(runs.iter().map(|run| Value::from(run.0)));
        let delete = format!("DELETE FROM runs WHERE status NOT IN (?, ?) AND id IN ({})", marks(runs.len()));
        removed += transaction.execute(&delete, values).await?;
    }
    transaction.commit().await?;
    Ok(removed)
}

/// Removes the decisions of a campaign's runs that have come to their end, with the texts that they share. Gives how many went.
pub(super) async fn forget_decisions(database: &dyn Database, odoo: &str, campaign: &str) -> Result<u64> {
    let mut transaction = database.write(FORGETTING).await?;
    let of_ended = "run_id IN (SELECT id FROM runs WHERE odoo = ? AND campaign = ? AND status NOT IN (?, ?))";
    let mut removed = 0;
    for table in ["decisions", "run_reasons", "run_values", "run_dropback", "run_labels"] {
        let values = values![odoo, campaign, Status::Running.name(), Status::Interrupted.name()];
        let gone = transaction.execute(&format!("DELETE FROM {table} WHERE {of_ended}"), values).await?;
        if table == "decisions" {
            removed = gone;
        }
    }
    transaction.commit().await?;
    Ok(removed)
}
