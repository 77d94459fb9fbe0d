//! The one place that builds a WebAssembly engine. What a guest may be is settled here, what it may use in `budget.rs`.

use std::sync::Arc;

use wasmtime::{Config, Engine, OptLevel, WasmBacktraceDetails, WasmFeatures};

use super::clock::Clock;
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
        let engine = Engine::new(&pool).or_else(|_| compiler(limits))?;
        let clock = Clock::start(&engine).map_err(|error| StrategyError::Engine { detail: error.to_string() })?;
        Ok(Arc::new(Runtime { engine, _clock: clock }))
    }
}

/// An engine that only compiles: code from it runs in every [`Runtime`] of the same limits.
pub(super) fn compiler(limits: &Limits) -> Result<Engine, StrategyError> {
    Engine::new(&config(limits)).map_err(|error| StrategyError::Engine { detail: format!("{error:#}") })
}

/// Same request, same answer, on any machine: no proposal whose results depend on the processor.
fn config(limits: &Limits) -> Config {
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .consume_fuel(true)
        .cranelift_nan_canonicalization(!limits.fast_floats)
        .wasm_simd(true)
        .wasm_relaxed_simd(false)
        .relaxed_simd_deterministic(true)
        .wasm_memory64(false)
        .wasm_tail_call(false)
        // Components with several inner memories are compiled with adapters that need it: switching it off makes wasmtime panic.
        .wasm_multi_memory(true)
        .max_wasm_stack(limits.stack_bytes)
        .cranelift_opt_level(OptLevel::Speed)
        .memory_init_cow(true)
        .parallel_compilation(true)
        // A guest's debug information is not worth parsing untrusted data for.
        .wasm_backtrace_details(WasmBacktraceDetails::Disable);
    let unused = WasmFeatures::GC
        | WasmFeatures::FUNCTION_REFERENCES
        | WasmFeatures::EXCEPTIONS
        | WasmFeatures::CUSTOM_PAGE_SIZES
        | WasmFeatures::WIDE_ARITHMETIC
        | WasmFeatures::STACK_SWITCHING;
    config.wasm_features(unused, false);
    config
}
