//! The manifest of an artifact: what is written and what is taken. The bytes are read and hashed elsewhere.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::error::RegistryError;
use crate::text::one_line;

/// An image manifest, of which artifacts are a use.
pub(super) const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";
/// What makes a manifest that of a WebAssembly artifact.
pub(super) const CONFIG_TYPE: &str = "application/vnd.wasm.config.v0+json";
/// The one layer: the component as it is.
pub(super) const LAYER_TYPE: &str = "application/wasm";
/// The largest manifest, in bytes.
pub(super) const MANIFEST_BYTES: usize = 1 << 20;

/// Something that a manifest points at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub(super) media_type: String,
    pub(super) digest: Digest,
    /// In bytes.
    pub(super) size: u64,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) annotations: BTreeMap<String, String>,
}

impl Descriptor {
    pub(super) fn of(media_type: &str, bytes: &[u8]) -> Descriptor {
        Descriptor {
            media_type: media_type.to_owned(),
            digest: Digest::of(bytes),
            size: bytes.len() as u64,
            annotations: BTreeMap::new(),
        }
    }
}

/// An image manifest. Fields that are not named here are left aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Manifest {
    pub(super) schema_version: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) media_type: Option<String>,
    pub(super) config: Descriptor,
    pub(super) layers: Vec<Descriptor>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) annotations: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn new(config: Descriptor, layers: Vec<Descriptor>, annotations: BTreeMap<String, String>) -> Manifest {
        Manifest { schema_version: 2, media_type: Some(MANIFEST_TYPE.to_owned()), config, layers, annotations }
    }

    /// The one layer of a WebAssembly artifact.
    pub(super) fn component(bytes: &[u8], reference: &str, limit: usize) -> Result<Descriptor, RegistryError> {
        let other = |detail: String| RegistryError::NotWasm { reference: reference.to_owned(), detail };
        #[derive(Deserialize)]
        struct Kind {
            #[serde(default)]
            manifests: Option<Vec<serde::de::IgnoredAny>>,
        }
        if let Ok(Kind { manifests: Some(manifests) }) = serde_json::from_slice(bytes) {
            return Err(other(format!("it is an index of {} manifests", manifests.len())));
        }
        let manifest: Manifest = serde_json::from_slice(bytes)
            .map_err(|error| other(format!("its manifest cannot be read: {}", one_line(&error.to_string(), 200))))?;
        let shown = |media_type: &str| one_line(media_type, 100);
        if manifest.config.media_type != CONFIG_TYPE {
            let found = shown(&manifest.config.media_type);
            return Err(other(format!("its configuration is `{found}`, not `{CONFIG_TYPE}`")));
        }
        let count = manifest.layers.len();
        let Ok([layer]) = <[Descriptor; 1]>::try_from(manifest.layers) else {
            return Err(other(format!("it has {count} layers, and one is wanted")));
        };
        if layer.media_type != LAYER_TYPE {
            return Err(other(format!("its layer is `{}`, not `{LAYER_TYPE}`", shown(&layer.media_type))));
        }
        if layer.size > limit as u64 {
            return Err(RegistryError::TooLarge { reference: reference.to_owned(), what: "the component", limit });
        }
        Ok(layer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(manifest: &Manifest) -> String {
        let bytes = serde_json::to_vec(manifest).unwrap();
        Manifest::component(&bytes, "oci://h/a:1", 100).unwrap_err().to_string()
    }

    #[test]
    fn only_one_layer_of_wasm_under_its_configuration_is_taken() {
        let layer = Descriptor::of(LAYER_TYPE, b"layer");
        let good = Manifest::new(Descriptor::of(CONFIG_TYPE, b"{}"), vec![layer.clone()], BTreeMap::new());
        let bytes = serde_json::to_vec(&good).unwrap();
        assert_eq!(Manifest::component(&bytes, "oci://h/a:1", 5), Ok(layer.clone()));
        assert!(matches!(Manifest::component(&bytes, "r", 4), Err(RegistryError::TooLarge { limit: 4, .. })));

        let image =
            Manifest { config: Descriptor::of("application/vnd.oci.image.config.v1+json", b"{}"), ..good.clone() };
        assert!(refusal(&image).contains("image.config"));
        assert!(refusal(&Manifest { layers: vec![], ..good.clone() }).contains("0 layers"));
        assert!(refusal(&Manifest { layers: vec![layer.clone(), layer], ..good.clone() }).contains("2 layers"));
        assert!(refusal(&Manifest { layers: vec![Descriptor::of("text/plain", b"")], ..good }).contains("text/plain"));
        let index = Manifest::component(br#"{"schemaVersion":2,"manifests":[{},{}]}"#, "r", 5).unwrap_err();
        assert!(index.to_string().contains("an index of 2"), "{index}");
        assert!(Manifest::component(b"<html>", "r", 5).is_err());
    }
}
