//! A loaded strategy and its calls. Each call gets a fresh store and instance: nothing of one plan reaches the next.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::budget::Budget;
use super::describe;
use super::error::{Call, StrategyError};
use super::journal::LogLine;
use super::lift;
use super::lower::Lowered;
use super::settings::{self, SettingsError};
use super::started::Ready;
use super::trap::Stage;
use crate::domain::request::{Answer, Description, Request};
use crate::domain::run::StrategyIdentity;
use crate::text::one_line;

/// Longest message of a strategy that makes no plan, in bytes; what goes beyond is cut.
const DECLINED_BYTES: usize = 2048;

/// A strategy that is ready to be asked. Cheap to clone; may be asked from several threads at once.
#[derive(Clone)]
pub struct Strategy {
    inner: Arc<Inner>,
}

struct Inner {
    ready: Ready,
    description: Description,
    identity: StrategyIdentity,
    from_cache: bool,
}

/// A strategy's answer and what it cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Assigned {
    /// The answer: read, bounded and cleaned, but not checked as a plan.
    pub answer: Answer,
    /// Fuel used, starting the component included: the same for the same request on every machine.
    pub fuel: u64,
    /// Its log.
    pub log: Vec<LogLine>,
    /// Lines beyond the log's limit.
    pub log_dropped: u64,
    /// Most bytes that its memories held together.
    pub peak_memory: u64,
    /// Wall clock of the call, starting the component included.
    pub elapsed: Duration,
}

/// The version that a run keeps: floats that may differ between processors are told as build metadata (Semantic Versioning 2.0.0, 10).
fn planned_by(version: &str, fast_floats: bool) -> String {
    let joint = if version.contains('+') { '.' } else { '+' };
    if fast_floats { format!("{version}{joint}fast-floats") } else { version.to_owned() }
}

impl Strategy {
    /// Asks a component what it is. `digest` is the SHA-256 of its file.
    pub(super) fn describe(ready: Ready, digest: &[u8], from_cache: bool) -> Result<Strategy, StrategyError> {
        let budget = Budget::describe(&ready.limits);
        let mut started = ready.start(&budget)?;
        let raw = started.guest.call_describe(&mut started.store);
        let raw = raw.map_err(|error| ready.ended(&budget, &started.store, &error, Stage::Call))?;
        let description = describe::check(raw)
            .map_err(|detail| StrategyError::Description { plugin: ready.plugin.clone(), detail })?;
        let identity = StrategyIdentity {
            name: description.name.clone(),
            version: planned_by(&description.version, ready.limits.fast_floats),
            digest: hex::encode(digest),
        };
        Ok(Strategy { inner: Arc::new(Inner { ready, description, identity, from_cache }) })
    }

    /// What it says of itself, checked and cleaned.
    #[must_use]
    pub fn description(&self) -> &Description {
        &self.inner.description
    }

    /// Its name, version and the SHA-256 of its component. The version tells of fast floats too.
    #[must_use]
    pub fn identity(&self) -> &StrategyIdentity {
        &self.inner.identity
    }

    /// Whether its code was there already, in the cache of compiled components or in the program.
    #[must_use]
    pub fn from_cache(&self) -> bool {
        self.inner.from_cache
    }

    /// Checks settings against the strategy's schema, fills in its defaults and returns them as the text that a request carries.
    ///
    /// # Errors
    /// Every setting that the schema refuses, up to a bound; never empty.
    pub fn settings(&self, given: &Value) -> Result<String, Vec<SettingsError>> {
        settings::check(&self.inner.description.settings_schema, given)
    }

    /// Asks for a plan. Blocks until the strategy answers or comes to a limit; the caller's thread needs a stack of 1 MiB beside
    /// [`stack_bytes`](super::Limits::stack_bytes).
    ///
    /// # Errors
    /// The way in which the strategy ended, or why it makes no plan.
    pub fn assign(&self, request: &Request) -> Result<Assigned, StrategyError> {
        let ready = &self.inner.ready;
        let begun = Instant::now();
        let plugin = || ready.plugin.clone();
        let lowered = Lowered::new(request).map_err(|detail| StrategyError::Request { plugin: plugin(), detail })?;
        let views = lowered.views();
        let budget = Budget::assign(&ready.limits, lowered.rows());
        let mut started = ready.start(&budget)?;
        let outcome = started.guest.call_assign(&mut started.store, views.request());
        let outcome = outcome.map_err(|error| ready.ended(&budget, &started.store, &error, Stage::Call))?;
        let fuel = started.fuel_used();
        let beside = started.store.into_data();
        let plan = outcome.map_err(|message| {
            ready.tell(&beside.journal);
            StrategyError::Declined { plugin: plugin(), message: one_line(&message, DECLINED_BYTES) }
        })?;
        let answer = lift::answer(plan, &ready.limits).map_err(|(what, limit)| StrategyError::AnswerTooLarge {
            plugin: plugin(),
            call: Call::Assign,
            what,
            limit,
        })?;
        let peak_memory = beside.guard.peak();
        let (log, log_dropped) = beside.journal.into_parts();
        Ok(Assigned { answer, fuel, log, log_dropped, peak_memory, elapsed: begun.elapsed() })
    }
}

impl fmt::Debug for Strategy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Strategy").field("identity", &self.inner.identity).finish_non_exhaustive()
    }
}
