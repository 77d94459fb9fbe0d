//! The same run leaves the same rows in all three databases, but for ids of the Odoo, times and what follows from them; and the block of
//! the Python tool's description records a run as it stands.

use std::collections::BTreeMap;

use odlm::domain::request::Request;
use odlm::ledger::{Engine, Ledger, Place};
use odlm::sandbox::SandboxOptions;

use super::server::{self, PASSWORD, execute, servers};
use crate::support::rig::Rig;

/// Every table of a ledger.
const TABLES: [&str; 17] = [
    "runs",
    "run_people",
    "run_people_left_out",
    "run_funnel",
    "run_reasons",
    "run_values",
    "run_dropback",
    "run_labels",
    "run_figures",
    "run_statuses",
    "run_summary",
    "run_received",
    "decisions",
    "credits",
    "memories",
    "leases",
    "odlm_distributions",
];

/// Columns that differ from run to run, or that the databases show otherwise.
fn differs(column: &str) -> bool {
    column.ends_with("_ms")
        || column.ends_with("seconds")
        || column.contains("memory")
        || ["odoo", "strategy_now_s", "config_digest", "write_date", "holder"].contains(&column)
}

/// A value as all databases show it: numbers by their value.
fn shown(value: &str) -> String {
    match value.parse::<f64>() {
        Ok(number) => format!("{number:.6}"),
        Err(_) => value.to_owned(),
    }
}

async fn dump(ledger: &dyn Ledger) -> BTreeMap<&'static str, Vec<BTreeMap<String, String>>> {
    let mut all = BTreeMap::new();
    for name in TABLES {
        let table = ledger.stored_table(name, 100_000).await.unwrap().unwrap();
        let mut rows: Vec<BTreeMap<String, String>> = table
            .rows
            .iter()
            .map(|row| {
                let cells = table.columns.iter().zip(row).filter(|(column, _)| !differs(column));
                cells.map(|(column, value)| (column.clone(), shown(value))).collect()
            })
            .collect();
        rows.sort();
        all.insert(name, rows);
    }
    all
}

/// What the strategy was asked in each run, but for the second in which it was.
async fn asked(ledger: &dyn Ledger) -> Vec<Vec<Request>> {
    let mut all = Vec::new();
    for run in ledger.runs(10).await.unwrap() {
        let requests = ledger.requests(run.id).await.unwrap().into_iter();
        all.push(requests.map(|request| Request { now: 0, ..request }).collect());
    }
    all
}

/// The same campaign on a sandbox of the same leads.
async fn rig() -> Rig {
    Rig::with(SandboxOptions { leads: 150, salespeople: 6, ..SandboxOptions::default() }).await
}

/// A live run, and a dry run after it.
async fn runs(rig: &Rig) {
    for more in [&[][..], &["--dry-run"]] {
        let mut command = rig.command(&[&["dailydist", "--config", "odlm.yaml", "--json"], more].concat());
        command.env("TRACKING_PASSWORD", PASSWORD);
        let ended = crate::support::rig::ended(command).await;
        assert_eq!(ended.code, 0, "{ended:?}");
        assert!(!ended.stdout.contains(PASSWORD) && !ended.stderr.contains(PASSWORD), "{ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_run_leaves_the_same_rows_in_all_three() {
    let file = rig().await;
    runs(&file).await;
    let ledger = odlm::ledger::open_read_only(&Place::file(file.path("odlm.sqlite"))).await.unwrap();
    let (expected, questions) = (dump(&*ledger).await, asked(&*ledger).await);
    assert_eq!(questions.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1], "the second run finds nothing left");
    ledger.close().await;
    for table in
        ["runs", "run_people", "decisions", "run_labels", "run_statuses", "run_summary", "run_received", "credits"]
    {
        assert!(!expected[table].is_empty(), "`{table}` is empty, so nothing is compared");
    }
    for engine in [Engine::MySql, Engine::Postgres] {
        let (rig, database) = (rig().await, server::database(engine).await);
        rig.configure(&servers().section(engine, &database));
        runs(&rig).await;
        assert!(!rig.path("odlm.sqlite").exists(), "no file is made beside the configuration");
        let place = server::place(server::server(engine, &database));
        let ledger = odlm::ledger::open_read_only(&place).await.unwrap();
        let found = dump(&*ledger).await;
        assert!(asked(&*ledger).await == questions, "what the strategy was asked on {engine:?}");
        ledger.close().await;
        for (table, rows) in &expected {
            assert_eq!(&found[table], rows, "`{table}` on {engine:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_block_and_the_variables_of_the_description_record_a_run() {
    let statements = "CREATE DATABASE lead_distribution_tracking;
         CREATE USER tracking_user@'%' IDENTIFIED BY 'tracking_password';
         GRANT ALL ON lead_distribution_tracking.* TO tracking_user@'%'";
    execute(Engine::MySql, "mysql", statements).await;
    let text = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/configurations").join(name);
        std::fs::read_to_string(path).unwrap()
    };
    let seed = text("seed.yaml");
    let block = seed[seed.find("database_connection:").unwrap()..seed.find("execution:").unwrap()].to_owned();
    assert!(block.contains("host: \"${TRACKING_DB_HOST}\"") && block.contains("track_individual_assignments: true"));
    let rig = rig().await;
    rig.write(".env", &text("seed.env"));
    rig.configure(&block.replace("port: 3306", &format!("port: {}", servers().mysql)));
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stderr.contains("tracking_password"), "{run:?}");
    let run = run.json();
    assert!(run["assigned"].as_u64().unwrap() > 0, "{run}");
    let server = odlm::ledger::Server {
        username: "tracking_user".to_owned(),
        password: Some("tracking_password".to_owned().into()),
        ..server::server(Engine::MySql, "lead_distribution_tracking")
    };
    let ledger = odlm::ledger::open_read_only(&server::place(server)).await.unwrap();
    let record = ledger.runs(1).await.unwrap().pop().unwrap();
    assert_eq!(record.end.unwrap().counts.assigned, run["assigned"].as_u64().unwrap());
    assert_eq!(ledger.decisions(record.id).await.unwrap().len(), run["found"].as_u64().unwrap() as usize);
    assert!(record.summary.is_some() && !record.statuses.is_empty(), "the switches of `tracking` are on");
    // What the tool promised: assignments with strategy and campaign, counts by status, the summary.
    for (view, columns) in [
        ("odlm_assignments", ["strategy", "campaign", "salesperson"]),
        ("odlm_counts", ["moment", "status", "leads"]),
        ("odlm_distributions", ["distributed", "participants", "efficiency"]),
    ] {
        let table = ledger.stored_table(view, 10_000).await.unwrap().unwrap();
        assert!(columns.iter().all(|column| table.columns.iter().any(|one| one == column)), "{:?}", table.columns);
        assert!(!table.rows.is_empty(), "{view}");
    }
    ledger.close().await;
}
