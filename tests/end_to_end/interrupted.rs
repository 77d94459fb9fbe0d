//! Killed, interrupted, two at once: a run can end at any instant, and no lead is lost or given twice.

use std::collections::HashMap;
use std::time::Duration;

use odlm::sandbox::{Effect, Faults, When};
use serde_json::Value;
use tokio::process::Child;

use crate::support::rig::{FIRST_SELLER, Rig};

const LEADS: usize = 30;

/// Three equal people, thirty leads, small and slow calls.
async fn slow() -> (Rig, Vec<u64>) {
    slow_by("round_robin").await
}

async fn slow_by(strategy: &str) -> (Rig, Vec<u64>) {
    let distribution = format!("distribution: {{strategy: {strategy}}}\nexecution: {{batch_size: 3}}\n");
    let rig = Rig::equals(&distribution).await;
    let leads = (0..LEADS).map(|_| rig.add_lead()).collect();
    rig.sandbox.set_faults(Faults::default().on("write", When::Always, Effect::Delay(Duration::from_millis(150))));
    (rig, leads)
}

/// Waits until so many writes reached the sandbox.
async fn until_writes(rig: &Rig, writes: usize) {
    for _ in 0..600 {
        if rig.calls("write") >= writes {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("no write after six seconds");
}

fn signal(child: &Child, name: &str) {
    let status = std::process::Command::new("kill").args([name, &child.id().unwrap().to_string()]).status().unwrap();
    assert!(status.success());
}

fn counts(rig: &Rig) -> Vec<usize> {
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for (_, owner) in rig.owners() {
        *counts.entry(owner.expect("every lead has its owner")).or_default() += 1;
    }
    let mut counts: Vec<usize> = counts.into_values().collect();
    counts.sort_unstable();
    counts
}

#[tokio::test]
async fn a_killed_run_is_finished_by_resume() {
    let (rig, leads) = slow().await;
    let mut child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    until_writes(&rig, 3).await;
    child.kill().await.unwrap();
    rig.sandbox.set_faults(Faults::default());
    assert!(rig.owners().iter().any(|(_, owner)| owner.is_none()), "it was killed before its end");
    // The dead run still holds its lease, and is known to be dead.
    let resumed = rig.odlm(&["runs", "resume", "--config", "odlm.yaml", "--json"]).await;
    let report = resumed.json();
    assert_eq!(
        (resumed.code, report["status"].as_str(), report["assigned"].as_u64()),
        (0, Some("complete"), Some(LEADS as u64))
    );
    assert_eq!(counts(&rig), [10, 10, 10]);
    assert_eq!(rig.sandbox.chatter().tracking_messages, leads.len() as u64, "no lead was written twice");
    let again = rig.odlm(&["runs", "resume", "--config", "odlm.yaml"]).await;
    assert_eq!(again.code, 2, "there is nothing left to resume: {again:?}");
}

#[tokio::test]
async fn a_new_run_first_finishes_what_a_killed_one_left() {
    for strategy in ["level_based", "round_robin", "capacity"] {
        let (rig, leads) = slow_by(strategy).await;
        let mut child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
        until_writes(&rig, 3).await;
        child.kill().await.unwrap();
        rig.sandbox.set_faults(Faults::default());
        let run = rig.dailydist(&[]).await;
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.stderr.contains("run 1 was not finished"), "{run:?}");
        assert_eq!(counts(&rig), [10, 10, 10], "{strategy}");
        assert_eq!(rig.sandbox.chatter().tracking_messages, leads.len() as u64);
        let first: Value = rig.odlm(&["runs", "show", "1", "--json"]).await.json();
        assert_eq!((first["status"].as_str(), first["assigned"].as_u64()), (Some("complete"), Some(LEADS as u64)));
        assert_eq!(run.json()["status"], "nothing");
    }
}

#[tokio::test]
async fn resume_gives_nothing_to_people_who_may_no_longer_receive() {
    let (rig, _) = slow().await;
    let mut child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    until_writes(&rig, 2).await;
    child.kill().await.unwrap();
    rig.sandbox.set_faults(Faults::default());
    let archived = FIRST_SELLER + 2;
    rig.sandbox.edit(|world| world.set("res.users", archived, &serde_json::json!({"active": false})).unwrap());
    rig.write("people.csv", "salesperson_name\nSeller 0001\nSeller 0002\n");
    let resumed = rig.odlm(&["runs", "resume", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!((resumed.code, resumed.json()["conflicts"].as_u64()), (3, Some(10)), "{resumed:?}");
    assert!(rig.owners().iter().all(|(_, owner)| *owner != Some(archived)));
}

#[tokio::test]
async fn resume_writes_nothing_where_the_file_says_that_nothing_is_to_be_written() {
    let (rig, _) = slow().await;
    let mut child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    until_writes(&rig, 1).await;
    child.kill().await.unwrap();
    rig.sandbox.set_faults(Faults::default());
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.sandbox.clear_calls();
    for (what, instead) in
        [("execution: {", "execution: {dry_run: true, "), ("campaign: {", "campaign: {active: false, ")]
    {
        assert!(config.contains(what));
        rig.write("odlm.yaml", &config.replacen(what, instead, 1));
        let refused = rig.odlm(&["runs", "resume", "--config", "odlm.yaml"]).await;
        assert_eq!(refused.code, 2, "{refused:?}");
    }
    assert_eq!(rig.calls("write"), 0);
}

#[tokio::test]
async fn a_run_that_lost_its_lease_writes_no_more() {
    let (rig, leads) = slow().await;
    let first = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    until_writes(&rig, 2).await;
    // Another run took the lease: what a wait beyond its life, or a clock that jumped, comes to.
    rig.take_lease_away().await;
    let output = first.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(7), "{}", String::from_utf8_lossy(&output.stderr));
    let given = rig.owners().iter().filter(|(_, owner)| owner.is_some()).count();
    assert!(given < leads.len(), "it stopped");
}

#[tokio::test]
async fn ctrl_c_ends_after_the_leads_in_hand() {
    for name in ["-INT", "-TERM"] {
        let (rig, leads) = slow().await;
        let child = rig.start(&["dailydist", "--config", "odlm.yaml", "--json"]);
        until_writes(&rig, 2).await;
        signal(&child, name);
        let output = child.wait_with_output().await.unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(130), "{stderr}");
        assert!(stderr.contains("`odlm runs resume"), "{stderr}");
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let owned = rig.owners().iter().filter(|(_, owner)| owner.is_some()).count();
        assert_eq!((report["status"].as_str(), report["assigned"].as_u64()), (Some("interrupted"), Some(owned as u64)));
        assert!(owned < LEADS);
        rig.sandbox.set_faults(Faults::default());
        let resumed = rig.odlm(&["runs", "resume", "--config", "odlm.yaml"]).await;
        assert_eq!(resumed.code, 0, "the lease was given up: {resumed:?}");
        assert_eq!(counts(&rig), [10, 10, 10]);
        assert_eq!(rig.sandbox.chatter().tracking_messages, leads.len() as u64);
    }
}

#[tokio::test]
async fn ctrl_c_before_anything_was_written_changes_nothing() {
    let (rig, _) = slow().await;
    rig.sandbox.set_faults(Faults::default().on("fields_get", When::Always, Effect::Delay(Duration::from_secs(30))));
    let child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    tokio::time::sleep(Duration::from_millis(700)).await;
    signal(&child, "-INT");
    let output = child.wait_with_output().await.unwrap();
    assert_eq!(output.status.code(), Some(130));
    assert!(rig.owners().iter().all(|(_, owner)| owner.is_none()));
}

#[tokio::test]
async fn two_runs_at_once_cannot_both_write() {
    let (rig, leads) = slow().await;
    let first = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    until_writes(&rig, 1).await;
    let second = rig.dailydist(&[]).await;
    assert_eq!(second.code, 7, "{second:?}");
    assert!(second.stderr.contains("another run"), "{second:?}");
    let dry = rig.dailydist(&["--dry-run"]).await;
    assert_eq!(dry.code, 0, "a dry run disturbs nobody: {dry:?}");
    assert_eq!(first.wait_with_output().await.unwrap().status.code(), Some(0));
    assert_eq!(counts(&rig), [10, 10, 10]);
    assert_eq!(rig.sandbox.chatter().tracking_messages, leads.len() as u64);
}
