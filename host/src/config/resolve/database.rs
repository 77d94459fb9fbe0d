//! `database_connection`: which database holds the ledger, and how the connection to it is protected. Asks no server.

use std::borrow::Cow;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use url::Url;

use super::Pass;
use super::tracking::beside;
use crate::config::written::{DatabaseConnection, DatabaseTlsMode, DatabaseType};
use crate::ledger::{Engine, Server, Store, Tls, TlsMode, is_local};

const AT: &str = "/database_connection";
const CONNECT: Duration = Duration::from_secs(10);

/// What the keys say of a server, however they are written.
struct Said {
    engine: Engine,
    host: String,
    port: Option<u16>,
    database: String,
    username: String,
    password: Option<String>,
}

/// What a URL names.
enum Named {
    Server(Said),
    File(String),
}

/// The database that the section names; none leaves it to `ledger.path`.
pub(super) fn store(pass: &mut Pass, database: &DatabaseConnection) -> Option<Option<Store>> {
    let said = match url(pass, database)? {
        Some(Named::File(name)) => return Some(Some(Store::File(beside(pass.path, &name)))),
        Some(Named::Server(said)) => said,
        None => match keys(pass, database) {
            Some(said) => said,
            None => return Some(None),
        },
    };
    let by_url = filled(&database.url).is_some();
    for (key, value) in [("database", &said.database), ("username", &said.username)] {
        if value.trim().is_empty() {
            let message = format!("the tracking database has no `{key}`");
            let hint = "write it, or leave the section out to keep runs in a file".to_owned();
            pass.error(&format!("{AT}/{}", if by_url { "url" } else { key }), message, hint);
            return None;
        }
    }
    let tls = tls(pass, database, &said.host)?;
    let standard = if said.engine == Engine::MySql { 3306 } else { 5432 };
    Some(Some(Store::Server(Box::new(Server {
        engine: said.engine,
        port: said.port.unwrap_or(standard),
        host: said.host,
        database: said.database,
        username: said.username,
        password: said.password.filter(|password| !password.is_empty()).map(Into::into),
        tls,
        connect: database.connect_timeout_seconds.map_or(CONNECT, Duration::from_secs),
    }))))
}

/// Warns of passwords that stand in the file.
pub(super) fn secrets(pass: &mut Pass, database: &DatabaseConnection) {
    if filled(&database.password).is_some() {
        pass.secret("/database_connection/password", "TRACKING_DB_PASSWORD");
    }
    let has_password = |url: &str| Url::parse(url).is_ok_and(|url| url.password().is_some());
    if filled(&database.url).is_some_and(has_password) {
        pass.secret("/database_connection/url", "TRACKING_DB_URL");
    }
}

/// A text that is not empty, as a variable may be.
fn filled(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// What `url` names; none where it is not given.
fn url(pass: &mut Pass, database: &DatabaseConnection) -> Option<Option<Named>> {
    let Some(url) = filled(&database.url) else { return Some(None) };
    let at = format!("{AT}/url");
    let keys = [&database.host, &database.database, &database.username, &database.password];
    let twice = database.port.is_some() || keys.into_iter().any(|key| filled(key).is_some());
    if pass.places.is_stand_in(&at) {
        // It names a server, or is empty where the keys do; nobody knows here.
        let unknown = || Said {
            engine: database.kind.map_or(Engine::MySql, engine),
            host: url.to_owned(),
            port: None,
            database: url.to_owned(),
            username: url.to_owned(),
            password: None,
        };
        return Some((!twice).then(|| Named::Server(unknown())));
    }
    if twice {
        let hint = "leave `url` out, or `host`, `port`, `database`, `username` and `password`".to_owned();
        pass.error(&at, "the database is named twice, by `url` and by keys", hint);
        return None;
    }
    match of_url(url) {
        Ok(named) => {
            let agrees = |kind: DatabaseType| match &named {
                Named::File(_) => kind == DatabaseType::Sqlite,
                Named::Server(said) => kind != DatabaseType::Sqlite && engine(kind) == said.engine,
            };
            if database.kind.is_none_or(agrees) {
                return Some(Some(named));
            }
            let hint = "leave `type` out: the URL says which database it is".to_owned();
            pass.error(&format!("{AT}/type"), "`type` and `url` contradict each other", hint);
        }
        Err(message) => {
            let hint =
                "write it like `postgresql://odlm@db.example.com/tracking`, `mysql://…` or `sqlite:runs.sqlite`; \
                        what is special in a password is written like `%40`"
                    .to_owned();
            pass.error(&at, message, hint);
        }
    }
    None
}

/// The server that the keys name; none where there is none.
fn keys(pass: &mut Pass, database: &DatabaseConnection) -> Option<Said> {
    let host = filled(&database.host);
    if database.kind == Some(DatabaseType::Sqlite) {
        if host.is_some() {
            pass.warn(&format!("{AT}/host"), "`type: sqlite` keeps runs in a file; the server is not used");
        }
        return None;
    }
    let Some(host) = host else {
        pass.warn(AT, "it names no `host`; runs are remembered in a SQLite file");
        return None;
    };
    Some(Said {
        engine: database.kind.map_or(Engine::MySql, engine),
        host: bare(host),
        port: database.port,
        database: database.database.clone().unwrap_or_default(),
        username: database.username.clone().unwrap_or_default(),
        password: database.password.clone(),
    })
}

/// MySQL and MariaDB speak alike.
fn engine(kind: DatabaseType) -> Engine {
    if kind == DatabaseType::Postgresql { Engine::Postgres } else { Engine::MySql }
}

/// An address of IPv6 without the brackets that it has in a URL.
fn bare(host: &str) -> String {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host).to_owned()
}

/// What a URL names; no message repeats it, as it may hold a password.
fn of_url(text: &str) -> Result<Named, String> {
    let url = Url::parse(text).map_err(|error| format!("the URL is not one: {error}"))?;
    let engine = match url.scheme() {
        "mysql" | "mariadb" => Some(Engine::MySql),
        "postgres" | "postgresql" => Some(Engine::Postgres),
        "sqlite" => None,
        _ => return Err("the URL names no database that odlm knows".to_owned()),
    };
    if url.query().is_some() || url.fragment().is_some() {
        return Err("the URL has parameters, which are not taken; TLS has its own section".to_owned());
    }
    let Some(engine) = engine else {
        let (_, file) = text.split_once(':').unwrap_or_default();
        let file = decoded(file.strip_prefix("//").unwrap_or(file))?;
        return match file.as_str() {
            "" | ":memory:" => Err("the URL names no file".to_owned()),
            file if file.ends_with('/') => Err("the URL names a folder".to_owned()),
            _ => Ok(Named::File(file)),
        };
    };
    let host = decoded(url.host_str().unwrap_or_default())?;
    if host.is_empty() {
        return Err("the URL names no server".to_owned());
    }
    Ok(Named::Server(Said {
        engine,
        host: bare(&host),
        port: url.port(),
        database: decoded(url.path().trim_start_matches('/'))?,
        username: decoded(url.username())?,
        password: url.password().map(decoded).transpose()?,
    }))
}

fn decoded(text: &str) -> Result<String, String> {
    let text = percent_decode_str(text).decode_utf8().map(Cow::into_owned);
    text.map_err(|_| "the URL holds what is no UTF-8 text".to_owned())
}

fn tls(pass: &mut Pass, database: &DatabaseConnection, host: &str) -> Option<Tls> {
    let written = &database.tls;
    let mut sound = true;
    let mut file = |key: &str, name: &Option<String>| {
        let at = format!("{AT}/tls/{key}");
        let name = filled(name).filter(|_| !pass.places.is_stand_in(&at))?;
        let path = beside(pass.path, name);
        if !path.is_file() {
            let message = format!("`{}` is not there", path.display());
            pass.error(&at, message, "name a PEM file, relative to the configuration".to_owned());
            sound = false;
        }
        Some(path)
    };
    let ca = file("ca_cert", &written.ca_cert);
    let (certificate, key) = (file("client_cert", &written.client_cert), file("client_key", &written.client_key));
    if filled(&written.client_cert).is_some() != filled(&written.client_key).is_some() {
        let hint = "name both `client_cert` and `client_key`".to_owned();
        pass.error(&format!("{AT}/tls"), "a client's certificate needs its key, and the key its certificate", hint);
        sound = false;
    }
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
    sound.then(|| Tls { mode, ca, client: certificate.zip(key) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_all_that_the_keys_do() {
        let server = |url: &str| match of_url(url) {
            Ok(Named::Server(said)) => said,
            _ => panic!("{url}"),
        };
        let said = server("postgresql://od%40lm:p%2Fw@db.example.com:5433/tracking");
        assert_eq!(
            (said.engine, said.host.as_str(), said.port, said.database.as_str(), said.username.as_str()),
            (Engine::Postgres, "db.example.com", Some(5433), "tracking", "od@lm")
        );
        assert_eq!(said.password.as_deref(), Some("p/w"));
        assert_eq!(server("mariadb://u@[::1]:3307/t").host, "::1");
        assert_eq!(server("postgres://u@%2Frun%2Fpostgresql/t").host, "/run/postgresql");
        for wrong in [
            "",
            "db.example.com",
            "oracle://u:hidden@db/x",
            "hidden:x@db",
            "mysql:///x",
            "mysql://u:hidden@h/x?ssl-mode=off",
            "mysql://u:hid/den@h/x",
            "mysql://u:%ff@h/x",
            "sqlite:",
            "sqlite::memory:",
            "sqlite:hidden/",
            "sqlite:hidden?mode=ro",
        ] {
            let refused = of_url(wrong).err().expect(wrong);
            assert!(!refused.contains("hid"), "{wrong}: {refused}");
        }
    }

    #[test]
    fn a_url_of_sqlite_names_a_file() {
        for (url, file) in [
            ("sqlite:odlm.sqlite", "odlm.sqlite"),
            ("sqlite://data/odlm.sqlite", "data/odlm.sqlite"),
            ("sqlite:///var/lib/odlm.sqlite", "/var/lib/odlm.sqlite"),
            ("sqlite:/var/lib/od%20lm.sqlite", "/var/lib/od lm.sqlite"),
        ] {
            assert!(matches!(of_url(url), Ok(Named::File(found)) if found == file), "{url}");
        }
    }
}
