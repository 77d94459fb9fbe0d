//! `reporting` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::email::Email;

/// How a run is told beyond the terminal.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reporting {
    /// Telling salespeople and managers what a run gave out.
    #[serde(default)]
    pub email: Email,
}
