//! The whole report of a run as one document: what `--json` prints of it, and what only reports tell. Fields are only ever added.

use schemars::JsonSchema;
use serde::Serialize;

use crate::report::Report;

/// The report of a run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RunReport {
    /// The run as `odlm dailydist --json --decisions` prints it.
    #[serde(flatten)]
    pub run: Report,
    /// Whether it only planned.
    pub dry_run: bool,
    /// When it began, UTC.
    pub begun: String,
    /// SHA-256 of the resolved configuration without its secrets.
    pub config_digest: String,
    /// How many leads and people came how far.
    pub overview: Overview,
    /// Leads by status.
    pub statuses: Vec<ShareLine>,
    /// Leads by web source.
    pub sources: Vec<ShareLine>,
    /// Leads by campaign.
    pub campaigns: Vec<ShareLine>,
    /// What the eligible leads have; empty where nobody counted it.
    pub reach: Vec<ReachLine>,
    /// Leads that the sales filter left out, by the stage of their contact's opportunity.
    pub opportunity_stages: Vec<ReachLine>,
    /// Who got which leads.
    pub salespeople: Vec<SalespersonLine>,
    /// How even the run was.
    pub fairness: Fairness,
    /// What the figures suggest.
    pub recommendations: Vec<Advice>,
    /// The latest runs of the campaign, oldest first, this one among them.
    pub trend: Vec<TrendLine>,
}

/// How many came how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Overview {
    /// Leads of the window, and old leads beyond it.
    pub found: u64,
    /// Old leads that went past the distribution: to a fixed person, only counted, or staying with theirs.
    pub dropback: u64,
    /// Leads that came to the filters.
    pub after_dropback: u64,
    /// Leads that a filter left out.
    pub filtered_out: u64,
    /// Leads up for distribution.
    pub eligible: u64,
    /// Leads for which the plan names somebody.
    pub planned: u64,
    /// Leads that nobody gets.
    pub unassigned: u64,
    /// Leads given: written, in a dry run planned.
    pub given: u64,
    /// Eligible people.
    pub people: u64,
    /// People of the source who took no part.
    pub people_left_out: u64,
}

/// Leads of one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ShareLine {
    /// The name; none where a lead has none.
    pub name: Option<String>,
    /// Leads that were read.
    pub found: u64,
    /// Leads up for distribution.
    pub eligible: u64,
    /// Leads given; in a dry run planned.
    pub given: u64,
}

/// Leads that have something.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct ReachLine {
    /// What.
    pub name: String,
    /// How many leads.
    pub leads: u64,
    /// Per cent of the eligible leads; of stages of those that have one.
    pub percent: Option<f64>,
}

/// Somebody who could receive.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct SalespersonLine {
    /// Odoo's user id.
    pub id: u64,
    /// The name as Odoo has it.
    pub name: String,
    /// The level.
    pub level: String,
    /// Leads that the person should own.
    pub target: u32,
    /// Open leads owned before.
    pub before: u32,
    /// Leads missing to the target before the run.
    pub deficit: u32,
    /// Leads received by the distribution; in a dry run those that would be.
    pub received: u32,
    /// Open leads owned after.
    pub after: u32,
    /// `before` and `after` per cent of the target; none without one.
    pub utilisation_before: Option<f64>,
    /// Likewise after.
    pub utilisation_after: Option<f64>,
    /// The leads received.
    pub leads: Vec<u64>,
    /// Open leads by status before the run; empty where nobody counted them.
    pub statuses_before: Vec<ReachLine>,
    /// Likewise after it.
    pub statuses_after: Vec<ReachLine>,
}

/// How even a run was; `docs/reports.md` has the formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Fairness {
    /// Leads that an eligible person received on average.
    pub mean: f64,
    /// Leads given, per cent of those eligible.
    pub efficiency: Option<f64>,
    /// Leads owned after, per cent of all targets.
    pub utilisation: Option<f64>,
    /// Standard deviation of the people's utilisation, in points.
    pub deviation: Option<f64>,
    /// Gini coefficient of received over fair share: 0 is even.
    pub gini: f64,
    /// The furthest that anybody is from their fair share, in leads.
    pub largest_gap: f64,
}

/// What a figure suggests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Advice {
    /// The rule: `imbalance`, `room`, `full`, `coverage`, `dropback`.
    pub rule: String,
    /// One sentence with the figure that called for it.
    pub text: String,
}

/// One of the latest runs.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TrendLine {
    /// Its number.
    pub run: i64,
    /// When it began, UTC.
    pub begun: String,
    /// How it ended.
    pub status: String,
    /// Leads up for distribution.
    pub eligible: u64,
    /// Leads given; in a dry run planned.
    pub given: u64,
    /// Leads owned after, per cent of all targets.
    pub utilisation: Option<f64>,
    /// Gini coefficient of received over fair share.
    pub gini: f64,
}
