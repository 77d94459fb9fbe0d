//! Killed, interrupted, two at once: a run can end at any instant, and no lead is lost or given twice.

use std::collections::HashMap;
use std::time::Duration;

use odlm::sandbox::{Effect, Faults, When};
use serde_json::Value;
use tokio::process::Child;

use crate::support::rig::Rig;

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
    // The dead run's lease is still held; it runs out, or the operator knows that it is dead.
    let held = rig.odlm(&["runs", "resume", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!(held.code, 7, "{held:?}");
    rig.expire_leases().await;
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
async fn a_new_run_takes_over_what_a_killed_one_left() {
    let (rig, leads) = slow_by("level_based").await;
    let mut child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    until_writes(&rig, 3).await;
    child.kill().await.unwrap();
    rig.sandbox.set_faults(Faults::default());
    rig.expire_leases().await;
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stderr.contains("run 1 was not finished"), "{run:?}");
    assert_eq!(counts(&rig).iter().sum::<usize>(), LEADS);
    assert_eq!(rig.sandbox.chatter().tracking_messages, leads.len() as u64);
    let first: Value = rig.odlm(&["runs", "show", "1", "--json"]).await.json();
    let second = run.json();
    let done = first["assigned"].as_u64().unwrap() + second["assigned"].as_u64().unwrap();
    assert_eq!(
        (first["status"].as_str(), done),
        (Some("failed"), LEADS as u64),
        "both runs together account for every lead"
    );
    assert_eq!(counts(&rig), [10, 10, 10], "whoever the killed run had served first waits for the others");
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
