//! `lead_finding.additional_filters`, `assignment_filters` and `user_exclusion` as they are written.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

use super::leads::MatchMode;

/// What every mistake in a priority is answered with.
pub(crate) const PRIORITIES: &str = "Odoo's priority goes from 0 (low) to 3 (very high)";

/// Status, do-not-call, tags, fields, priority, activities.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-refused" = json!({
    "assignment_filters": "it belongs into `lead_finding`",
})))]
pub struct AdditionalFilters {
    /// The statuses that are distributed: a list of whole values in any case, or a section. Default: every status.
    pub status: Option<StatusFilter>,
    /// Statuses of leads that are sold already.
    pub exclude_sale_statuses: Option<ExcludedStatuses>,
    /// Whether do-not-call leads are left out: by status, by tag and by Odoo's blacklists. Default: true.
    pub exclude_dnc: Option<bool>,
    /// Names of statuses and tags that mean do-not-call. Default: `dnc`, `do_not_call`, `dont_call`, `no_call`.
    pub dnc_statuses: Option<Vec<String>>,
    /// The same in more detail.
    pub dnc_filtering: Option<DncFiltering>,
    /// Leads with one of these tags are left out.
    #[serde(default)]
    pub exclude_tags: Vec<String>,
    /// Only leads with one of these tags are distributed. Empty: all.
    #[serde(default)]
    pub include_tags: Vec<String>,
    /// How tags are compared. Default: `exact`.
    #[serde(default)]
    pub tag_match_mode: MatchMode,
    /// Fields of `crm.lead` that must have a value. Odoo has no empty number: 0 counts as empty.
    #[serde(default)]
    pub required_fields: Vec<String>,
    /// Odoo's priority, 0 to 3.
    #[serde(default)]
    pub priority_range: PriorityRange,
    /// The same as `priority_range.min`.
    #[schemars(range(max = 3), extend("x-hint" = PRIORITIES))]
    pub min_priority: Option<u8>,
    /// The same as `priority_range.max`.
    #[schemars(range(max = 3), extend("x-hint" = PRIORITIES))]
    pub max_priority: Option<u8>,
    /// Leads whose next activity is near stay with their owner.
    pub activity_deadline_filter: Option<ActivityDeadlineFilter>,
}

/// The statuses that are distributed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum StatusFilter {
    /// Whole values in any case.
    List(Vec<String>),
    /// In more detail.
    Rule(StatusRule),
}

/// The statuses that are distributed, in more detail.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusRule {
    /// `false` takes every status. Default: true.
    pub enabled: Option<bool>,
    /// The statuses that are distributed. Empty: every one that is not excluded.
    #[serde(default)]
    pub values: Vec<String>,
    /// The statuses that are not; they win.
    #[serde(default)]
    pub exclude: Vec<String>,
    /// Whether letters must agree in case. Default: false.
    #[serde(default)]
    pub case_sensitive: bool,
    /// How a lead's status is compared. Default: `exact`.
    #[serde(default)]
    pub match_mode: MatchMode,
    /// Further statuses that are distributed, as patterns with `*` and `?`.
    #[serde(default)]
    pub match_patterns: Vec<String>,
    /// Further statuses that are distributed, as regular expressions.
    #[serde(default)]
    pub regex_patterns: Vec<String>,
}

/// Statuses that are left out.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExcludedStatuses {
    /// Default: true.
    pub enabled: Option<bool>,
    /// The statuses.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether letters must agree in case. Default: false.
    #[serde(default)]
    pub case_sensitive: bool,
    /// How a lead's status is compared. Default: `exact`.
    #[serde(default)]
    pub match_mode: MatchMode,
    /// Further statuses as patterns with `*` and `?`.
    #[serde(default)]
    pub match_patterns: Vec<String>,
    /// Further statuses as regular expressions.
    #[serde(default)]
    pub regex_patterns: Vec<String>,
}

/// Do-not-call in more detail.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DncFiltering {
    /// Default: that of `exclude_dnc`, which is true.
    pub enabled: Option<bool>,
    /// Statuses that mean do-not-call. Default: `dnc_statuses`.
    pub statuses: Option<Vec<String>>,
    /// The same, as the generated files of the tool before called it.
    pub dnc_statuses: Option<Vec<String>>,
    /// Whether letters must agree in case. Without the key, what stands between the words does not count either: `Do Not Call` is
    /// `do_not_call`.
    pub case_sensitive: Option<bool>,
    /// How statuses and tags are compared. Without the key as with `case_sensitive`.
    pub match_mode: Option<MatchMode>,
    /// Further statuses as patterns with `*` and `?`.
    #[serde(default)]
    pub match_patterns: Vec<String>,
    /// Further statuses as regular expressions.
    #[serde(default)]
    pub regex_patterns: Vec<String>,
    /// Whether tags count. Default: true.
    pub exclude_dnc_tags: Option<bool>,
    /// Tags that mean do-not-call. Default: the statuses.
    pub dnc_tags: Option<Vec<String>>,
    /// Whether Odoo's e-mail and phone blacklists count. Default: true.
    pub use_blacklists: Option<bool>,
}

/// Odoo's priority, 0 (low) to 3 (very high), both ends inside.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PriorityRange {
    /// The lowest. Default: 0.
    #[schemars(range(max = 3), extend("x-hint" = PRIORITIES))]
    pub min: Option<u8>,
    /// The highest. Default: 3.
    #[schemars(range(max = 3), extend("x-hint" = PRIORITIES))]
    pub max: Option<u8>,
}

/// Leads whose next activity is near stay with their owner.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityDeadlineFilter {
    /// Default: true.
    pub enabled: Option<bool>,
    /// Leaves out every lead with an activity, whatever its day. Default: false.
    #[serde(default)]
    pub exclude_with_deadline: bool,
    /// Leaves out leads whose next activity is due within so many days. Default: 4.
    #[schemars(range(max = 36500))]
    pub within_days: Option<u32>,
    /// Takes leads whose next activity is overdue by more than so many days. Default: 4.
    #[schemars(range(max = 36500))]
    pub keep_if_overdue_more_than_days: Option<u32>,
    /// Takes leads without an activity. Default: true.
    pub keep_if_none: Option<bool>,
}

/// Whose leads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentFilters {
    /// Whether leads of active owners are left out. `false` redistributes everybody's. Default: true.
    pub exclude_assigned: Option<bool>,
    /// Whether won leads are left out; lost ones always are. Default: true.
    pub exclude_closed: Option<bool>,
    /// Whether leads of inactive owners are left out. Default: false, they are given to others.
    #[serde(default)]
    pub exclude_inactive_users: bool,
}

/// People whose leads are never taken and who never receive any.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UserExclusion {
    /// Default: true.
    pub enabled: Option<bool>,
    /// Names or logins.
    #[serde(default)]
    pub excluded_users: Vec<String>,
    /// `false` takes a name for part of a name. Default: true.
    pub exact_match: Option<bool>,
}
