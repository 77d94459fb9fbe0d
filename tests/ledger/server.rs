//! Databases on private servers, which `tests/ledger/servers` starts once for all tests (and for a test that kills them) and ends
//! with this process.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use odlm::ledger::{Engine, Ledger, Place, ROWS, Server, Store, Tls, TlsMode, open};
use sqlx::{Connection, Executor, MySqlConnection, PgConnection};

use super::stand::Stand;

pub(crate) const PASSWORD: &str = "odlm-secret";

/// The servers. They end when their stdin is closed, which the end of this process does.
pub(crate) struct Servers {
    script: Mutex<Script>,
    pub(crate) mysql: u16,
    pub(crate) postgres: u16,
    /// Their processes when they were started first.
    pub(crate) processes: [String; 2],
    /// Where the certificates are.
    pub(crate) folder: PathBuf,
}

struct Script {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Servers {
    /// Starts servers: as they `run`, or `plain`, without TLS.
    pub(crate) fn start(how: &str) -> Servers {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ledger/servers");
        let mut child = Command::new(script).arg(how).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap());
        let mut script = Script { child, lines };
        let line = script.line();
        let value = |key: &str| {
            let word = line.split_whitespace().find_map(|word| word.strip_prefix(&format!("{key}=")));
            word.unwrap_or_else(|| panic!("tests/ledger/servers does not start the servers; see its message"))
                .to_owned()
        };
        Servers {
            mysql: value("mysql").parse().unwrap(),
            postgres: value("postgres").parse().unwrap(),
            processes: [value("mysql_process"), value("postgres_process")],
            folder: value("folder").into(),
            script: Mutex::new(script),
        }
    }

    /// Kills both as no server can prevent.
    pub(crate) fn kill(&self) {
        let killed = Command::new("kill").arg("-KILL").args(&self.processes).status().unwrap();
        assert!(killed.success());
    }

    /// Starts both again on the data that they had, after they were killed.
    pub(crate) fn start_again(&self) {
        let mut script = self.script.lock().unwrap();
        script.child.stdin.as_mut().unwrap().write_all(b"again\n").unwrap();
        assert!(!script.line().is_empty(), "tests/ledger/servers does not start the servers again; see its message");
    }

    /// A database on one of them.
    pub(crate) fn server(&self, engine: Engine, database: &str) -> Server {
        Server {
            engine,
            host: "127.0.0.1".to_owned(),
            port: if engine == Engine::MySql { self.mysql } else { self.postgres },
            database: database.to_owned(),
            username: "odlm".to_owned(),
            password: Some(PASSWORD.to_owned().into()),
            tls: Tls { mode: TlsMode::Disable, ..Tls::default() },
            connect: Duration::from_secs(20),
        }
    }

    /// The section of a configuration that names a database on one of them; the password is in `TRACKING_PASSWORD`.
    pub(crate) fn section(&self, engine: Engine, database: &str) -> String {
        let (kind, port) = match engine {
            Engine::MySql => ("mariadb", self.mysql),
            Engine::Postgres => ("postgresql", self.postgres),
        };
        format!(
            "database_connection: {{type: {kind}, host: 127.0.0.1, port: {port}, database: {database}, username: odlm, \
             password: \"${{TRACKING_PASSWORD}}\", tls: {{mode: disable}}}}\n"
        )
    }

    /// Carries out statements on a database of an engine.
    pub(crate) async fn execute(&self, engine: Engine, database: &str, statements: &str) {
        let statements = sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned()));
        match engine {
            Engine::MySql => {
                let url = format!("mysql://odlm:{PASSWORD}@127.0.0.1:{}/{database}?ssl-mode=disabled", self.mysql);
                let mut connection = MySqlConnection::connect(&url).await.unwrap();
                connection.execute(statements).await.unwrap();
                connection.close().await.unwrap();
            }
            Engine::Postgres => {
                let url = format!("postgres://odlm:{PASSWORD}@127.0.0.1:{}/{database}?sslmode=disable", self.postgres);
                let mut connection = PgConnection::connect(&url).await.unwrap();
                connection.execute(statements).await.unwrap();
                connection.close().await.unwrap();
            }
        }
    }

    /// Makes an empty database; returns its name.
    pub(crate) async fn database(&self, engine: Engine) -> String {
        let name = fresh_name();
        let home = if engine == Engine::MySql { "mysql" } else { "postgres" };
        self.execute(engine, home, &format!("CREATE DATABASE {name}")).await;
        name
    }
}

impl Script {
    fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).unwrap();
        line
    }
}

impl Drop for Script {
    /// Has the servers of one test ended before the next begins.
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

/// The servers of all tests, or what is missing for them.
pub(crate) fn servers() -> &'static Servers {
    static SERVERS: LazyLock<Servers> = LazyLock::new(|| Servers::start("run"));
    &SERVERS
}

/// A name that no other test has.
pub(crate) fn fresh_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("odlm_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The server of an engine, with a database of that name.
pub(crate) fn server(engine: Engine, database: &str) -> Server {
    servers().server(engine, database)
}

pub(crate) fn place(server: Server) -> Place {
    Place { store: Store::Server(Box::new(server)), rows: ROWS }
}

/// Carries out statements on a database of an engine.
pub(crate) async fn execute(engine: Engine, database: &str, statements: &str) {
    servers().execute(engine, database, statements).await;
}

/// Makes an empty database; returns its name.
pub(crate) async fn database(engine: Engine) -> String {
    servers().database(engine).await
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
