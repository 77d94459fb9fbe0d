//! `salesperson_selection` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

/// Who may receive leads.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalespersonSelection {
    /// Where the salespeople stand.
    pub source_type: SalespersonSourceType,
    /// Details of the source.
    #[serde(default)]
    pub source_config: SalespersonSourceConfig,
    /// Which of them take part.
    #[serde(default)]
    pub campaign_filtering: CampaignFiltering,
    /// Further conditions; whoever fails one is left out with the reason.
    #[serde(default)]
    pub filters: SalespersonFilters,
    /// The target of somebody for whom neither the source nor the level has one. Default: 220, as in the tool before.
    pub default_target_leads: Option<u32>,
    /// The level of somebody for whom the source has none. Default: `mid_level`.
    pub default_level: Option<String>,
    /// The campaign of a table's row that names none. Without the key such a row counts for every campaign.
    pub default_campaign: Option<String>,
}

/// Where the salespeople stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SalespersonSourceType {
    /// People and their campaigns: a CSV file, or a table of the tracking database.
    CampaignTable,
    /// A text file, one person a line: `name` or `name|id|level|target`.
    File,
    /// The list `salespeople_list`.
    List,
    /// Odoo's users or the members of its sales teams.
    Database,
    /// The members of one sales team of Odoo.
    Team,
}

/// Details of the source; only those of the chosen `source_type` are used.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SalespersonSourceConfig {
    /// For `source_type: campaign_table`.
    pub campaign_table: Option<CampaignTable>,
    /// For `source_type: file`: relative to the configuration or, where it is not there, to the working folder.
    pub file_path: Option<String>,
    /// For `source_type: list`.
    pub salespeople_list: Option<Vec<ListedPerson>>,
    /// For `source_type: database`.
    pub database: Option<DatabaseSource>,
    /// For `source_type: team`: the team's name.
    pub team: Option<String>,
}

/// The campaign table: one of the two keys.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignTable {
    /// A CSV file, relative to the configuration or, where it is not there, to the working folder.
    pub file_path: Option<String>,
    /// A table of the tracking database with the same columns.
    pub table_name: Option<String>,
}

/// Somebody of the list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ListedPerson {
    /// A name or login.
    Name(String),
    /// With details.
    Details(PersonDetails),
}

/// Somebody of the list with details.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonDetails {
    /// A name or login.
    pub name: Option<String>,
    /// Odoo's user id; it decides where both are given.
    #[schemars(range(min = 1))]
    pub id: Option<u64>,
    /// The level.
    pub level: Option<String>,
    /// Leads that the person should own.
    pub target_leads: Option<u32>,
    /// The team, for `team_filter` and strategies.
    pub team: Option<String>,
}

/// Which records of Odoo are the salespeople.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSource {
    /// The model that the conditions are about. Default: `res.users`.
    #[serde(default)]
    pub model: SalespersonModel,
    /// A domain as Odoo writes it, like `[["share", "=", false]]`.
    pub domain: Option<Vec<Value>>,
    /// The same as a sentence, like `active = true AND sale_team_id.name = 'Voice'`.
    pub where_clause: Option<String>,
    /// Whether the members' own `assignment_max` is their target; for `crm.team.member`. Default: true.
    pub use_assignment_max: Option<bool>,
}

/// A model of salespeople.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum SalespersonModel {
    /// Users.
    #[default]
    #[serde(rename = "res.users")]
    Users,
    /// Members of sales teams, with Odoo's monthly maximum of each.
    #[serde(rename = "crm.team.member")]
    TeamMembers,
}

/// Which salespeople take part.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignFiltering {
    /// `false` takes everybody of the source, whatever their campaign. Default: true.
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

/// Further conditions.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-refused" = json!({
    "has_permissions": "odlm takes active internal users only; narrow them with `source_type: database` and a `where_clause`",
})))]
pub struct SalespersonFilters {
    /// `false` is the same as `include_inactive_salespeople: true`. Default: true.
    pub active_only: Option<bool>,
    /// Only people of this team, or of one of these, by the source's team, else Odoo's.
    pub team_filter: Option<OneOrMany>,
    /// Only people of at least this experience: junior 1, mid_level 2, senior 3, or `levels.*.rank`.
    pub min_experience_level: Option<u32>,
    /// Only people whose workload is at most so many per cent of their target.
    #[schemars(range(min = 0.0, max = 100_000.0))]
    pub max_workload_percentage: Option<f64>,
}

/// One name, or several.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// One.
    One(String),
    /// Several.
    Many(Vec<String>),
}

impl OneOrMany {
    /// The names as a list.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        match self {
            OneOrMany::One(name) => vec![name.clone()],
            OneOrMany::Many(names) => names.clone(),
        }
    }
}
