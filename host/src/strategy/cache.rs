//! Compiled components on disk. A compiled file is machine code that runs unchecked, so the folder is private to its owner and
//! each file is held against its own SHA-256, which is in its name, before it is loaded.
//!
//! The cache only saves time: whatever is wrong with it costs a compilation and a warning, never a run.

use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::bounded;

/// Folder of compiled files inside the one that the operator names.
const FOLDER: &str = "compiled";

/// Ending of a compiled file. Before it are the key and, behind a hyphen, the SHA-256 of the file.
const ENDING: &str = ".cwasm";

/// Compiled files kept; those that were not used for longest go first.
const MOST_FILES: usize = 64;

/// Size of all compiled files together, in bytes.
const MOST_BYTES: u64 = 1 << 30;

/// After so long a file that nobody finished is left over from a process that was killed.
const LEFT_OVER: Duration = Duration::from_secs(3600);

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
        self.files().into_iter().filter(|file| file.key == key).find_map(|file| {
            let path = self.folder.join(&file.name);
            let most = usize::try_from(MOST_BYTES).unwrap_or(usize::MAX);
            let code = bounded::read(&path, most).ok().filter(|code| code.len() <= most);
            let Some(code) = code.filter(|code| hex::encode(Sha256::digest(code)) == file.digest) else {
                tracing::warn!(file = %path.display(), "a compiled strategy is damaged and compiled anew");
                let _ = fs::remove_file(&path);
                return None;
            };
            // The bytes that are loaded are those that were looked at, whatever became of the file in between. The engine itself refuses
            // code of other versions and settings.
            load(engine, &code)
                .inspect(|_| touch(&path))
                .inspect_err(|error| tracing::debug!(file = %path.display(), %error, "compiled by another engine"))
                .ok()
        })
    }

    /// Keeps machine code under `key`. A failure is only a warning.
    pub(super) fn store(&self, key: &str, code: &[u8]) {
        if let Err(error) = self.write(key, code) {
            tracing::warn!(folder = %self.folder.display(), %error, "a compiled strategy is not kept");
        }
        self.forget_oldest(key);
    }

    fn write(&self, key: &str, code: &[u8]) -> std::io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(code)?;
        let name = format!("{key}-{}{ENDING}", hex::encode(Sha256::digest(code)));
        // Renaming replaces in one step: another process sees a whole file or none, never half of one.
        file.persist(self.folder.join(name)).map(drop).map_err(|error| error.error)
    }

    /// Makes room: the file just written stays, and of the others the latest.
    fn forget_oldest(&self, newest: &str) {
        let mut files = self.files();
        files.sort_by_key(|file| (file.key == newest, file.used));
        let (mut count, mut bytes) = (0_usize, 0_u64);
        for file in files.iter().rev() {
            (count, bytes) = (count + 1, bytes.saturating_add(file.size));
            if count > 1 && (count > MOST_FILES || bytes > MOST_BYTES) {
                let _ = fs::remove_file(self.folder.join(&file.name));
            }
        }
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten().filter(|entry| Compiled::of(entry).is_none()) {
            let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
            if age.is_some_and(|age| age > LEFT_OVER) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn files(&self) -> Vec<Compiled> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        entries.flatten().filter_map(|entry| Compiled::of(&entry)).collect()
    }
}

/// A compiled file, by its name and its entry in the folder.
struct Compiled {
    name: String,
    key: String,
    digest: String,
    size: u64,
    used: SystemTime,
}

impl Compiled {
    fn of(entry: &fs::DirEntry) -> Option<Compiled> {
        let name = entry.file_name().into_string().ok()?;
        let (key, digest) = name.strip_suffix(ENDING)?.split_once('-')?;
        let (key, digest) = (key.to_owned(), digest.to_owned());
        let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        Some(Compiled { name, key, digest, size: found.len(), used: found.modified().ok()? })
    }
}

/// Loads machine code of the compiler's.
pub(super) fn load(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: `code` comes from the compiler: just now, in this process or in one that this process started, or out of the cache, where
    // it has the digest that it was kept under, in a folder that only its owner could write.
    #[allow(unsafe_code)]
    unsafe {
        Component::deserialize(engine, code)
    }
}

/// Notes that a file was used; only the order in which files go depends on it.
fn touch(path: &Path) {
    let _ = File::open(path).and_then(|file| file.set_modified(SystemTime::now()));
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
    let denied = |advice: String| Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, advice));
    if !found.is_dir() || found.uid() != own.uid() || found.mode() & 0o077 != 0 {
        return denied("it is open to others; remove it, or take all rights on it from group and others".to_owned());
    }
    // Whoever may rename a folder above it may put another in its place, unless that one keeps people from renaming what is not theirs.
    for above in folder.canonicalize()?.ancestors().skip(1) {
        let found = fs::metadata(above)?;
        let is_kept = found.mode() & 0o022 == 0 || found.mode() & 0o1000 != 0;
        if !is_kept || (found.uid() != own.uid() && found.uid() != 0) {
            return denied(format!(
                "`{}` above it belongs to or can be written by others; take the right to write from them",
                above.display()
            ));
        }
    }
    Ok(())
}

/// Creates the folder; who else may write it is the business of the user's profile folder, in which it lies.
#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    tempfile::NamedTempFile::new_in(folder).map(drop)
}
