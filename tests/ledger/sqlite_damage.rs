//! Files that are no ledger, no longer one, or not one of this program: refused as what they are, and left as they were.

use std::fs;
use std::path::Path;

use odlm::ledger::LedgerError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use super::samples::{new_run, planned, planning};
use super::sqlite_file::refusal;

/// Speaks SQL to the file behind the ledger's back.
async fn tamper(path: &Path, statement: &'static str) {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    let mut connection = options.connect().await.unwrap();
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Opening for writing and for reading is refused, and the file stays as it is.
async fn refusals(path: &Path) -> [LedgerError; 2] {
    let before = fs::read(path).unwrap();
    let errors = [refusal(path).await, crate::support::ledgers::look_at(path).await.err().unwrap()];
    assert_eq!(fs::read(path).unwrap(), before, "the file was changed");
    errors
}

/// A ledger with one run of some thousand decisions, closed.
async fn ledger_at(path: &Path) {
    let ledger = crate::support::ledgers::at(path).await.unwrap();
    let run = ledger.begin(&new_run()).await.unwrap();
    ledger.record_plan(run, planning(&[], &(1..=5_000).map(planned).collect::<Vec<_>>())).await.unwrap();
    ledger.close().await;
}

#[tokio::test]
async fn no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    fs::write(&path, "lead,owner\n1,Anna\n".repeat(200)).unwrap();
    for error in refusals(&path).await {
        assert!(matches!(error, LedgerError::Corrupt { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn another_programs_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.sqlite");
    tamper(&path, "CREATE TABLE customers (name TEXT); PRAGMA application_id = 42").await;
    for error in refusals(&path).await {
        assert!(
            matches!(&error, LedgerError::Corrupt { detail, .. } if detail.contains("another program")),
            "{error:?}"
        );
    }
    tamper(&path, "INSERT INTO customers VALUES ('still here')").await;
}

#[tokio::test]
async fn a_later_odlms_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledger_at(&path).await;
    tamper(&path, "INSERT INTO _sqlx_migrations VALUES (999, 'later', '2030-01-01', TRUE, x'00', 1)").await;
    for error in refusals(&path).await {
        assert!(matches!(error, LedgerError::Newer { found: 999, .. }), "{error:?}");
        assert!(error.hint().unwrap().contains("later"), "{error}");
    }
}

#[tokio::test]
async fn an_earlier_odlms_ledger() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledger_at(&path).await;
    // As if all migrations were older than the first that is known now.
    tamper(&path, "UPDATE _sqlx_migrations SET version = -version").await;
    let error = crate::support::ledgers::look_at(&path).await.err().unwrap();
    assert!(matches!(error, LedgerError::Older { found: -1, .. }), "{error:?}");
}

#[tokio::test]
async fn a_migration_that_was_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledger_at(&path).await;
    tamper(&path, "UPDATE _sqlx_migrations SET checksum = x'00'").await;
    let error = refusal(&path).await;
    assert!(matches!(error, LedgerError::Corrupt { .. }), "{error:?}");
}

#[tokio::test]
async fn damaged_where_the_tables_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledger_at(&path).await;
    let mut bytes = fs::read(&path).unwrap();
    // The list of tables stands on the first page, after the header of 100 bytes.
    bytes[100..4_000].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    for error in refusals(&path).await {
        assert!(matches!(error, LedgerError::Corrupt { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn damaged_where_the_decisions_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledger_at(&path).await;
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..].fill(0xA5);
    fs::write(&path, bytes).unwrap();
    let ledger = crate::support::ledgers::look_at(&path).await.unwrap();
    let run = ledger.runs(1).await.unwrap()[0].id;
    let error = ledger.decisions(run).await.err().unwrap();
    assert!(matches!(error, LedgerError::Corrupt { .. }), "{error:?}");
    assert!(error.to_string().contains("ledger.sqlite"), "{error}");
}

#[tokio::test]
async fn names_that_are_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    ledger_at(&path).await;
    tamper(&path, "UPDATE decisions SET state = 'postponed' WHERE lead_id = 7").await;
    let ledger = crate::support::ledgers::at(&path).await.unwrap();
    let run = ledger.runs(1).await.unwrap()[0].id;
    let error = ledger.decisions(run).await.err().unwrap();
    assert!(matches!(&error, LedgerError::UnknownValue { what: "state", value } if value == "postponed"), "{error:?}");
    tamper(&path, "UPDATE runs SET status = 'paused'").await;
    let error = ledger.runs(1).await.err().unwrap();
    assert!(matches!(&error, LedgerError::UnknownValue { what: "status", value } if value == "paused"), "{error:?}");
    tamper(&path, "UPDATE runs SET status = 'running', seed = -1").await;
    let error = ledger.runs(1).await.err().unwrap();
    assert!(matches!(error, LedgerError::OutOfRange { what: "seed", .. }), "{error:?}");
}
