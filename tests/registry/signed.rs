//! Signatures in cosign's form, held against openssl in both directions.

use serde_json::{Value, json};

use super::stand::{Ended, Stand, blob, descriptor, digest, manifest, noted, stored};
use crate::support::components::guest;

const PAYLOAD: &str = "application/vnd.dev.cosign.simplesigning.v1+json";
const SIGNATURE: &str = "dev.cosignproject.cosign/signature";

/// Makes a pair of keys by openssl: `NAME.pem` and `NAME.pub`.
fn keys(stand: &Stand, name: &str) {
    let (key, public) = (format!("{name}.pem"), format!("{name}.pub"));
    stand.openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", &key]);
    stand.openssl(&["pkey", "-in", &key, "-pubout", "-out", &public]);
}

fn pull(stand: &Stand, reference: &str, key: &str) -> Ended {
    stand.odlm(&["pull", reference, "--key", key, "--json", "--force"], &[])
}

/// The tag of the signatures of a manifest.
fn beside(pushed: &Value) -> String {
    format!("{}.sig", pushed["manifest"].as_str().unwrap().replace(':', "-"))
}

/// A payload as cosign writes it.
fn payload(digest: &str) -> String {
    format!(
        r#"{{"critical":{{"identity":{{"docker-reference":"registry.example/strategies"}},"image":{{"docker-manifest-digest":"{digest}"}},"type":"cosign container image signature"}},"optional":null}}"#
    )
}

/// Signs a payload with openssl and puts it beside a manifest as cosign does.
async fn sign(stand: &Stand, pushed: &Value, key: &str, signed: &str, stored: &str) {
    stand.write("payload", signed.as_bytes());
    stand.openssl(&["dgst", "-sha256", "-sign", key, "-out", "payload.sig", "payload"]);
    let signature = stand.openssl(&["base64", "-A", "-in", "payload.sig"]);
    let mut layer = descriptor(PAYLOAD, stored.as_bytes());
    layer["annotations"] = json!({SIGNATURE: signature.trim()});
    stand.put_blob(stored.as_bytes()).await;
    stand.put_blob(b"{}").await;
    let config = descriptor("application/vnd.oci.image.config.v1+json", b"{}");
    stand.put_manifest(&beside(pushed), &manifest(&config, &[layer])).await;
}

#[test]
fn what_is_signed_by_the_key_is_taken_and_nothing_else() {
    let stand = Stand::new();
    let component = guest("good");
    stand.write("mine.wasm", &component);
    keys(&stand, "mine");
    keys(&stand, "other");
    let reference = stand.open(":1");
    let unsigned = stand.push("mine.wasm", "1");
    pull(&stand, &reference, "mine.pub").refused(8, &["has no signature", &beside(&unsigned), "--sign"]);

    let pushed = stand.odlm(&["push", "mine.wasm", &reference, "--sign", "mine.pem", "--json"], &[]).json();
    assert_eq!((&pushed["manifest"], &pushed["signed"]), (&unsigned["manifest"], &json!(true)));
    assert_eq!(pull(&stand, &reference, "mine.pub").json()["verified"], true);
    assert_eq!(stand.read("test-guest.wasm"), component);
    pull(&stand, &reference, "other.pub")
        .refused(8, &["no signature of", "1 found, none by this key", "do not use it"]);
    // Another version has no signature of its own.
    stand.write("mine.wasm", &noted(&component, b'v'));
    stand.push("mine.wasm", "1");
    pull(&stand, &reference, "mine.pub").refused(8, &["has no signature"]);
}

#[test]
fn signatures_of_several_keys_stand_side_by_side() {
    let stand = Stand::new();
    stand.write("mine.wasm", &guest("good"));
    let reference = stand.open(":1");
    let layers = |pushed: &Value| {
        let at = format!("open/docker/registry/v2/repositories/{}/_manifests/tags", stand.repository);
        let link = super::stand::servers().folder.join(at).join(beside(pushed)).join("current/link");
        stored(std::fs::read_to_string(link).unwrap().trim())["layers"].as_array().unwrap().clone()
    };
    for (name, count) in [("mine", 1), ("other", 2), ("mine", 2)] {
        if !stand.path(&format!("{name}.pem")).exists() {
            keys(&stand, name);
        }
        let key = format!("{name}.pem");
        let pushed = stand.odlm(&["push", "mine.wasm", &reference, "--sign", &key, "--json"], &[]).json();
        let found = layers(&pushed);
        assert_eq!(found.len(), count);
        // Each holds for openssl, by the key that made it.
        for (layer, name) in found.iter().zip(["mine", "other"]) {
            std::fs::copy(blob(layer["digest"].as_str().unwrap()), stand.path("payload")).unwrap();
            stand.write("signature.txt", layer["annotations"][SIGNATURE].as_str().unwrap().as_bytes());
            stand.openssl(&["base64", "-d", "-A", "-in", "signature.txt", "-out", "signature"]);
            let key = format!("{name}.pub");
            let told = stand.openssl(&["dgst", "-sha256", "-verify", &key, "-signature", "signature", "payload"]);
            assert_eq!(told.trim(), "Verified OK");
            let text = String::from_utf8(stand.read("payload")).unwrap();
            let place = pushed["reference"].as_str().unwrap().trim_start_matches("oci://").split('@').next().unwrap();
            let expected = payload(pushed["manifest"].as_str().unwrap()).replace("registry.example/strategies", place);
            assert_eq!(text, expected);
        }
    }
    for key in ["mine.pub", "other.pub"] {
        assert_eq!(pull(&stand, &reference, key).json()["verified"], true);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signature_of_openssl_in_the_documented_form_is_taken() {
    let stand = Stand::new();
    stand.write("mine.wasm", &guest("good"));
    keys(&stand, "mine");
    let pushed = stand.push("mine.wasm", "1");
    let own = pushed["manifest"].as_str().unwrap().to_owned();
    let reference = stand.open(":1");
    sign(&stand, &pushed, "mine.pem", &payload(&own), &payload(&own)).await;
    assert_eq!(pull(&stand, &reference, "mine.pub").json()["verified"], true);

    let other = digest(b"another manifest");
    sign(&stand, &pushed, "mine.pem", &payload(&other), &payload(&other)).await;
    pull(&stand, &reference, "mine.pub").refused(8, &["no signature of", &format!("the key signed {other}")]);
    // The signature of one payload under another.
    sign(&stand, &pushed, "mine.pem", &payload(&other), &payload(&own)).await;
    pull(&stand, &reference, "mine.pub").refused(8, &["1 found, none by this key"]);
    let kind = payload(&own).replace("cosign container image signature", "atomic container signature");
    sign(&stand, &pushed, "mine.pem", &kind, &kind).await;
    pull(&stand, &reference, "mine.pub").refused(8, &["the key signed a `atomic container signature`"]);
    sign(&stand, &pushed, "mine.pem", "{}", "{}").await;
    pull(&stand, &reference, "mine.pub").refused(8, &["no payload of cosign"]);
}

#[test]
fn keys_of_another_kind_are_told() {
    let stand = Stand::new();
    stand.write("mine.wasm", &guest("good"));
    stand.openssl(&["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384", "-out", "p384.pem"]);
    stand.openssl(&["pkey", "-in", "p384.pem", "-pubout", "-out", "p384.pub"]);
    stand.openssl(&["ecparam", "-genkey", "-name", "prime256v1", "-noout", "-out", "sec1.pem"]);
    keys(&stand, "mine");
    stand.openssl(&["pkcs8", "-topk8", "-in", "mine.pem", "-out", "encrypted.pem", "-passout", "pass:hunter2"]);
    stand.write("text.pem", b"no key");
    let reference = stand.open(":1");
    for (key, words) in [("p384.pub", "curve P-256"), ("mine.pem", "no `PUBLIC KEY`"), ("text.pem", "no `PUBLIC KEY`")]
    {
        pull(&stand, &reference, key).refused(2, &[&format!("`{key}` holds no key that can be used"), words]);
    }
    pull(&stand, &reference, "none.pub").refused(2, &["`none.pub` cannot be read"]);
    for (key, words) in [
        ("p384.pem", "curve P-256"),
        ("mine.pub", "no `PRIVATE KEY`"),
        ("encrypted.pem", "encrypted"),
        ("sec1.pem", "openssl pkcs8 -topk8 -nocrypt"),
    ] {
        let pushed = stand.odlm(&["push", "mine.wasm", &reference, "--sign", key], &[]);
        pushed.refused(2, &[&format!("`{key}` holds no key that can be used"), words]);
    }
    // Nothing was pushed by any of these.
    stand.odlm(&["pull", &reference], &[]).refused(8, &["there is no"]);
}
