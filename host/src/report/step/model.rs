//! What the steps of step mode show: plain names and numbers, counted by the pipeline.

use jiff::civil::Date;

use crate::domain::ids::{LeadId, UserId};
use crate::domain::run::{FunnelStep, LeftOutPerson};
use crate::report::model::{PersonLine, ReasonLine};

/// Step 1: who may receive.
#[derive(Clone, Debug)]
pub struct PeopleStep {
    /// The eligible, in the source's order.
    pub people: Vec<PersonRow>,
    /// The others of the source.
    pub left_out: Vec<LeftOutPerson>,
    /// The campaign's name.
    pub campaign: String,
    /// The configured strategy's name.
    pub strategy: String,
    /// The date window in words.
    pub window: String,
    /// The most leads that the run gives out.
    pub max_leads: u32,
    /// Whether it is only planned.
    pub dry_run: bool,
}

/// Somebody who may receive.
#[derive(Clone, Debug)]
pub struct PersonRow {
    /// Odoo's user id.
    pub id: UserId,
    /// The name as Odoo has it.
    pub name: String,
    /// The level's name.
    pub level: String,
    /// Leads that the person should own.
    pub target: u32,
    /// The team's name, else its number.
    pub team: Option<String>,
}

/// Step 2: which leads.
#[derive(Clone, Debug)]
pub struct LeadsStep {
    /// Leads that Odoo returned for the window, and old leads beyond it.
    pub found: u64,
    /// Leads that passed every filter.
    pub eligible: u64,
    /// Old leads that go to a fixed person, past the distribution.
    pub old: u64,
    /// The filters in their order.
    pub funnel: Vec<FunnelStep>,
    /// The eligible leads by what they are.
    pub breakdowns: Vec<Breakdown>,
    /// The days of the oldest and of the newest eligible lead.
    pub dates: Option<(Date, Date)>,
}

/// The eligible leads by one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    /// By what, like `Status`.
    pub by: &'static str,
    /// Its values with their leads.
    pub shares: Vec<Share>,
}

/// One value and its leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The value; none where the lead has none.
    pub value: Option<String>,
    /// How many leads.
    pub leads: u64,
}

/// Step 3: how full everybody is.
#[derive(Clone, Debug)]
pub struct WorkloadStep {
    /// The eligible people.
    pub people: Vec<WorkloadRow>,
    /// The others of the source.
    pub left_out: Vec<LeftOutPerson>,
    /// Leads that are to be distributed.
    pub leads: u64,
}

/// How full somebody is.
#[derive(Clone, Debug)]
pub struct WorkloadRow {
    /// The name.
    pub name: String,
    /// The level's name.
    pub level: String,
    /// Open leads owned, those that are up for distribution among them.
    pub current: u32,
    /// Those of them that are up for distribution.
    pub pooled: u32,
    /// Leads that the person should own.
    pub target: u32,
    /// The most leads that the host accepts; none without a bound.
    pub room: Option<u32>,
    /// What earlier runs owe, in leads; negative is what the person got too many.
    pub credit: f64,
}

/// Step 4: the plan.
#[derive(Clone, Debug)]
pub struct PlanStep {
    /// Each person before and after.
    pub people: Vec<PersonLine>,
    /// Why, and how often.
    pub reasons: Vec<ReasonLine>,
    /// What bounds the plan, one sentence each.
    pub limits: Vec<String>,
    /// What the operator changed, one sentence each.
    pub changes: Vec<String>,
    /// Why the last change could not be made; then the plan is the one before it.
    pub refused: Option<String>,
    /// The strategy's name and version.
    pub strategy: String,
    /// Leads that passed every filter.
    pub eligible: u64,
    /// Leads for which the plan names somebody.
    pub planned: u64,
    /// Old leads that go to a fixed person.
    pub old: u64,
    /// The most leads of the run.
    pub max_leads: u32,
    /// People whom the operator took out.
    pub taken_out: Vec<Choice>,
    /// The strategies that may plan, with what each is.
    pub strategies: Vec<String>,
}

/// Somebody who can be chosen from a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Odoo's user id.
    pub id: UserId,
    /// The name.
    pub name: String,
}

/// One person's part in a plan.
#[derive(Clone, Debug)]
pub struct PersonLook {
    /// The numbers.
    pub person: PersonLine,
    /// What they would get, in the order in which it is served.
    pub leads: Vec<LeadRow>,
}

/// A lead that somebody would get.
#[derive(Clone, Debug)]
pub struct LeadRow {
    /// Odoo's id.
    pub id: LeadId,
    /// Odoo's priority; none where it is not kept, as of old leads.
    pub priority: Option<u8>,
    /// Its day.
    pub date: Option<Date>,
    /// Its web source.
    pub source: Option<String>,
    /// Its status.
    pub status: Option<String>,
    /// Why this person.
    pub reason: String,
}

/// One lead in a plan.
#[derive(Clone, Debug)]
pub struct LeadLook {
    /// The lead; the reason is why it goes where it goes, or why nowhere.
    pub lead: LeadRow,
    /// Its campaign.
    pub campaign: Option<String>,
    /// Who owns it, by name where the run knows it.
    pub from: Option<String>,
    /// Who would get it.
    pub to: Option<String>,
    /// What becomes of it: `planned`, `unassigned`, `left_out`.
    pub state: String,
}

/// Step 5: what will be written.
#[derive(Clone, Debug)]
pub struct ApplicationStep {
    /// Which Odoo: address and database.
    pub odoo: String,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Who gets how many.
    pub receivers: Vec<Receiver>,
    /// Leads that are written, old ones among them.
    pub leads: u64,
    /// The fields that are written.
    pub fields: Vec<String>,
    /// The most leads of one write.
    pub batch_size: usize,
}

/// Somebody who gets leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receiver {
    /// The name, or the number where the run does not know it.
    pub name: String,
    /// Leads of the distribution.
    pub leads: u64,
    /// Old leads.
    pub old: u64,
}
