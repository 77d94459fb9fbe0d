//! `ledger`, `database_connection` and `tracking`: where runs are remembered, what of them, and for how long.

use std::path::{Path, PathBuf};
use std::time::Duration;

use url::Url;

use super::Pass;
use crate::config::resolved::Tracking;
use crate::config::written::{self, DatabaseConnection, DatabaseTlsMode, DatabaseType, Written};
use crate::ledger::{Engine, Place, ROWS, Server, Store, Tls, TlsMode, is_local};

const AT: &str = "/database_connection";
const FILE: &str = "odlm.sqlite";
const CONNECT: Duration = Duration::from_secs(10);

/// Where runs are remembered.
pub(super) fn place(pass: &mut Pass, written: &Written) -> Option<Place> {
    let rows = written.tracking.batch_size.unwrap_or(ROWS);
    let mut server = None;
    if let Some(database) = &written.database_connection {
        secrets(pass, database);
        if written.tracking.enabled != Some(false) {
            server = self::server(pass, database)?;
        }
    }
    let store = match (server, &written.ledger.path) {
        (Some(server), Some(_)) => {
            let hint = "leave `ledger.path` out, or `database_connection`; `tracking.enabled: false` keeps the file"
                .to_owned();
            pass.error("/ledger/path", format!("runs would be remembered twice: here and in `{server}`"), hint);
            return None;
        }
        (Some(server), None) => Store::Server(Box::new(server)),
        (None, path) => Store::File(beside(pass.path, path.as_deref().unwrap_or(FILE))),
    };
    Some(Place { store, rows })
}

/// What is remembered of a run.
pub(super) fn tracking(pass: &mut Pass, written: &written::Tracking) -> Tracking {
    if written.archive_old_data == Some(true) && written.retention_days.is_none() {
        let hint = "write after how many days, like `retention_days: 365`, or leave `archive_old_data` out".to_owned();
        pass.error("/tracking/archive_old_data", "nothing is archived without `retention_days`", hint);
    }
    Tracking {
        assignments: written.track_individual_assignments.unwrap_or(true),
        statuses: written.track_pre_post_counts.unwrap_or(true),
        summary: written.track_distribution_summary.unwrap_or(true),
        retention_days: written.retention_days,
        archive: written.archive_old_data.unwrap_or(false).then(|| beside(pass.path, "odlm-archive")),
    }
}

fn beside(configuration: &Path, name: &str) -> PathBuf {
    configuration.parent().unwrap_or(Path::new("")).join(name)
}

fn secrets(pass: &mut Pass, database: &DatabaseConnection) {
    if database.password.as_ref().is_some_and(|password| !password.is_empty()) {
        pass.secret("/database_connection/password", "TRACKING_DB_PASSWORD");
    }
    let has_password = |url: &String| Url::parse(url).is_ok_and(|url| url.password().is_some());
    if database.url.as_ref().is_some_and(has_password) {
        pass.secret("/database_connection/url", "TRACKING_DB_URL");
    }
}

/// What the keys say of the server, however they are written.
struct Said {
    kind: DatabaseType,
    host: String,
    port: Option<u16>,
    database: String,
    username: String,
    password: Option<String>,
}

/// The server; none where the section names none.
fn server(pass: &mut Pass, database: &DatabaseConnection) -> Option<Option<Server>> {
    let Some(said) = said(pass, database)? else { return Some(None) };
    let engine = match said.kind {
        DatabaseType::Sqlite => return Some(None),
        DatabaseType::Mysql | DatabaseType::Mariadb => Engine::MySql,
        DatabaseType::Postgresql => Engine::Postgres,
    };
    for (key, value) in [("database", &said.database), ("username", &said.username)] {
        if value.trim().is_empty() {
            pass.error(
                &format!("{AT}/{key}"),
                format!("the tracking database has no `{key}`"),
                "write it, or leave the section out to keep runs in a file".to_owned(),
            );
            return None;
        }
    }
    let tls = tls(pass, database, &said.host)?;
    Some(Some(Server {
        engine,
        port: said.port.unwrap_or(if engine == Engine::MySql { 3306 } else { 5432 }),
        host: said.host,
        database: said.database,
        username: said.username,
        password: said.password.filter(|password| !password.is_empty()).map(Into::into),
        tls,
        connect: database.connect_timeout_seconds.map_or(CONNECT, Duration::from_secs),
    }))
}

/// The keys, or the URL in their place; none where there is no server.
fn said(pass: &mut Pass, database: &DatabaseConnection) -> Option<Option<Said>> {
    let keys = [&database.host, &database.database, &database.username, &database.password];
    let Some(url) = database.url.as_deref().map(str::trim).filter(|url| !url.is_empty()) else {
        let host = database.host.as_deref().unwrap_or_default().trim();
        if host.is_empty() && database.kind != Some(DatabaseType::Sqlite) {
            pass.warn(AT, "it names no `host`; runs are remembered in a SQLite file");
        }
        return Some((!host.is_empty()).then(|| Said {
            kind: database.kind.unwrap_or(DatabaseType::Mysql),
            host: host.to_owned(),
            port: database.port,
            database: database.database.clone().unwrap_or_default(),
            username: database.username.clone().unwrap_or_default(),
            password: database.password.clone(),
        }));
    };
    if database.port.is_some() || keys.into_iter().any(Option::is_some) {
        let hint = "leave `url` out, or `host`, `port`, `database`, `username` and `password`".to_owned();
        pass.error(&format!("{AT}/url"), "the database is named twice, by `url` and by keys", hint);
        return None;
    }
    match of_url(url) {
        Ok(said) if said.as_ref().is_some_and(|said| database.kind.is_some_and(|kind| !is_same(kind, said.kind))) => {
            let hint = "leave `type` out: the URL says which database it is".to_owned();
            pass.error(&format!("{AT}/type"), "`type` and `url` contradict each other", hint);
            None
        }
        Ok(said) => Some(said),
        Err(message) => {
            let hint = "write it like `postgresql://odlm@db.example.com/tracking` or `mysql://…`".to_owned();
            pass.error(&format!("{AT}/url"), message, hint);
            None
        }
    }
}

/// MySQL and MariaDB speak alike.
fn is_same(one: DatabaseType, other: DatabaseType) -> bool {
    let spoken = |kind| if kind == DatabaseType::Mariadb { DatabaseType::Mysql } else { kind };
    spoken(one) == spoken(other)
}

/// What a URL names; no message repeats it, as it may hold a password.
fn of_url(text: &str) -> Result<Option<Said>, String> {
    let url = Url::parse(text).map_err(|error| format!("the URL is not one: {error}"))?;
    let kind = match url.scheme() {
        "mysql" | "mariadb" => DatabaseType::Mysql,
        "postgres" | "postgresql" => DatabaseType::Postgresql,
        "sqlite" => return Ok(None),
        other => return Err(format!("`{other}` is no database that odlm knows")),
    };
    if url.query().is_some() || url.fragment().is_some() {
        return Err("the URL has parameters, which are not taken; TLS has its own section".to_owned());
    }
    let decoded = |text: &str| {
        percent_encoding::percent_decode_str(text)
            .decode_utf8()
            .map(std::borrow::Cow::into_owned)
            .map_err(|_| "the URL holds what is no UTF-8 text".to_owned())
    };
    Ok(Some(Said {
        kind,
        host: url.host_str().filter(|host| !host.is_empty()).ok_or("the URL names no server")?.to_owned(),
        port: url.port(),
        database: decoded(url.path().trim_start_matches('/'))?,
        username: decoded(url.username())?,
        password: url.password().map(decoded).transpose()?,
    }))
}

fn tls(pass: &mut Pass, database: &DatabaseConnection, host: &str) -> Option<Tls> {
    let written = &database.tls;
    let mut file = |key: &str, name: &Option<String>| -> Option<Option<PathBuf>> {
        let Some(name) = name.as_deref().filter(|name| !name.trim().is_empty()) else { return Some(None) };
        let path = beside(pass.path, name);
        if path.is_file() {
            return Some(Some(path));
        }
        let message = format!("`{}` is not there", path.display());
        pass.error(&format!("{AT}/tls/{key}"), message, "name a PEM file, relative to the configuration".to_owned());
        None
    };
    let ca = file("ca_cert", &written.ca_cert)?;
    let (certificate, key) = (file("client_cert", &written.client_cert)?, file("client_key", &written.client_key)?);
    let client = match (certificate, key) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        _ => {
            let hint = "name both `client_cert` and `client_key`".to_owned();
            pass.error(&format!("{AT}/tls"), "a client's certificate needs its key, and the key its certificate", hint);
            return None;
        }
    };
    let by_default = if ca.is_some() { DatabaseTlsMode::VerifyCa } else { DatabaseTlsMode::Prefer };
    let mode = match written.mode.unwrap_or(by_default) {
        DatabaseTlsMode::Disable => TlsMode::Disable,
        DatabaseTlsMode::Prefer => TlsMode::Prefer,
        DatabaseTlsMode::Require => TlsMode::Require,
        DatabaseTlsMode::VerifyCa => TlsMode::VerifyCa,
        DatabaseTlsMode::VerifyIdentity => TlsMode::VerifyIdentity,
    };
    if mode == TlsMode::Prefer && !is_local(host) {
        let message = "nobody verifies that the server is the right one; write `tls: {mode: verify_identity}`, with `ca_cert` where it is your own authority's";
        pass.warn(AT, message);
    }
    Some(Tls { mode, ca, client })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_all_that_the_keys_do() {
        let said = of_url("postgresql://od%40lm:p%2Fw@db.example.com:5433/tracking").ok().flatten().expect("a server");
        assert_eq!(
            (said.kind, said.host.as_str(), said.port, said.database.as_str(), said.username.as_str()),
            (DatabaseType::Postgresql, "db.example.com", Some(5433), "tracking", "od@lm")
        );
        assert_eq!(said.password.as_deref(), Some("p/w"));
        assert!(of_url("sqlite:file").is_ok_and(|said| said.is_none()));
        for wrong in ["", "db.example.com", "oracle://db/x", "mysql:///x", "mysql://u:hidden@h/x?ssl-mode=off"] {
            let refused = of_url(wrong).err().expect("a refusal");
            assert!(!refused.contains("hidden"), "{refused}");
        }
    }
}
