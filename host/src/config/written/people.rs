//! `salesperson_selection` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

/// Who may receive leads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalespersonSelection {
    /// Where the salespeople stand.
    pub source_type: SalespersonSourceType,
    /// Details of the source.
    pub source_config: SalespersonSourceConfig,
    /// Which of them take part.
    #[serde(default)]
    pub campaign_filtering: CampaignFiltering,
    /// The target of somebody for whom neither the table nor the level has one. Default: 220, as in the tool before.
    pub default_target_leads: Option<u32>,
    /// The level of somebody for whom the table has none. Default: `mid_level`.
    pub default_level: Option<String>,
}

/// Where the salespeople stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SalespersonSourceType {
    /// A CSV file with people and their campaigns.
    CampaignTable,
}

/// Details of the source.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalespersonSourceConfig {
    /// For `source_type: campaign_table`.
    pub campaign_table: CampaignTable,
}

/// The campaign table.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignTable {
    /// A CSV file, relative to the configuration or, where it is not there, to the working folder.
    pub file_path: String,
}

/// Which salespeople take part.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignFiltering {
    /// `false` takes everybody in the table, whatever their campaign. Default: true.
    pub enabled: Option<bool>,
    /// The campaign whose people take part. Default: that of `campaign`.
    pub target_campaign: Option<String>,
    /// Whether rows with `active: false` take part. Default: false.
    #[serde(default)]
    pub include_inactive_salespeople: bool,
    /// Names or logins of people who take no part; leads they own are given to others.
    #[serde(default)]
    pub exclude_specific_users: Vec<String>,
}
