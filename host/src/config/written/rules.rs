//! `distribution.advanced_rules` as it is written: rules that the host keeps under every strategy.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// Rules that hold under every strategy.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvancedRules {
    /// Leads go to people who have the skill.
    pub skill_matching: Option<SkillMatching>,
    /// A daily maximum and minimum per person.
    pub workload_balancing: Option<WorkloadBalancing>,
    /// Who gets leads of which priority.
    pub priority_handling: Option<PriorityHandling>,
    /// Leads go to people of their territory.
    pub geography: Option<Geography>,
}

/// Leads go to people who have the skill: the column `skills` of the source, like `spanish;enterprise`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SkillMatching {
    /// Default: true.
    pub enabled: Option<bool>,
    /// The skills, by name.
    pub skills: BTreeMap<String, Skill>,
    /// `true`: only people with a skill that the lead asks for get it. `false`: they come first. Default: false.
    #[serde(default)]
    pub required: bool,
}

/// Which leads ask for a skill.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Skill {
    /// What of the lead is looked at: `source`, `campaign`, `medium`, `status`, `tags`, `country`, `language` or a field of `crm.lead`.
    pub lead_field: String,
    /// The values, any of which asks for the skill; whole values in any case.
    pub values: Vec<String>,
    /// How much the skill counts where a lead asks for several. Default: 1.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub weight: Option<f64>,
}

/// A daily maximum and minimum per person, over all campaigns of this ledger and Odoo.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkloadBalancing {
    /// Default: true.
    pub enabled: Option<bool>,
    /// The most leads that a person receives in a day. The source's column `max_daily` comes first.
    pub max_daily_leads: Option<u32>,
    /// Leads that everybody gets before anybody gets more.
    pub min_daily_leads: Option<u32>,
}

/// Who gets leads of which priority: high is Odoo's 2 and 3, medium 1, low 0.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorityHandling {
    /// Default: true.
    pub enabled: Option<bool>,
    /// Default: `all_levels`.
    #[serde(default)]
    pub high: PriorityRule,
    /// Default: `all_levels`.
    #[serde(default)]
    pub medium: PriorityRule,
    /// Default: `all_levels`.
    #[serde(default)]
    pub low: PriorityRule,
}

/// Who gets leads of a priority.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PriorityRule {
    /// Everybody.
    #[default]
    AllLevels,
    /// Only people of the best rank.
    SeniorOnly,
    /// People of the last rank before the others.
    JuniorFirst,
}

/// Leads go to people of their territory: the column `territories` of the source, like `Belgium;France`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Geography {
    /// Default: true.
    pub enabled: Option<bool>,
    /// What of the lead is compared: `country` or a field of `crm.lead`, like `state_id`. Default: `country`.
    pub lead_field: Option<String>,
    /// `true`: only people of the territory get the lead. `false`: they come first. Default: false.
    #[serde(default)]
    pub required: bool,
}
