//! The configuration as it is written: every key that odlm reads, with its default. What the values mean is `resolve`'s work.
//!
//! The JSON Schema that editors and the reader check against is derived from these types, so a key exists when it stands here.

mod connection;
mod distribution;
mod execution;
mod leads;
mod people;

pub use connection::{OdooConnection, Protocol};
pub use distribution::{Distribution, ErrorHandling, LevelBased, OnStrategyFailure, StrategyLevel};
pub use execution::{Chatter, Execution, LedgerFile, LogLevel};
pub use leads::{
    AdditionalFilters, AssignmentFilters, DateRange, FieldMap, LeadFinding, LeadType, MatchMode, WebSourceConfig,
    WebSourceType, WebSources,
};
pub use people::{
    CampaignFiltering, CampaignTable, SalespersonSelection, SalespersonSourceConfig, SalespersonSourceType,
};

use schemars::JsonSchema;
use serde::Deserialize;

/// A configuration of `odlm dailydist`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
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
    /// Where runs are remembered.
    #[serde(default)]
    pub ledger: LedgerFile,
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
