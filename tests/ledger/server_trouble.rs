//! What goes wrong when a database on a server is opened: told with its place and a way out, never with the password, and before
//! anything is written to Odoo.

use odlm::ledger::{Engine, LedgerError, Server, open, open_read_only};

use super::server::{self, PASSWORD, database, execute, place};
use crate::support::rig::{Rig, ended};

pub(super) const BOTH: [Engine; 2] = [Engine::MySql, Engine::Postgres];

/// Why a database is not opened; the message names it and a way out, and no password.
pub(super) async fn refusal(server: Server) -> LedgerError {
    let shown = server.to_string();
    let error = open(&place(server)).await.err().unwrap();
    let text = error.to_string();
    assert!(text.contains(&shown) && !text.contains(PASSWORD) && !text.contains("wrong-secret"), "{text}");
    assert!(error.hint().is_some(), "{text}");
    error
}

#[tokio::test]
async fn a_wrong_password_a_missing_database_and_nobody_there_are_told_apart() {
    for engine in BOTH {
        let name = database(engine).await;
        let wrong = Server { password: Some("wrong-secret".to_owned().into()), ..server::server(engine, &name) };
        assert!(matches!(refusal(wrong).await, LedgerError::Refused { .. }));
        assert!(matches!(refusal(server::server(engine, "not_there")).await, LedgerError::NoDatabase { .. }));
        let nobody = Server { port: 1, ..server::server(engine, &name) };
        assert!(matches!(refusal(nobody).await, LedgerError::Unreachable { .. }));
    }
}

#[tokio::test]
async fn another_programs_tables_are_refused_and_left_alone() {
    for engine in BOTH {
        let name = database(engine).await;
        execute(engine, &name, "CREATE TABLE runs (marathon INT)").await;
        let error = refusal(server::server(engine, &name)).await;
        assert!(matches!(&error, LedgerError::Corrupt { detail, .. } if detail.contains("`runs`")), "{error}");
        execute(engine, &name, "INSERT INTO runs (marathon) VALUES (42)").await;
    }
}

#[tokio::test]
async fn a_later_odlms_tables_are_refused() {
    for engine in BOTH {
        let name = database(engine).await;
        open(&place(server::server(engine, &name))).await.unwrap().close().await;
        execute(engine, &name, "UPDATE odlm_migrations SET version = 99 WHERE version = 5").await;
        assert!(matches!(refusal(server::server(engine, &name)).await, LedgerError::Newer { found: 99, .. }));
    }
}

#[tokio::test]
async fn tables_whose_making_broke_off_are_refused_also_to_look_at() {
    for engine in BOTH {
        let name = database(engine).await;
        open(&place(server::server(engine, &name))).await.unwrap().close().await;
        execute(engine, &name, "UPDATE odlm_migrations SET success = false WHERE version = 5").await;
        let at = || server::server(engine, &name);
        let looked = open_read_only(&place(at())).await.err().unwrap();
        for error in [refusal(at()).await, looked] {
            assert!(matches!(error, LedgerError::HalfMigrated { version: 5, .. }), "{error}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_that_open_an_empty_database_at_once_both_succeed() {
    for engine in BOTH {
        let name = database(engine).await;
        let at = || async { open(&place(server::server(engine, &name))).await };
        let (one, other) = tokio::join!(at(), at());
        one.unwrap().close().await;
        other.unwrap().close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_database_is_down_writes_nothing_and_ends_with_6() {
    let rig = Rig::new(60).await;
    let before = rig.snapshot();
    rig.configure("database_connection: {type: postgresql, host: 127.0.0.1, port: 1, database: x, username: odlm, password: \"${P}\"}\n");
    for more in [&[][..], &["--dry-run"]] {
        let mut command = rig.command(&[&["dailydist", "--config", "odlm.yaml"], more].concat());
        command.env("P", "hidden-away");
        let run = ended(command).await;
        assert_eq!(run.code, 6, "{run:?}");
        assert!(
            run.stderr.contains("postgresql://odlm@127.0.0.1:1/x") && !run.stderr.contains("hidden-away"),
            "{run:?}"
        );
    }
    assert_eq!((rig.snapshot(), rig.calls("write")), (before, 0));
}
