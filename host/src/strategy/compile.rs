//! From an admitted component to machine code, in this process or in one apart. What is returned is code that runs unchecked.

use std::path::PathBuf;

use wasmtime::Engine;

use super::apart::{self, Failure};
use super::child;
use super::error::StrategyError;
use super::limits::Limits;
use crate::text::one_line;

/// Longest text of the compiler that is passed on, in bytes.
const DETAIL_BYTES: usize = 400;

/// Who compiles a component that is not one of the shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compiler {
    /// This process: neither time nor memory of the compiler is limited. For components that are trusted, and for systems that are not
    /// Unix.
    InProcess,
    /// A process apart under [`Limits::compile_memory_bytes`], [`Limits::compile_cpu_time`] and [`Limits::compile_time`]. On a system that
    /// is not Unix it is as [`Compiler::InProcess`].
    Child {
        /// The program that is started: odlm of this version, or whatever answers [`Task::COMMAND`](super::Task::COMMAND) as it does.
        program: PathBuf,
    },
}

/// Compiles a component.
pub(super) fn compile(
    compiler: &Compiler,
    engine: &Engine,
    limits: &Limits,
    plugin: &str,
    component: &[u8],
) -> Result<Vec<u8>, StrategyError> {
    match compiler {
        Compiler::Child { program } if cfg!(unix) => child::compile(program, limits, plugin, component),
        _ => apart::compile(engine, component).map_err(|failure| explain(plugin, failure)),
    }
}

/// What became of a compilation, told of the strategy.
pub(super) fn explain(plugin: &str, failure: Failure) -> StrategyError {
    let plugin = plugin.to_string();
    let short = |text: String| one_line(&text, DETAIL_BYTES);
    match failure {
        Failure::Refused(detail) => StrategyError::Compile { plugin, detail: short(detail) },
        Failure::Panicked(detail) => StrategyError::CompilerFailed { plugin, detail: short(detail) },
        Failure::System(detail) => StrategyError::CompilerStart { plugin, detail: short(detail) },
    }
}
