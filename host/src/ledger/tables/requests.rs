//! What the strategy of a run was asked.

use crate::domain::request::Request;
use crate::domain::run::{RunId, Status};
use crate::ledger::driver::{Database, Transaction, values};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::pack::{pack, unpack};

const WRITING: &str = "record what the strategy was asked";
const READING: &str = "read what the strategy was asked";
const FORGETTING: &str = "remove what strategies were asked";

/// Bytes of a part: a statement with one is far below what any server takes.
const PART: usize = 512 << 10;

/// Writes the requests of a plan; none leave nothing.
pub(super) async fn write(transaction: &mut dyn Transaction, run: RunId, requests: &[Request]) -> Result<()> {
    if requests.is_empty() {
        return Ok(());
    }
    let place = transaction.about().place.to_string();
    let packed = pack(requests).map_err(|detail| LedgerError::Failed { place, doing: WRITING, detail })?;
    for (part, bytes) in (0_i64..).zip(packed.chunks(PART)) {
        let insert = "INSERT INTO run_requests (run_id, part, packed) VALUES (?, ?, ?)";
        transaction.execute(insert, values![run.0, part, bytes]).await?;
    }
    Ok(())
}

/// The requests of a run's plan in their order; none where none are kept.
pub(super) async fn read(database: &dyn Database, run: RunId) -> Result<Vec<Request>> {
    let mut transaction = database.read(READING).await?;
    let question = "SELECT packed FROM run_requests WHERE run_id = ? ORDER BY part";
    let mut packed = Vec::new();
    for row in transaction.rows(question, values![run.0]).await? {
        packed.extend_from_slice(row.maybe_bytes("packed")?.unwrap_or_default());
    }
    if packed.is_empty() {
        return Ok(Vec::new());
    }
    unpack(&packed).map_err(|detail| LedgerError::Failed { place: database.place().to_owned(), doing: READING, detail })
}

/// Removes the requests of a campaign's runs, all but the latest `keep` that have some, one run a transaction.
pub(super) async fn forget(database: &dyn Database, odoo: &str, campaign: &str, keep: u32) -> Result<()> {
    let mut transaction = database.read(FORGETTING).await?;
    let rows = transaction
        .rows(
            "SELECT id FROM runs WHERE odoo = ? AND campaign = ? AND status <> ?
             AND EXISTS (SELECT 1 FROM run_requests WHERE run_id = runs.id) ORDER BY id DESC",
            values![odoo, campaign, Status::Running.name()],
        )
        .await?;
    drop(transaction);
    for row in rows.iter().skip(usize::try_from(keep).unwrap_or(usize::MAX)) {
        let mut transaction = database.write(FORGETTING).await?;
        transaction.execute("DELETE FROM run_requests WHERE run_id = ?", values![row.int("id")?]).await?;
        transaction.commit().await?;
    }
    Ok(())
}
