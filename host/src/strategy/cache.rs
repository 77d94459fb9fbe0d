//! Compiled components on disk. A compiled file is machine code that runs unchecked, so the folder is private to its owner and
//! each file is held against its own SHA-256, which is in its name, before it is loaded.
//!
//! The cache only saves time: whatever is wrong with it costs a compilation and a warning, never a run.

use std::hash::{Hash, Hasher};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::files::{Bounds, DiskCache};

/// Folder of compiled files inside the one that the operator names.
const FOLDER: &str = "compiled";

/// Ending of a compiled file. Before it are the key and, behind a hyphen, the SHA-256 of the file.
const ENDING: &str = ".cwasm";

/// Compiled files kept.
const MOST_FILES: usize = 64;

/// Size of all compiled files together, and so of one, in bytes.
const MOST_BYTES: usize = 1 << 30;

/// A folder of compiled components.
pub(super) struct Cache(DiskCache);

impl Cache {
    /// Opens or creates the cache below `parent`. None, with a warning, when it cannot be made private or written.
    pub(super) fn open(parent: &Path) -> Option<Cache> {
        let folder = parent.join(FOLDER);
        match DiskCache::open(folder.clone(), ENDING, Bounds { files: MOST_FILES, bytes: MOST_BYTES as u64 }) {
            Ok(cache) => Some(Cache(cache)),
            Err(error) => {
                tracing::warn!(folder = %folder.display(), %error, "compiled strategies are not kept");
                None
            }
        }
    }

    /// The compiled component under `key`; none when there is none, or it is damaged.
    pub(super) fn load(&self, engine: &Engine, key: &str) -> Option<Component> {
        self.0.files().into_iter().filter(|file| file.mark == key).find_map(|file| {
            let Some(code) = file.read(MOST_BYTES) else {
                tracing::warn!(file = %file.path.display(), "a compiled strategy is damaged and compiled anew");
                file.forget();
                return None;
            };
            // The engine itself refuses code of other versions and settings.
            load(engine, &code)
                .inspect(|_| file.touch())
                .inspect_err(|error| tracing::debug!(file = %file.path.display(), %error, "compiled by another engine"))
                .ok()
        })
    }

    /// Keeps machine code under `key`. A failure is only a warning.
    pub(super) fn store(&self, key: &str, code: &[u8]) {
        if let Err(error) = self.0.keep(key, code) {
            tracing::warn!(folder = %self.0.folder().display(), %error, "a compiled strategy is not kept");
        }
    }
}

/// Loads machine code of the compiler's.
pub(super) fn load(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: `code` comes from the compiler: just now, in this process or in one that this process started, or when this program was built,
    // of which it is a part, or out of the cache, where it has the digest that it was kept under, in a folder that only its owner could write.
    #[allow(unsafe_code)]
    unsafe {
        Component::deserialize(engine, code)
    }
}

/// The key of a component under an engine: SHA-256 over the component's digest and all that makes compiled code fit an engine.
pub(super) fn key(engine: &Engine, digest: &[u8]) -> String {
    let mut hasher = Sha256Hasher(Sha256::new_with_prefix(digest));
    engine.precompile_compatibility_hash().hash(&mut hasher);
    hex::encode(hasher.0.finalize())
}

/// Lets what can only be hashed be hashed by SHA-256.
struct Sha256Hasher(Sha256);

impl Hasher for Sha256Hasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = self.0.clone().finalize();
        digest.first_chunk::<8>().copied().map(u64::from_le_bytes).unwrap_or_default()
    }
}
