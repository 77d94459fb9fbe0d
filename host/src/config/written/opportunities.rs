//! `lead_finding.sales_filter` and `dropback_filter` as they are written.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// Leaves out leads whose contact has an opportunity already.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalesFilter {
    /// Default: true.
    pub enabled: Option<bool>,
    /// The model of opportunities. Default: `crm.lead`, with `type` opportunity.
    pub opportunity_table: Option<String>,
    /// Its field of the contact. Default: `partner_id`.
    pub opportunity_partner_field: Option<String>,
    /// The lead's field of the contact. Default: `partner_id`.
    pub lead_partner_field: Option<String>,
    /// The `type` of opportunities. Default: `opportunity` for `crm.lead`, none for another model.
    pub opportunity_type_filter: Option<String>,
    /// Stages whose opportunities do not count.
    #[serde(default)]
    pub exclude_opportunity_stages: Vec<String>,
    /// The only stages whose opportunities count. Empty: all.
    #[serde(default)]
    pub include_opportunity_stages: Vec<String>,
    /// When the opportunity was made.
    #[serde(default)]
    pub opportunity_date_range: OpportunityDateRange,
    /// Further ways to find the contact.
    #[serde(default)]
    pub secondary_matches: SecondaryMatches,
    /// Whether each lead left out is named in the log, at level INFO. Default: false.
    #[serde(default)]
    pub log_excluded_leads: bool,
}

/// When the opportunity was made.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpportunityDateRange {
    /// Default: false, opportunities of any day count.
    #[serde(default)]
    pub enabled: bool,
    /// Default: `create_date`.
    pub field_name: Option<String>,
    /// Opportunities of so many days back count. Default: 365.
    #[schemars(range(max = 36500))]
    pub days_back: Option<u32>,
}

/// Further ways to find the contact: the same e-mail address or telephone number.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SecondaryMatches {
    /// By `email_normalized`. Default: false.
    #[serde(default)]
    pub email: bool,
    /// By `phone_sanitized`. Default: false.
    #[serde(default)]
    pub phone: bool,
}

/// Old leads that go to a fixed person instead of being distributed.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropbackFilter {
    /// Default: true.
    pub enabled: Option<bool>,
    /// How old.
    #[serde(default)]
    pub age_threshold: AgeThreshold,
    /// Which web source belongs to which campaign.
    #[serde(default)]
    pub web_source_campaign_mapping: CampaignMapping,
    /// The same by patterns.
    #[serde(default)]
    pub web_source_matching: WebSourceMatching,
    /// The person of each campaign: a name or login.
    #[serde(default)]
    pub campaign_assignments: BTreeMap<String, String>,
    /// How they are given.
    #[serde(default)]
    pub assignment_config: DropbackAssignment,
    /// What is said about them.
    #[serde(default)]
    pub logging: DropbackLogging,
}

/// How old a lead must be.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AgeThreshold {
    /// Leads older than so many days. Default: 30.
    #[schemars(range(max = 36500))]
    pub days: Option<u32>,
    /// The date that counts. Default: `field_map.date`.
    pub field_name: Option<String>,
    /// Whether days are working days. Default: false.
    pub business_days: Option<bool>,
    /// The same, as the tool before called it.
    pub use_business_days: Option<bool>,
}

/// Which web source belongs to which campaign: `voice_sources` to Voice, and any other `NAME_sources` to the campaign of that name.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct CampaignMapping {
    /// The campaign of a lead whose source belongs to none. Without the key such a lead stays.
    pub default_campaign: Option<String>,
    /// The sources of each campaign.
    #[serde(flatten)]
    pub sources: BTreeMap<String, Vec<String>>,
}

/// Which web source belongs to which campaign, by names and patterns.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebSourceMatching {
    /// By campaign.
    #[serde(default)]
    pub campaign_patterns: BTreeMap<String, CampaignPatterns>,
}

/// The sources of a campaign.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignPatterns {
    /// Whole values in any case.
    #[serde(default)]
    pub exact_matches: Vec<String>,
    /// Patterns with `*` and `?`.
    #[serde(default)]
    pub pattern_matches: Vec<String>,
}

/// How old leads are given.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropbackAssignment {
    /// The field of the web source. Default: `field_map.web_source`.
    pub web_source_field: Option<String>,
    /// What kind of field that is, like `many2one` or `char`. odlm asks Odoo; what is written here must agree.
    pub web_source_field_type: Option<String>,
    /// `false` only counts and reports them. Default: true.
    pub assign_immediately: Option<bool>,
    /// Whether `dropback_status` is written. Default: false.
    #[serde(default)]
    pub update_status: bool,
    /// The status that is written.
    pub dropback_status: Option<String>,
    /// The team that is written: a name. Default: the person's.
    pub dropback_team: Option<String>,
}

/// What is said about old leads.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropbackLogging {
    /// Whether each is named in the log, at level INFO. Default: false.
    #[serde(default)]
    pub log_dropback_assignments: bool,
}
