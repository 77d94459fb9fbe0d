//! What `tracking` keeps of runs that are over, and what it removes.

use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, Row};

use crate::support::rig::Rig;

/// Makes every run of the ledger one that ended so many days ago.
async fn age(rig: &Rig, days: i64) {
    let mut connection = SqliteConnectOptions::new().filename(rig.path("odlm.sqlite")).connect().await.unwrap();
    sqlx::query("UPDATE runs SET began_ms = began_ms - ?, ended_ms = ended_ms - ?")
        .bind(days * 86_400_000)
        .bind(days * 86_400_000)
        .execute(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
}

async fn count(rig: &Rig, table: &str) -> i64 {
    let mut connection = SqliteConnectOptions::new().filename(rig.path("odlm.sqlite")).connect().await.unwrap();
    let question = sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}"));
    let counted = sqlx::query(question).fetch_one(&mut connection).await.unwrap().get(0);
    connection.close().await.unwrap();
    counted
}

async fn numbers(rig: &Rig) -> Vec<i64> {
    let listed = rig.odlm(&["runs", "list", "--json"]).await.json();
    listed.as_array().unwrap().iter().map(|run| run["run"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn old_runs_are_archived_whole_and_then_removed() {
    let rig = Rig::new(60).await;
    rig.configure("tracking: {retention_days: 30, archive_old_data: true}\n");
    let first = rig.dailydist(&["--decisions"]).await;
    assert_eq!(first.code, 0, "{first:?}");
    let credits = count(&rig, "credits").await;
    assert!(credits > 0);
    age(&rig, 29).await;
    // A dry run removes nothing, and neither does a live one before the time.
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    assert_eq!(numbers(&rig).await, [2, 1]);
    age(&rig, 2).await;
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    assert_eq!(numbers(&rig).await, [3, 2, 1]);
    rig.add_lead();
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    assert_eq!(numbers(&rig).await, [4, 3, 2], "the first one ended 31 days ago");
    let archive = rig.path("odlm-archive");
    let files: Vec<_> = std::fs::read_dir(&archive).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(files.len() == 1 && files[0].to_string_lossy().contains("run-000001-2"), "{files:?}");
    let kept: Value = serde_json::from_slice(&std::fs::read(&files[0]).unwrap()).unwrap();
    assert!(kept["begun"].is_string() && kept["fairness"]["gini"].is_number(), "{kept}");
    let told = first.json();
    for field in ["run", "status", "found", "assigned", "people", "decisions", "reasons"] {
        assert_eq!(kept[field], told[field], "{field}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&files[0]).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(count(&rig, "decisions WHERE run_id = 1").await, 0);
    assert_eq!(count(&rig, "credits").await, credits, "fairness goes on");
}

#[tokio::test]
async fn what_cannot_be_archived_stays_and_is_said() {
    let rig = Rig::new(30).await;
    rig.configure("tracking: {retention_days: 1, archive_old_data: true}\n");
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    age(&rig, 5).await;
    rig.write("odlm-archive", "a file stands where the folder would");
    rig.add_lead();
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 0, "it is no fault of the run: {run:?}");
    assert!(run.stderr.contains("warning: old runs are not removed") && run.stderr.contains("odlm-archive"), "{run:?}");
    assert_eq!(numbers(&rig).await, [2, 1]);
}

#[tokio::test]
async fn a_run_that_can_be_resumed_is_never_removed() {
    let rig = Rig::new(30).await;
    rig.configure("tracking: {retention_days: 1}\n");
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    let mut connection = SqliteConnectOptions::new().filename(rig.path("odlm.sqlite")).connect().await.unwrap();
    sqlx::query("UPDATE runs SET status = 'interrupted', campaign = 'Other'").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    age(&rig, 5).await;
    rig.add_lead();
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    assert_eq!(numbers(&rig).await, [2, 1]);
}

#[tokio::test]
async fn decisions_that_are_not_tracked_go_once_the_run_was_told() {
    let rig = Rig::new(80).await;
    rig.configure(
        "tracking: {track_individual_assignments: false, track_pre_post_counts: false, track_distribution_summary: false}\n",
    );
    let run = rig.dailydist(&["--decisions", "--report-format", "json", "--report-location", "run.json"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let told = run.json();
    assert!(!told["decisions"].as_array().unwrap().is_empty(), "the run itself tells all of it");
    for table in ["decisions", "run_reasons", "run_labels", "run_statuses", "run_summary"] {
        assert_eq!(count(&rig, table).await, 0, "{table}");
    }
    let received: u64 = told["people"].as_array().unwrap().iter().map(|one| one["received"].as_u64().unwrap()).sum();
    assert!(received > 0);
    assert!(count(&rig, "run_received").await > 0, "counts of people stay");
    // Looking back still works with what is left, and what people received today still counts.
    let shown = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!((&shown["assigned"], &shown["people"]), (&told["assigned"], &told["people"]));
    let again = rig.odlm(&["runs", "show", "--report-format", "md", "--report-location", "again.md"]).await;
    assert_eq!(again.code, 0, "{again:?}");
    let history = rig.odlm(&["report", "--last", "1d", "--format", "json"]).await;
    assert_eq!(history.code, 0, "{history:?}");
    rig.configure(
        "tracking: {track_individual_assignments: false}\ndistribution: {strategy: level_based, advanced_rules: {workload_balancing: {enabled: true, max_daily_leads: 1}}}\n",
    );
    rig.add_lead();
    rig.add_lead();
    let later = rig.dailydist(&[]).await.json();
    for person in later["people"].as_array().unwrap() {
        let id = &person["id"];
        let before = told["people"].as_array().unwrap().iter().find(|one| one["id"] == *id).unwrap();
        let most = u64::from(before["received"].as_u64() == Some(0));
        assert!(person["received"].as_u64().unwrap() <= most, "{person} had {before}");
    }
}

#[tokio::test]
async fn rows_go_to_the_ledger_in_statements_of_any_size() {
    for size in [1, 7, 5000] {
        let rig = Rig::new(40).await;
        rig.configure(&format!("tracking: {{batch_size: {size}}}\n"));
        let run = rig.dailydist(&["--decisions"]).await;
        assert_eq!(run.code, 0, "{size}: {run:?}");
        assert_eq!(count(&rig, "decisions").await as u64, run.json()["found"].as_u64().unwrap());
    }
}
