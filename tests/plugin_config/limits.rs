//! What one strategy may use, without a change to what others may.

use std::time::Duration;

use odlm::config::source::Environment;
use odlm::config::{Overrides, load};
use odlm::strategy::{Host, Limits};

use super::{configure, rig};
use crate::support::components::guest;
use crate::support::requests::request;

/// Runs the guest `name` as `mine` under these limits.
async fn ended(name: &str, limits: &str) -> (i32, String) {
    let rig = rig("").await;
    std::fs::write(rig.path("mine.wasm"), guest(name)).unwrap();
    configure(&rig, &format!("      path: mine.wasm\n      allow_unpinned: true\n      limits: {limits}\n"));
    let run = rig.dailydist(&["--dry-run"]).await;
    (run.code, run.stderr)
}

#[tokio::test]
async fn each_limit_ends_its_own_plugin() {
    for (name, limits, said) in [
        ("memory_growth", "{memory_mib: 8}", "8 MiB"),
        ("loop_in_assign", "{assign_fuel: 1000000}", "fuel"),
        ("loop_in_assign", "{assign_seconds: 1, assign_fuel: 10000000000000}", "in `assign` after 1"),
    ] {
        let (code, stderr) = ended(name, limits).await;
        assert_eq!(code, 4, "{limits}: {stderr}");
        assert!(stderr.contains("strategy `mine`") && stderr.contains(said), "{limits}: {said}: {stderr}");
    }
}

#[tokio::test]
async fn what_stays_within_them_runs() {
    let (code, stderr) = ended("good", "{memory_mib: 1, assign_seconds: 600, assign_fuel: 1000000, log_kib: 1}").await;
    assert_eq!(code, 0, "{stderr}");
}

#[tokio::test]
async fn a_limit_out_of_its_range_is_told_with_its_place() {
    for (limits, key) in [
        ("{memory_mib: 0}", "memory_mib"),
        ("{memory_mib: 4097}", "memory_mib"),
        ("{assign_seconds: 0}", "assign_seconds"),
        ("{assign_seconds: 601}", "assign_seconds"),
        ("{assign_fuel: 999999}", "assign_fuel"),
        ("{assign_fuel: 10000000000001}", "assign_fuel"),
        ("{log_kib: 0}", "log_kib"),
        ("{log_kib: 1025}", "log_kib"),
    ] {
        let (code, stderr) = ended("good", limits).await;
        assert_eq!(code, 2, "{limits}: {stderr}");
        assert!(stderr.contains(&format!("distribution.plugins.mine.limits.{key}: ")), "{limits}: {stderr}");
    }
    let (code, stderr) = ended("good", "{memory_mb: 8}").await;
    assert!(code == 2 && stderr.contains("did you mean `memory_mib`?"), "{stderr}");
}

#[tokio::test]
async fn what_is_written_changes_that_limit_and_no_other() {
    let rig = rig(
        "      path: mine.wasm\n      limits: {memory_mib: 3, assign_seconds: 7, assign_fuel: 1000000, log_kib: 2}\n",
    )
    .await;
    let environment = Environment::from_pairs(rig.sandbox.connection_env());
    let config = load(&rig.path("odlm.yaml"), &environment, &Overrides::default()).unwrap();
    let usual = Limits { reasons: 5, ..Limits::default() };
    let wanted = Limits {
        memory_bytes: 3 << 20,
        assign_time: Duration::from_secs(7),
        assign_fuel: 1_000_000,
        log_bytes: 2 << 10,
        ..usual.clone()
    };
    assert_eq!(config.distribution.strategy.limits(&usual), wanted);
    assert!(config.distribution.others.iter().all(|other| other.limits(&usual) == usual), "the shipped ones");
}

#[test]
fn a_load_takes_its_own_limits_and_leaves_the_hosts() {
    let host = Host::new(Limits::default(), None).unwrap();
    let log = Limits { log_bytes: 4 << 10, ..Limits::default() };
    let tight = host.load_with("tight", &guest("log_much"), log).unwrap();
    let usual = host.load("usual", &guest("log_much")).unwrap();
    let lines = [&tight, &usual].map(|strategy| strategy.assign(&request(0, 1)).unwrap());
    assert!(lines[0].log.len() < 4 && lines[1].log.len() > 50, "{} {}", lines[0].log.len(), lines[1].log.len());
    assert_eq!(host.limits(), &Limits::default());
}

#[test]
fn floats_are_those_of_each_load_and_its_version_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let host = Host::new(Limits::default(), Some(folder.path().to_owned())).unwrap();
    let load = |fast_floats| host.load_with("nan", &guest("nan"), Limits { fast_floats, ..Limits::default() }).unwrap();
    for (is_kept, fast_floats, version) in [
        (false, true, "1.0.0+fast-floats"),
        (false, false, "1.0.0"),
        (true, true, "1.0.0+fast-floats"),
        (true, false, "1.0.0"),
    ] {
        let strategy = load(fast_floats);
        assert_eq!((strategy.from_cache(), strategy.identity().version.as_str()), (is_kept, version));
        assert_eq!(strategy.description().version, "1.0.0", "what it says of itself");
        let bits = strategy.assign(&request(1, 1)).unwrap().answer.memory;
        let canonical = bits == 0x7fc0_0000_u32.to_le_bytes();
        assert!(canonical || fast_floats, "{bits:?}");
        if cfg!(target_arch = "x86_64") {
            assert_eq!(canonical, !fast_floats, "as this processor makes it");
        }
    }
}

#[tokio::test]
async fn a_run_says_that_its_floats_were_the_processors() {
    let rig = rig("").await;
    for (line, version) in [("", "1.0.0"), ("      fast_floats: true\n", "1.0.0+fast-floats")] {
        configure(&rig, &format!("      path: mine.wasm\n      allow_unpinned: true\n{line}"));
        let run = rig.dailydist(&["--dry-run"]).await;
        assert_eq!((run.code, run.json()["strategy"]["version"].as_str()), (0, Some(version)), "{run:?}");
        let kept = rig.odlm(&["runs", "show", "--config", "odlm.yaml", "--json"]).await;
        assert_eq!(kept.json()["strategy"]["version"], version, "{kept:?}");
    }
}
