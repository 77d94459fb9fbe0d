//! Reads one YAML or JSON file into a typed value and says of each mistake where it stands. Knows none of odlm's own keys.

mod alternatives;
mod build;
mod check;
mod dotenv;
mod environment;
mod errors;
mod expand;
mod file;
mod message;
mod place;
mod problem;
mod read;
mod scalar;
mod schema;
mod stack;
mod syntax;
mod tree;
mod value;
mod wording;

pub use environment::Environment;
pub use errors::{ConfigError, ConfigErrors};
pub use place::{Place, Places};
pub use read::{Read, read, read_bytes};
pub use syntax::Format;
