//! The plugin host: strategies as WebAssembly components, admitted, limited and asked. The only folder that knows `wasmtime`.
//!
//! Whatever a running component does ends in an answer or in a [`StrategyError`]. Two things are outside this promise: whether the
//! answer is a sound plan, which is checked elsewhere, and the time and memory that compiling a component takes.

mod admission;
mod bindings;
mod budget;
mod cache;
mod clock;
mod compile;
mod component;
mod describe;
mod embedded;
mod engine;
mod error;
mod guard;
mod hint;
mod host;
mod journal;
mod lift;
mod limits;
mod lower;
mod schema;
mod settings;
mod started;
mod trap;

pub use component::{Assigned, Strategy};
pub use embedded::shipped;
pub use error::{Call, StrategyError};
pub use host::Host;
pub use journal::{Level, LogLine};
pub use limits::Limits;
pub use settings::SettingsError;
