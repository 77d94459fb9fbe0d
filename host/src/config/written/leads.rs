//! `lead_finding` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

/// Which leads are distributed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LeadFinding {
    /// Which records of `crm.lead`. Default: `lead`.
    #[serde(default)]
    pub lead_type: LeadType,
    /// Which fields hold what the filters ask for.
    #[serde(default)]
    pub field_map: FieldMap,
    /// The window of a lead's date.
    #[serde(default)]
    pub date_range: DateRange,
    /// Which web sources.
    pub web_sources: Option<WebSources>,
    /// Status and do-not-call.
    #[serde(default)]
    pub additional_filters: AdditionalFilters,
    /// Whose leads.
    #[serde(default)]
    pub assignment_filters: AssignmentFilters,
}

/// Which records of `crm.lead`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeadType {
    /// Leads.
    #[default]
    Lead,
    /// Opportunities: what a stock Odoo without the "Leads" setting has.
    Opportunity,
}

/// Which Odoo fields hold what the filters ask for. The defaults are stock Odoo's.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldMap {
    /// The status. Default: `stage_id`.
    pub status: Option<String>,
    /// The web source. Default: `source_id`.
    pub web_source: Option<String>,
    /// The lead's date. Default: `create_date`.
    pub date: Option<String>,
}

/// The window of a lead's date; both ends are inside.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DateRange {
    /// Leads at least so many days old. Default: 0.
    #[schemars(range(max = 36500))]
    pub older_than_days: Option<u32>,
    /// Leads at most so many days old. Default: 30.
    #[schemars(range(max = 36500))]
    pub younger_than_days: Option<u32>,
}

/// Which web sources.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebSources {
    /// `false` takes leads of every source. Default: true.
    pub enabled: Option<bool>,
    /// Where the sources stand.
    pub source_type: WebSourceType,
    /// Details of the source.
    pub source_config: WebSourceConfig,
    /// Whether letters must agree in case. Default: false.
    #[serde(default)]
    pub case_sensitive: bool,
    /// How a lead's source is compared. Default: `exact`.
    #[serde(default)]
    pub match_mode: MatchMode,
}

/// Where the web sources stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebSourceType {
    /// A text file, one source a line, `#` starts a comment.
    File,
    /// The list `sources`.
    Config,
}

/// Details of the web sources.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebSourceConfig {
    /// For `source_type: file`.
    pub file_path: Option<String>,
    /// For `source_type: config`.
    pub sources: Option<Vec<String>>,
}

/// How texts are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MatchMode {
    /// The whole value.
    #[default]
    Exact,
    /// The lead's value contains the configured one.
    Partial,
    /// The whole value, where `*` stands for any text and `?` for one character.
    Wildcard,
    /// A regular expression is found in the lead's value; anchors are the writer's.
    Regex,
}

/// Status and do-not-call.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AdditionalFilters {
    /// The statuses that are distributed, whole values in any case. Default: every status.
    pub status: Option<Vec<String>>,
    /// Whether do-not-call leads are left out: by status, by tag and by Odoo's blacklists. Default: true.
    pub exclude_dnc: Option<bool>,
    /// Names of statuses and tags that mean do-not-call. Default: `dnc`, `do_not_call`, `dont_call`, `no_call`.
    pub dnc_statuses: Option<Vec<String>>,
}

/// Whose leads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentFilters {
    /// Whether leads of active owners are left out. `false` redistributes everybody's. Default: true.
    pub exclude_assigned: Option<bool>,
}
