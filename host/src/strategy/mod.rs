//! The plugin host: strategies as WebAssembly components, admitted, limited and asked. The only folder that knows `wasmtime`.
//!
//! It promises that no guest harms the host: whatever a component does ends in an answer or in a [`StrategyError`].
//! Whether the answer is a sound plan is checked elsewhere.

mod admission;
mod bindings;
mod budget;
mod cache;
mod clock;
mod compile;
mod component;
mod describe;
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
mod text;
mod trap;

pub use component::{Assigned, Strategy};
pub use error::{Call, StrategyError};
pub use host::Host;
pub use journal::{Level, LogLine};
pub use limits::Limits;
pub use settings::SettingsError;
pub use text::one_line;
