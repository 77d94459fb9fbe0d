//! Runs the program on bad input and holds what it says against the form that every refusal has.

use serde_json::Value;

use crate::support::rig::{Ended, Rig};

/// How far the program comes before it refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Nothing was asked of the network.
    Offline,
    /// Odoo was asked, and no run has begun.
    Online,
    /// The ledger has a run, which ends as failed and is shown on stdout.
    Begun,
}

/// Puts `after` in the place of `before`, which stands in the configuration once.
pub(super) fn edit(rig: &Rig, before: &str, after: &str) {
    rig.configure("");
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    assert_eq!(text.matches(before).count(), 1, "`{before}` in {text}");
    rig.write("odlm.yaml", &text.replace(before, after));
}

/// What `odlm dailydist` says when it refuses the rig's configuration: pairs of an error and its hint.
pub(super) async fn dailydist(rig: &Rig, stage: Stage, code: i32) -> Vec<(String, String)> {
    refusal(rig, &["dailydist", "--config", "odlm.yaml"], stage, code).await
}

/// What the program says when it refuses these arguments: pairs of an error and its hint.
pub(super) async fn refusal(rig: &Rig, arguments: &[&str], stage: Stage, code: i32) -> Vec<(String, String)> {
    let before = leave(rig);
    let ended = rig.odlm(arguments).await;
    assert_eq!(ended.code, code, "{arguments:?}: {ended:?}");
    untouched(rig, &before, stage);
    match stage {
        Stage::Begun => assert!(ended.stdout.contains("failed, 0 leads assigned"), "{ended:?}"),
        // A check lists what failed.
        _ if arguments.first() == Some(&"check") => assert!(!ended.stdout.contains("ok "), "{ended:?}"),
        _ => assert_eq!(ended.stdout, "", "{ended:?}"),
    }
    told(&ended)
}

/// The leads as they are, with the calls so far forgotten.
pub(super) fn leave(rig: &Rig) -> Vec<Value> {
    rig.sandbox.clear_calls();
    rig.snapshot()
}

/// Nothing was written, and no lead has changed.
pub(super) fn untouched(rig: &Rig, before: &[Value], stage: Stage) {
    assert_eq!(rig.calls("write"), 0);
    assert_eq!(rig.snapshot(), before);
    if stage == Stage::Offline {
        assert!(rig.sandbox.calls().is_empty(), "{:?}", rig.sandbox.calls());
    }
}

/// The errors on stderr with their hints, held against the form: one line each, no full stop, never a panic.
pub(super) fn told(ended: &Ended) -> Vec<(String, String)> {
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    let mut told = Vec::new();
    let mut lines = ended.stderr.lines().filter(|line| !line.starts_with("warning: ")).peekable();
    while let Some(line) = lines.next() {
        let error = line.strip_prefix("error: ").unwrap_or_else(|| panic!("`{line}` is no error: {ended:?}"));
        // These sentences say themselves what belongs there.
        let says_all = error.contains(": expected ") || error.contains("the required key");
        let hint = lines.next_if(|line| line.starts_with("hint: ")).unwrap_or_default().trim_start_matches("hint: ");
        assert!(!error.ends_with('.') && (says_all || !hint.is_empty()), "{ended:?}");
        told.push((error.to_owned(), hint.to_owned()));
    }
    assert!(!told.is_empty(), "{ended:?}");
    told
}

/// Holds what was told against what is expected: as many errors, each containing its two texts.
pub(super) fn expect(told: &[(String, String)], expected: &[(&str, &str)]) {
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for ((error, hint), (wanted, way_out)) in told.iter().zip(expected) {
        assert!(error.contains(wanted), "`{error}` does not say `{wanted}`");
        assert!(hint.contains(way_out), "`{hint}` (of `{error}`) does not say `{way_out}`");
    }
}
