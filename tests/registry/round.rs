//! There and back: what is stored, what comes out, what it says.

use serde_json::json;

use super::stand::{Stand, blob, digest, noted, stored};
use crate::support::components::guest;

#[test]
fn a_strategy_comes_back_by_tag_and_by_digest() {
    let stand = Stand::new();
    let component = guest("good");
    stand.write("mine.wasm", &component);
    let pushed = stand.push("mine.wasm", "1.0.0");
    assert_eq!((&pushed["name"], &pushed["version"]), (&json!("test-guest"), &json!("1.0.0")));
    assert_eq!(
        (&pushed["uploaded"], &pushed["signed"], &pushed["tag"]),
        (&json!(true), &json!(false), &json!("1.0.0"))
    );
    assert_eq!(format!("sha256:{}", pushed["sha256"].as_str().unwrap()), digest(&component));

    let pinned = pushed["reference"].as_str().unwrap();
    assert_eq!(pinned, stand.open(&format!("@{}", pushed["manifest"].as_str().unwrap())));
    for (reference, file) in [(stand.open(":1.0.0").as_str(), "test-guest.wasm"), (pinned, "by-digest.wasm")] {
        let words = ["pull", reference, "--json", "-o", file];
        // Without `-o` it takes the strategy's name.
        let words = if file == "test-guest.wasm" { &words[..3] } else { &words[..] };
        let pulled = stand.odlm(words, &[]).json();
        assert_eq!(pulled["file"], file);
        assert_eq!(stand.read(file), component);
        for key in ["name", "version", "reference", "sha256", "manifest"] {
            assert_eq!(pulled[key], pushed[key], "{key}");
        }
        assert_eq!(pulled["verified"], false);
    }
}

#[test]
fn what_is_stored_has_the_layout_of_webassembly_artifacts() {
    let stand = Stand::new();
    let component = guest("good");
    stand.write("mine.wasm", &component);
    let pushed = stand.push("mine.wasm", "1");
    let manifest = stored(pushed["manifest"].as_str().unwrap());
    let config = manifest["config"]["digest"].as_str().unwrap().to_owned();
    let config_bytes = std::fs::metadata(blob(&config)).unwrap().len();
    let expected = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": {"mediaType": "application/vnd.wasm.config.v0+json", "digest": config, "size": config_bytes},
        "layers": [{"mediaType": "application/wasm", "digest": digest(&component), "size": component.len()}],
        "annotations": {
            "org.opencontainers.image.title": "test-guest",
            "org.opencontainers.image.version": "1.0.0",
            "org.opencontainers.image.description": "For tests",
        },
    });
    assert_eq!(manifest, expected);
    let expected = json!({
        "created": "1970-01-01T00:00:00Z",
        "architecture": "wasm",
        "os": "wasip2",
        "layerDigests": [digest(&component)],
        "component": {
            "exports": ["odlm:strategy/strategy@1.0.0"],
            "imports": ["odlm:strategy/log@1.0.0", "odlm:strategy/types@1.0.0"],
            "target": "odlm:strategy/plugin@1.0.0",
        },
    });
    let mut found = stored(&config);
    found["component"]["imports"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
    assert_eq!(found, expected);
}

#[test]
fn the_same_component_has_the_same_digest_and_is_uploaded_once() {
    let stand = Stand::new();
    stand.write("mine.wasm", &noted(&guest("good"), b'u'));
    let (first, second) = (stand.push("mine.wasm", "1"), stand.push("mine.wasm", "2"));
    assert_eq!(first["manifest"], second["manifest"]);
    assert_eq!((&first["uploaded"], &second["uploaded"]), (&json!(true), &json!(false)));
}

#[test]
fn people_get_the_lines_for_the_configuration() {
    let stand = Stand::new();
    let component = guest("good");
    stand.write("mine.wasm", &component);
    let pushed = stand.odlm(&["push", "mine.wasm", &stand.open(":1")], &[]);
    assert_eq!(pushed.code, 0, "{pushed:?}");
    let pinned = pushed.stdout.lines().find_map(|line| line.trim().strip_prefix("to pin")).unwrap().trim();
    let pulled = stand.odlm(&["pull", pinned, "-o", "kept/mine.wasm"], &[]);
    assert_eq!((pulled.code, pulled.stderr.as_str()), (0, ""), "{pulled:?}");
    let digits = digest(&component).replace("sha256:", "");
    let lines = format!(
        "distribution:\n  plugins:\n    test-guest:\n      oci: \"{}\"\n      sha256: \"{digits}\"\n",
        stand.open(":1")
    );
    assert!(pushed.stdout.ends_with(&format!("\n\n{lines}")), "{pushed:?}");
    let lines = format!(
        "distribution:\n  plugins:\n    test-guest:\n      path: \"kept/mine.wasm\"\n      sha256: \"{digits}\"\n"
    );
    let (told, yaml) = pulled.stdout.split_once("\n\n").unwrap();
    assert_eq!(yaml, lines);
    for word in ["test-guest 1.0.0", "not checked", &digest(&component), pinned] {
        assert!(told.contains(word), "`{word}` is not in {told}");
    }
    assert_eq!(stand.read("kept/mine.wasm"), component);
}
