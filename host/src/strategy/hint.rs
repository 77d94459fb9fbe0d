//! The way out of each error of a strategy, for the operator or for the plugin's author.

use super::error::{Exhausted, StrategyError};

impl StrategyError {
    /// What to do about it, in one sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            StrategyError::Engine { .. } => {
                "an address-space limit (`ulimit -v`) below some GiB keeps it from starting, as does a lack of threads"
            }
            StrategyError::TooLarge { .. } => {
                "build it for release and strip its symbols; the limit is `component_bytes`"
            }
            StrategyError::NotWasm { .. } => {
                "give the path of a component, a `.wasm` file; sources and archives are not read"
            }
            StrategyError::CoreModule { .. } => {
                "wrap it as a component for the world `odlm:strategy/plugin`, for instance with `wasm-tools component new`"
            }
            StrategyError::Damaged { .. } => "copy or build it again, and compare its SHA-256 with its author's",
            StrategyError::ForbiddenImport { import, .. } if import.starts_with("wasi:") => {
                "build it without WASI: Rust for `wasm32-unknown-unknown`, Python and JavaScript with `--stub-wasi`; time and chance are in the request"
            }
            StrategyError::ForbiddenImport { .. } => {
                "a strategy is a pure function: take what it needs from the request and the settings"
            }
            StrategyError::OtherContract { .. } => {
                "build it against the contract `wit/v1/strategy.wit` of this odlm, or use the odlm that speaks its contract"
            }
            StrategyError::ContractShape { .. } => {
                "generate its bindings anew from `wit/v1/strategy.wit`; a newer contract needs a newer odlm"
            }
            StrategyError::Compile { .. } => {
                "build it without threads, relaxed SIMD, 64-bit memory, exceptions and garbage collection"
            }
            StrategyError::TooMuchToCompile { excess, .. } => excess.hint(),
            StrategyError::CompileLimit { exhausted, .. } => match exhausted {
                Exhausted::Memory(_) => "build it smaller, with shorter functions; the limit is `compile_memory_bytes`",
                Exhausted::Cpu(_) => "build it smaller, with shorter functions; the limit is `compile_cpu_time`",
                Exhausted::Time(_) => {
                    "try again when the machine is less busy, or build it smaller; the limit is `compile_time`"
                }
                Exhausted::Output(_) => "build it for release with unused code removed; the limit is `compiled_bytes`",
            },
            StrategyError::CompilerStart { .. } => {
                "odlm starts itself to compile: its program must be where it was started from, and the folder for temporary files writable"
            }
            StrategyError::CompilerFailed { .. } => {
                "build it with another toolchain, and report the component to its author"
            }
            StrategyError::Start { .. } => {
                "a strategy has a limited number of instances, memories and tables; the limits are `instances`, `memories`, `tables`"
            }
            StrategyError::Description { .. } => {
                "correct what its `describe` returns; the rules are in `wit/v1/strategy.wit`"
            }
            StrategyError::Request { .. } => {
                "this is a mistake of odlm or of a request written by hand, not of the strategy"
            }
            StrategyError::Time { .. } => {
                "look for a loop without an end; for a large run raise `limits.assign_seconds` of the plugin, or give out fewer leads with `--max-leads`"
            }
            StrategyError::Fuel { .. } => {
                "look for a loop without an end or for work that grows with leads times people; otherwise raise `limits.assign_fuel` of the plugin"
            }
            StrategyError::Memory { .. } => "make it keep less at a time, or raise `limits.memory_mib` of the plugin",
            StrategyError::Tables { .. } => "make it use smaller tables; the limit is `table_elements`",
            StrategyError::Stack { .. } => {
                "look for a recursion without an end, or turn deep recursion into a loop; the limit is `stack_bytes`"
            }
            StrategyError::Aborted { said: Some(_), .. } => "its own words say why; pass them to its author",
            StrategyError::Aborted { said: None, .. } => {
                "it logged no error before; its author can log panics and exceptions, as the SDKs do"
            }
            StrategyError::DivisionByZero { .. } => "pass the request to its author: a target or a count may be 0",
            StrategyError::OutOfBounds { .. } | StrategyError::Trap { .. } => {
                "pass the request to its author: it is a mistake in the strategy"
            }
            StrategyError::AnswerTooLarge { .. } => {
                "it may answer with one number and one reason a lead, notes only on the leads it is asked about, and a small memory"
            }
            StrategyError::MalformedAnswer { .. } => {
                "generate its bindings from `wit/v1/strategy.wit` and let them build the answer"
            }
            StrategyError::LogFlood { .. } => "make it log less; the limit is `log_flood_bytes`",
            StrategyError::Declined { .. } => {
                "its own words say what it lacks; its settings and columns are the usual place to look"
            }
        }
    }
}
