//! A sandbox, a folder with a configuration, and the real program run in it: what an operator has.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use jiff::{Timestamp, ToSpan};
use odlm::sandbox::{Sandbox, SandboxOptions};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// A campaign on a sandbox.
pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    folder: TempDir,
}

/// How the program ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// The one JSON document on stdout.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Users of the sandbox's salespeople begin here.
pub(crate) const FIRST_SELLER: u64 = 7;

impl Rig {
    /// A sandbox of generated leads and six salespeople, five of them in the table, with the custom fields mapped.
    pub(crate) async fn new(leads: usize) -> Rig {
        Rig::with(SandboxOptions { leads, salespeople: 6, ..SandboxOptions::default() }).await
    }

    /// A sandbox of these options and an empty folder.
    pub(crate) async fn bare(options: SandboxOptions) -> Rig {
        Rig { sandbox: Sandbox::start(options).await.unwrap(), folder: tempfile::tempdir().unwrap() }
    }

    /// The usual campaign on a sandbox of these options.
    pub(crate) async fn with(options: SandboxOptions) -> Rig {
        let rig = Rig::bare(options).await;
        rig.write(
            "people.csv",
            "salesperson_name,salesperson_id,campaign_name,active,team,level,target_leads\n\
             Seller 0001,,Voice,true,Voice,senior,60\n\
             seller0002@example.com,,Voice,true,Voice,senior,60\n\
             Seller 0003,,Voice,true,Voice,mid_level,40\n\
             Seller 0004,,Voice,true,Voice,mid_level,40\n\
             Seller 0005,,Voice,true,Voice,junior,20\n\
             Seller 0006,,Apple,true,Apple,junior,20\n",
        );
        rig.configure("");
        rig
    }

    /// Writes the configuration; `change` are lines put after `distribution:`, or whole sections.
    pub(crate) fn configure(&self, more: &str) {
        let distribution = if more.contains("distribution:") { "" } else { "distribution: {strategy: level_based}\n" };
        self.write("odlm.yaml", &format!("{CONFIG}{distribution}{more}"));
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        self.write_bytes(Path::new(name), text.as_bytes());
    }

    /// Writes a file, and the folders that it stands in.
    pub(crate) fn write_bytes(&self, name: &Path, bytes: &[u8]) {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Three equal people and no lead: whoever asks adds them one by one.
    pub(crate) async fn equals(distribution: &str) -> Rig {
        let rig = Rig::with(SandboxOptions { leads: 0, salespeople: 3, ..SandboxOptions::default() }).await;
        rig.write("people.csv", "salesperson_name\nSeller 0001\nSeller 0002\nSeller 0003\n");
        rig.configure(distribution);
        rig
    }

    /// Gives every lease to somebody else.
    pub(crate) async fn take_lease_away(&self) {
        let options = SqliteConnectOptions::new().filename(self.path("odlm.sqlite"));
        let mut connection = options.connect().await.unwrap();
        sqlx::query("UPDATE leases SET token = token + 1, holder = 'another'").execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Makes the ledger where there is none and runs statements on it: what an operator keeps there beside odlm's tables.
    pub(crate) async fn in_ledger(&self, statements: &str) -> Result<(), sqlx::Error> {
        let path = self.path("odlm.sqlite");
        crate::support::ledgers::at(&path).await.unwrap().close().await;
        let mut connection = SqliteConnectOptions::new().filename(path).connect().await?;
        sqlx::raw_sql(sqlx::AssertSqlSafe(statements.to_owned())).execute(&mut connection).await?;
        connection.close().await
    }

    /// Adds a lead of today that nobody owns and every filter lets through.
    pub(crate) fn add_lead(&self) -> u64 {
        let today = Timestamp::now().to_string();
        let lead = json!({"name": "Neu — <b>new</b>", "type": "lead", "status": "new", "web_source_id": "google_ads",
            "source_date": today.split('T').next().unwrap(), "user_id": false, "team_id": false});
        self.sandbox.add_lead(&lead).unwrap()
    }

    /// The owner of every lead, by the lead's id.
    pub(crate) fn owners(&self) -> Vec<(u64, Option<u64>)> {
        self.sandbox.leads().iter().map(|lead| (lead["id"].as_u64().unwrap(), lead["user_id"].as_u64())).collect()
    }

    /// Every lead as the sandbox has it.
    pub(crate) fn snapshot(&self) -> Vec<Value> {
        self.sandbox.leads()
    }

    /// How many calls of this method reached the sandbox.
    pub(crate) fn calls(&self, method: &str) -> usize {
        self.sandbox.calls().iter().filter(|call| call.method == method).count()
    }

    /// The program with the sandbox's connection in its environment, and nothing of this process's.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
        command.args(arguments).current_dir(self.folder.path()).env_clear().stdin(Stdio::null()).kill_on_drop(true);
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("HOME", self.folder.path()).env("LC_ALL", "C.UTF-8");
        command.env("XDG_CACHE_HOME", Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache"));
        command.envs(self.sandbox.connection_env());
        command
    }

    /// Runs the program to its end.
    pub(crate) async fn odlm(&self, arguments: &[&str]) -> Ended {
        ended(self.command(arguments)).await
    }

    /// Runs `odlm dailydist --config odlm.yaml --json` and more.
    pub(crate) async fn dailydist(&self, more: &[&str]) -> Ended {
        self.odlm(&[&["dailydist", "--config", "odlm.yaml", "--json"], more].concat()).await
    }

    /// Starts the program and lets it work.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }
}

/// Runs a command to its end.
pub(crate) async fn ended(mut command: Command) -> Ended {
    let output = command.output().await.unwrap();
    Ended {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The day so many days ago, UTC, as Odoo writes it.
pub(crate) fn days_ago(days: i64) -> String {
    let day = Timestamp::now().checked_sub((days * 24).hours()).unwrap().to_string();
    day.split('T').next().unwrap().to_owned()
}

const CONFIG: &str = r#"
odoo_connection:
  host: "${ODOO_HOST}"
  database: "${ODOO_DB}"
  username: "${ODOO_USERNAME}"
  password: "${ODOO_PASSWORD}"
  api_key: "${ODOO_API_KEY}"
campaign: {name: Voice}
salesperson_selection:
  source_type: campaign_table
  source_config: {campaign_table: {file_path: people.csv}}
lead_finding:
  field_map: {status: status, web_source: web_source_id, date: source_date}
  date_range: {older_than_days: 0, younger_than_days: 30}
  web_sources:
    source_type: config
    source_config: {sources: [facebook_form, google_ads, website_contact, linkedin_ads]}
  additional_filters:
    status: [new, in_progress, call_back, utr]
    exclude_dnc: true
    dnc_statuses: [dnc, do_not_call]
"#;
