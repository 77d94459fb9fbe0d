//! Databases on private servers, which `tests/ledger/servers` starts once for all tests and ends with this process.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use async_trait::async_trait;
use odlm::ledger::{Engine, Ledger, Place, ROWS, Server, Store, Tls, TlsMode, open};
use sqlx::{Connection, Executor, MySqlConnection, PgConnection};

use super::stand::Stand;

pub(crate) const PASSWORD: &str = "odlm-secret";

/// The servers. They end when their stdin is closed, which the end of this process does.
pub(crate) struct Servers {
    _script: Child,
    pub(crate) mysql: u16,
    pub(crate) postgres: u16,
    /// Where the certificates are.
    pub(crate) folder: PathBuf,
}

/// The servers, or what is missing for them.
pub(crate) fn servers() -> &'static Servers {
    static SERVERS: LazyLock<Servers> = LazyLock::new(|| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ledger/servers");
        let mut child = Command::new(script).arg("run").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let value = |key: &str| {
            let word = line.split_whitespace().find_map(|word| word.strip_prefix(&format!("{key}=")));
            word.unwrap_or_else(|| panic!("tests/ledger/servers does not start the servers; see its message"))
                .to_owned()
        };
        Servers {
            mysql: value("mysql").parse().unwrap(),
            postgres: value("postgres").parse().unwrap(),
            folder: value("folder").into(),
            _script: child,
        }
    });
    &SERVERS
}

/// A name that no other test has.
pub(crate) fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("odlm_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The server of an engine, with a database of that name.
pub(crate) fn server(engine: Engine, database: &str) -> Server {
    let port = if engine == Engine::MySql { servers().mysql } else { servers().postgres };
    Server {
        engine,
        host: "127.0.0.1".to_owned(),
        port,
        database: database.to_owned(),
        username: "odlm".to_owned(),
        password: Some(PASSWORD.to_owned().into()),
        tls: Tls { mode: TlsMode::Disable, ..Tls::default() },
        connect: Duration::from_secs(20),
    }
}

pub(crate) fn place(server: Server) -> Place {
    Place { store: Store::Server(Box::new(server)), rows: ROWS }
}

/// Carries out statements on a database of an engine.
pub(crate) async fn execute(engine: Engine, database: &str, statements: &str) {
    let statements = sqlx::AssertSqlSafe(statements.to_owned());
    match engine {
        Engine::MySql => {
            let url = format!("mysql://odlm:{PASSWORD}@127.0.0.1:{}/{database}?ssl-mode=disabled", servers().mysql);
            let mut connection = MySqlConnection::connect(&url).await.unwrap();
            connection.execute(sqlx::raw_sql(statements)).await.unwrap();
            connection.close().await.unwrap();
        }
        Engine::Postgres => {
            let url = format!("postgres://odlm:{PASSWORD}@127.0.0.1:{}/{database}?sslmode=disable", servers().postgres);
            let mut connection = PgConnection::connect(&url).await.unwrap();
            connection.execute(sqlx::raw_sql(statements)).await.unwrap();
            connection.close().await.unwrap();
        }
    }
}

/// Makes an empty database; returns its name.
pub(crate) async fn database(engine: Engine) -> String {
    let name = fresh_name();
    let home = if engine == Engine::MySql { "mysql" } else { "postgres" };
    execute(engine, home, &format!("CREATE DATABASE {name}")).await;
    name
}

/// A database of its own on the server.
pub(crate) struct ServerStand {
    engine: Engine,
    database: tokio::sync::OnceCell<String>,
}

impl ServerStand {
    fn new(engine: Engine) -> ServerStand {
        ServerStand { engine, database: tokio::sync::OnceCell::new() }
    }
}

#[async_trait]
impl Stand for ServerStand {
    async fn open(&self) -> Arc<dyn Ledger> {
        let name = self.database.get_or_init(|| database(self.engine)).await;
        Arc::from(open(&place(server(self.engine, name))).await.unwrap())
    }
}

/// A database on MariaDB.
pub(crate) fn mysql() -> ServerStand {
    ServerStand::new(Engine::MySql)
}

/// A database on PostgreSQL.
pub(crate) fn postgres() -> ServerStand {
    ServerStand::new(Engine::Postgres)
}
