//! The servers that contracts run on: a sandbox of its own for each test, and the real Odoo that the environment names.

use std::sync::Arc;
use std::time::Duration;

use odlm::odoo::{Connection, Protocol, Secret};
use odlm::sandbox::{Sandbox, SandboxOptions};

/// The environment variable with the real server's connection; its form stands at the head of `mod.rs`.
const VARIABLE: &str = "ODLM_TEST_ODOO";

/// A server and how to log in.
#[derive(Clone)]
pub(crate) struct Server {
    /// `sandbox` or `Odoo`.
    pub(crate) name: &'static str,
    pub(crate) host: String,
    pub(crate) database: String,
    pub(crate) username: String,
    pub(crate) password: Option<String>,
    pub(crate) api_key: Option<String>,
    /// The sandbox itself, where it is one.
    pub(crate) sandbox: Option<Arc<Sandbox>>,
}

impl Server {
    /// A sandbox of 300 leads and 6 salespeople.
    pub(crate) async fn sandbox() -> Server {
        Server::sandbox_of(SandboxOptions { leads: 300, salespeople: 6, ..SandboxOptions::default() }).await
    }

    pub(crate) async fn sandbox_of(options: SandboxOptions) -> Server {
        let sandbox = Sandbox::start(options).await.unwrap();
        Server {
            name: "sandbox",
            host: sandbox.url(),
            database: sandbox.database().to_owned(),
            username: sandbox.login().to_owned(),
            password: Some(sandbox.password().to_owned()),
            api_key: Some(sandbox.api_key().to_owned()),
            sandbox: Some(Arc::new(sandbox)),
        }
    }

    /// The real Odoo, if the environment names one.
    pub(crate) fn real() -> Option<Server> {
        let line = std::env::var(VARIABLE).ok().filter(|line| !line.trim().is_empty())?;
        Some(Server::parse(&line).unwrap_or_else(|missing| panic!("`{VARIABLE}` has no `{missing}`")))
    }

    fn parse(line: &str) -> Result<Server, &'static str> {
        let value = |key: &'static str| {
            let found = line.split_whitespace().filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == key);
            found.map(|(_, value)| value.to_owned()).filter(|value| !value.is_empty()).ok_or(key)
        };
        let (password, api_key) = (value("ODOO_PASSWORD").ok(), value("ODOO_API_KEY").ok());
        if password.is_none() && api_key.is_none() {
            return Err("ODOO_PASSWORD");
        }
        Ok(Server {
            name: "Odoo",
            host: value("ODOO_HOST")?,
            database: value("ODOO_DB")?,
            username: value("ODOO_USERNAME")?,
            password,
            api_key,
            sandbox: None,
        })
    }

    /// The sandbox, and the real Odoo where there is one.
    pub(crate) async fn all() -> Vec<Server> {
        [Some(Server::sandbox().await), Server::real()].into_iter().flatten().collect()
    }

    /// The connection with every credential that there is; nothing is tried twice.
    pub(crate) fn connection(&self, protocol: Protocol) -> Connection {
        Connection {
            base: self.host.parse().unwrap(),
            database: self.database.clone(),
            username: Some(self.username.clone()),
            password: self.password.clone().map(Secret::new),
            api_key: self.api_key.clone().map(Secret::new),
            protocol,
            timeout: Duration::from_secs(120),
            retries: 0,
            retry_pause: Duration::from_millis(10),
            calls_per_second: None,
            language: "en_US".to_owned(),
        }
    }

    /// The ways to speak to it, each with the connection that leads there: JSON-2 by key, `/jsonrpc` by password or else by key.
    pub(crate) fn ways(&self) -> Vec<Connection> {
        let mut legacy = self.connection(Protocol::JsonRpc);
        if legacy.password.is_some() {
            legacy.api_key = None;
        }
        let modern = self.api_key.is_some().then(|| self.connection(Protocol::Json2));
        modern.into_iter().chain([legacy]).collect()
    }
}

#[test]
fn a_connection_is_one_line_of_pairs() {
    let server = Server::parse("ODOO_HOST=http://h:1 ODOO_DB=d ODOO_USERNAME=u ODOO_API_KEY=k=1 ODOO_TEAM=5").unwrap();
    assert_eq!((server.host.as_str(), server.api_key.as_deref()), ("http://h:1", Some("k=1")));
    assert_eq!(server.ways().iter().map(|way| way.protocol).collect::<Vec<_>>(), [Protocol::Json2, Protocol::JsonRpc]);
    let refused = |line: &str| Server::parse(line).err();
    assert_eq!(refused("ODOO_HOST=http://h ODOO_DB=d ODOO_USERNAME=u"), Some("ODOO_PASSWORD"));
    assert_eq!(refused("ODOO_HOST=http://h ODOO_DB= ODOO_USERNAME=u ODOO_PASSWORD=p"), Some("ODOO_DB"));
}
