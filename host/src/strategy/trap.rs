//! Tells the ends of a guest apart: from what the engine reports to an error that names plugin, limit and place.

use wasmtime::{Trap, WasmBacktrace};

use super::budget::Budget;
use super::error::StrategyError;
use super::guard::Denied;
use super::journal::{Flood, Journal};
use super::limits::Limits;
use crate::text::{bytes, one_line};

/// Longest text of the engine that is passed on, in bytes.
const DETAIL_BYTES: usize = 400;

/// Longest name of a guest's function that is shown, in bytes.
const PLACE_BYTES: usize = 120;

/// Begins the engine's error on too much data out of a guest. Its type is private, so its text is all there is; should a later
/// engine change it, the error is still one, told as a malformed answer, and the test with a giant answer fails.
const TOO_MUCH_DATA: &str = "too much data is being copied";

/// When the engine reported an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// While the component was started.
    Start,
    /// In the call, or while its arguments or results were passed.
    Call,
}

/// Who ended, within which limits.
pub(super) struct Ended<'a> {
    /// The strategy's name.
    pub(super) plugin: &'a str,
    /// What it was given.
    pub(super) budget: &'a Budget,
    /// The limits behind it.
    pub(super) limits: &'a Limits,
    /// What it said.
    pub(super) journal: &'a Journal,
}

impl Ended<'_> {
    /// The error behind an engine's report.
    pub(super) fn explain(&self, error: &wasmtime::Error, stage: Stage) -> StrategyError {
        let (plugin, call) = (self.plugin.to_string(), self.budget.call);
        if let Some(denied) = error.downcast_ref::<Denied>() {
            return match *denied {
                Denied::Memory(asked) => StrategyError::Memory { plugin, call, asked, limit: self.limits.memory_bytes },
                Denied::Tables(asked) => {
                    StrategyError::Tables { plugin, call, asked, limit: self.limits.table_elements }
                }
            };
        }
        if error.is::<Flood>() {
            return StrategyError::LogFlood { plugin, call, limit: self.limits.log_flood_bytes };
        }
        if let Some(trap) = error.downcast_ref::<Trap>() {
            return self.trap(*trap, error);
        }
        let detail = detail(error);
        match stage {
            Stage::Call if detail.starts_with(TOO_MUCH_DATA) => StrategyError::AnswerTooLarge {
                plugin,
                call,
                what: "the whole of it",
                limit: bytes(self.budget.answer_bytes),
            },
            Stage::Call => StrategyError::MalformedAnswer { plugin, call, detail },
            Stage::Start => StrategyError::Start { plugin, detail },
        }
    }

    fn trap(&self, trap: Trap, error: &wasmtime::Error) -> StrategyError {
        let (plugin, call) = (self.plugin.to_string(), self.budget.call);
        match trap {
            Trap::Interrupt => StrategyError::Time { plugin, call, limit: self.budget.time },
            Trap::OutOfFuel => StrategyError::Fuel { plugin, call, limit: self.budget.fuel },
            Trap::StackOverflow => StrategyError::Stack { plugin, call, limit: self.limits.stack_bytes },
            Trap::UnreachableCodeReached => {
                StrategyError::Aborted { plugin, call, said: self.journal.last_error().map(String::from) }
            }
            Trap::IntegerDivisionByZero => StrategyError::DivisionByZero { plugin, call, place: place(error) },
            Trap::MemoryOutOfBounds | Trap::TableOutOfBounds => {
                StrategyError::OutOfBounds { plugin, call, place: place(error) }
            }
            Trap::StringOutOfBounds | Trap::ListOutOfBounds | Trap::InvalidDiscriminant | Trap::UnalignedPointer => {
                StrategyError::MalformedAnswer { plugin, call, detail: what(trap) }
            }
            other => StrategyError::Trap { plugin, call, what: what(other), place: place(error) },
        }
    }
}

/// A trap without the engine's prefix.
fn what(trap: Trap) -> String {
    let text = trap.to_string();
    text.strip_prefix("wasm trap: ").unwrap_or(&text).to_string()
}

/// The innermost cause in the engine's words, cleaned: it may quote the guest's names.
pub(super) fn detail(error: &wasmtime::Error) -> String {
    one_line(&error.root_cause().to_string(), DETAIL_BYTES)
}

/// The guest's function in which a trap struck.
fn place(error: &wasmtime::Error) -> Option<String> {
    let backtrace = error.downcast_ref::<WasmBacktrace>()?;
    let name = backtrace.frames().first()?.func_name()?;
    Some(one_line(name, PLACE_BYTES)).filter(|name| !name.is_empty())
}
