//! Projects for strategies of one's own: written from templates, built with the tools that are there. It loads and runs nothing.

mod build;
mod error;
mod language;
mod marker;
mod name;
mod templates;
mod write;

pub use build::{Built, build};
pub use error::ScaffoldError;
pub use language::Language;
pub use templates::files;
pub use write::create;
