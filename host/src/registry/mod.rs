//! Strategies in an OCI registry: pushed and pulled as WebAssembly artifacts in the CNCF's layout, pinned by digest, signed as cosign does.
//!
//! The only place that speaks the distribution API. Nothing of a component runs here: whoever pulls one admits it to the plugin host.
//! No transparency log is asked, no credential helper is run.

mod auth;
mod client;
mod cosign;
mod credentials;
mod digest;
mod error;
mod fetch;
mod file;
mod http;
mod key;
mod manifest;
mod pull;
mod push;
mod reference;
mod store;
mod wasm_config;

pub use client::{Access, Client};
pub use credentials::{Login, login};
pub use digest::Digest;
pub use error::RegistryError;
pub use fetch::Wanted;
pub use file::read as read_file;
pub use key::{PublicKey, SigningKey};
pub use pull::{Pulled, pull};
pub use push::{About, Pushed, push};
pub use reference::Reference;
pub use store::Store;
