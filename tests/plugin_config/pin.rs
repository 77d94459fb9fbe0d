//! `odlm strategy pin`: the digest goes into the file, and nothing else of the file changes.

use super::{configure, digest, rig};
use crate::support::components::guest;
use crate::support::rig::{Ended, Rig};

async fn pin(rig: &Rig, more: &[&str]) -> Ended {
    rig.odlm(&[&["strategy", "pin", "--config", "odlm.yaml"], more].concat()).await
}

fn text(rig: &Rig) -> String {
    std::fs::read_to_string(rig.path("odlm.yaml")).unwrap()
}

#[tokio::test]
async fn from_nothing_then_unchanged_then_changed() {
    let rig = rig("      # which one\n      path: mine.wasm  # ours\n      settings: {}\n").await;
    let (before, good) = (text(&rig), digest(&guest("good")));
    let first = pin(&rig, &[]).await;
    assert_eq!(first.code, 0, "{first:?}");
    assert!(first.stdout.contains(&format!("mine: pinned to sha256 {} (test-guest 1.0.0", &good[..12])), "{first:?}");
    let line = format!("path: mine.wasm  # ours\n      sha256: \"{good}\"\n");
    assert_eq!(text(&rig), before.replace("path: mine.wasm  # ours\n", &line));
    let run = rig.dailydist(&["--dry-run"]).await;
    assert_eq!(run.code, 0, "{run:?}");

    let modified = std::fs::metadata(rig.path("odlm.yaml")).unwrap().modified().unwrap();
    let again = pin(&rig, &["mine"]).await;
    assert!(again.code == 0 && again.stdout.contains("mine: unchanged"), "{again:?}");
    assert_eq!(std::fs::metadata(rig.path("odlm.yaml")).unwrap().modified().unwrap(), modified, "not written");

    std::fs::write(rig.path("mine.wasm"), guest("remembers")).unwrap();
    let other = digest(&guest("remembers"));
    let changed = pin(&rig, &[]).await;
    let said = format!("mine: changed from sha256 {} to {}", &good[..12], &other[..12]);
    assert!(changed.code == 0 && changed.stdout.contains(&said), "{changed:?}");
    assert_eq!(text(&rig), before.replace("path: mine.wasm  # ours\n", &line.replace(&good, &other)));
}

#[tokio::test]
async fn flow_mappings_and_several_strategies() {
    let rig = rig("      path: mine.wasm\n").await;
    std::fs::write(rig.path("other.wasm"), guest("remembers")).unwrap();
    rig.configure(
        "distribution: # who\n  plugins: {mine: {path: mine.wasm}, other: {path: \"other.wasm\", allow_unpinned: true}} # é\n",
    );
    let (good, other) = (digest(&guest("good")), digest(&guest("remembers")));
    let one = pin(&rig, &["other"]).await;
    assert!(one.code == 0 && !one.stdout.contains("mine:"), "{one:?}");
    let only = format!("{{path: \"other.wasm\", sha256: \"{other}\", allow_unpinned: true}}}} # é\n");
    assert!(text(&rig).ends_with(&format!("{{mine: {{path: mine.wasm}}, other: {only}")), "{}", text(&rig));
    let both = pin(&rig, &[]).await;
    assert!(both.stdout.contains("mine: pinned") && both.stdout.contains("other: unchanged"), "{both:?}");
    let mine = format!("{{mine: {{path: mine.wasm, sha256: \"{good}\"}}, other: {only}");
    assert!(text(&rig).ends_with(&mine), "{}", text(&rig));
}

#[tokio::test]
async fn a_look_writes_nothing_and_its_code_tells() {
    let rig = rig("      path: mine.wasm\n").await;
    let before = text(&rig);
    let look = pin(&rig, &["--check"]).await;
    assert_eq!(look.code, 2, "{look:?}");
    assert!(look.stdout.contains("mine: not pinned") && look.stderr.contains("hint: "), "{look:?}");
    assert_eq!(text(&rig), before);
    assert_eq!(pin(&rig, &[]).await.code, 0);
    let look = pin(&rig, &["--check"]).await;
    assert!(look.code == 0 && look.stdout.contains("mine: pinned to sha256"), "{look:?}");
    let pinned = text(&rig);
    // Not even loaded: this one would not be admitted.
    rig.write("mine.wasm", "no component");
    let look = pin(&rig, &["--check", "mine"]).await;
    assert!(look.code == 2 && look.stdout.contains("mine: differs"), "{look:?}");
    assert_eq!(text(&rig), pinned);
}

#[tokio::test]
async fn what_no_run_could_use_is_not_pinned() {
    let rig = rig("      path: mine.wasm\n").await;
    let before = text(&rig);
    for (bytes, code) in [(&b"no component"[..], 4), (&guest("loop_in_start"), 4)] {
        std::fs::write(rig.path("mine.wasm"), bytes).unwrap();
        let refused = pin(&rig, &[]).await;
        assert!(refused.code == code && refused.stderr.contains("`mine`"), "{refused:?}");
    }
    std::fs::remove_file(rig.path("mine.wasm")).unwrap();
    let missing = pin(&rig, &[]).await;
    assert!(missing.code == 2 && missing.stderr.contains("distribution.plugins.mine.path"), "{missing:?}");
    rig.configure("distribution: {plugins: {mine: {path: mine.wasm}}}\n");
    let missing = pin(&rig, &[]).await;
    assert!(missing.code == 2 && missing.stderr.contains("`mine.wasm` cannot be read"), "{missing:?}");
    configure(&rig, "      path: mine.wasm\n");
    assert_eq!(text(&rig), before);
    let stranger = pin(&rig, &["yours"]).await;
    assert!(stranger.code == 2, "{stranger:?}");
    let nowhere = rig.odlm(&["strategy", "pin", "--config", "gone.yaml"]).await;
    assert!(nowhere.code == 2 && nowhere.stderr.contains("gone.yaml"), "{nowhere:?}");
}

#[tokio::test]
async fn a_digest_that_stands_elsewhere_is_told_and_left() {
    let rig = rig("      path: mine.wasm\n      sha256: \"${MINE_SHA256:-0000000000000000000000000000000000000000000000000000000000000000}\"\n").await;
    let before = text(&rig);
    let refused = pin(&rig, &[]).await;
    assert_eq!(refused.code, 2, "{refused:?}");
    for said in ["distribution.plugins.mine.sha256", "variable", "MINE_SHA256", &digest(&guest("good"))] {
        assert!(refused.stderr.contains(said), "{said}: {refused:?}");
    }
    assert_eq!(text(&rig), before);
    let mut command = rig.command(&["strategy", "pin", "--check", "--config", "odlm.yaml"]);
    command.env("MINE_SHA256", digest(&guest("good")));
    let given = crate::support::rig::ended(command).await;
    assert_eq!(given.code, 0, "{given:?}");
}

#[tokio::test]
async fn the_keys_of_odoo_are_not_needed() {
    let rig = rig("      path: mine.wasm\n").await;
    let mut command = rig.command(&["strategy", "pin", "--config", "odlm.yaml"]);
    for (name, _) in rig.sandbox.connection_env() {
        command.env_remove(name);
    }
    let pinned = crate::support::rig::ended(command).await;
    assert_eq!(pinned.code, 0, "{pinned:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_mode_and_a_link_stay() {
    use std::os::unix::fs::PermissionsExt;
    let rig = rig("      path: mine.wasm\n").await;
    std::fs::rename(rig.path("odlm.yaml"), rig.path("real.yaml")).unwrap();
    std::fs::set_permissions(rig.path("real.yaml"), std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("real.yaml", rig.path("odlm.yaml")).unwrap();
    let pinned = pin(&rig, &[]).await;
    assert_eq!(pinned.code, 0, "{pinned:?}");
    assert!(std::fs::symlink_metadata(rig.path("odlm.yaml")).unwrap().is_symlink());
    let real = std::fs::metadata(rig.path("real.yaml")).unwrap();
    assert_eq!(real.permissions().mode() & 0o777, 0o640);
    assert!(text(&rig).contains("sha256: "));
    let names: Vec<_> = std::fs::read_dir(rig.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with(".odlm")), "{names:?}");
}
