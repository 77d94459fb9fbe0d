//! The ledger between real processes: one is killed, several compete.
//!
//! A child is this test binary again, running the very test that started it; the environment tells it to play the child's part.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use odlm::domain::decision::State;
use odlm::domain::run::Status;
use odlm::ledger::{EndRecord, LedgerError};

use super::samples::{CAMPAIGN, ODOO, change, end, lease_key, new_run, person, planned, planning};

/// Set for a child alone: the ledger that it works on.
const PATH: &str = "ODLM_TEST_LEDGER_PATH";
const LONG: Duration = Duration::from_secs(3_600);

/// Starts the child of `test` on the ledger at `path`.
fn spawn(test: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", &format!("ledger::sqlite_processes::{test}"), "--nocapture"])
        .env(PATH, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// In a child the ledger that it works on.
fn part_of_child() -> Option<PathBuf> {
    std::env::var_os(PATH).map(PathBuf::from)
}

/// Plans, intends to write two leads, takes the lease, says so, and waits to be killed.
async fn run_until_killed(path: &Path) {
    let ledger = crate::support::ledgers::at(path).await.unwrap();
    let run = ledger.begin(&new_run()).await.unwrap();
    ledger.record_plan(run, planning(&[person(7, 0, 3)], &[planned(1), planned(2), planned(3)])).await.unwrap();
    ledger.set_states(run, &[change(1, State::Intent), change(2, State::Intent)]).await.unwrap();
    ledger.acquire(&lease_key(), "the dead", LONG).await.unwrap();
    println!("ready");
    tokio::time::sleep(LONG).await;
}

#[tokio::test]
async fn killed_between_intent_and_outcome() {
    if let Some(path) = part_of_child() {
        return run_until_killed(&path).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger.sqlite");
    let mut child = spawn("killed_between_intent_and_outcome", &path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap().contains("ready")), "the child ended before it was killed");
    child.kill().unwrap();
    child.wait().unwrap();

    let reader = crate::support::ledgers::look_at(&path).await.unwrap();
    assert_eq!(reader.unfinished(ODOO, CAMPAIGN).await.unwrap().len(), 1, "a reader sees it too");
    let ledger = crate::support::ledgers::at(&path).await.unwrap();
    let unfinished = ledger.unfinished(ODOO, CAMPAIGN).await.unwrap();
    let [run] = unfinished[..] else { panic!("{unfinished:?}") };
    let states: Vec<State> = ledger.decisions(run).await.unwrap().into_iter().map(|decision| decision.state).collect();
    assert_eq!(states, [State::Intent, State::Intent, State::Planned]);
    let held = ledger.acquire(&lease_key(), "the living", LONG).await;
    assert!(matches!(&held, Err(LedgerError::Held { by, .. }) if by == "the dead"), "{held:?}");
    ledger.finish(run, EndRecord::of(&end(Status::Complete))).await.unwrap();
    assert_eq!(ledger.unfinished(ODOO, CAMPAIGN).await.unwrap(), vec![]);
}

/// Tries to take the lease, and says what came of it.
async fn compete(path: &Path) {
    let ledger = crate::support::ledgers::at(path).await.unwrap();
    match ledger.acquire(&lease_key(), &std::process::id().to_string(), LONG).await {
        Ok(_) => println!("outcome won"),
        Err(LedgerError::Held { .. }) => println!("outcome held"),
        Err(other) => println!("outcome {other}"),
    }
}

#[tokio::test]
async fn of_processes_that_start_together_one_gets_the_lease() {
    if let Some(path) = part_of_child() {
        return compete(&path).await;
    }
    let folder = tempfile::tempdir().unwrap();
    // The file is not there yet: they also compete for making it.
    let path = folder.path().join("new/ledger.sqlite");
    let children: Vec<Child> =
        (0..6).map(|_| spawn("of_processes_that_start_together_one_gets_the_lease", &path)).collect();
    let mut outcomes: Vec<String> = Vec::new();
    for child in children {
        let said = child.wait_with_output().unwrap();
        assert!(said.status.success(), "{said:?}");
        let said = String::from_utf8(said.stdout).unwrap();
        let outcome = said.lines().find_map(|line| Some(line.split_once("outcome ")?.1.to_owned()));
        outcomes.push(outcome.expect("each child says what came of it"));
    }
    outcomes.sort();
    assert_eq!(outcomes, ["held", "held", "held", "held", "held", "won"]);
}
