//! Components that were fetched, on this machine: what a registry need not be asked for again. Private to their owner; each is held
//! against its digest whenever it is read.
//!
//! A file's name says by which key a signature was found good when it was fetched, so one that was fetched without a look at signatures
//! never passes for a signed one.

use std::path::Path;

use super::digest::Digest;
use super::key::PublicKey;
use crate::files::{Bounds, DiskCache};

/// Folder of components inside the one of all caches.
const FOLDER: &str = "fetched";
/// Ending of a component. Before it are the mark and, behind a hyphen, its SHA-256.
const ENDING: &str = ".wasm";
/// The mark of a component of which no signature was checked; of any other it is the key's fingerprint.
const UNSIGNED: &str = "unsigned";
/// What is kept: 64 components.
const MOST_FILES: usize = 64;

/// Size of all components together, and so of one, in bytes.
const MOST_BYTES: usize = 512 << 20;

/// Components that were fetched. Where their folder cannot be used there are none, and none is kept.
pub struct Store(Option<DiskCache>);

impl Store {
    /// Opens or creates the store below `parent`; a folder that cannot be used is a warning.
    #[must_use]
    pub fn open(parent: Option<&Path>) -> Store {
        let Some(folder) = parent.map(|parent| parent.join(FOLDER)) else { return Store(None) };
        let opened = DiskCache::open(folder.clone(), ENDING, Bounds { files: MOST_FILES, bytes: MOST_BYTES as u64 });
        Store(
            opened
                .inspect_err(|error| {
                    tracing::warn!(folder = %folder.display(), %error, "strategies out of registries are not kept");
                })
                .ok(),
        )
    }

    /// The component of this digest, and with a key only one that was fetched with that key's signature. One that is not what its name
    /// says is removed, with a warning, and none.
    #[must_use]
    pub fn find(&self, digest: &Digest, key: Option<&PublicKey>) -> Option<Vec<u8>> {
        let (wanted, signed) = (digest.hex(), key.map(PublicKey::fingerprint));
        let files = self.0.as_ref()?.files().into_iter();
        let mut fit = files.filter(|file| file.digest == wanted && signed.as_ref().is_none_or(|key| *key == file.mark));
        fit.find_map(|file| {
            let read = file.read(MOST_BYTES);
            match read {
                Some(_) => file.touch(),
                None => {
                    let path = file.path.display();
                    tracing::warn!(file = %path, "a strategy out of a registry is damaged on this machine and not used");
                    file.forget();
                }
            }
            read
        })
    }

    /// Keeps a component that was fetched, with a key one whose signature by it was found good. A failure is only a warning.
    pub fn keep(&self, component: &[u8], key: Option<&PublicKey>) {
        let Some(cache) = &self.0 else { return };
        let mark = key.map_or_else(|| UNSIGNED.to_owned(), PublicKey::fingerprint);
        if let Err(error) = cache.keep(&mark, component) {
            tracing::warn!(folder = %cache.folder().display(), %error, "a strategy out of a registry is not kept");
        }
    }
}
