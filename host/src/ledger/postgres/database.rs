//! Connections to a PostgreSQL server: how they are set up. Knows no table.

use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow, PgSslMode};
use sqlx::{ConnectOptions, Executor, PgConnection, Postgres, Row, TypeInfo, ValueRef};

use super::fault;
use crate::ledger::driver::{Dialect, LOCK_TIMEOUT, STATEMENT_TIMEOUT, Value, pools, session};
use crate::ledger::place::{Server, TlsMode};

/// One run writes; what looks on reads.
const CONNECTIONS: u32 = 2;

/// How the server is reached.
pub(super) fn options(server: &Server) -> PgConnectOptions {
    let mut options = PgConnectOptions::new_without_pgpass()
        .username(&server.username)
        .database(&server.database)
        .application_name("odlm")
        .port(server.port)
        .ssl_mode(match server.tls.mode {
            TlsMode::Disable => PgSslMode::Disable,
            TlsMode::Prefer => PgSslMode::Prefer,
            TlsMode::Require => PgSslMode::Require,
            TlsMode::VerifyCa => PgSslMode::VerifyCa,
            TlsMode::VerifyIdentity => PgSslMode::VerifyFull,
        });
    options = if server.is_socket() { options.socket(&server.host) } else { options.host(&server.host) };
    if let Some(password) = server.password() {
        options = options.password(password);
    }
    if let Some(ca) = &server.tls.ca {
        options = options.ssl_root_cert(ca);
    }
    if let Some((certificate, key)) = &server.tls.client {
        options = options.ssl_client_cert(certificate).ssl_client_key(key);
    }
    options.disable_statement_logging()
}

/// Makes a new connection what the tables rely on: a bound on waiting for others, and on each statement where nobody waits any more.
pub(super) async fn settle(connection: &mut PgConnection) -> sqlx::Result<()> {
    let settings = format!(
        "SET lock_timeout = {}; SET statement_timeout = {}; SET client_min_messages = warning",
        LOCK_TIMEOUT.as_millis(),
        STATEMENT_TIMEOUT.as_millis()
    );
    connection.execute(sqlx::AssertSqlSafe(settings)).await?;
    Ok(())
}

impl Pools {
    /// The connections of a server; made when they are first asked for.
    pub(super) fn new(server: &Server, rows: usize) -> Pools {
        let pool = || {
            PgPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(server.connect)
                .after_connect(|connection, _| Box::pin(settle(connection)))
                .connect_lazy_with(options(server))
        };
        Pools { write: pool(), read: pool(), place: server.to_string().into(), rows }
    }
}

session!(Postgres, Dialect::Postgres, fault::explain);
pools!(
    Postgres,
    fault::explain,
    write: "BEGIN ISOLATION LEVEL READ COMMITTED",
    read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
);

async fn number(connection: &mut PgConnection, statement: &str, values: Vec<Value>) -> sqlx::Result<i64> {
    query(&format!("{statement} RETURNING id"), values).fetch_one(connection).await?.try_get(0)
}

/// A value as the row has it.
fn value(row: &PgRow, index: usize) -> sqlx::Result<Value> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Int(None));
    }
    Ok(match raw.type_info().name() {
        "INT8" => Value::Int(row.try_get(index)?),
        "FLOAT8" => Value::Real(row.try_get(index)?),
        "BYTEA" => Value::Bytes(row.try_get(index)?),
        _ => Value::Text(row.try_get(index)?),
    })
}
