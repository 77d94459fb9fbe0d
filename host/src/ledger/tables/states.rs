//! Moving the leads of a run from state to state: the write-ahead part of the ledger, before and after each chunk that Odoo sees.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::domain::ids::LeadId;
use crate::domain::run::RunId;
use crate::ledger::convert::{bounded, to_stored};
use crate::ledger::driver::{Database, Transaction, Value, marks, values};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::StateChange;

const MOVING: &str = "record how far leads have come";

/// Moves leads to new states, all or none.
pub(super) async fn set_states(database: &dyn Database, run: RunId, changes: &[StateChange]) -> Result<()> {
    // The last change of a lead stands; of two statements that name it either could.
    let last: HashMap<LeadId, &StateChange> = changes.iter().map(|change| (change.lead, change)).collect();
    // Thousands of leads move alike: one statement moves all that do. In order, so that two runs lock rows the same way round.
    let mut moves: BTreeMap<(&'static str, Option<&str>), Vec<i64>> = BTreeMap::new();
    for change in last.into_values() {
        let lead = to_stored("id of a lead", change.lead.0)?;
        moves.entry((change.state.name(), change.detail.as_deref())).or_default().push(lead);
    }
    let mut transaction = database.write(MOVING).await?;
    let size = transaction.about().rows.max(1);
    for ((state, detail), leads) in &mut moves {
        // The order of the key: neighbours share their pages.
        leads.sort_unstable();
        for leads in leads.chunks(size) {
            let mut values = values![*state, detail.map(bounded), run.0];
            values.extend(leads.iter().map(|lead| Value::from(*lead)));
            let update = format!(
                "UPDATE decisions SET state = ?, detail = ? WHERE run_id = ? AND lead_id IN ({})",
                marks(leads.len())
            );
            if transaction.execute(&update, values).await? != leads.len() as u64 {
                return Err(missing_lead(&mut *transaction, run, leads).await?);
            }
        }
    }
    transaction.commit().await
}

/// The first lead of `leads`, by its id, that the run does not have.
async fn missing_lead(transaction: &mut dyn Transaction, run: RunId, leads: &[i64]) -> Result<LedgerError> {
    let rows = transaction.rows("SELECT lead_id FROM decisions WHERE run_id = ?", values![run.0]).await?;
    let known = rows.iter().map(|row| row.int("lead_id")).collect::<Result<HashSet<i64>>>()?;
    Ok(match leads.iter().find(|lead| !known.contains(lead)) {
        Some(lead) => LedgerError::UnknownLead { run, lead: LeadId(lead.unsigned_abs()) },
        None => LedgerError::Failed {
            place: transaction.about().place.to_string(),
            doing: MOVING,
            detail: "the number of rows that changed is not the number of leads".to_owned(),
        },
    })
}
