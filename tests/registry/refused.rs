//! What is not what was asked for: moved, changed, of another kind, not there. Nothing of it is kept.

use std::fs::OpenOptions;
use std::io::{Read, Seek, Write};

use super::stand::{Stand, blob, descriptor, digest, manifest, noted};
use crate::support::components::guest;

const CONFIG: &str = "application/vnd.wasm.config.v0+json";
const WASM: &str = "application/wasm";

#[test]
fn a_pin_is_refused_once_its_tag_has_moved() {
    let stand = Stand::new();
    stand.write("old.wasm", &guest("good"));
    stand.write("new.wasm", &noted(&guest("good"), b'n'));
    let (old, new) = (stand.push("old.wasm", "live"), stand.push("new.wasm", "live"));
    let (old, new) = (old["manifest"].as_str().unwrap(), new["manifest"].as_str().unwrap());
    assert_ne!(old, new);
    let both = stand.odlm(&["pull", &stand.open(&format!(":live@{old}")), "-o", "out.wasm"], &[]);
    both.refused(8, &["the tag points at", old, new, "leave the tag out"]);
    // By its digest it is there as before.
    let pinned = stand.odlm(&["pull", &stand.open(&format!("@{old}")), "-o", "out.wasm"], &[]);
    assert_eq!((pinned.code, stand.read("out.wasm")), (0, stand.read("old.wasm")), "{pinned:?}");
}

#[test]
fn a_layer_that_was_changed_on_the_disk_of_the_registry_is_refused() {
    for change in ["flipped", "longer", "shorter"] {
        let stand = Stand::new();
        let component = noted(&guest("good"), change.as_bytes()[0]);
        stand.write("mine.wasm", &component);
        stand.push("mine.wasm", "1");
        let mut file = OpenOptions::new().read(true).write(true).open(blob(&digest(&component))).unwrap();
        match change {
            "flipped" => {
                let mut byte = [0];
                file.read_exact(&mut byte).unwrap();
                file.rewind().unwrap();
                file.write_all(&[byte[0] ^ 1]).unwrap();
            }
            "longer" => file.set_len(component.len() as u64 + 1).unwrap(),
            _ => file.set_len(component.len() as u64 - 1).unwrap(),
        }
        drop(file);
        let changed = std::fs::read(blob(&digest(&component))).unwrap();
        let pulled = stand.odlm(&["pull", &stand.open(":1"), "-o", "out.wasm"], &[]);
        if change == "longer" {
            pulled.refused(8, &["the component of", "has more", "do not use it"]);
        } else {
            pulled.refused(8, &["the component of", &digest(&component), &digest(&changed), "do not use it"]);
        }
        assert_eq!(stand.files(), ["mine.wasm"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_artifact_of_another_kind_is_told_for_what_it_is() {
    let stand = Stand::new();
    let component = guest("good");
    for bytes in [&b"{}"[..], &component] {
        stand.put_blob(bytes).await;
    }
    let image = "application/vnd.oci.image.config.v1+json";
    let layer = descriptor(WASM, &component);
    stand.put_manifest("image", &manifest(&descriptor(image, b"{}"), std::slice::from_ref(&layer))).await;
    let two = [layer.clone(), descriptor(WASM, b"{}")];
    stand.put_manifest("two", &manifest(&descriptor(CONFIG, b"{}"), &two)).await;
    stand
        .put_manifest("tar", &manifest(&descriptor(CONFIG, b"{}"), &[descriptor("application/tar", &component)]))
        .await;
    let good = manifest(&descriptor(CONFIG, b"{}"), std::slice::from_ref(&layer));
    let found = stand.put_manifest("good", &good).await;
    let kind = "application/vnd.oci.image.index.v1+json";
    let inner = descriptor("application/vnd.oci.image.manifest.v1+json", good.to_string().as_bytes());
    assert_eq!(inner["digest"], found);
    stand
        .put_manifest("index", &serde_json::json!({"schemaVersion": 2, "mediaType": kind, "manifests": [inner]}))
        .await;
    for (tag, words) in
        [("image", image), ("two", "2 layers"), ("tar", "`application/tar`"), ("index", "an index of 1")]
    {
        let pulled = stand.odlm(&["pull", &stand.open(&format!(":{tag}"))], &[]);
        pulled.refused(8, &["is no WebAssembly artifact", words]);
    }
    // Made by another tool, with a configuration that says nothing, it is taken.
    let pulled = stand.odlm(&["pull", &stand.open(":good")], &[]);
    assert_eq!((pulled.code, stand.read("test-guest.wasm")), (0, component), "{pulled:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wasm_that_is_no_strategy_is_not_kept() {
    let stand = Stand::new();
    let component = crate::support::components::raw_component("wasi_import");
    stand.put_blob(b"{}").await;
    stand.put_blob(&component).await;
    stand.put_manifest("1", &manifest(&descriptor(CONFIG, b"{}"), &[descriptor(WASM, &component)])).await;
    let pulled = stand.odlm(&["pull", &stand.open(":1"), "-o", "out.wasm"], &[]);
    pulled.refused(4, &["imports `wasi:io/poll@0.2.9`", &stand.open("@sha256:")]);
    assert!(stand.files().iter().all(|name| name != "out.wasm"));
}

#[test]
fn a_file_that_is_no_strategy_is_not_published() {
    let stand = Stand::new();
    stand.write("broken.wasm", &crate::support::components::raw_component("wasi_import"));
    stand
        .odlm(&["push", "broken.wasm", &stand.open(":1")], &[])
        .refused(4, &["`broken.wasm` imports `wasi:io/poll@0.2.9`"]);
    stand.odlm(&["pull", &stand.open(":1")], &[]).refused(8, &["there is no"]);
    stand.odlm(&["push", "none.wasm", &stand.open(":1")], &[]).refused(2, &["`none.wasm` cannot be read"]);
    stand.write("good.wasm", &guest("good"));
    let pin = stand.open(&format!(":1@{}", digest(b"")));
    stand.odlm(&["push", "good.wasm", &pin], &[]).refused(2, &["a push takes a tag"]);
}

#[test]
fn what_is_not_there_is_told() {
    let stand = Stand::new();
    stand.write("mine.wasm", &guest("good"));
    stand.odlm(&["pull", &stand.open(":1")], &[]).refused(8, &["there is no `oci://127.0.0.1:", "check repository"]);
    stand.push("mine.wasm", "1");
    stand.odlm(&["pull", &stand.open(":2")], &[]).refused(8, &[&format!("there is no `{}`", stand.open(":2"))]);
    let none = stand.open(&format!("@{}", digest(b"none")));
    stand.odlm(&["pull", &none], &[]).refused(8, &[&format!("there is no `{none}`")]);
}
