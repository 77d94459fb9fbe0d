//! `tracking` and `database_connection` as they are written.

use schemars::JsonSchema;
use serde::Deserialize;

/// What is remembered of a run once it is over, and for how long.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tracking {
    /// `false` keeps runs in the local SQLite file and asks nothing of `database_connection`: a run could not be made safe without.
    /// Default: true.
    pub enabled: Option<bool>,
    /// Each lead's decision. `false` removes decisions once a run is over and told; until then they make it safe. Default: true.
    pub track_individual_assignments: Option<bool>,
    /// Each person's leads by status before and after. Default: true.
    pub track_pre_post_counts: Option<bool>,
    /// How even and how complete a run was. Default: true.
    pub track_distribution_summary: Option<bool>,
    /// Of so many latest runs it is kept what the strategy was asked: `odlm strategy run --from-run` and `odlm strategy compare` ask it
    /// again. These are the columns that the strategy sees, nothing else of the leads. 0 keeps none. Default: 30.
    #[schemars(range(max = 3650))]
    pub keep_requests: Option<u32>,
    /// Runs that ended more days ago are removed after a live run; what fairness rests on stays. Without the key they stay too.
    #[schemars(range(min = 1, max = 3650))]
    pub retention_days: Option<u16>,
    /// Whether runs are written to `odlm-archive` beside the configuration before they are removed. Default: false.
    pub archive_old_data: Option<bool>,
    /// Rows written in one statement. Default: 500.
    #[schemars(range(min = 1, max = 5000))]
    pub batch_size: Option<usize>,
}

/// The database where runs are remembered. Without this section it is a SQLite file.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatabaseConnection {
    /// Which database. Default: that of `url`, else `mysql`.
    #[serde(rename = "type")]
    pub kind: Option<DatabaseType>,
    /// All in one, like `postgresql://odlm@db.example.com/tracking`, instead of the keys from `host` to `password`; `sqlite:FILE` is a
    /// file, relative to the configuration.
    pub url: Option<String>,
    /// The server: a name, an address, or a local socket that begins with `/`. An empty text means that there is none.
    pub host: Option<String>,
    /// Its port. Default: 3306, of PostgreSQL 5432.
    #[schemars(range(min = 1))]
    pub port: Option<u16>,
    /// The database's name.
    pub database: Option<String>,
    /// The login.
    pub username: Option<String>,
    /// Its password.
    pub password: Option<String>,
    /// How the connection is protected.
    #[serde(default)]
    pub tls: DatabaseTls,
    /// How long connecting may take. Default: 10.
    #[schemars(range(min = 1, max = 60))]
    pub connect_timeout_seconds: Option<u64>,
}

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DatabaseType {
    /// MySQL 8 and later.
    Mysql,
    /// MariaDB 10.6 and later.
    Mariadb,
    /// PostgreSQL 13 and later.
    Postgresql,
    /// The SQLite file of `ledger.path`.
    Sqlite,
}

/// How the connection to a database is protected.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DatabaseTls {
    /// What is asked of the server. Default: `prefer`; with `ca_cert` `verify_ca`.
    pub mode: Option<DatabaseTlsMode>,
    /// A file of certificates of authorities. Default: those of the system.
    pub ca_cert: Option<String>,
    /// The client's own certificate; needs `client_key`.
    pub client_cert: Option<String>,
    /// Its key.
    pub client_key: Option<String>,
}

/// What is asked of a server before a password goes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DatabaseTlsMode {
    /// No TLS.
    Disable,
    /// TLS where the server has it; nothing is verified.
    Prefer,
    /// TLS; nothing is verified.
    Require,
    /// TLS, with a certificate of a known authority.
    VerifyCa,
    /// The same, and it must be the host's.
    VerifyIdentity,
}
