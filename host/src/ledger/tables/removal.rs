//! Removing what is not to be kept any longer. Credits, memories and leases stay, and so does whatever can still be resumed.

use jiff::Timestamp;

use crate::domain::run::{RunId, Status};
use crate::ledger::driver::{Database, values};
use crate::ledger::error::Result;

const LOOKING: &str = "see which runs are old";
const REMOVING: &str = "remove old runs";
const FORGETTING: &str = "remove decisions";

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

/// Removes runs with all that belongs to them, one a transaction; those that can be resumed stay. Gives how many went.
pub(super) async fn remove(database: &dyn Database, runs: &[RunId]) -> Result<u64> {
    let mut removed = 0;
    for run in runs {
        let mut transaction = database.write(REMOVING).await?;
        let values = values![Status::Running.name(), Status::Interrupted.name(), run.0];
        removed += transaction.execute("DELETE FROM runs WHERE status NOT IN (?, ?) AND id = ?", values).await?;
        transaction.commit().await?;
    }
    Ok(removed)
}

/// Removes the decisions of a campaign's runs that have come to their end, with the texts that they share, one run a transaction. Gives
/// how many went.
pub(super) async fn forget_decisions(database: &dyn Database, odoo: &str, campaign: &str) -> Result<u64> {
    let mut removed = 0;
    for run in with_decisions(database, odoo, campaign).await? {
        let mut transaction = database.write(FORGETTING).await?;
        // The decisions last: while they are there, what is left of the run is found.
        for table in ["run_reasons", "run_values", "run_dropback", "run_labels", "decisions"] {
            let gone = transaction.execute(&format!("DELETE FROM {table} WHERE run_id = ?"), values![run]).await?;
            if table == "decisions" {
                removed += gone;
            }
        }
        transaction.commit().await?;
    }
    Ok(removed)
}

/// Runs of a campaign that came to their end and have decisions.
async fn with_decisions(database: &dyn Database, odoo: &str, campaign: &str) -> Result<Vec<i64>> {
    let mut transaction = database.read(FORGETTING).await?;
    let rows = transaction
        .rows(
            "SELECT id FROM runs WHERE odoo = ? AND campaign = ? AND status NOT IN (?, ?)
             AND EXISTS (SELECT 1 FROM decisions WHERE run_id = runs.id) ORDER BY id",
            values![odoo, campaign, Status::Running.name(), Status::Interrupted.name()],
        )
        .await?;
    rows.iter().map(|row| row.int("id")).collect()
}
