//! `distribution` as it is written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::rules::AdvancedRules;

const DIGESTS: &str = "it must be the 64 hexadecimal digits of the component's SHA-256: remove the key, and `odlm strategy pin` writes it";
const REFERENCES: &str = "it must be like `oci://HOST/REPOSITORY:TAG`; a file is named by `path`";

/// Who gets which lead.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-refused" = json!({
    "assignment_rules": "write `additional_filters` for which leads and `advanced_rules` for who gets them",
    "override_existing_assignments": "write `lead_finding.assignment_filters.exclude_assigned: false` to deal owned leads anew",
    "fill_strategy": "it belongs into `distribution.level_based`",
    "allow_overflow": "it belongs into `distribution.level_based`",
    "overflow_limit": "it belongs into `distribution.level_based`",
})))]
pub struct Distribution {
    /// The strategy's name: `level_based`, `round_robin`, `proportional`, `capacity`, or one of `plugins`. Default: `level_based`.
    pub strategy: Option<String>,
    /// Settings of `level_based`.
    pub level_based: Option<LevelBased>,
    /// Settings of `round_robin`.
    pub round_robin: Option<Map<String, Value>>,
    /// Settings of `proportional`.
    pub proportional: Option<Map<String, Value>>,
    /// Settings of `capacity`.
    pub capacity: Option<Map<String, Value>>,
    /// Strategies of one's own, by name.
    #[serde(default)]
    pub plugins: BTreeMap<String, Plugin>,
    /// When the shipped round robin plans in the strategy's place.
    #[serde(default)]
    pub round_robin_override: RoundRobinOverride,
    /// Rules that hold under every strategy.
    #[serde(default)]
    pub advanced_rules: AdvancedRules,
    /// The order in which leads are served. Default: `priority`.
    #[serde(default)]
    pub lead_order: LeadOrder,
    /// What is written beside the owner.
    #[serde(default)]
    pub on_assign: OnAssign,
    /// What happens when something fails.
    #[serde(default)]
    pub error_handling: ErrorHandling,
}

/// A strategy of one's own.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plugin {
    /// The component's file, relative to the configuration.
    pub path: Option<String>,
    /// In place of `path`, the component in an OCI registry: `oci://HOST[:PORT]/REPOSITORY:TAG`, or `@sha256:DIGEST` in place of the tag.
    #[schemars(regex(pattern = "^oci://"), extend("x-hint" = REFERENCES))]
    pub oci: Option<String>,
    /// Beside `oci`, the file of a public key in PEM, relative to the configuration: what is fetched must have its signature.
    pub key: Option<String>,
    /// Beside `oci`, lets a registry that is not on this machine be asked without TLS. Default: false.
    #[serde(default)]
    pub plain_http: bool,
    /// The SHA-256 of the component, 64 hexadecimal digits; `odlm strategy pin` writes it. Another component is refused.
    #[schemars(regex(pattern = "^[0-9A-Fa-f]{64}$"), extend("x-hint" = DIGESTS))]
    pub sha256: Option<String>,
    /// Lets any component run though no `sha256` is written, with a warning.
    #[serde(default)]
    pub allow_unpinned: bool,
    /// The strategy's settings, checked against its own schema.
    #[serde(default)]
    pub settings: Map<String, Value>,
    /// What it may use.
    #[serde(default)]
    pub limits: PluginLimits,
    /// Leaves NaN as the processor makes it: faster arithmetic, and plans that may differ between processors where the strategy looks into a NaN's bits. Runs say so behind its version. Default: false.
    #[serde(default)]
    pub fast_floats: bool,
    /// Columns that the strategy may see beyond the usual ones: names of salespeople, Odoo fields of leads or users.
    #[serde(default)]
    pub fields: Vec<String>,
}

/// What a strategy of one's own may use, where it differs from what every strategy may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PluginLimits {
    /// Memory of one call, in MiB. Default: 256.
    #[schemars(range(min = 1, max = 4096))]
    pub memory_mib: Option<u16>,
    /// Wall clock of one plan, in seconds, beside the 20 microseconds that each lead and salesperson adds. Default: 5.
    #[schemars(range(min = 1, max = 600))]
    pub assign_seconds: Option<u16>,
    /// Fuel of one plan, about a WebAssembly instruction each, beside the 100,000 that each lead and salesperson adds. Default: 20000000000.
    #[schemars(range(min = 1_000_000, max = 10_000_000_000_000_u64))]
    pub assign_fuel: Option<u64>,
    /// Log kept of one call, in KiB. Default: 64.
    #[schemars(range(min = 1, max = 1024))]
    pub log_kib: Option<u16>,
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
    /// Experience, for `min_experience_level`: the higher, the more. Default: junior 1, mid_level 2, senior 3, any other 0.
    pub rank: Option<u32>,
}

/// When the shipped round robin plans in the strategy's place.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundRobinOverride {
    /// `false` switches the section off. Default: true.
    pub enabled: Option<bool>,
    /// Always, as `--force-round-robin`.
    #[serde(default)]
    pub force: bool,
    /// When fewer leads than this are to be distributed.
    #[schemars(range(min = 1))]
    pub leads_below: Option<u32>,
    /// When fewer salespeople than this are eligible.
    #[schemars(range(min = 1))]
    pub salespeople_below: Option<u32>,
    /// `fairness`, `random`, `alphabetical` or `seniority`. Default: that of `round_robin`, else `fairness`.
    pub order: Option<String>,
    /// `never`, `daily`, `weekly` or `monthly`. Default: that of `round_robin`, else `never`.
    pub reset: Option<String>,
}

/// The order in which leads are served.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeadOrder {
    /// The highest priority first, within it the oldest.
    #[default]
    Priority,
    /// The oldest first.
    Oldest,
    /// The newest first.
    Newest,
    /// By lot; the same all day.
    Random,
}

/// What is written beside the owner.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnAssign {
    /// The status that every assigned lead gets.
    pub status: Option<String>,
    /// The team: `salesperson` (theirs, the default), `keep` (the lead's), or a team's name.
    pub team: Option<String>,
    /// The closer: `salesperson`, `nobody`, or a user's name or login. Default: left alone.
    pub closer: Option<String>,
    /// The open user: as `closer`.
    pub open_user: Option<String>,
    /// Values of other fields of `crm.lead`, as Odoo takes them.
    #[serde(default)]
    pub set: Map<String, Value>,
}

/// What happens when something fails.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorHandling {
    /// When the strategy gives no plan or one that breaks a rule. Default: `stop`.
    #[serde(default)]
    pub strategy_failure: OnStrategyFailure,
    /// When nobody is eligible. Default: `generate_warning`.
    #[serde(default)]
    pub no_salespeople: OnNothing,
    /// When no lead is to be distributed. Default: `skip_distribution`.
    pub no_leads: Option<OnNothing>,
    /// The run stops writing after so many leads that Odoo refused. Without the key there is no such bound.
    #[schemars(range(min = 1))]
    pub max_failed_assignments: Option<u32>,
}

/// When the strategy gives no plan or one that breaks a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnStrategyFailure {
    /// Nothing is distributed; the run fails.
    #[default]
    Stop,
    /// The shipped round robin plans in its place, said loudly.
    UseRoundRobin,
}

/// When there is nobody or nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnNothing {
    /// The run ends as one with nothing to do.
    SkipDistribution,
    /// The same, with a warning.
    #[default]
    GenerateWarning,
    /// The run fails, with exit code 2.
    Stop,
}
