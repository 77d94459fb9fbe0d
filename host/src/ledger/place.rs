//! Where a ledger is: a SQLite file, or a database on a server. Shown without its password.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

/// Rows of one statement unless it is said otherwise; with 15 values each far below the 32,766 values that SQLite takes.
pub const ROWS: usize = 500;

/// Where a ledger is.
#[derive(Clone, Debug)]
pub struct Place {
    /// The database.
    pub store: Store,
    /// The most rows of one statement.
    pub rows: usize,
}

/// The database that holds a ledger.
#[derive(Clone, Debug)]
pub enum Store {
    /// A SQLite file.
    File(PathBuf),
    /// A database on a server.
    Server(Box<Server>),
}

/// Which server a database is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// MySQL or MariaDB, which speak alike.
    MySql,
    /// PostgreSQL.
    Postgres,
}

/// A database on a server.
#[derive(Clone)]
pub struct Server {
    /// Which server.
    pub engine: Engine,
    /// Its name or address; one that begins with `/` is the folder (PostgreSQL) or file (MySQL) of a local socket.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The database's name.
    pub database: String,
    /// The login.
    pub username: String,
    /// Its password.
    pub password: Option<SecretString>,
    /// How the connection is protected.
    pub tls: Tls,
    /// How long connecting may take.
    pub connect: Duration,
}

/// How a connection to a server is protected.
#[derive(Clone, Debug, Default)]
pub struct Tls {
    /// What is asked of the server.
    pub mode: TlsMode,
    /// A file of certificates of authorities; none takes those of the system.
    pub ca: Option<PathBuf>,
    /// The client's own certificate and its key.
    pub client: Option<(PathBuf, PathBuf)>,
}

/// What is asked of a server before a password goes to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TlsMode {
    /// No TLS.
    Disable,
    /// TLS where the server has it; nothing is verified.
    #[default]
    Prefer,
    /// TLS; nothing is verified.
    Require,
    /// TLS, and a certificate of an authority that is known.
    VerifyCa,
    /// The same, and it must be the host's.
    VerifyIdentity,
}

impl Place {
    /// The SQLite file at `path`.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Place {
        Place { store: Store::File(path.into()), rows: ROWS }
    }

    /// The SQLite file, where it is one.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.store {
            Store::File(path) => Some(path),
            Store::Server(_) => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.store {
            Store::File(path) => path.display().fmt(out),
            Store::Server(server) => server.fmt(out),
        }
    }
}

impl Server {
    /// Whether the host is this machine: what goes to it passes no network.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_local(&self.host)
    }

    /// Whether the host is a local socket.
    pub(super) fn is_socket(&self) -> bool {
        self.host.starts_with('/')
    }

    pub(super) fn password(&self) -> Option<&str> {
        self.password.as_ref().map(ExposeSecret::expose_secret)
    }
}

/// Whether a host is this machine.
#[must_use]
pub fn is_local(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host.starts_with('/')
        || host.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.is_loopback())
}

impl fmt::Display for Server {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match self.engine {
            Engine::MySql => "mysql",
            Engine::Postgres => "postgresql",
        };
        let Server { host, port, database, username, .. } = self;
        let colons = host.contains(':') && !host.starts_with('[');
        let (open, close) = if colons { ("[", "]") } else { ("", "") };
        write!(out, "{scheme}://{username}@{open}{host}{close}:{port}/{database}")
    }
}

impl fmt::Debug for Server {
    /// All but the password.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{self} {:?} {:?}", self.tls, self.connect)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server(host: &str) -> Server {
        Server {
            engine: Engine::MySql,
            host: host.to_owned(),
            port: 3306,
            database: "tracking".to_owned(),
            username: "odlm".to_owned(),
            password: Some("hidden-away".to_owned().into()),
            tls: Tls::default(),
            connect: Duration::from_secs(10),
        }
    }

    #[test]
    fn a_place_is_shown_without_its_password() {
        let place = Place { store: Store::Server(Box::new(server("db.example.com"))), rows: ROWS };
        assert_eq!(place.to_string(), "mysql://odlm@db.example.com:3306/tracking");
        assert!(!format!("{place:?}").contains("hidden-away"), "{place:?}");
        assert_eq!(server("::1").to_string(), "mysql://odlm@[::1]:3306/tracking");
    }

    #[test]
    fn this_machine_is_known() {
        for host in ["localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "/run/mysqld/mysqld.sock"] {
            assert!(is_local(host), "{host}");
        }
        for host in ["10.0.0.1", "localhost.example.com", "db", "::2", ""] {
            assert!(!is_local(host), "{host}");
        }
    }
}
