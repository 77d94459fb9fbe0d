//! Which file may run: the pinned one, or any where the operator says so.

use super::{configure, digest, rig};
use crate::support::components::guest;

#[tokio::test]
async fn a_pinned_file_runs_and_its_digest_is_kept_with_the_run() {
    let pinned = digest(&guest("good"));
    for written in [pinned.clone(), pinned.to_uppercase()] {
        let rig = rig(&format!("      path: mine.wasm\n      sha256: \"{written}\"\n")).await;
        let run = rig.dailydist(&[]).await;
        assert_eq!((run.code, run.json()["assigned"].as_u64()), (0, Some(2)), "{run:?}");
        assert_eq!(run.json()["strategy"]["digest"], pinned, "{run:?}");
        assert!(!run.stderr.contains("not pinned"), "{run:?}");
        let checked = rig.odlm(&["check", "--config", "odlm.yaml", "--offline"]).await;
        assert_eq!(checked.code, 0, "{checked:?}");
        assert!(checked.stdout.contains(&format!("pinned to sha256 {pinned}")), "{checked:?}");
    }
}

#[tokio::test]
async fn another_file_is_refused_before_anything_of_it_is_looked_at() {
    let pinned = digest(&guest("good"));
    let rig = rig(&format!("      path: mine.wasm\n      sha256: \"{pinned}\"\n")).await;
    // A byte more makes a file of another digest; one that is no component at all would end in exit code 4 if it were admitted.
    for bytes in [[&guest("good")[..], &[0]].concat(), b"no component".to_vec(), guest("loop_in_start")] {
        std::fs::write(rig.path("mine.wasm"), &bytes).unwrap();
        for more in [&[][..], &["--dry-run"], &["--allow-unpinned"]] {
            let run = rig.dailydist(more).await;
            assert_eq!(run.code, 2, "{run:?}");
            for said in [
                "distribution.plugins.mine.sha256",
                "strategy `mine`",
                "mine.wasm",
                &pinned[..12],
                &digest(&bytes)[..12],
                "`odlm strategy pin --config odlm.yaml`",
            ] {
                assert!(run.stderr.contains(said), "{said}: {run:?}");
            }
        }
        let checked = rig.odlm(&["check", "--config", "odlm.yaml", "--offline"]).await;
        assert_eq!(checked.code, 2, "{checked:?}");
        assert!(checked.stderr.contains("is pinned to sha256"), "{checked:?}");
    }
    assert_eq!(rig.sandbox.calls().len(), 0, "Odoo is not asked");
}

#[tokio::test]
async fn a_file_that_is_not_pinned_runs_only_where_the_operator_says_so() {
    let rig = rig("      path: mine.wasm\n").await;
    for more in [&[][..], &["--dry-run"]] {
        let run = rig.dailydist(more).await;
        assert_eq!(run.code, 2, "{run:?}");
        for said in
            ["`mine` is not pinned", "odlm strategy pin --config odlm.yaml", "allow_unpinned", "--allow-unpinned"]
        {
            assert!(run.stderr.contains(said), "{said}: {run:?}");
        }
    }
    let checked = rig.odlm(&["check", "--config", "odlm.yaml", "--offline"]).await;
    assert_eq!(checked.code, 2, "{checked:?}");
    assert_eq!(rig.sandbox.calls().len(), 0, "Odoo is not asked");
    let checked = rig.odlm(&["check", "--config", "odlm.yaml", "--offline", "--allow-unpinned"]).await;
    assert_eq!(checked.code, 0, "{checked:?}");
    assert!(checked.stdout.contains("not pinned, sha256"), "{checked:?}");
    let flag = rig.dailydist(&["--dry-run", "--allow-unpinned"]).await;
    configure(&rig, "      path: mine.wasm\n      allow_unpinned: true\n");
    let key = rig.dailydist(&["--dry-run"]).await;
    for run in [flag, key] {
        assert_eq!((run.code, run.json()["planned"].as_u64()), (0, Some(2)), "{run:?}");
        assert_eq!(run.stderr.matches("warning: odlm.yaml:").count(), 1, "{run:?}");
        assert_eq!(run.stderr.matches("strategy `mine` is not pinned").count(), 1, "{run:?}");
    }
}

#[tokio::test]
async fn a_plugin_that_is_not_chosen_needs_no_pin() {
    let rig = rig("      path: mine.wasm\n").await;
    let run = rig.dailydist(&["--dry-run", "--force-round-robin"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stderr.contains("not pinned"), "{run:?}");
}

#[tokio::test]
async fn a_digest_that_is_none_is_told_with_its_place() {
    for (written, column) in [("\"abc\"", 15), ("\"\"", 15), ("12", 15)] {
        let rig = rig(&format!("      path: mine.wasm\n      sha256: {written}\n")).await;
        let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
        let line = text.lines().position(|line| line.contains("sha256:")).unwrap() + 1;
        let run = rig.dailydist(&[]).await;
        assert_eq!(run.code, 2, "{run:?}");
        let place = format!("odlm.yaml:{line}:{column}: distribution.plugins.mine.sha256");
        assert!(run.stderr.contains(&place), "{place}: {run:?}");
    }
}
