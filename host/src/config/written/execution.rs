//! `execution` and `ledger` as they are written.

use schemars::JsonSchema;
use serde::Deserialize;

/// How a run is carried out.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Execution {
    /// Plan only, as `--dry-run`. Default: false.
    #[serde(default)]
    pub dry_run: bool,
    /// The most leads given out in one run. Default: 50000.
    #[schemars(range(min = 1, max = 10_000_000))]
    pub max_leads_per_run: Option<u32>,
    /// The most leads written in one call; calls start smaller and grow while they are quick. Default: 1000.
    #[schemars(range(min = 1, max = 5000))]
    pub batch_size: Option<usize>,
    /// Whether what failed is tried again. `false` is the same as `max_retries: 0`. Default: true.
    pub retry_failed: Option<bool>,
    /// How often a failed read is tried again. Default: `odoo_connection.retries`.
    #[schemars(range(max = 20))]
    pub max_retries: Option<u32>,
    /// What Odoo's chatter keeps of an assignment. Default: `full`.
    #[serde(default)]
    pub chatter: Chatter,
    /// The zone in which days begin: an IANA name. Default: the Odoo user's, else UTC.
    pub timezone: Option<String>,
    /// How much is said on stderr. Default: `WARNING`.
    pub log_level: Option<LogLevel>,
}

/// What Odoo's chatter keeps of an assignment. Neither sends a mail for each lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Chatter {
    /// The tracking message; the new owner follows the lead.
    #[default]
    Full,
    /// Nothing; the new owner does not follow the lead. Four times as fast.
    None,
}

/// How much is said on stderr.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "UPPERCASE")]
pub enum LogLevel {
    /// Every call and decision.
    Debug,
    /// Every step.
    Info,
    /// What may need attention.
    Warning,
    /// What failed.
    Error,
}

/// Where runs are remembered.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LedgerFile {
    /// A SQLite file, relative to the configuration. Default: `odlm.sqlite` beside it, or in the user's data folder where nothing can be
    /// written there. Not together with a database that `database_connection` names.
    pub path: Option<String>,
}
