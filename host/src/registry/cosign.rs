//! Signatures as cosign's key pairs make them: an artifact under the tag `sha256-DIGEST.sig` beside the one that is signed. Each layer is a
//! payload that names the signed manifest's digest, with the signature over it in an annotation.
//!
//! <https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md>. Certificates, transparency logs and the newer bundles are
//! not looked at.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::client::Client;
use super::digest::Digest;
use super::error::RegistryError;
use super::key::{PublicKey, SigningKey};
use super::manifest::{Descriptor, Manifest};
use super::reference::Reference;
use crate::text::one_line;

const PAYLOAD_TYPE: &str = "application/vnd.dev.cosign.simplesigning.v1+json";
const IMAGE_CONFIG_TYPE: &str = "application/vnd.oci.image.config.v1+json";
const SIGNATURE: &str = "dev.cosignproject.cosign/signature";
const KIND: &str = "cosign container image signature";
/// The largest payload, in bytes.
const PAYLOAD_BYTES: u64 = 64 << 10;
/// The most signatures of one artifact that are looked at.
const MOST_SIGNATURES: usize = 64;

#[derive(Serialize, Deserialize)]
struct Payload {
    critical: Critical,
    #[serde(default)]
    optional: serde_json::Value,
}

#[derive(Serialize, Deserialize)]
struct Critical {
    #[serde(default)]
    identity: Identity,
    image: Image,
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Default, Serialize, Deserialize)]
struct Identity {
    /// Says where it was signed; means nothing, as artifacts are copied.
    #[serde(rename = "docker-reference", default)]
    reference: String,
}

#[derive(Serialize, Deserialize)]
struct Image {
    #[serde(rename = "docker-manifest-digest", alias = "Docker-manifest-digest")]
    digest: Digest,
}

/// The tag under which signatures of a manifest are.
fn tag(manifest: &Digest) -> String {
    format!("sha256-{}.sig", manifest.hex())
}

/// Makes sure that the key has signed a manifest.
pub(super) async fn check(
    client: &mut Client,
    reference: &Reference,
    manifest: &Digest,
    key: &PublicKey,
) -> Result<(), RegistryError> {
    let signed = reference.pinned(manifest).to_string();
    let tag = tag(manifest);
    let Some((bytes, _)) = client.manifest(&tag).await? else {
        return Err(RegistryError::NoSignature { reference: signed, tag });
    };
    let wrong = |detail: String| RegistryError::WrongSignature { reference: signed.clone(), detail };
    let found = read(&bytes).map_err(wrong)?;
    let (mut seen, mut detail) = (0, None);
    for layer in signatures(&found) {
        seen += 1;
        let payload = client.blob(layer, "a signature's payload").await?;
        match judge(layer, &payload, manifest, key) {
            Ok(()) => return Ok(()),
            Err(Verdict::OtherKey) => {}
            Err(Verdict::OtherThing(why)) => detail = Some(why),
        }
    }
    Err(wrong(detail.unwrap_or_else(|| format!("{seen} found, none by this key"))))
}

enum Verdict {
    OtherKey,
    OtherThing(String),
}

fn judge(layer: &Descriptor, payload: &[u8], manifest: &Digest, key: &PublicKey) -> Result<(), Verdict> {
    let signature = layer.annotations.get(SIGNATURE).and_then(|text| STANDARD.decode(text.trim()).ok());
    if !signature.is_some_and(|signature| key.verifies(payload, &signature)) {
        return Err(Verdict::OtherKey);
    }
    let other = |why: String| Err(Verdict::OtherThing(why));
    match serde_json::from_slice::<Payload>(payload) {
        Err(_) => other("the key signed something that is no payload of cosign".to_owned()),
        Ok(payload) if payload.critical.kind != KIND => {
            other(format!("the key signed a `{}`", one_line(&payload.critical.kind, 100)))
        }
        Ok(payload) if payload.critical.image.digest != *manifest => {
            other(format!("the key signed {}", payload.critical.image.digest))
        }
        Ok(_) => Ok(()),
    }
}

fn read(bytes: &[u8]) -> Result<Manifest, String> {
    serde_json::from_slice(bytes).map_err(|error| {
        format!("the manifest of its signatures cannot be read: {}", one_line(&error.to_string(), 200))
    })
}

fn signatures(manifest: &Manifest) -> impl Iterator<Item = &Descriptor> {
    let of_kind = |layer: &&Descriptor| layer.media_type == PAYLOAD_TYPE && layer.size <= PAYLOAD_BYTES;
    manifest.layers.iter().filter(of_kind).take(MOST_SIGNATURES)
}

/// Signs a manifest and puts the signature beside it and beside those of others; one that the key has made before stays as it is.
pub(super) async fn sign(
    client: &mut Client,
    reference: &Reference,
    manifest: &Digest,
    key: &SigningKey,
) -> Result<(), RegistryError> {
    let (tag, public) = (tag(manifest), key.public());
    let signed = reference.pinned(manifest).to_string();
    let wrong = |detail: String| RegistryError::WrongSignature { reference: signed.clone(), detail };
    let mut layers = Vec::new();
    if let Some((bytes, _)) = client.manifest(&tag).await? {
        let found = read(&bytes).map_err(wrong)?;
        for layer in signatures(&found) {
            let payload = client.blob(layer, "a signature's payload").await?;
            if judge(layer, &payload, manifest, &public).is_ok() {
                return Ok(());
            }
        }
        layers = found.layers;
    }
    let place = format!("{}/{}", reference.registry(), reference.repository());
    let payload = Payload {
        critical: Critical {
            identity: Identity { reference: place },
            image: Image { digest: *manifest },
            kind: KIND.to_owned(),
        },
        optional: serde_json::Value::Null,
    };
    let payload = serde_json::to_vec(&payload).map_err(|error| wrong(error.to_string()))?;
    let signature = key.sign(&payload).ok_or_else(|| wrong("the system has no chance to offer".to_owned()))?;
    let annotations = BTreeMap::from([(SIGNATURE.to_owned(), STANDARD.encode(signature))]);
    layers.push(Descriptor { annotations, ..Descriptor::of(PAYLOAD_TYPE, &payload) });
    // As cosign writes it: an image of which nothing but the layers is true.
    let config = json!({
        "architecture": "", "created": "0001-01-01T00:00:00Z", "os": "", "config": {},
        "rootfs": {"type": "layers", "diff_ids": layers.iter().map(|layer| layer.digest).collect::<Vec<_>>()},
    });
    let config = config.to_string().into_bytes();
    client.put_blob(&payload).await?;
    client.put_blob(&config).await?;
    let whole = Manifest::new(Descriptor::of(IMAGE_CONFIG_TYPE, &config), layers, BTreeMap::new());
    let bytes = serde_json::to_vec(&whole).map_err(|error| wrong(error.to_string()))?;
    client.put_manifest(&tag, &bytes).await?;
    Ok(())
}
