//! The ledger's part in applying: each state is on the disk before the next step is taken, and the lease is kept alive.

use std::time::Duration;

use crate::domain::decision::{Decision, State};
use crate::domain::run::RunId;
use crate::ledger::{Lease, Ledger, LedgerError, StateChange};

/// Where the states of one run are written down.
pub struct Journal<'a> {
    ledger: &'a dyn Ledger,
    run: RunId,
    lease: &'a Lease,
    lives: Duration,
}

impl<'a> Journal<'a> {
    /// A journal of `run`, which holds `lease` for `lives` since just now.
    #[must_use]
    pub fn new(ledger: &'a dyn Ledger, run: RunId, lease: &'a Lease, lives: Duration) -> Journal<'a> {
        Journal { ledger, run, lease, lives }
    }

    /// Writes the states down that the decisions have now.
    pub(super) async fn record(&self, decisions: &[&mut Decision]) -> Result<(), LedgerError> {
        let changes: Vec<StateChange> = decisions
            .iter()
            .map(|decision| StateChange { lead: decision.lead, state: decision.state, detail: decision.detail.clone() })
            .collect();
        if changes.is_empty() { Ok(()) } else { self.ledger.set_states(self.run, &changes).await }
    }

    /// Writes down that these leads are about to be written, and makes sure that this run may.
    pub(super) async fn intend(&self, decisions: &mut [&mut Decision]) -> Result<(), LedgerError> {
        // Whoever lost the lease, by a long wait or a clock that jumped, must not write: asked anew before each call.
        self.ledger.renew(self.lease, self.lives).await?;
        for decision in decisions.iter_mut() {
            decision.state = State::Intent;
        }
        self.record(decisions).await
    }
}
