//! Reads one YAML or JSON file into a typed value and says of each mistake where it stands. Knows none of odlm's own keys.

mod alternatives;
mod build;
mod check;
mod dotenv;
mod edit;
mod environment;
mod errors;
mod expand;
mod file;
mod locate;
mod message;
mod place;
mod problem;
mod read;
mod scalar;
mod schema;
mod stack;
mod strangers;
mod syntax;
mod tree;
mod value;
mod wording;

pub use dotenv::dotenv_value;
pub use edit::{NoEdit, put_text};
pub use environment::Environment;
pub use errors::{ConfigError, ConfigErrors};
pub use place::{Place, Places};
pub use read::{Read, read, read_as_written, read_bytes, read_verbatim};
pub use schema::of as schema_of;
pub use strangers::{Stranger, take_strangers};
pub use syntax::Format;
