//! What a configuration means once defaults, flags and files are settled. Nothing here is optional that a run needs.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::source::Places;
use super::written::{Chatter, LeadType, LogLevel, MatchMode, OnStrategyFailure};
use crate::odoo::Connection;

/// What the command line changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overrides {
    /// `--dry-run`.
    pub dry_run: bool,
    /// `--max-leads`.
    pub max_leads: Option<u32>,
    /// `--override-date-range`, both days included.
    pub date_range: Option<(Date, Date)>,
    /// `--force-round-robin`.
    pub force_round_robin: bool,
}

/// A resolved configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where Odoo is and how to log in.
    pub connection: Connection,
    /// The campaign's name: fairness and leases are kept under it.
    pub campaign: String,
    /// Whether the campaign is served at all.
    pub active: bool,
    /// Who may receive leads.
    pub people: PeopleRules,
    /// Which leads are distributed.
    pub leads: LeadRules,
    /// Who gets which lead.
    pub distribution: Distribution,
    /// How a run is carried out.
    pub execution: Execution,
    /// The ledger's SQLite file.
    pub ledger: PathBuf,
    /// SHA-256 of everything above but the secrets, in hexadecimal.
    pub digest: String,
    /// What the operator should know, like a password that stands in the file.
    pub warnings: Vec<String>,
    /// Where the keys stand in the file.
    pub places: Places,
}

/// Who may receive leads.
#[derive(Clone, Debug)]
pub struct PeopleRules {
    /// The campaign table.
    pub table: PathBuf,
    /// The campaign whose people take part; none takes everybody.
    pub campaign: Option<String>,
    /// Whether rows with `active: false` take part.
    pub include_inactive: bool,
    /// Names or logins of people who take no part.
    pub excluded: Vec<String>,
    /// The target of somebody for whom neither the table nor the level has one.
    pub default_target: u32,
    /// The level of somebody for whom the table has none.
    pub default_level: String,
    /// The levels, by name.
    pub levels: BTreeMap<String, Level>,
}

/// One level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// 1 is served first.
    pub rank: u32,
    /// Leads that a person of the level should own.
    pub target: Option<u32>,
}

/// Which leads are distributed.
#[derive(Clone, Debug)]
pub struct LeadRules {
    /// Which records of `crm.lead`.
    pub lead_type: LeadType,
    /// The field of the status.
    pub status_field: String,
    /// The field of the web source.
    pub source_field: String,
    /// The field of the date.
    pub date_field: String,
    /// The window of the date.
    pub window: DateWindow,
    /// The web sources; none takes every source.
    pub sources: Option<SourceRule>,
    /// The statuses; none takes every status.
    pub statuses: Option<Vec<String>>,
    /// Names of statuses and tags that mean do-not-call; none does not look.
    pub do_not_call: Option<Vec<String>>,
    /// Whether leads of active owners are left out.
    pub exclude_assigned: bool,
}

/// The window of a lead's date, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateWindow {
    /// Counted back from today.
    Days {
        /// At least so many days old.
        older_than: u32,
        /// At most so many days old.
        younger_than: u32,
    },
    /// Given by the operator.
    Between(Date, Date),
}

/// The web sources.
#[derive(Clone, Debug)]
pub struct SourceRule {
    /// The patterns.
    pub sources: Vec<String>,
    /// How they are compared.
    pub mode: MatchMode,
    /// Whether letters must agree in case.
    pub case_sensitive: bool,
}

/// Who gets which lead.
#[derive(Clone, Debug)]
pub struct Distribution {
    /// The strategy's name, kebab-case.
    pub strategy: String,
    /// The settings as they are written, for the strategy's own schema to check.
    pub settings: Map<String, Value>,
    /// The settings' place in the configuration, like `distribution.level_based`.
    pub settings_key: &'static str,
    /// How many leads the host accepts for a person.
    pub room: RoomRule,
    /// When the strategy gives no plan or one that breaks a rule.
    pub on_failure: OnStrategyFailure,
}

/// How many leads the host accepts for a person, whatever a strategy says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoomRule {
    /// Up to the target, and past it by what the settings' `allow_overflow` and `overflow_limit` say, less the workload.
    Target,
    /// As many as there are.
    Unlimited,
}

/// How a run is carried out.
#[derive(Clone, Debug)]
pub struct Execution {
    /// Plan only.
    pub dry_run: bool,
    /// The most leads given out.
    pub max_leads: u32,
    /// The most leads in one write.
    pub batch_size: usize,
    /// What Odoo's chatter keeps.
    pub chatter: Chatter,
    /// The zone in which days begin; none takes the Odoo user's.
    pub time_zone: Option<TimeZone>,
    /// How much is said on stderr.
    pub log_level: Option<LogLevel>,
    /// How long a run's lease lives without being renewed.
    pub lease: Duration,
}
