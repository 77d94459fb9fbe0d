//! Golden cases: every folder under `tests/golden` is run as the real program against a sandbox. Adding a case needs no Rust;
//! `tests/golden/README.md` says what a folder holds.

mod case;
mod coverage;
mod days;
mod expected;
mod harness;
mod judge;
mod odoo;

use std::sync::Arc;
use std::time::{Duration, Instant};

use odlm::sandbox::SandboxOptions;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::support::rig::{Rig, ended};
use case::Case;
use odoo::Odoo;

/// How many cases run at once.
const AT_ONCE: usize = 2;
/// How long one command may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Runs only the cases whose name contains this.
const FILTER: &str = "ODLM_GOLDEN";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_ends_as_expected() {
    let wanted = std::env::var(FILTER).unwrap_or_default();
    let folders: Vec<_> = case::folders().into_iter().filter(|folder| case::name(folder).contains(&wanted)).collect();
    assert!(!folders.is_empty(), "no case has `{wanted}` in its name");
    let (gate, mut running) = (Arc::new(Semaphore::new(AT_ONCE)), JoinSet::new());
    let total = folders.len();
    for folder in folders {
        let gate = Arc::clone(&gate);
        running.spawn(async move {
            let _turn = gate.acquire_owned().await.unwrap();
            let faults = match Case::read(&folder) {
                Ok(case) => run(&case).await,
                Err(faults) => faults,
            };
            (case::name(&folder), faults)
        });
    }
    let mut failed: Vec<(String, Vec<String>)> =
        running.join_all().await.into_iter().filter(|(_, faults)| !faults.is_empty()).collect();
    failed.sort();
    let told: Vec<String> = failed.iter().map(|(name, faults)| format!("== {name}\n{}", faults.join("\n"))).collect();
    assert!(failed.is_empty(), "{} of {total} golden cases failed\n\n{}\n", failed.len(), told.join("\n\n"));
}

/// Runs a case; what is wrong with how it ended.
async fn run(case: &Case) -> Vec<String> {
    let odoo = match Odoo::read(case.odoo.as_ref()) {
        Ok(odoo) => odoo,
        Err(fault) => return vec![format!("odoo.yaml: {fault}")],
    };
    let options = SandboxOptions {
        leads: 0,
        salespeople: odoo.salespeople,
        legacy_only: odoo.legacy,
        ..SandboxOptions::default()
    };
    let rig = Rig::bare(options).await;
    let leads = match odoo.fill(&rig.sandbox) {
        Ok(leads) => leads,
        Err(fault) => return vec![format!("odoo.yaml: {fault}")],
    };
    for (name, bytes) in &case.files {
        rig.write_bytes(name, bytes);
    }
    if let Some(statements) = &case.ledger
        && let Err(fault) = rig.in_ledger(statements).await
    {
        return vec![format!("ledger.sql: {fault}")];
    }
    let mut last = None;
    for (at, line) in case.arguments.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let mut command = rig.command(&words);
        command.env("ODOO_PORT", rig.sandbox.url().rsplit(':').next().unwrap_or_default());
        command.envs(case.environment.iter().map(|(name, value)| (name, value)));
        let began = Instant::now();
        let Ok(ended) = tokio::time::timeout(PATIENCE, ended(command)).await else {
            return vec![format!("`odlm {line}` did not end within {} s", PATIENCE.as_secs())];
        };
        if at + 1 < case.arguments.len() && ended.code != 0 {
            return vec![format!("`odlm {line}` ended {}: {}", ended.code, ended.stderr)];
        }
        last = Some((ended, began.elapsed().as_secs_f64()));
    }
    match last {
        Some((ended, seconds)) => judge::judge(&case.expected, (&ended, seconds), &rig, &leads),
        None => vec!["`arguments` is empty".to_owned()],
    }
}
