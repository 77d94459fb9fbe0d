//! `odoo_connection`: from what is written to a [`Connection`].

use std::time::Duration;

use url::Url;

use super::resolve::Pass;
use super::written;
use crate::odoo::{Connection, Protocol, Secret};

/// Odoo may work 120 s on a call and retry it by itself.
const TIMEOUT: Duration = Duration::from_secs(180);
const RETRIES: usize = 5;
const RETRY_PAUSE: Duration = Duration::from_millis(500);

pub(super) fn resolve(pass: &mut Pass, written: &written::OdooConnection) -> Option<Connection> {
    let base = match base_url(written) {
        Ok(base) => base,
        Err(message) => {
            let hint = "write a name like `odoo.example.com` or a URL like `https://odoo.example.com`".to_owned();
            pass.error("/odoo_connection/host", message, hint);
            return None;
        }
    };
    let protocol = match written.protocol {
        written::Protocol::Auto => Protocol::Auto,
        written::Protocol::Json2 => Protocol::Json2,
        written::Protocol::JsonRpc => Protocol::JsonRpc,
    };
    let secret = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).map(Secret::new);
    let (password, api_key) = (secret(&written.password), secret(&written.api_key));
    let username = written.username.clone().filter(|name| !name.trim().is_empty());
    if written.database.trim().is_empty() {
        pass.error(
            "/odoo_connection/database",
            "the database's name is empty",
            "name the database as Odoo lists it".to_owned(),
        );
    }
    if api_key.is_none() && protocol == Protocol::Json2 {
        pass.error(
            "/odoo_connection",
            "`protocol: json2` needs an `api_key`",
            "make one in Odoo under Preferences, Account Security, and write `api_key: \"${ODOO_API_KEY}\"`".to_owned(),
        );
    }
    if api_key.is_none() && (password.is_none() || username.is_none()) {
        pass.error(
            "/odoo_connection",
            "neither an `api_key` nor a `username` with its `password` is given",
            "write `username` and `password: \"${ODOO_PASSWORD}\"`, or `api_key: \"${ODOO_API_KEY}\"`".to_owned(),
        );
    }
    for (key, given) in [("password", password.is_some()), ("api_key", api_key.is_some())] {
        if given {
            pass.secret(&format!("/odoo_connection/{key}"), &format!("ODOO_{}", key.to_uppercase()));
        }
    }
    let online = base.host_str().is_some_and(|host| host == "odoo.com" || host.ends_with(".odoo.com"));
    Some(Connection {
        base,
        database: written.database.clone(),
        username,
        password,
        api_key,
        protocol,
        timeout: written.timeout_seconds.map_or(TIMEOUT, Duration::from_secs),
        retries: written.retries.map_or(RETRIES, |retries| retries as usize),
        retry_pause: RETRY_PAUSE,
        calls_per_second: written.rate_limit_rps.or(online.then_some(1.0)),
        language: written.language.clone().unwrap_or_else(|| "en_US".to_owned()),
    })
}

/// The URL of a host that is a name, with `port` and `ssl`, or a URL itself.
fn base_url(written: &written::OdooConnection) -> Result<Url, String> {
    let host = written.host.trim().trim_end_matches('/');
    if host.is_empty() {
        return Err("the host is empty".to_owned());
    }
    let is_url = host.contains("://");
    let text = if is_url {
        host.to_owned()
    } else {
        let tls = written.ssl.unwrap_or(written.port == Some(443));
        format!("{}://{host}", if tls { "https" } else { "http" })
    };
    // What stands before an `@` is a login, which no message may repeat.
    let shown = if host.contains('@') { "the value".to_owned() } else { format!("`{host}`") };
    let mut url = Url::parse(&text).map_err(|error| format!("{shown} is not a host: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return Err(format!("{shown} is neither a name nor an http or https URL"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("a URL with a login in it is not taken; write `username` and `password`".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("a host has neither a query (`?`) nor a fragment (`#`)".to_owned());
    }
    if is_url && written.ssl.is_some_and(|tls| tls != (url.scheme() == "https")) {
        return Err(format!("`{host}` and `ssl` contradict each other"));
    }
    let has_port = url.port().is_some();
    match written.port {
        Some(port) if !has_port => url.set_port(Some(port)).map_err(|()| format!("`{host}` takes no port"))?,
        // A URL that names its port means it; the key may repeat it.
        Some(port) if url.port() != Some(port) => {
            return Err(format!("`{host}` and `port: {port}` contradict each other"));
        }
        // Odoo's own port, for a bare name without TLS.
        None if !is_url && !has_port && url.scheme() == "http" => {
            url.set_port(Some(8069)).map_err(|()| format!("`{host}` takes no port"))?;
        }
        _ => {}
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(host: &str, port: Option<u16>, ssl: Option<bool>) -> Result<String, String> {
        let value = serde_json::json!({"host": host, "port": port, "ssl": ssl, "database": "db"});
        let written = serde_json::from_value(value).expect("a connection");
        base_url(&written).map(|url| url.to_string())
    }

    #[test]
    fn a_host_is_a_name_or_a_url() {
        assert_eq!(url("odoo.example.com", None, None).as_deref(), Ok("http://odoo.example.com:8069/"));
        assert_eq!(url("odoo.example.com", Some(443), None).as_deref(), Ok("https://odoo.example.com/"));
        assert_eq!(url("odoo.example.com", Some(8443), Some(true)).as_deref(), Ok("https://odoo.example.com:8443/"));
        assert_eq!(url("https://odoo.example.com", None, None).as_deref(), Ok("https://odoo.example.com/"));
        assert_eq!(url("http://127.0.0.1:8069/", Some(8069), None).as_deref(), Ok("http://127.0.0.1:8069/"));
        assert_eq!(url("[::1]", Some(8069), None).as_deref(), Ok("http://[::1]:8069/"));
        assert_eq!(url("https://example.com/odoo", None, None).as_deref(), Ok("https://example.com/odoo"));
        for (host, port, ssl) in [
            ("", None, None),
            ("ftp://example.com", None, None),
            ("https://me:secret@example.com", None, None),
            ("https://example.com", None, Some(false)),
            ("http://example.com:8069", Some(80), None),
            ("two words", None, None),
            ("https://example.com?db=a", None, None),
            ("example.com/#top", None, None),
        ] {
            assert!(url(host, port, ssl).is_err(), "{host}");
        }
    }
}
