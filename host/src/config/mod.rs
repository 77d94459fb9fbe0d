//! The configuration: `source` reads text into checked values, `written` says which keys there are, `resolve` what they mean.

mod connection;
mod files;
mod resolve;
mod resolved;
pub mod source;
pub mod written;

pub use resolve::load;
pub(crate) use resolve::{LAST_RANK, default_rank};
pub use resolved::{
    Config, DateWindow, Distribution, Execution, LeadRules, Level, Overrides, PeopleRules, RoomRule, SourceRule,
};
