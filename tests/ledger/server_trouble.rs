//! What goes wrong with a server: told with its place and a way out, never with the password, and before anything is written to Odoo.

use std::time::Duration;

use odlm::ledger::{Engine, LedgerError, Server, Tls, TlsMode, open};
use odlm::sandbox::{Effect, Faults, When};

use super::server::{self, PASSWORD, database, execute, place, servers};
use crate::support::rig::{Rig, ended};

const BOTH: [Engine; 2] = [Engine::MySql, Engine::Postgres];

async fn refusal(server: Server) -> LedgerError {
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
        execute(engine, &name, "UPDATE odlm_migrations SET version = 99 WHERE version = 4").await;
        assert!(matches!(refusal(server::server(engine, &name)).await, LedgerError::Newer { found: 99, .. }));
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

#[tokio::test]
async fn certificates_are_verified_where_that_is_asked_for() {
    for engine in BOTH {
        let name = database(engine).await;
        let with = |mode, ca: Option<&str>, host: &str| Server {
            host: host.to_owned(),
            tls: Tls { mode, ca: ca.map(|ca| servers().folder.join(ca)), client: None },
            ..server::server(engine, &name)
        };
        for good in [
            with(TlsMode::Require, None, "127.0.0.1"),
            with(TlsMode::VerifyCa, Some("ca.pem"), "127.0.0.1"),
            with(TlsMode::VerifyIdentity, Some("ca.pem"), "localhost"),
        ] {
            let mode = good.tls.mode;
            let opened = open(&place(good)).await;
            opened.unwrap_or_else(|error| panic!("{engine:?} {mode:?}: {error}")).close().await;
        }
        for mode in [TlsMode::VerifyCa, TlsMode::VerifyIdentity] {
            let error = refusal(with(mode, Some("other.pem"), "localhost")).await;
            assert!(matches!(error, LedgerError::Tls { .. } | LedgerError::Unreachable { .. }), "{error:?}");
        }
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

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_goes_away_in_mid_run_stops_the_writes() {
    let rig = Rig::new(300).await;
    let name = database(Engine::Postgres).await;
    rig.configure(&format!(
        "execution: {{batch_size: 5}}\ndatabase_connection: {{type: postgresql, host: 127.0.0.1, port: {}, database: {name}, \
         username: odlm, password: \"${{P}}\"}}\n",
        servers().postgres
    ));
    // Each write takes its time, so that the run is in its middle when the database goes.
    let slow = Effect::Delay(Duration::from_millis(400));
    rig.sandbox.set_faults(Faults::default().on_model("crm.lead", "write", When::Always, slow));
    let mut command = rig.command(&["dailydist", "--config", "odlm.yaml", "--json"]);
    command.env("P", PASSWORD);
    let going = tokio::spawn(ended(command));
    while rig.calls("write") == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    execute(Engine::Postgres, "postgres", &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
    let writes = rig.calls("write");
    let run = going.await.unwrap();
    assert_eq!(run.code, 6, "{run:?}");
    assert!(rig.calls("write") <= writes + 1, "{} writes after the database had gone", rig.calls("write") - writes);
}
