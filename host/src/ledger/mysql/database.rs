//! Connections to a MySQL or MariaDB server: how they are set up. Knows no table.

use sqlx::mysql::{MySqlConnectOptions, MySqlPoolOptions, MySqlRow, MySqlSslMode};
use sqlx::{ConnectOptions, Executor, MySql, MySqlConnection, Row, Type, TypeInfo, ValueRef};

use super::fault;
use crate::ledger::driver::{Dialect, LOCK_TIMEOUT, Value, pools, session};
use crate::ledger::place::{Server, TlsMode};

/// One run writes; what looks on reads.
const CONNECTIONS: u32 = 2;

/// How the server is reached.
pub(super) fn options(server: &Server) -> MySqlConnectOptions {
    let mut options =
        MySqlConnectOptions::new().username(&server.username).database(&server.database).charset("utf8mb4").ssl_mode(
            match server.tls.mode {
                TlsMode::Disable => MySqlSslMode::Disabled,
                TlsMode::Prefer => MySqlSslMode::Preferred,
                TlsMode::Require => MySqlSslMode::Required,
                TlsMode::VerifyCa => MySqlSslMode::VerifyCa,
                TlsMode::VerifyIdentity => MySqlSslMode::VerifyIdentity,
            },
        );
    options = match server.is_socket() {
        true => options.socket(&server.host),
        false => options.host(&server.host).port(server.port),
    };
    if let Some(password) = server.password() {
        options = options.password(password);
    }
    if let Some(ca) = &server.tls.ca {
        options = options.ssl_ca(ca);
    }
    if let Some((certificate, key)) = &server.tls.client {
        options = options.ssl_client_cert(certificate).ssl_client_key(key);
    }
    options.disable_statement_logging()
}

/// Makes a new connection what the tables rely on: names in `"…"`, nothing cut or rounded in silence, texts told apart by every byte, a
/// bound on waiting for others.
pub(super) async fn settle(connection: &mut MySqlConnection, isolation: &'static str) -> sqlx::Result<()> {
    let settings = format!(
        "SET SESSION sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', \
         SESSION collation_connection = 'utf8mb4_bin', SESSION innodb_lock_wait_timeout = {}",
        LOCK_TIMEOUT.as_secs()
    );
    connection.execute(sqlx::AssertSqlSafe(settings)).await?;
    connection.execute(isolation).await?;
    Ok(())
}

/// Writers: what they do not touch they do not lock.
pub(super) const WRITING: &str = "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED";
const READING: &str = "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ";

impl Pools {
    /// The connections of a server; made when they are first asked for.
    pub(super) fn new(server: &Server, rows: usize) -> Pools {
        let pool = |isolation: &'static str| {
            MySqlPoolOptions::new()
                .max_connections(CONNECTIONS)
                .acquire_timeout(server.connect)
                .after_connect(move |connection, _| Box::pin(settle(connection, isolation)))
                .connect_lazy_with(options(server))
        };
        Pools { write: pool(WRITING), read: pool(READING), place: server.to_string().into(), rows }
    }
}

session!(MySql, Dialect::MySql, fault::explain);
pools!(
    MySql,
    fault::explain,
    write: "START TRANSACTION",
    read: "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY"
);

async fn number(connection: &mut MySqlConnection, statement: &str, values: Vec<Value>) -> sqlx::Result<i64> {
    let inserted = query(statement, values).execute(connection).await?;
    i64::try_from(inserted.last_insert_id()).map_err(|error| sqlx::Error::Decode(error.into()))
}

/// A value as the row has it.
fn value(row: &MySqlRow, index: usize) -> sqlx::Result<Value> {
    let raw = row.try_get_raw(index)?;
    if raw.is_null() {
        return Ok(Value::Int(None));
    }
    let kind = raw.type_info();
    Ok(match kind.name() {
        "BIGINT" | "INT" | "SMALLINT" | "TINYINT" | "MEDIUMINT" => Value::Int(row.try_get(index)?),
        "DOUBLE" | "FLOAT" => Value::Real(row.try_get(index)?),
        _ if <String as Type<MySql>>::compatible(&kind) => Value::Text(row.try_get(index)?),
        _ => Value::Bytes(row.try_get(index)?),
    })
}
