//! What machine code is made for: everything that decides whether code fits an engine. The build script makes the shipped strategies' code by
//! the same settings.

use wasmtime::{Config, OptLevel, WasmBacktraceDetails, WasmFeatures};

/// Same request, same answer, on any machine: no proposal whose results depend on the processor.
pub(super) fn config(fast_floats: bool) -> Config {
    let mut config = Config::new();
    config
        .epoch_interruption(true)
        .consume_fuel(true)
        .cranelift_nan_canonicalization(!fast_floats)
        .wasm_simd(true)
        .wasm_relaxed_simd(false)
        .relaxed_simd_deterministic(true)
        .wasm_memory64(false)
        .wasm_tail_call(false)
        // Components with several inner memories are compiled with adapters that need it: switching it off makes wasmtime panic.
        .wasm_multi_memory(true)
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
