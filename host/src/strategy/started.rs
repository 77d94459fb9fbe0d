//! One started component under its limits, from its store to the error in which it may end.

use std::sync::Arc;

use wasmtime::Store;
use wasmtime::component::InstancePre;

use super::bindings::PluginIndices;
use super::bindings::exports::odlm::strategy::strategy::Guest;
use super::budget::Budget;
use super::engine::Runtime;
use super::error::StrategyError;
use super::journal::{Beside, Journal, Level};
use super::limits::Limits;
use super::trap::{Ended, Stage};

/// A component that fits the contract, ready to be started any number of times.
pub(super) struct Ready {
    /// The engine that it was compiled for.
    pub(super) runtime: Arc<Runtime>,
    /// What it may use.
    pub(super) limits: Arc<Limits>,
    /// How errors call it.
    pub(super) plugin: String,
    /// Its code, linked.
    pub(super) linked: InstancePre<Beside>,
    /// Its functions.
    pub(super) indices: PluginIndices,
}

/// A started component.
pub(super) struct Started {
    /// What it has and what is beside it.
    pub(super) store: Store<Beside>,
    /// Its functions.
    pub(super) guest: Guest,
    fuel: u64,
}

impl Started {
    /// Fuel used so far, starting the component included.
    pub(super) fn fuel_used(&self) -> u64 {
        self.fuel.saturating_sub(self.store.get_fuel().unwrap_or_default())
    }
}

impl Ready {
    /// Starts the component with every limit armed.
    pub(super) fn start(&self, budget: &Budget) -> Result<Started, StrategyError> {
        let mut store = budget
            .open(&self.runtime.engine, &self.limits)
            .map_err(|error| StrategyError::Engine { detail: error.to_string() })?;
        let started = self.linked.instantiate(&mut store);
        let instance = started.map_err(|error| self.ended(budget, &store, &error, Stage::Start))?;
        let found = self.indices.load(&mut store, &instance);
        let found = found.map_err(|error| self.ended(budget, &store, &error, Stage::Start))?;
        Ok(Started { guest: found.odlm_strategy_strategy().clone(), store, fuel: budget.fuel })
    }

    /// The error in which a call ended. Its log, which nobody gets otherwise, goes to the host's own.
    pub(super) fn ended(
        &self,
        budget: &Budget,
        store: &Store<Beside>,
        error: &wasmtime::Error,
        stage: Stage,
    ) -> StrategyError {
        let journal = &store.data().journal;
        self.tell(journal);
        Ended { plugin: &self.plugin, budget, limits: &self.limits, journal }.explain(error, stage)
    }

    /// Passes the log of a call without a plan on to the host's.
    pub(super) fn tell(&self, journal: &Journal) {
        for line in journal.lines() {
            match line.level {
                Level::Warn | Level::Error => tracing::warn!(plugin = %self.plugin, "{}", line.message),
                Level::Debug | Level::Info => tracing::debug!(plugin = %self.plugin, "{}", line.message),
            }
        }
    }
}
