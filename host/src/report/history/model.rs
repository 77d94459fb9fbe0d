//! What many runs tell together, and as `odlm report --format json` prints it: fields are only ever added.
//!
//! docs/history.md has the meaning and the formula of each figure.

use schemars::JsonSchema;
use serde::Serialize;

/// The runs of a period.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct History {
    /// The first day, like 2026-11-01.
    pub from: String,
    /// The last day, counted in.
    pub to: String,
    /// The time zone in which days begin.
    pub time_zone: String,
    /// The Odoo whose runs are told; none where all of the ledger's are.
    pub odoo: Option<String>,
    /// The campaign whose runs are told; none where all are.
    pub campaign: Option<String>,
    /// The person of whom is told; none where all are.
    pub person: Option<PersonName>,
    /// Whether dry runs are told, and not those that wrote.
    pub dry_runs: bool,
    /// All runs of the period.
    pub totals: Figures,
    /// The period before, of the same length.
    pub before: Before,
    /// Each day that has a run, the first one first.
    pub days: Vec<DayLine>,
    /// Each campaign, that which gave most first.
    pub campaigns: Vec<CampaignLine>,
    /// Each person who took part, whoever received most first.
    pub people: Vec<PersonLine>,
    /// Leads given by runs whose people the ledger has no longer; in no line of `people`.
    pub without_people: u64,
    /// What the leads were that were given.
    pub leads: Leads,
    /// What became of them, as Odoo says now; absent where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversions: Option<Conversions>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PersonName {
    /// Odoo's user id.
    pub id: u64,
    /// The name as Odoo had it.
    pub name: String,
}

/// The figures of some runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Figures {
    /// How many runs.
    pub runs: u64,
    /// Those that did not come to their end: failed, refused, declined, interrupted, killed.
    pub unfinished: u64,
    /// Leads found. A lead that waits is found by each run.
    pub found: u64,
    /// Leads that passed every filter, each time they did.
    pub eligible: u64,
    /// Leads for which the plans name somebody.
    pub planned: u64,
    /// Leads written and read back; of dry runs 0.
    pub assigned: u64,
    /// Of those given, what the person received of whom is told; none where of all is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub received: Option<u64>,
    /// Leads changed by somebody else meanwhile.
    pub conflicts: u64,
    /// Leads that Odoo refused.
    pub refused: u64,
    /// Leads whose write has no known outcome.
    pub unknown: u64,
    /// Seconds from begin to end, added up.
    pub seconds: f64,
    /// Leads given, per cent of the eligible; none where none was eligible.
    pub efficiency: Option<f64>,
    /// People who could receive.
    pub participants: u64,
    /// People who received something.
    pub recipients: u64,
    /// Leads that a person received on average.
    pub mean: f64,
    /// Leads owned after each person's last run, per cent of their targets; none where nobody has a target.
    pub utilisation: Option<f64>,
    /// Gini coefficient of what people received for each lead of their fair share: 0 even, towards 1 uneven.
    pub gini: f64,
    /// The furthest that anybody is from their fair share, in leads.
    pub largest_gap: f64,
}

impl Figures {
    /// Leads given: of dry runs those that would be.
    #[must_use]
    pub fn given(&self, dry_runs: bool) -> u64 {
        if dry_runs { self.planned } else { self.assigned }
    }
}

/// The period before.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Before {
    /// Its first day.
    pub from: String,
    /// Its last day, counted in.
    pub to: String,
    /// All its runs.
    pub totals: Figures,
    /// By how much the leads given have grown since, in per cent; none where none were given before.
    pub growth: Option<f64>,
}

/// A day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DayLine {
    /// The day.
    pub day: String,
    /// Its runs.
    #[serde(flatten)]
    pub figures: Figures,
}

/// A campaign.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct CampaignLine {
    /// The campaign.
    pub campaign: String,
    /// On which Odoo.
    pub odoo: String,
    /// Its runs.
    #[serde(flatten)]
    pub figures: Figures,
}

/// A person's numbers over the period.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct PersonLine {
    /// Odoo's user id.
    pub id: u64,
    /// The name as Odoo had it at the last run.
    pub name: String,
    /// On which Odoo.
    pub odoo: String,
    /// The level at the last run.
    pub level: String,
    /// Runs in which they could receive.
    pub runs: u64,
    /// Leads received.
    pub received: u64,
    /// `received`, per cent of all leads given.
    pub share: Option<f64>,
    /// Leads that they would have received by target, or by heads where nobody has one.
    pub fair_share: f64,
    /// `received` less `fair_share`.
    pub gap: f64,
    /// Leads that the person should own, at the last run.
    pub target: u32,
    /// `received`, per cent of the target; none without one.
    pub share_of_target: Option<f64>,
    /// Open leads owned before the first run.
    pub before: u32,
    /// Open leads owned after the last run.
    pub after: u32,
    /// `after`, per cent of the target; none without one.
    pub utilisation: Option<f64>,
}

/// What the leads were that were given, when they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Leads {
    /// By web source.
    pub by_source: Vec<CountLine>,
    /// By the lead's campaign.
    pub by_campaign: Vec<CountLine>,
    /// By status.
    pub by_status: Vec<CountLine>,
    /// Leads of which the ledger has no decision any longer; in none of the lists.
    pub without_decision: u64,
}

/// How many leads have a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CountLine {
    /// The value; none where the lead had none, or the ledger does not know it.
    pub name: Option<String>,
    /// How many.
    pub leads: u64,
}

/// What became of the leads.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Conversions {
    /// When Odoo was asked, UTC.
    pub at: String,
    /// All people.
    pub totals: Outcomes,
    /// Each person who received leads. A lead that went from one person to another counts for both.
    pub people: Vec<OutcomeLine>,
}

/// What became of a person's leads.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct OutcomeLine {
    /// Odoo's user id.
    pub id: u64,
    /// The name.
    pub name: String,
    /// The counts.
    #[serde(flatten)]
    pub outcomes: Outcomes,
}

/// Counts of leads by what they are now. `leads` = `open` + `archived` + `won` + `lost` + `gone`, and
/// `leads` = `kept` + `reassigned` + `unowned` + `gone`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Outcomes {
    /// Leads received, each once a person.
    pub leads: u64,
    /// Those that are opportunities now, whatever became of them.
    pub opportunities: u64,
    /// Neither won nor lost.
    pub open: u64,
    /// Archived, and neither won nor lost.
    pub archived: u64,
    /// Won.
    pub won: u64,
    /// Lost.
    pub lost: u64,
    /// Still with the person who received them.
    pub kept: u64,
    /// With somebody else.
    pub reassigned: u64,
    /// With nobody.
    pub unowned: u64,
    /// Deleted, or hidden from the API user.
    pub gone: u64,
    /// `won`, per cent of `leads`.
    pub win_rate: Option<f64>,
}
