//! Compiled components on disk. A compiled file is machine code that runs unchecked, so the folder is private to its owner and
//! each file is held against its own SHA-256 before it is loaded.
//!
//! The cache only saves time: whatever is wrong with it costs a compilation and a warning, never a run.

use std::fs;
use std::hash::{Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

/// Folder of compiled files inside the one that the operator names.
const FOLDER: &str = "compiled";

/// Ending of a compiled file.
const ENDING: &str = "cwasm";

/// Length of the SHA-256 that each file begins with, in bytes.
const DIGEST_BYTES: usize = 32;

/// Largest compiled file that is read, in bytes: several times what the largest admitted component compiles to.
const LARGEST_BYTES: u64 = 512 << 20;

/// Compiled files kept; the oldest go first.
const MOST_FILES: usize = 64;

/// A folder of compiled components.
pub(super) struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Opens or creates the cache below `parent`. None, with a warning, when it cannot be made private or written.
    pub(super) fn open(parent: &Path) -> Option<Cache> {
        let folder = parent.join(FOLDER);
        match make_private(&folder) {
            Ok(()) => Some(Cache { folder }),
            Err(error) => {
                tracing::warn!(folder = %folder.display(), %error, "compiled strategies are not kept");
                None
            }
        }
    }

    /// The compiled component under `key`; none when there is none, or it is damaged.
    pub(super) fn load(&self, engine: &Engine, key: &str) -> Option<Component> {
        let path = self.path(key);
        if fs::metadata(&path).ok()?.len() > LARGEST_BYTES {
            return None;
        }
        let bytes = fs::read(&path).ok()?;
        let (digest, code) = bytes.split_at_checked(DIGEST_BYTES)?;
        if Sha256::digest(code).as_slice() != digest {
            tracing::warn!(file = %path.display(), "a compiled strategy is damaged and compiled anew");
            return None;
        }
        // SAFETY: `code` was written by `store` out of `Component::serialize`: its SHA-256 is the one stored with it, and the
        // folder was found writable by its owner alone. The engine itself refuses code of other versions and settings.
        #[allow(unsafe_code)]
        let component = unsafe { Component::deserialize(engine, code) };
        component
            .inspect_err(|error| tracing::debug!(file = %path.display(), %error, "compiled by another engine"))
            .ok()
    }

    /// Keeps a compiled component under `key`, replacing what is there. A failure is only a warning.
    pub(super) fn store(&self, key: &str, component: &Component) {
        if let Err(error) = self.write(key, component) {
            tracing::warn!(folder = %self.folder.display(), error, "a compiled strategy is not kept");
        }
        self.forget_oldest();
    }

    fn write(&self, key: &str, component: &Component) -> Result<(), String> {
        let code = component.serialize().map_err(|error| error.to_string())?;
        let mut file = tempfile::NamedTempFile::new_in(&self.folder).map_err(|error| error.to_string())?;
        let mut put = |bytes: &[u8]| file.write_all(bytes).map_err(|error| error.to_string());
        put(Sha256::digest(&code).as_slice())?;
        put(&code)?;
        // Renaming replaces in one step: another process sees the old file or the new one, never half of one.
        file.persist(self.path(key)).map(drop).map_err(|error| error.to_string())
    }

    fn forget_oldest(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let mut files: Vec<(SystemTime, PathBuf)> = entries
            .flatten()
            .filter(|entry| entry.path().extension().is_some_and(|ending| ending == ENDING))
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        files.sort();
        let surplus = files.len().saturating_sub(MOST_FILES);
        for (_, path) in files.into_iter().take(surplus) {
            let _ = fs::remove_file(path);
        }
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(key).with_extension(ENDING)
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

/// Creates the folder for its owner alone, or makes sure that it is so.
#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // A file of our own tells both whether the folder can be written and who we are.
    let probe = tempfile::NamedTempFile::new_in(folder)?;
    let (found, own) = (fs::symlink_metadata(folder)?, probe.as_file().metadata()?);
    if !found.is_dir() || found.uid() != own.uid() || found.mode() & 0o077 != 0 {
        let advice = "it is open to others; remove it, or take all rights on it from group and others";
        return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, advice));
    }
    Ok(())
}

/// Creates the folder; who else may write it is the business of the user's profile folder, in which it lies.
#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    tempfile::NamedTempFile::new_in(folder).map(drop)
}
