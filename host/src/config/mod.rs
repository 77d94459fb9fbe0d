//! The configuration: `source` reads text into checked values, `written` says which keys there are, `resolve` what they mean.

mod connection;
mod domain_shape;
mod files;
mod resolve;
mod resolved;
pub mod source;
mod where_clause;
pub mod written;

pub use resolve::load;
pub(crate) use resolve::{LAST_RANK, default_experience, default_rank};
pub use resolved::{
    ActivityRule, Calendar, Config, DateWindow, Distribution, DoNotCall, DropbackRule, Execution, FieldNames,
    HostRules, LeadRules, Level, OnAssign, Overrides, Patterns, PeopleRules, PeopleSource, RoomRule, RoundRobinRule,
    Shielded, SourceOrigin, SourceRule, StrategyChoice, TeamRule, UnknownSource, Who,
};
