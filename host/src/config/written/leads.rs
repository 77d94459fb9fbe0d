//! `lead_finding` as it is written: which records, which day, which source and campaign. Its further filters stand beside this file.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::filters::{AdditionalFilters, AssignmentFilters, UserExclusion};
use super::opportunities::{DropbackFilter, SalesFilter};

/// Which leads are distributed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-refused" = json!({
    "required_fields": "it belongs into `lead_finding.additional_filters`",
    "priority_range": "it belongs into `lead_finding.additional_filters`",
})))]
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
    /// Which campaigns of the lead.
    pub campaigns: Option<Campaigns>,
    /// People whose leads are never taken and who never receive any.
    pub user_exclusion: Option<UserExclusion>,
    /// Leaves out leads whose contact has an opportunity already.
    pub sales_filter: Option<SalesFilter>,
    /// Old leads that go to a fixed person instead of being distributed.
    pub dropback_filter: Option<DropbackFilter>,
    /// Status, do-not-call, tags, fields, priority, activities.
    #[serde(default)]
    pub additional_filters: AdditionalFilters,
    /// Whose leads.
    #[serde(default)]
    pub assignment_filters: AssignmentFilters,
    /// Up to so many leads in the window every lead left out names its rule; above it exact rules are Odoo's work. Default: 50000.
    pub explain_limit: Option<u32>,
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
    /// The lead's campaign. Default: `campaign_id`.
    pub campaign: Option<String>,
    /// The closer, for `on_assign`. Default: `closer_id`.
    pub closer: Option<String>,
    /// The open user, for `on_assign`. Default: `open_user_id`.
    pub open_user: Option<String>,
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
    /// The first day, like `2026-01-01`, in place of the days back.
    #[schemars(with = "Option<String>")]
    pub custom_start_date: Option<Date>,
    /// The last day. Default: today.
    #[schemars(with = "Option<String>")]
    pub custom_end_date: Option<Date>,
    /// Whether leads dated on Saturday or Sunday are left out. Default: false.
    #[serde(default)]
    pub exclude_weekends: bool,
    /// Whether leads dated on a holiday are left out. Default: false.
    #[serde(default)]
    pub exclude_holidays: bool,
    /// Days that are holidays, like `2026-12-25`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub holidays: Vec<Date>,
    /// Whether Odoo's public time off are holidays too. Default: true.
    pub holidays_from_odoo: Option<bool>,
    /// Whether the days back are counted in working days: neither weekends nor holidays. Default: false.
    pub business_days: Option<bool>,
    /// The same, as the tool before called it.
    pub use_business_days: Option<bool>,
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
    #[serde(default)]
    pub source_config: WebSourceConfig,
    /// Whether letters must agree in case. Default: false.
    #[serde(default)]
    pub case_sensitive: bool,
    /// How a lead's source is compared. Default: `exact`.
    #[serde(default)]
    pub match_mode: MatchMode,
    /// Further sources as patterns with `*` and `?`, like `facebook*`.
    #[serde(default)]
    pub match_patterns: Vec<String>,
    /// Further sources as regular expressions.
    #[serde(default)]
    pub regex_patterns: Vec<String>,
    /// Whether each source must be known to Odoo. Default: false.
    #[serde(default)]
    pub validate_sources: bool,
    /// With `validate_sources`: an unknown source is dropped with a warning and does not stop the run. Default: false.
    #[serde(default)]
    pub exclude_invalid: bool,
}

/// Where the web sources stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WebSourceType {
    /// A text file, one source a line, `#` starts a comment.
    File,
    /// The list `sources`.
    Config,
    /// A table of the tracking database: its column `source`, else its first.
    Database,
    /// The names of Odoo's `utm.source`.
    Odoo,
}

/// Details of the web sources.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebSourceConfig {
    /// For `source_type: file`.
    pub file_path: Option<String>,
    /// For `source_type: config`.
    pub sources: Option<Vec<String>>,
    /// For `source_type: database`.
    pub table_name: Option<String>,
    /// For `source_type: odoo`: a domain over `utm.source`. Default: all of them.
    pub domain: Option<Vec<Value>>,
}

/// Which campaigns of the lead.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Campaigns {
    /// `false` takes leads of every campaign. Default: true.
    pub enabled: Option<bool>,
    /// The campaigns.
    #[serde(default)]
    pub types: Vec<String>,
    /// Whether letters must agree in case. Default: false.
    #[serde(default)]
    pub case_sensitive: bool,
    /// How a lead's campaign is compared. Default: `exact`.
    #[serde(default)]
    pub match_mode: MatchMode,
    /// Further campaigns as patterns with `*` and `?`.
    #[serde(default)]
    pub match_patterns: Vec<String>,
    /// Further campaigns as regular expressions.
    #[serde(default)]
    pub regex_patterns: Vec<String>,
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
