//! `alerts` as it is written: who hears of it when a run did not go as it should.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

/// Who hears of it when a run did not go as it should. An alert holds counts and the error in short, never a person's data.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Alerts {
    /// Default: true, where there is a `webhook` or an `email`.
    pub enabled: Option<bool>,
    /// What is alerted. Default: all of it.
    pub on: Option<Vec<AlertOn>>,
    /// After so many seconds a run is slow. Default: 300.
    #[schemars(range(min = 1, max = 604_800))]
    pub slow_after_seconds: Option<u64>,
    /// Whether dry runs alert too. Default: false.
    #[serde(default)]
    pub dry_run: bool,
    /// A URL that gets each alert as JSON.
    pub webhook: Option<Webhook>,
    /// Addresses that get each alert as a mail, by the server of `reporting.email.smtp`.
    #[serde(default)]
    pub email: Vec<String>,
}

/// What is alerted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum AlertOn {
    /// The program ended with a code that is neither 0 nor 3, whether or not the run had a number yet.
    Failure,
    /// Some leads were refused, in conflict or unknown.
    Partial,
    /// The run took longer than `slow_after_seconds`.
    Slow,
    /// No lead was given out.
    Nothing,
}

/// A URL that gets each alert as JSON.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// The URL. Those of Slack and Teams are secrets: write `${ALERT_WEBHOOK_URL}`.
    pub url: String,
    /// Sent as `Authorization: Bearer`.
    pub bearer_token: Option<String>,
    /// Further headers, by name.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// Signs the body: `X-Odlm-Signature: sha256=` and the HMAC-SHA256 in hexadecimal.
    pub signing_secret: Option<String>,
    /// How long one try may take. Default: 10.
    #[schemars(range(min = 1, max = 60))]
    pub timeout_seconds: Option<u64>,
}
