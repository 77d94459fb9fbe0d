//! Runs whose ledger is on a server: two at once, and one whose server is killed.

use std::collections::BTreeMap;
use std::time::Duration;

use odlm::domain::decision::State;
use odlm::ledger::open_read_only;
use odlm::sandbox::{Effect, Faults, When};
use tokio::process::Command;

use super::server::{PASSWORD, Servers, place, servers};
use super::server_trouble::BOTH;
use crate::support::rig::{Ended, Rig, ended};

const LEADS: usize = 30;

/// Three equal people, thirty leads, small and slow calls.
async fn slow(section: &str) -> Rig {
    let rig =
        Rig::equals(&format!("distribution: {{strategy: round_robin}}\nexecution: {{batch_size: 3}}\n{section}")).await;
    for _ in 0..LEADS {
        rig.add_lead();
    }
    rig.sandbox.set_faults(Faults::default().on("write", When::Always, Effect::Delay(Duration::from_millis(300))));
    rig
}

fn command(rig: &Rig, arguments: &[&str]) -> Command {
    let mut command = rig.command(&[arguments, &["--config", "odlm.yaml", "--json"]].concat());
    command.env("TRACKING_PASSWORD", PASSWORD);
    command
}

async fn until_writes(rig: &Rig, writes: usize) {
    for _ in 0..3_000 {
        if rig.calls("write") >= writes {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no write after half a minute");
}

/// Every lead has its owner, was written once, and everybody has ten.
fn assert_given_once(rig: &Rig) {
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    for (_, owner) in rig.owners() {
        *counts.entry(owner.expect("every lead has its owner")).or_default() += 1;
    }
    assert_eq!(counts.into_values().collect::<Vec<_>>(), [10, 10, 10]);
    assert_eq!(rig.sandbox.chatter().tracking_messages, LEADS as u64, "no lead was written twice");
}

fn assert_no_password(run: &Ended) {
    assert!(!run.stdout.contains(PASSWORD) && !run.stderr.contains(PASSWORD), "{run:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_runs_at_once_cannot_both_write() {
    for engine in BOTH {
        let name = servers().database(engine).await;
        let rig = slow(&servers().section(engine, &name)).await;
        let first = tokio::spawn(ended(command(&rig, &["dailydist"])));
        until_writes(&rig, 1).await;
        let second = ended(command(&rig, &["dailydist"])).await;
        assert_eq!(second.code, 7, "{engine:?}: {second:?}");
        assert!(second.stderr.contains("another run"), "{second:?}");
        let dry = ended(command(&rig, &["dailydist", "--dry-run"])).await;
        assert_eq!(dry.code, 0, "a dry run disturbs nobody: {dry:?}");
        let first = first.await.unwrap();
        assert_eq!(first.code, 0, "{first:?}");
        assert_given_once(&rig);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_server_is_killed_writes_what_it_recorded_and_is_finished_by_resume() {
    let own = Servers::start("plain");
    let mut going = Vec::new();
    for engine in BOTH {
        let name = own.database(engine).await;
        let rig = slow(&own.section(engine, &name)).await;
        let run = tokio::spawn(ended(command(&rig, &["dailydist"])));
        going.push((engine, name, rig, run));
    }
    for (_, _, rig, _) in &going {
        until_writes(rig, 2).await;
    }
    own.kill();
    let mut cut_off = Vec::new();
    for (engine, name, rig, run) in going {
        let run = run.await.unwrap();
        assert_eq!(run.code, 6, "{engine:?}: {run:?}");
        assert!(run.stderr.contains(&own.server(engine, &name).to_string()), "{run:?}");
        assert_no_password(&run);
        rig.sandbox.set_faults(Faults::default());
        cut_off.push((engine, name, rig));
    }
    own.start_again();
    for (engine, name, rig) in cut_off {
        let owned: Vec<u64> = rig.owners().into_iter().filter_map(|(lead, owner)| owner.map(|_| lead)).collect();
        assert!(!owned.is_empty() && owned.len() < LEADS, "{engine:?}: the server went in mid-run: {owned:?}");
        let ledger = open_read_only(&place(own.server(engine, &name))).await.unwrap();
        let record = ledger.runs(1).await.unwrap().pop().unwrap();
        let decisions = ledger.decisions(record.id).await.unwrap();
        ledger.close().await;
        for lead in owned {
            let decision = decisions.iter().find(|decision| decision.lead.0 == lead).unwrap();
            let recorded = matches!(decision.state, State::Intent | State::Done);
            assert!(recorded, "{engine:?}: lead {lead} was written and is recorded as {:?}", decision.state);
        }
        let resumed = ended(command(&rig, &["runs", "resume"])).await;
        assert_eq!((resumed.code, resumed.json()["status"].as_str()), (0, Some("complete")), "{engine:?}: {resumed:?}");
        assert_no_password(&resumed);
        assert_given_once(&rig);
    }
}
