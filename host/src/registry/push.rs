//! Pushing: blobs that are missing, then the manifest that names them, then the signature.

use std::collections::BTreeMap;

use super::client::Client;
use super::cosign;
use super::digest::Digest;
use super::error::RegistryError;
use super::key::SigningKey;
use super::manifest::{CONFIG_TYPE, Descriptor, LAYER_TYPE, Manifest};
use super::reference::Reference;
use super::wasm_config;

/// What a strategy says of itself, for those who look at the registry.
pub struct About<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its version.
    pub version: &'a str,
    /// What it does, one sentence.
    pub summary: &'a str,
}

/// What was pushed.
pub struct Pushed {
    /// The digest of the manifest: what is pinned.
    pub manifest: Digest,
    /// The digest of the component.
    pub digest: Digest,
    /// Whether the component was uploaded; otherwise the registry had it.
    pub uploaded: bool,
}

/// Pushes a component that the plugin host has admitted under the reference's tag, which is moved where it is there; with a key it is
/// signed. The same component always makes the same manifest.
///
/// # Errors
/// Every [`RegistryError`] of writing.
pub async fn push(
    client: &mut Client,
    reference: &Reference,
    component: &[u8],
    about: &About<'_>,
    key: Option<&SigningKey>,
) -> Result<Pushed, RegistryError> {
    let shown = reference.to_string();
    let tag = match (reference.tag(), reference.digest()) {
        (Some(tag), None) => tag,
        _ => {
            let detail = "a push takes a tag, and no digest".to_owned();
            return Err(RegistryError::Reference { typed: shown, detail });
        }
    };
    let unfit = |detail: String| RegistryError::NotWasm { reference: shown.clone(), detail };
    let config = wasm_config::config(component).map_err(unfit)?;
    let annotation = |key: &str, value: &str| (format!("org.opencontainers.image.{key}"), value.to_owned());
    let annotations = [("title", about.name), ("version", about.version), ("description", about.summary)];
    let annotations: BTreeMap<String, String> = annotations
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| annotation(key, value))
        .collect();
    let layer = Descriptor::of(LAYER_TYPE, component);
    let digest = layer.digest;
    let manifest = Manifest::new(Descriptor::of(CONFIG_TYPE, &config), vec![layer], annotations);
    let manifest = serde_json::to_vec(&manifest).map_err(|error| unfit(error.to_string()))?;
    let uploaded = client.put_blob(component).await?;
    client.put_blob(&config).await?;
    let manifest = client.put_manifest(tag, &manifest).await?;
    if let Some(key) = key {
        cosign::sign(client, reference, &manifest, key).await?;
    }
    Ok(Pushed { manifest, digest, uploaded })
}
