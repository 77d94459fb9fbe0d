//! The one place that builds a WebAssembly engine. What a guest may be is settled in `code.rs`, what it may use in `budget.rs`.

use std::sync::Arc;

use wasmtime::{Config, Engine};

use super::clock::Clock;
use super::code;
use super::error::StrategyError;
use super::limits::Limits;
use super::pool::pooled;

/// An engine and the clock without which its time limits would never strike. Strategies share it, so the clock outlives them.
pub(super) struct Runtime {
    /// The engine.
    pub(super) engine: Engine,
    _clock: Clock,
}

impl Runtime {
    /// Builds the engine and starts its clock.
    pub(super) fn new(limits: &Limits) -> Result<Arc<Runtime>, StrategyError> {
        let mut pool = config(limits);
        pooled(&mut pool, limits);
        // Where addresses are few, as under `ulimit -v`, every call gets fresh memory.
        let engine = Engine::new(&pool).or_else(|error| {
            tracing::debug!(%error, "calls get fresh memory");
            compiler(limits)
        })?;
        let clock = Clock::start(&engine).map_err(|error| StrategyError::Engine { detail: error.to_string() })?;
        Ok(Arc::new(Runtime { engine, _clock: clock }))
    }
}

/// An engine that only compiles: code from it runs in every [`Runtime`] of the same limits.
pub(super) fn compiler(limits: &Limits) -> Result<Engine, StrategyError> {
    Engine::new(&config(limits)).map_err(|error| StrategyError::Engine { detail: format!("{error:#}") })
}

fn config(limits: &Limits) -> Config {
    let mut config = code::config(limits.fast_floats);
    config.max_wasm_stack(limits.stack_bytes);
    config
}
