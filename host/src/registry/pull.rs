//! Pulling: manifest, pin, signature, layer, in this order; nothing is handed on before all of it was held against its digest.

use super::client::Client;
use super::cosign;
use super::digest::Digest;
use super::error::RegistryError;
use super::key::PublicKey;
use super::manifest::{Descriptor, Manifest};
use super::reference::Reference;

/// A component out of a registry, as its digests say; not admitted yet.
pub struct Pulled {
    /// The component's file.
    pub component: Vec<u8>,
    /// Its digest.
    pub digest: Digest,
    /// The digest of the artifact's manifest: what is pinned, and what is signed.
    pub manifest: Digest,
}

/// Pulls a component of at most `limit` bytes; with a key only what that key has signed, with a digest no other component.
///
/// # Errors
/// Every [`RegistryError`] of reading.
pub async fn pull(
    client: &mut Client,
    reference: &Reference,
    key: Option<&PublicKey>,
    only: Option<&Digest>,
    limit: usize,
) -> Result<Pulled, RegistryError> {
    let (layer, manifest) = look(client, reference, key, limit).await?;
    if let Some(pinned) = only.filter(|pinned| **pinned != layer.digest) {
        let reference = reference.to_string();
        return Err(RegistryError::OtherComponent { reference, pinned: *pinned, found: layer.digest });
    }
    let component = client.blob(&layer, "the component").await?;
    Ok(Pulled { component, digest: layer.digest, manifest })
}

/// Looks at an artifact, of which the component is at most `limit` bytes; with a key at its signature too. Where the component is, and
/// the manifest's digest.
pub(super) async fn look(
    client: &mut Client,
    reference: &Reference,
    key: Option<&PublicKey>,
    limit: usize,
) -> Result<(Descriptor, Digest), RegistryError> {
    let shown = reference.to_string();
    let pinned = reference.digest();
    let name = match (reference.tag(), pinned) {
        (Some(tag), _) => tag.to_owned(),
        (None, Some(digest)) => digest.to_string(),
        // No reference is read without either.
        (None, None) => return Err(RegistryError::NotFound { reference: shown }),
    };
    let found = client.manifest(&name).await?;
    let (bytes, manifest) = found.ok_or_else(|| RegistryError::NotFound { reference: shown.clone() })?;
    if let Some(pinned) = pinned.filter(|pinned| **pinned != manifest) {
        return Err(match reference.tag() {
            Some(_) => RegistryError::Moved { reference: shown, pinned: *pinned, found: manifest },
            None => RegistryError::WrongDigest {
                reference: shown,
                what: "the manifest",
                expected: *pinned,
                found: manifest,
            },
        });
    }
    let layer = Manifest::component(&bytes, &shown, limit)?;
    if let Some(key) = key {
        cosign::check(client, reference, &manifest, key).await?;
    }
    Ok((layer, manifest))
}
