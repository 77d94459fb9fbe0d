//! The configuration as it is written: every key that odlm reads, with its default. What the values mean is `resolve`'s work.
//!
//! The JSON Schema that editors and the reader check against is derived from these types, so a key exists when it stands here.

mod alerts;
mod connection;
mod distribution;
mod email;
mod execution;
mod filters;
mod leads;
mod observing;
mod opportunities;
mod people;
mod reporting;
mod rules;
mod tracking;

pub use alerts::{AlertOn, Alerts, Webhook};
pub use connection::{OdooConnection, Protocol};
pub use distribution::{
    Distribution, ErrorHandling, LeadOrder, LevelBased, OnAssign, OnNothing, OnStrategyFailure, Plugin, PluginLimits,
    RoundRobinOverride, StrategyLevel,
};
pub use email::{Channel, Email, Smtp, SmtpSecurity};
pub use execution::{Chatter, Execution, LedgerFile, LogLevel};
pub(crate) use filters::PRIORITIES;
pub use filters::{
    ActivityDeadlineFilter, AdditionalFilters, AssignmentFilters, DncFiltering, ExcludedStatuses, PriorityRange,
    StatusFilter, StatusRule, UserExclusion,
};
pub use leads::{
    Campaigns, DateRange, FieldMap, LeadFinding, LeadType, MatchMode, WebSourceConfig, WebSourceType, WebSources,
};
pub use observing::{LogFormat, LogRotation, Logging, Metrics, Otlp, Push, Telemetry};
pub use opportunities::{
    AgeThreshold, CampaignMapping, CampaignPatterns, DropbackAssignment, DropbackFilter, DropbackLogging,
    OpportunityDateRange, SalesFilter, SecondaryMatches, WebSourceMatching,
};
pub use people::{
    CampaignFiltering, CampaignTable, DatabaseSource, ListedPerson, OneOrMany, PersonDetails, SalespersonFilters,
    SalespersonModel, SalespersonSelection, SalespersonSourceConfig, SalespersonSourceType,
};
pub use reporting::{ReportFormat, ReportFormats, Reporting};
pub use rules::{AdvancedRules, Geography, PriorityHandling, PriorityRule, Skill, SkillMatching, WorkloadBalancing};
pub use tracking::{DatabaseConnection, DatabaseTls, DatabaseTlsMode, DatabaseType, Tracking};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;

/// A configuration of `odlm dailydist`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("x-refused" = json!({
    "advanced_rules": "it belongs into `distribution`",
    "round_robin_override": "it belongs into `distribution`",
    "error_handling": "it belongs into `distribution`",
})))]
pub struct Written {
    /// Where Odoo is and how to log in.
    pub odoo_connection: OdooConnection,
    /// Which campaign is served.
    #[serde(default)]
    pub campaign: Campaign,
    /// Who may receive leads.
    pub salesperson_selection: SalespersonSelection,
    /// Which leads are distributed.
    #[serde(default)]
    pub lead_finding: LeadFinding,
    /// Who gets which lead.
    #[serde(default)]
    pub distribution: Distribution,
    /// How a run is carried out.
    #[serde(default)]
    pub execution: Execution,
    /// Who hears of it when a run did not go as it should.
    #[serde(default)]
    pub alerts: Alerts,
    /// Where runs are remembered.
    #[serde(default)]
    pub ledger: LedgerFile,
    /// What is remembered.
    #[serde(default)]
    pub tracking: Tracking,
    /// What a run leaves to be looked at.
    #[serde(default)]
    pub reporting: Reporting,
    /// Where the log goes and how it looks.
    #[serde(default)]
    pub logging: Logging,
    /// Prometheus metrics of every live run.
    #[serde(default)]
    pub metrics: Metrics,
    /// OpenTelemetry traces.
    #[serde(default)]
    pub telemetry: Telemetry,
    /// The database where runs are remembered. Default: a SQLite file.
    pub database_connection: Option<DatabaseConnection>,
}

/// Which campaign is served.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// The campaign's name: fairness and leases are kept under it. Default: `target_campaign`.
    pub name: Option<String>,
    /// The name in the campaign table. Default: `name`.
    pub target_campaign: Option<String>,
    /// `false` stops every run of this file.
    pub active: Option<bool>,
}
