//! `distribution` as it is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Who gets which lead.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Distribution {
    /// The strategy's name: `level_based`, `round_robin`, `proportional` or `capacity`. Default: `level_based`.
    pub strategy: Option<String>,
    /// Settings of `level_based`.
    pub level_based: Option<LevelBased>,
    /// Settings of `round_robin`.
    pub round_robin: Option<Map<String, Value>>,
    /// Settings of `proportional`.
    pub proportional: Option<Map<String, Value>>,
    /// Settings of `capacity`.
    pub capacity: Option<Map<String, Value>>,
    /// What happens when the strategy fails.
    #[serde(default)]
    pub error_handling: ErrorHandling,
}

/// Levels and settings of `level_based`. The strategy's own keys are checked against its schema.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct LevelBased {
    /// The levels, by name. They give ranks and targets to every strategy.
    #[serde(default)]
    pub levels: BTreeMap<String, StrategyLevel>,
    /// The strategy's own keys.
    #[serde(flatten)]
    pub settings: Map<String, Value>,
}

/// One level.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StrategyLevel {
    /// Leads that a person of the level should own.
    pub target_leads: Option<u32>,
    /// The level's turn: 1 is served first.
    #[schemars(range(min = 1))]
    pub priority: Option<u32>,
}

/// What happens when something fails.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorHandling {
    /// When the strategy gives no plan or one that breaks a rule. Default: `stop`.
    #[serde(default)]
    pub strategy_failure: OnStrategyFailure,
}

/// When the strategy gives no plan or one that breaks a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnStrategyFailure {
    /// Nothing is distributed.
    #[default]
    Stop,
    /// The shipped round robin plans in its place, said loudly.
    UseRoundRobin,
}
