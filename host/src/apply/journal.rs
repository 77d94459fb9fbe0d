//! The ledger's part in applying: an intent is on the disk before its write is sent, and the lease is still held then.
//!
//! Outcomes wait for the next intent and go to the disk with it: a run that is killed between leaves an intent, which reading settles.

use std::time::{Duration, Instant};

use tokio::sync::Mutex;

use crate::domain::decision::{Decision, State};
use crate::domain::run::RunId;
use crate::ledger::{Lease, Ledger, LedgerError, StateChange};

/// Where the states of one run are written down.
pub struct Journal<'a> {
    ledger: &'a dyn Ledger,
    run: RunId,
    lease: &'a Lease,
    lives: Duration,
    /// When this journal renewed the lease.
    renewed: Mutex<Option<Instant>>,
    /// Outcomes that are not on the disk yet.
    waiting: Mutex<Vec<StateChange>>,
}

impl<'a> Journal<'a> {
    /// A journal of `run`, which holds `lease` for `lives` whenever it is renewed.
    #[must_use]
    pub fn new(ledger: &'a dyn Ledger, run: RunId, lease: &'a Lease, lives: Duration) -> Journal<'a> {
        Journal { ledger, run, lease, lives, renewed: Mutex::new(None), waiting: Mutex::new(Vec::new()) }
    }

    /// Takes note of the states that the decisions have now.
    pub(super) async fn record(&self, decisions: &[&mut Decision]) {
        self.waiting.lock().await.extend(decisions.iter().map(|decision| change(decision)));
    }

    /// Writes down that these leads are about to be written, and makes sure that this run may.
    pub(super) async fn intend(&self, decisions: &mut [&mut Decision]) -> Result<(), LedgerError> {
        // Whoever lost the lease, by a long wait or a clock that jumped, must not write: asked anew before each call.
        let mut renewed = self.renewed.lock().await;
        match *renewed {
            Some(last) if last.elapsed() < self.lives / 10 => self.ledger.holds(self.lease).await?,
            _ => {
                self.ledger.renew(self.lease, self.lives).await?;
                *renewed = Some(Instant::now());
            }
        }
        for decision in decisions.iter_mut() {
            decision.state = State::Intent;
        }
        self.record(decisions).await;
        self.flush().await
    }

    /// Writes down what waits.
    pub(super) async fn flush(&self) -> Result<(), LedgerError> {
        let mut waiting = self.waiting.lock().await;
        if !waiting.is_empty() {
            self.ledger.set_states(self.run, &waiting).await?;
            waiting.clear();
        }
        Ok(())
    }
}

fn change(decision: &Decision) -> StateChange {
    StateChange { lead: decision.lead, state: decision.state, detail: decision.detail.clone() }
}
