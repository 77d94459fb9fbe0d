//! From an admitted component to machine code. A component that makes the compiler panic or recurse deeply harms one thread only.
//!
//! Neither time nor memory of the compiler is limited here: that takes a process of its own.

use wasmtime::Engine;
use wasmtime::component::Component;

use super::error::StrategyError;
use crate::text::one_line;

/// The compiler recurses over the code that it reads; a component's author must not choose how deep on a small stack.
const STACK_BYTES: usize = 16 << 20;

/// Longest text of the compiler that is passed on, in bytes.
const DETAIL_BYTES: usize = 400;

/// Compiles a component on a thread of its own.
pub(super) fn compile(engine: &Engine, plugin: &str, component: &[u8]) -> Result<Component, StrategyError> {
    let outcome = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name("strategy-compiler".into()).stack_size(STACK_BYTES);
        let worker = thread.spawn_scoped(scope, || Component::from_binary(engine, component));
        worker.map(std::thread::ScopedJoinHandle::join)
    });
    let plugin = plugin.to_string();
    match outcome {
        Ok(Ok(Ok(compiled))) => Ok(compiled),
        Ok(Ok(Err(error))) => {
            Err(StrategyError::Compile { plugin, detail: one_line(&format!("{error:#}"), DETAIL_BYTES) })
        }
        Ok(Err(_panic)) => Err(StrategyError::CompilerFailed { plugin }),
        Err(error) => Err(StrategyError::Engine { detail: error.to_string() }),
    }
}
