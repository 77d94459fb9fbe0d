//! Where Odoo is and how to log in: what the configuration's `odoo_connection` resolves to.

use std::time::Duration;

use url::Url;

use super::secret::Secret;

/// Which API is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// JSON-2 from Odoo 19 on when there is an API key, else `/jsonrpc`.
    Auto,
    /// `/json/2`, Odoo 19 and later, needs an API key.
    Json2,
    /// `/jsonrpc`, every Odoo up to its removal (announced for Odoo 22).
    JsonRpc,
}

/// A resolved connection.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Scheme, host, port and, behind a proxy, a path.
    pub base: Url,
    /// The database's name.
    pub database: String,
    /// The login; needed by `/jsonrpc`.
    pub username: Option<String>,
    /// The password; `/jsonrpc` takes an API key in its place.
    pub password: Option<Secret>,
    /// The API key.
    pub api_key: Option<Secret>,
    /// Which API to speak.
    pub protocol: Protocol,
    /// How long one call may take. Odoo may work 120 s and retry by itself.
    pub timeout: Duration,
    /// How often a failed read is tried again.
    pub retries: usize,
    /// The first pause between tries; it doubles each time, with jitter.
    pub retry_pause: Duration,
    /// The most calls a second; none sets no limit.
    pub calls_per_second: Option<f64>,
    /// The language in which names are read and compared.
    pub language: String,
}

impl Connection {
    /// What names this Odoo in the ledger: URL and database, no credentials.
    #[must_use]
    pub fn identity(&self) -> String {
        format!("{}#{}", self.base.as_str().trim_end_matches('/'), self.database)
    }

    /// The URL of a path of this Odoo.
    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base.as_str().trim_end_matches('/'))
    }

    /// The secret that `/jsonrpc` logs in with: the API key, else the password.
    pub(super) fn legacy_secret(&self) -> Option<&Secret> {
        self.api_key.as_ref().or(self.password.as_ref())
    }
}
