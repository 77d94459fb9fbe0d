//! The configuration: `source` reads text into checked values, `written` says which keys there are, `resolve` what they mean.

mod connection;
mod files;
mod resolve;
mod resolved;
pub mod source;
pub mod written;

pub(crate) use resolve::default_rank;
pub use resolve::load;
pub use resolved::{
    Config, DateWindow, Distribution, Execution, LeadRules, Level, Overrides, PeopleRules, RoomRule, SourceRule,
};
