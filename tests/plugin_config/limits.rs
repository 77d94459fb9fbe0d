//! What one strategy may use, without a change to what others may.

use super::{configure, rig};
use crate::support::components::guest;

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
