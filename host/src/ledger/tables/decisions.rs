//! Reading the decisions of a run. They are written in `plan` and moved in `states`.

use std::collections::HashMap;
use std::sync::Arc;

use super::labels::{self, Labels};
use super::shared::{self, Shared};
use crate::domain::decision::Decision;
use crate::domain::ids::{LeadId, TeamId, UserId};
use crate::domain::run::RunId;
use crate::ledger::convert::state;
use crate::ledger::driver::{Database, Row, values};
use crate::ledger::error::{LedgerError, Result};

const READING: &str = "read the decisions";

/// The decisions of a run in the order in which they were recorded.
pub(super) async fn all(database: &dyn Database, run: RunId) -> Result<Vec<Decision>> {
    let mut transaction = database.read(READING).await?;
    let reasons = transaction.rows("SELECT number, text FROM run_reasons WHERE run_id = ?", values![run.0]).await?;
    let reasons = reasons.iter().map(|row| Ok((row.int("number")?, Arc::from(row.text("text")?))));
    let reasons = reasons.collect::<Result<HashMap<i64, Arc<str>>>>()?;
    let shared = shared::read(&mut *transaction, run).await?;
    let labels = labels::read(&mut *transaction, run).await?;
    let rows = transaction.rows("SELECT * FROM decisions WHERE run_id = ? ORDER BY position", values![run.0]).await?;
    rows.iter().map(|row| decision(database.place(), row, &reasons, (&shared, &labels))).collect()
}

fn decision(
    place: &str,
    row: &Row,
    reasons: &HashMap<i64, Arc<str>>,
    (shared, labels): (&Shared, &Labels),
) -> Result<Decision> {
    let reason = reasons.get(&row.int("reason")?).cloned().ok_or_else(|| LedgerError::Corrupt {
        place: place.to_owned(),
        detail: "a decision has lost its reason".to_owned(),
    })?;
    Ok(Decision {
        lead: LeadId(row.number("lead_id")?),
        from: row.maybe_number("from_user")?.map(UserId),
        from_team: row.maybe_number("from_team")?.map(TeamId),
        to: row.maybe_number("to_user")?.map(UserId),
        to_team: row.maybe_number("to_team")?.map(TeamId),
        values: shared.values(place, row)?,
        dropback: shared.dropback(place, row)?,
        about: labels.about(place, row)?,
        reason,
        write_date: row.string("write_date")?,
        state: state(row.text("state")?)?,
        detail: row.maybe_text("detail")?.map(str::to_owned),
    })
}
