//! `odoo_connection` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

/// Where Odoo is and how to log in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OdooConnection {
    /// A name, to which `port` and `ssl` belong, or a whole URL.
    pub host: String,
    /// The port. Default: that of the URL, else 443 with `ssl`, else 8069.
    #[schemars(range(min = 1))]
    pub port: Option<u16>,
    /// Whether to speak TLS. Default: that of the URL, else only on port 443.
    pub ssl: Option<bool>,
    /// The database's name.
    pub database: String,
    /// The login.
    pub username: Option<String>,
    /// The password; for `/jsonrpc`.
    pub password: Option<String>,
    /// An API key; JSON-2 needs one, `/jsonrpc` takes it in the password's place.
    pub api_key: Option<String>,
    /// `auto` asks the server: JSON-2 from Odoo 19 on where there is a key, else `/jsonrpc`.
    #[serde(default)]
    pub protocol: Protocol,
    /// The language in which names of stages, sources and tags are compared. Default: `en_US`.
    pub language: Option<String>,
    /// How long one call may take. Default: 180.
    #[schemars(range(min = 1, max = 300))]
    pub timeout_seconds: Option<u64>,
    /// How often a failed read is tried again. Default: 5.
    #[schemars(range(max = 20))]
    pub retries: Option<u32>,
    /// The most calls a second. Default: 1 for odoo.com, else no limit.
    #[schemars(range(min = 0.01, max = 1000.0))]
    pub rate_limit_rps: Option<f64>,
}

/// Which API is spoken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Protocol {
    /// Ask the server.
    #[default]
    Auto,
    /// JSON-2.
    Json2,
    /// `/jsonrpc`.
    JsonRpc,
}
