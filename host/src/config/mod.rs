//! The configuration: `source` reads text into checked values, `written` says which keys there are, `resolve` what they mean.

mod connection;
mod domain_shape;
mod files;
pub mod import;
mod published;
mod resolve;
mod resolved;
pub mod source;
pub mod templates;
mod where_clause;
pub mod written;

pub use published::json_schema;
pub(crate) use resolve::{LAST_RANK, default_experience, default_rank};
pub use resolve::{load, load_text};
pub use resolved::{
    ActivityRule, Alerts, Artifact, Calendar, Config, DateWindow, Distribution, DoNotCall, DropbackRule, Email,
    Execution, FieldNames, HostRules, LeadRules, Level, LogFile, Logging, Mailbox, Metrics, OnAssign, Origin, Otlp,
    Overrides, Patterns, PeopleRules, PeopleSource, PostOffice, Push, ReportOverrides, Reporting, RoomRule,
    RoundRobinRule, Shielded, SourceOrigin, SourceRule, StrategyChoice, TeamRule, UnknownSource, Webhook, Who,
};
