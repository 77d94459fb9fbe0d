//! A private folder of files that can be made or fetched again. Each file is named by a mark and by its own SHA-256; together they are
//! bounded in number and in size, and those that were not used for longest go first.
//!
//! The folder belongs to its owner alone, or is not used at all. Whether a file is still what its name says is for whoever reads it to
//! look at: nothing here is handed on.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

/// After so long a file that nobody finished is left over from a process that was killed.
const LEFT_OVER: Duration = Duration::from_secs(3600);

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Files.
    pub(crate) files: usize,
    /// Size of all files together, in bytes. A file that is larger by itself stays until the next one comes.
    pub(crate) bytes: u64,
}

/// A folder of files.
pub(crate) struct DiskCache {
    folder: PathBuf,
    ending: &'static str,
    bounds: Bounds,
}

/// A file, by its name and its entry in the folder.
pub(crate) struct Kept {
    pub(crate) path: PathBuf,
    /// What it was kept under.
    pub(crate) mark: String,
    /// The SHA-256 that it should have, in lower-case hexadecimal.
    pub(crate) digest: String,
    /// In bytes.
    size: u64,
    used: SystemTime,
}

impl DiskCache {
    /// Opens or creates the folder. `ending` begins with a dot.
    ///
    /// # Errors
    /// It cannot be made private, or not be written.
    pub(crate) fn open(folder: PathBuf, ending: &'static str, bounds: Bounds) -> io::Result<DiskCache> {
        make_private(&folder)?;
        Ok(DiskCache { folder, ending, bounds })
    }

    /// The folder, for messages.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The files that are there, in no order.
    pub(crate) fn files(&self) -> Vec<Kept> {
        let Ok(entries) = fs::read_dir(&self.folder) else { return Vec::new() };
        entries.flatten().filter_map(|entry| self.kept(&entry)).collect()
    }

    /// Keeps bytes under a mark without a hyphen, and makes room for them.
    ///
    /// # Errors
    /// They cannot be written; room is made all the same.
    pub(crate) fn keep(&self, mark: &str, bytes: &[u8]) -> io::Result<()> {
        let name = format!("{mark}-{}{}", hex::encode(Sha256::digest(bytes)), self.ending);
        let path = self.folder.join(name);
        let written = self.write(&path, bytes);
        self.forget_oldest(&path);
        written
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        // Renaming replaces in one step: another process sees a whole file or none, never half of one.
        file.persist(path).map(drop).map_err(|error| error.error)
    }

    /// Makes room: the file just written stays, and of the others the latest.
    fn forget_oldest(&self, newest: &Path) {
        let mut files = self.files();
        files.sort_by_key(|file| (file.path == newest, file.used));
        let (mut count, mut bytes) = (0_usize, 0_u64);
        for file in files.iter().rev() {
            (count, bytes) = (count + 1, bytes.saturating_add(file.size));
            if count > 1 && (count > self.bounds.files || bytes > self.bounds.bytes) {
                file.forget();
            }
        }
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        for entry in entries.flatten().filter(|entry| self.kept(entry).is_none()) {
            let age = entry.metadata().and_then(|found| found.modified()).ok().and_then(|time| time.elapsed().ok());
            if age.is_some_and(|age| age > LEFT_OVER) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    fn kept(&self, entry: &fs::DirEntry) -> Option<Kept> {
        let name = entry.file_name().into_string().ok()?;
        let (mark, digest) = name.strip_suffix(self.ending)?.split_once('-')?;
        let (mark, digest) = (mark.to_owned(), digest.to_owned());
        let found = entry.metadata().ok().filter(fs::Metadata::is_file)?;
        Some(Kept { path: entry.path(), mark, digest, size: found.len(), used: found.modified().ok()? })
    }
}

impl Kept {
    /// Its content, if that is what its name says and not more than `most` bytes. What is handed on is what was looked at, whatever becomes
    /// of the file in between.
    pub(crate) fn read(&self, most: usize) -> Option<Vec<u8>> {
        let bytes = super::read_whole(&self.path, most).ok()??;
        (hex::encode(Sha256::digest(&bytes)) == self.digest).then_some(bytes)
    }

    /// Notes that it was used; only the order in which files go depends on it.
    pub(crate) fn touch(&self) {
        let _ = File::open(&self.path).and_then(|file| file.set_modified(SystemTime::now()));
    }

    /// Removes it. One that cannot be removed is not sound the next time either.
    pub(crate) fn forget(&self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Creates the folder for its owner alone, or makes sure that it is so.
#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent)?;
    }
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // A file of our own tells both whether the folder can be written and who we are.
    let probe = tempfile::NamedTempFile::new_in(folder)?;
    let (found, own) = (fs::symlink_metadata(folder)?, probe.as_file().metadata()?);
    let denied = |advice: String| Err(io::Error::new(io::ErrorKind::PermissionDenied, advice));
    if !found.is_dir() || found.uid() != own.uid() || found.mode() & 0o077 != 0 {
        return denied("it is open to others; remove it, or take all rights on it from group and others".to_owned());
    }
    // Whoever may rename a folder above it may put another in its place, unless that one keeps people from renaming what is not theirs.
    for above in folder.canonicalize()?.ancestors().skip(1) {
        let found = fs::metadata(above)?;
        let is_kept = found.mode() & 0o022 == 0 || found.mode() & 0o1000 != 0;
        if !is_kept || (found.uid() != own.uid() && found.uid() != 0) {
            let above = above.display();
            return denied(format!(
                "`{above}` above it belongs to others or can be written by them; take that right from them"
            ));
        }
    }
    Ok(())
}

/// Creates the folder; who else may write it is the business of the user's profile folder, in which it lies.
#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    tempfile::NamedTempFile::new_in(folder).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { files: 3, bytes: 100 };

    fn open(folder: &tempfile::TempDir) -> DiskCache {
        DiskCache::open(folder.path().join("own"), ".bin", BOUNDS).unwrap()
    }

    fn marks(cache: &DiskCache) -> Vec<String> {
        let mut marks: Vec<String> = cache.files().into_iter().map(|file| file.mark).collect();
        marks.sort();
        marks
    }

    /// Makes a kept file one that was last used so many seconds ago.
    fn used(cache: &DiskCache, mark: &str, seconds: u64) {
        let file = cache.files().into_iter().find(|file| file.mark == mark).unwrap();
        let time = SystemTime::now() - Duration::from_secs(seconds);
        File::options().append(true).open(file.path).unwrap().set_modified(time).unwrap();
    }

    #[test]
    fn the_number_of_files_is_bounded_and_what_is_used_stays() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(&folder);
        for (mark, age) in [("a", 30), ("b", 20), ("c", 10)] {
            cache.keep(mark, mark.as_bytes()).unwrap();
            used(&cache, mark, age);
        }
        assert_eq!(marks(&cache), ["a", "b", "c"]);
        cache.files().iter().filter(|file| file.mark == "a").for_each(Kept::touch);
        cache.keep("d", b"d").unwrap();
        assert_eq!(marks(&cache), ["a", "c", "d"], "`b` was not used for longest");
        // The file just written stays, however old the clock says that it is.
        for mark in ["a", "c", "d"] {
            let time = SystemTime::now() + Duration::from_secs(1000);
            let file = cache.files().into_iter().find(|file| file.mark == mark).unwrap();
            File::options().append(true).open(file.path).unwrap().set_modified(time).unwrap();
        }
        cache.keep("e", b"e").unwrap();
        assert_eq!((marks(&cache).len(), marks(&cache).contains(&"e".to_owned())), (3, true));
    }

    #[test]
    fn the_size_of_all_files_together_is_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(&folder);
        for (mark, age) in [("a", 30), ("b", 20)] {
            cache.keep(mark, &[0; 50]).unwrap();
            used(&cache, mark, age);
        }
        assert_eq!(marks(&cache), ["a", "b"]);
        cache.keep("c", &[1; 20]).unwrap();
        assert_eq!(marks(&cache), ["b", "c"]);
        cache.keep("d", &[2; 101]).unwrap();
        assert_eq!(marks(&cache), ["d"], "one that is too large by itself is alone");
        cache.keep("e", &[3; 100]).unwrap();
        assert_eq!(marks(&cache), ["e"]);
    }

    #[test]
    fn what_a_killed_process_left_goes_after_an_hour() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(&folder);
        let (old, new) = (cache.folder().join(".tmpold"), cache.folder().join(".tmpnew"));
        for (path, age) in [(&old, 3700), (&new, 60)] {
            let file = File::create(path).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(age)).unwrap();
        }
        cache.keep("a", b"a").unwrap();
        assert_eq!((old.exists(), new.exists()), (false, true));
    }

    #[test]
    fn a_file_is_read_while_it_is_what_its_name_says() {
        let folder = tempfile::tempdir().unwrap();
        let cache = open(&folder);
        cache.keep("a", b"abc").unwrap();
        let file = cache.files().pop().unwrap();
        assert!(file.digest.starts_with("ba7816bf"));
        assert_eq!((file.read(3), file.read(2)), (Some(b"abc".to_vec()), None));
        fs::write(&file.path, b"abd").unwrap();
        assert_eq!(cache.files().pop().unwrap().read(3), None);
        file.forget();
        assert!(cache.files().is_empty() && file.read(3).is_none());
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_below_one_that_others_may_write_is_not_used() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let above = folder.path().join("above");
        fs::create_dir(&above).unwrap();
        for (mode, is_taken) in [(0o777, false), (0o775, false), (0o1777, true), (0o755, true)] {
            fs::set_permissions(&above, fs::Permissions::from_mode(mode)).unwrap();
            let opened = DiskCache::open(above.join("own"), ".bin", BOUNDS);
            assert_eq!(opened.is_ok(), is_taken, "{mode:o}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_that_others_may_look_into_is_not_used() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let cache = open(&folder);
        cache.keep("a", b"a").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(cache.folder()), mode(&cache.files().pop().unwrap().path)), (0o700, 0o600));
        for open in [0o750, 0o701, 0o777] {
            fs::set_permissions(cache.folder(), fs::Permissions::from_mode(open)).unwrap();
            let refused = DiskCache::open(cache.folder().to_owned(), ".bin", BOUNDS).err().unwrap();
            assert!(refused.to_string().contains("open to others"), "{refused}");
        }
        let link = folder.path().join("link");
        fs::set_permissions(cache.folder(), fs::Permissions::from_mode(0o700)).unwrap();
        std::os::unix::fs::symlink(cache.folder(), &link).unwrap();
        assert!(DiskCache::open(link, ".bin", BOUNDS).is_err(), "a link leads where somebody else may say");
    }
}
