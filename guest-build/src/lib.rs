//! Builds strategies from source: finds a WebAssembly toolchain, compiles packages of a plugins workspace, wraps each as a component.
//! Builds also projects of their own, one strategy each, in several languages.
//! Used by the host's build script, by `make plugins` and by `odlm strategy build`. It does not check what a component imports; the host's loader does.

mod command;
mod compile;
mod component;
mod error;
mod project;
mod toolchain;

pub use compile::{Built, build};
pub use component::encode;
pub use error::Error;
pub use project::{Project, build_c, build_go, build_javascript, build_python, build_rust};
pub use toolchain::{CHOICE_VARIABLE, Toolchain};

/// The strategies that odlm ships, as packages of `plugins/`.
pub const SHIPPED: [&str; 4] = ["level-based", "round-robin", "proportional", "capacity"];

/// The only target there is for strategies: no system interface, so no clock, files, network or randomness.
pub const TARGET: &str = "wasm32-unknown-unknown";
