//! What every language needs to know of a project, and the small steps that they share.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::Error;
use crate::command::{clean, succeeds};
use crate::compile::file;

/// The compilers of all languages but Rust need seconds; this only ends one that hangs.
pub(super) const COMPILER_LIMIT: Duration = Duration::from_secs(300);

/// Most source files of a project that are looked at.
const MOST_SOURCES: usize = 1_000;

/// One strategy's project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// The strategy's name, kebab-case.
    pub name: String,
    /// Its folder, absolute.
    pub folder: PathBuf,
    /// Where files of the build go, absolute; made when it is missing.
    pub target: PathBuf,
}

impl Project {
    /// `<target>/<name>.<ending>`, in a folder that is there.
    pub(super) fn scratch(&self, ending: &str) -> Result<PathBuf, Error> {
        std::fs::create_dir_all(&self.target).map_err(|source| file(&self.target, "created", source))?;
        Ok(self.target.join(format!("{}.{ending}", self.name)))
    }

    /// The files in a folder of the project with this ending, by name.
    pub(super) fn sources(&self, folder: &str, ending: &str) -> Result<Vec<PathBuf>, Error> {
        let folder = self.folder.join(folder);
        let failed = |source| file(&folder, "read", source);
        let mut found = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(failed)?.take(MOST_SOURCES) {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|extension| extension == ending) {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }

    /// A program in a folder of the project's own, else on the `PATH`, when it runs with this word.
    pub(super) fn program(&self, folder: &str, name: &str, word: &str) -> Option<String> {
        let own = self.folder.join(folder).join(name);
        let own = own.is_file().then(|| own.to_string_lossy().into_owned());
        own.into_iter().chain([name.to_owned()]).find(|program| succeeds(clean(program).arg(word)))
    }
}

/// The bytes of what a compiler wrote.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(|source| file(path, "read", source))
}

/// Removes what an earlier build wrote, so that it is never taken for the new one.
pub(super) fn remove(path: &Path) -> Result<(), Error> {
    match std::fs::remove_file(path) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => Err(file(path, "replaced", source)),
        _ => Ok(()),
    }
}
