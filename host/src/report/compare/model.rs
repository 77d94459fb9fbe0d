//! Two strategies on the same past runs, as `odlm strategy compare --json` prints it: fields are only ever added.
//!
//! docs/plugins/testing.md has the meaning of each figure.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::run::StrategyIdentity;

/// Two sides and what they do with the same questions.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The Odoo whose runs are taken; none where all of the ledger's are.
    pub odoo: Option<String>,
    /// The campaign whose runs are taken; none where all are.
    pub campaign: Option<String>,
    /// Whether dry runs are taken, and not those that wrote.
    pub dry_runs: bool,
    /// Runs since the first of these of which it is not kept what was asked; in no figure.
    pub not_kept: u64,
    /// Runs that asked several questions, each about what the answers before had left; in no figure.
    pub several: u64,
    /// The first side.
    pub a: SideLine,
    /// The second side.
    pub b: SideLine,
    /// What becomes of the leads under both, in the runs for which both made a plan.
    pub leads: Leads,
    /// Each person of those runs, whoever gains most under B first.
    pub people: Vec<PersonLine>,
    /// Each run, the oldest first.
    pub runs: Vec<RunLine>,
}

/// What a side is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SideName {
    /// The file or the name that was typed.
    pub component: String,
    /// What it says of itself, and its digest.
    pub strategy: StrategyIdentity,
    /// Its settings out of a file; none where none was given.
    pub settings: Option<Map<String, Value>>,
}

/// A side.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SideLine {
    /// Who it is.
    #[serde(flatten)]
    pub name: SideName,
    /// Runs in which it had the settings with which the run had asked it.
    pub settings_of_run: u64,
    /// Runs in which it had its default settings, as another strategy was asked.
    pub settings_of_schema: u64,
    /// Columns that it asks for and that some run did not record: it saw no value there.
    pub columns_not_recorded: Vec<String>,
    /// Runs for which it made no plan, or one that the host refuses.
    pub failed: u64,
    /// Its figures, over the runs for which both sides made a plan.
    pub figures: Figures,
}

/// The figures of a side over some runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Figures {
    /// How many runs.
    pub runs: u64,
    /// Leads that the runs asked about, each once a run.
    pub asked: u64,
    /// Leads for which somebody is named.
    pub given: u64,
    /// `given`, per cent of `asked`; none where none was asked about.
    pub coverage: Option<f64>,
    /// People who could receive.
    pub participants: u64,
    /// People who receive something.
    pub recipients: u64,
    /// Leads that a person receives on average.
    pub mean: f64,
    /// Leads owned after a run, per cent of the targets: the mean of the runs. None where nobody has a target.
    pub utilisation: Option<f64>,
    /// Gini coefficient of what people receive in all runs for each lead of their fair share: 0 even, towards 1 uneven.
    pub gini: f64,
    /// The furthest that anybody is from their fair share in all runs, in leads.
    pub largest_gap: f64,
    /// Fuel of all calls.
    pub fuel: u64,
}

/// Leads by what becomes of them under both. `asked` is the sum of the others.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Leads {
    /// Leads that the runs asked about, each once a run.
    pub asked: u64,
    /// The same person gets it.
    pub same: u64,
    /// Somebody else gets it.
    pub elsewhere: u64,
    /// Only A gives it to somebody.
    pub only_a: u64,
    /// Only B gives it to somebody.
    pub only_b: u64,
    /// Nobody gets it.
    pub neither: u64,
}

/// A person under both.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PersonLine {
    /// Odoo's user id.
    pub id: u64,
    /// The name as the ledger has it of the last run.
    pub name: String,
    /// On which Odoo.
    pub odoo: String,
    /// The level at the last run.
    pub level: String,
    /// Leads that the person should own, at the last run.
    pub target: u32,
    /// Under A.
    pub a: Share,
    /// Under B.
    pub b: Share,
    /// What they receive under B, less that under A.
    pub difference: i64,
}

/// A person's share under one side.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Share {
    /// Leads received.
    pub received: u64,
    /// Leads that they would have received by target, or by heads where nobody has one.
    pub fair_share: f64,
    /// `received` less `fair_share`.
    pub gap: f64,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunLine {
    /// Its number in the ledger.
    pub run: i64,
    /// Seconds since 1970-01-01 UTC at its begin.
    pub begun: i64,
    /// The campaign.
    pub campaign: String,
    /// On which Odoo.
    pub odoo: String,
    /// The strategy that it asked.
    pub strategy: Option<String>,
    /// Leads that it asked about.
    pub leads: u64,
    /// Leads that go to another person, to nobody or to somebody under B; none where a side made no plan.
    pub different: Option<u64>,
    /// Under A.
    pub a: RunSide,
    /// Under B.
    pub b: RunSide,
}

/// A run under one side: its figures, or why there are none.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunSide {
    /// Whose settings it had.
    pub settings: Settings,
    /// What its plan comes to.
    pub figures: Option<RunFigures>,
    /// Why there is no plan.
    pub error: Option<String>,
}

/// Whose settings a side had in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Settings {
    /// Those of a file.
    File,
    /// Those with which the run had asked this strategy.
    Run,
    /// Its defaults.
    Schema,
}

/// The figures of a plan, as the report of a run has them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunFigures {
    /// Leads for which somebody is named.
    pub given: u64,
    /// Leads owned after the run, per cent of the targets; none where nobody has a target.
    pub utilisation: Option<f64>,
    /// Gini coefficient of what people receive for each lead of their fair share.
    pub gini: f64,
    /// The furthest that anybody is from their fair share, in leads.
    pub largest_gap: f64,
    /// Fuel of its calls.
    pub fuel: u64,
}
