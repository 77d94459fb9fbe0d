//! The file that a pull leaves: never over something else, and what is typed wrongly leaves none.

use super::stand::{Stand, noted};
use crate::support::components::guest;

#[test]
fn a_pull_replaces_nothing_unless_told_to() {
    let stand = Stand::new();
    let component = guest("good");
    stand.write("mine.wasm", &component);
    stand.push("mine.wasm", "1");
    let reference = stand.open(":1");
    let pull = |more: &[&str]| stand.odlm(&[&["pull", &reference, "-o", "out.wasm"], more].concat(), &[]);
    stand.write("out.wasm", b"something else");
    pull(&[]).refused(2, &["`out.wasm` is there already", "--force"]);
    assert_eq!(stand.read("out.wasm"), b"something else");
    assert_eq!(pull(&["--force"]).code, 0);
    assert_eq!(stand.read("out.wasm"), component);
    // The same content is no reason to stop.
    assert_eq!(pull(&[]).code, 0);
    stand.write("out.wasm", &noted(&component, b'l'));
    pull(&[]).refused(2, &["is there already"]);
    assert_eq!(stand.files().iter().filter(|name| name.ends_with(".wasm")).count(), 2);
}

#[test]
fn a_reference_is_checked_before_anybody_is_asked() {
    let stand = Stand::new();
    stand.write("mine.wasm", &guest("good"));
    for (reference, part) in [
        ("127.0.0.1/voice:1", "does not begin with `oci://`"),
        ("oci://127.0.0.1/voice", "neither a tag nor a digest"),
        ("oci://127.0.0.1/Voice:1", "`Voice`"),
        ("oci://127.0.0.1/voice@sha256:abc", "64"),
        ("oci://kim:hunter2@127.0.0.1/voice:1", "a login does not belong in it"),
    ] {
        for words in [&["pull", reference][..], &["push", "mine.wasm", reference]] {
            let ended = stand.odlm(words, &[]);
            ended.refused(2, &["is no reference to an artifact", part, "ODLM_REGISTRY_USERNAME"]);
            assert!(!ended.stderr.contains("hunter2"));
        }
    }
}
