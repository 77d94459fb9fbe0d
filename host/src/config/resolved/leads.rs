//! Which leads are distributed, resolved.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::config::written::{LeadType, MatchMode, SalesFilter};
use crate::odoo::Domain;

/// Which leads are distributed.
#[derive(Clone, Debug)]
pub struct LeadRules {
    /// Which records of `crm.lead`.
    pub lead_type: LeadType,
    /// The fields that hold what the filters ask for.
    pub fields: FieldNames,
    /// The window of the date.
    pub window: DateWindow,
    /// Which days of the window do not count.
    pub calendar: Calendar,
    /// The web sources; none takes every source.
    pub sources: Option<SourceRule>,
    /// The lead's campaigns; none takes every campaign.
    pub campaigns: Option<Patterns>,
    /// The statuses; none takes every status.
    pub statuses: Option<Patterns>,
    /// Statuses that are left out, whatever `statuses` says.
    pub excluded_statuses: Option<Patterns>,
    /// Statuses of leads that are sold already.
    pub sale_statuses: Option<Patterns>,
    /// What means do-not-call; none does not look.
    pub do_not_call: Option<DoNotCall>,
    /// Only leads with one of these tags.
    pub included_tags: Option<Patterns>,
    /// No lead with one of these tags.
    pub excluded_tags: Option<Patterns>,
    /// Fields that must have a value.
    pub required_fields: Vec<String>,
    /// The lowest and the highest priority, both inside.
    pub priority: (u8, u8),
    /// Whether leads of active owners are left out.
    pub exclude_assigned: bool,
    /// Whether won leads are left out.
    pub exclude_closed: bool,
    /// Whether leads of inactive owners are left out; else they are given to others.
    pub exclude_inactive_owners: bool,
    /// Which activities keep a lead with its owner; none does not look.
    pub activity: Option<ActivityRule>,
    /// Which opportunities keep a lead from being distributed, as they are written; none does not look.
    pub sales: Option<SalesFilter>,
    /// Which old leads go to a fixed person; none does not look.
    pub dropback: Option<DropbackRule>,
    /// Up to so many leads in the window each lead left out names its rule.
    pub explain_limit: u32,
}

/// The fields of `crm.lead` that hold what the filters ask for.
#[derive(Clone, Debug)]
pub struct FieldNames {
    /// The status.
    pub status: String,
    /// The web source.
    pub source: String,
    /// The date.
    pub date: String,
    /// The campaign.
    pub campaign: String,
    /// The closer.
    pub closer: String,
    /// The open user.
    pub open_user: String,
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
        /// Whether they are working days: neither weekends nor holidays.
        working: bool,
    },
    /// Given by the operator; without an end up to today.
    Between(Date, Option<Date>),
}

/// Which days do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Whether leads dated on Saturday or Sunday are left out.
    pub exclude_weekends: bool,
    /// Whether leads dated on a holiday are left out.
    pub exclude_holidays: bool,
    /// Days that are holidays.
    pub holidays: Vec<Date>,
    /// Whether Odoo's public time off are holidays too.
    pub holidays_from_odoo: bool,
}

/// A list of values and how they are compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns {
    /// The values, compared by `mode`.
    pub names: Vec<String>,
    /// How `names` are compared.
    pub mode: MatchMode,
    /// Patterns with `*` and `?`.
    pub globs: Vec<String>,
    /// Regular expressions.
    pub expressions: Vec<String>,
    /// Whether letters must agree in case.
    pub case_sensitive: bool,
}

impl Patterns {
    /// Whether nothing is on the list.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.globs.is_empty() && self.expressions.is_empty()
    }
}

/// The web sources.
#[derive(Clone, Debug)]
pub struct SourceRule {
    /// The values from the file or the list, and how they are compared.
    pub patterns: Patterns,
    /// Where further values come from.
    pub origin: SourceOrigin,
    /// What becomes of a source that Odoo does not know.
    pub unknown: UnknownSource,
}

/// Where web sources come from beside the configuration and its files.
#[derive(Clone, Debug, PartialEq)]
pub enum SourceOrigin {
    /// Nowhere: all are in the patterns.
    Configuration,
    /// A table of the tracking database.
    Table(String),
    /// Odoo's `utm.source`, those of a domain.
    Odoo(Domain),
}

/// What becomes of a source that Odoo does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownSource {
    /// Nobody looks.
    Accepted,
    /// The run ends.
    Refused,
    /// It is dropped with a warning.
    Dropped,
}

/// What means do-not-call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoNotCall {
    /// Statuses.
    pub statuses: Patterns,
    /// Tags; none does not look.
    pub tags: Option<Patterns>,
    /// Whether what stands between the words counts; if not, `Do Not Call` is `do_not_call`. Holds for exact names only.
    pub strict: bool,
    /// Whether Odoo's blacklists count.
    pub blacklists: bool,
}

/// Which activities keep a lead with its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivityRule {
    /// Any activity does.
    pub any: bool,
    /// One that is due within so many days does.
    pub within_days: u32,
    /// One that is overdue does, unless by more than so many days.
    pub overdue_more_than: u32,
    /// Whether leads without an activity are taken.
    pub keep_if_none: bool,
}

/// Which old leads go to a fixed person.
#[derive(Clone, Debug)]
pub struct DropbackRule {
    /// Older than so many days.
    pub days: u32,
    /// Whether they are working days.
    pub working: bool,
    /// The field of the date.
    pub date_field: String,
    /// The field of the web source.
    pub source_field: String,
    /// What kind of field that is said to be.
    pub source_field_type: Option<String>,
    /// The sources of each campaign; the first that matches counts.
    pub campaigns: Vec<(String, Patterns)>,
    /// The campaign of any other source.
    pub default_campaign: Option<String>,
    /// The person of each campaign, by folded campaign name: the campaign as it is written, and a name or login.
    pub people: BTreeMap<String, (String, String)>,
    /// Whether they are given; else only counted.
    pub assign: bool,
    /// The status that is written.
    pub status: Option<String>,
    /// The team that is written.
    pub team: Option<String>,
    /// Whether each is named in the log.
    pub log: bool,
}
