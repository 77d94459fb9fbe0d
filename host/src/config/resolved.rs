//! What a configuration means once defaults, flags and files are settled. Nothing here is optional that a run needs.

mod distribution;
mod leads;
mod notify;
mod observing;
mod people;
mod reporting;

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::source::{Environment, Places};
use super::written::{Chatter, LogLevel};
use crate::ledger::Place;
use crate::odoo::Connection;

pub use distribution::{
    Artifact, Distribution, HostRules, OnAssign, Origin, RoomRule, RoundRobinRule, StrategyChoice, TeamRule, Who,
};
pub use leads::{
    ActivityRule, Calendar, DateWindow, DoNotCall, DropbackRule, FieldNames, LeadRules, Patterns, SourceOrigin,
    SourceRule, UnknownSource,
};
pub use notify::{Alerts, Email, Mailbox, PostOffice, Webhook};
pub use observing::{LogFile, Logging, Metrics, Otlp, Push};
pub use people::{Level, PeopleRules, PeopleSource, Shielded};
pub use reporting::{ReportOverrides, Reporting};

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
    /// `--allow-unpinned`.
    pub allow_unpinned: bool,
    /// `--email-notification`.
    pub email_notification: bool,
    /// The flags of report files.
    pub report: ReportOverrides,
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
    /// Who is told what a run gave out.
    pub email: Email,
    /// Who hears of it when a run did not go as it should.
    pub alerts: Alerts,
    /// What a run leaves to be looked at.
    pub reporting: Reporting,
    /// Where runs are remembered.
    pub ledger: Place,
    /// What of them, and for how long.
    pub tracking: Tracking,
    /// Where the log goes.
    pub logging: Logging,
    /// Where metrics go.
    pub metrics: Metrics,
    /// Where traces go; none leaves it to the variables of OpenTelemetry.
    pub traces: Option<Otlp>,
    /// SHA-256 of everything above but the secrets, in hexadecimal.
    pub digest: String,
    /// What the operator should know, like a password that stands in the file.
    pub warnings: Vec<String>,
    /// The variables that it was read with, for a login that no key of it names.
    pub environment: Environment,
    /// Where the keys stand in the file.
    pub places: Places,
}

impl Config {
    /// The files that a run reads or keeps: no output takes their place.
    #[must_use]
    pub fn inputs(&self) -> Vec<&Path> {
        inputs(self.places.file(), Some(&self.ledger), Some(&self.people), Some(&self.distribution))
    }
}

/// As [`Config::inputs`], of what is settled so far.
pub(super) fn inputs<'a>(
    configuration: &'a Path,
    ledger: Option<&'a Place>,
    people: Option<&'a PeopleRules>,
    strategies: Option<&'a Distribution>,
) -> Vec<&'a Path> {
    let people = match people.map(|people| &people.source) {
        Some(PeopleSource::Table(file) | PeopleSource::File(file)) => Some(file.as_path()),
        _ => None,
    };
    let strategies = strategies.into_iter().flat_map(|found| std::iter::once(&found.strategy).chain(&found.others));
    let strategies = strategies.filter_map(|choice| choice.origin.file());
    [Some(configuration), ledger.and_then(Place::path), people].into_iter().flatten().chain(strategies).collect()
}

/// What is remembered of a run once it is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracking {
    /// Each lead's decision.
    pub assignments: bool,
    /// Each person's leads by status, before and after.
    pub statuses: bool,
    /// How even and how complete it was.
    pub summary: bool,
    /// Of so many latest runs, what the strategy was asked.
    pub requests: u32,
    /// Runs that ended more days ago are removed; none keeps them.
    pub retention_days: Option<u16>,
    /// The folder to which they are written first.
    pub archive: Option<PathBuf>,
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
