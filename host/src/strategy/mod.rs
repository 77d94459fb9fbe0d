//! The plugin host: strategies as WebAssembly components, admitted, limited and asked. The only folder that knows `wasmtime`.
//!
//! Whatever a component does, when it is compiled or when it runs, ends in an answer or in a [`StrategyError`]. Outside this promise is
//! whether the answer is a sound plan, which is checked elsewhere. Time and memory of compiling are bounded where [`Compiler::Child`]
//! is used, which needs a Unix; otherwise only what [`Limits`] says of a component's figures keeps them small.

mod admission;
mod apart;
mod bindings;
mod budget;
mod cache;
mod child;
mod clock;
mod code;
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
mod pool;
mod scan;
mod schema;
mod settings;
mod started;
mod trap;

pub use apart::{Failure, Task};
pub use compile::Compiler;
pub use component::{Assigned, Strategy};
pub use embedded::shipped;
pub use error::{Call, Exhausted, StrategyError};
pub use host::Host;
pub use journal::{Level, LogLine};
pub use limits::Limits;
pub use scan::Excess;
pub use settings::SettingsError;
