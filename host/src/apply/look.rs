//! Settles, by reading alone, what an earlier run was about to write when it ended.

use super::read_back::{kept_otherwise, read_now};
use super::write::ApplyError;
use crate::domain::decision::{Decision, State};
use crate::domain::run::RunId;
use crate::ledger::{Ledger, StateChange};
use crate::odoo::OdooRead;

/// Leads of one reading call.
const CHUNK: usize = 1_000;

/// Looks up each decision whose write has no known outcome: it is done where its person owns the lead now, else it goes back to planned.
///
/// # Errors
/// Odoo's or the ledger's.
pub async fn look(
    odoo: &dyn OdooRead,
    ledger: &dyn Ledger,
    run: RunId,
    decisions: &mut [Decision],
) -> Result<(), ApplyError> {
    let mut open: Vec<&mut Decision> =
        decisions.iter_mut().filter(|decision| matches!(decision.state, State::Intent | State::Unknown)).collect();
    for chunk in open.chunks_mut(CHUNK) {
        let now = read_now(odoo, chunk).await?;
        for decision in chunk.iter_mut() {
            let done = now.get(&decision.lead).filter(|now| now.owner == decision.to);
            (decision.state, decision.detail) = match done {
                Some(now) => (State::Done, kept_otherwise(decision, now)),
                None => (State::Planned, None),
            };
        }
        let changes: Vec<StateChange> = chunk
            .iter()
            .map(|decision| StateChange { lead: decision.lead, state: decision.state, detail: decision.detail.clone() })
            .collect();
        ledger.set_states(run, &changes).await?;
    }
    Ok(())
}
