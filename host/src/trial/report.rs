//! What trying a strategy came to: one line a check.

use serde::Serialize;

use super::budget::Cost;
use crate::domain::run::StrategyIdentity;

/// Which kind of check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Suite {
    /// Case files.
    Cases,
    /// Generated requests.
    Rules,
    /// Edges.
    Inputs,
    /// Fuel, memory and time.
    Budgets,
}

impl Suite {
    /// Every suite, in the order in which they are tried.
    pub const ALL: [Suite; 4] = [Suite::Cases, Suite::Rules, Suite::Inputs, Suite::Budgets];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Suite::Cases => "cases",
            Suite::Rules => "rules",
            Suite::Inputs => "inputs",
            Suite::Budgets => "budgets",
        }
    }
}

/// One check and what it came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// Its kind.
    pub suite: Suite,
    /// What is checked.
    pub name: String,
    /// Whether it holds.
    pub passed: bool,
    /// How long it took.
    pub seconds: f64,
    /// What was expected and what came; empty when it holds.
    pub messages: Vec<String>,
    /// The command that shows a failure again.
    pub reproduce: Option<String>,
    /// What is worth knowing though it holds.
    pub note: Option<String>,
    /// Figures of a budget.
    pub cost: Option<Cost>,
}

/// All checks of a strategy.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The strategy.
    pub strategy: StrategyIdentity,
    /// The seed of what was generated.
    pub seed: u64,
    /// How many requests were generated.
    pub runs: u64,
    /// Checks that hold.
    pub passed: usize,
    /// Checks that do not.
    pub failed: usize,
    /// The checks, in the order in which they were made.
    pub checks: Vec<Check>,
}

impl Report {
    /// Adds up checks.
    #[must_use]
    pub fn new(strategy: StrategyIdentity, seed: u64, runs: u64, checks: Vec<Check>) -> Report {
        let passed = checks.iter().filter(|check| check.passed).count();
        Report { strategy, seed, runs, passed, failed: checks.len() - passed, checks }
    }
}
