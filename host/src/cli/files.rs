//! Writing files that an operator will edit: never over one that is there, unless it is asked for, and never half.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

use crate::error::Error;

/// Who may read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Readers {
    /// Whoever the system lets.
    Usual,
    /// Its owner alone.
    Owner,
}

/// Writes a file where none is; false when there is one, which stays as it is.
pub(super) fn create(path: &Path, text: &(impl AsRef<[u8]> + ?Sized), readers: Readers) -> Result<bool, Error> {
    match prepared(path, text.as_ref(), readers)?.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(refused) if refused.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(refused) => Err(unwritable(path, &refused.error)),
    }
}

/// Writes a file, over one that is there too.
pub(super) fn replace(path: &Path, text: &(impl AsRef<[u8]> + ?Sized), readers: Readers) -> Result<(), Error> {
    let prepared = prepared(path, text.as_ref(), readers)?;
    // Who might read the file before may read it now, and nobody else.
    #[cfg(unix)]
    if readers == Readers::Usual
        && let Ok(before) = fs::metadata(path)
    {
        prepared.as_file().set_permissions(before.permissions()).map_err(|error| unwritable(path, &error))?;
    }
    match prepared.persist(path) {
        Ok(_) => Ok(()),
        Err(refused) => Err(unwritable(path, &refused.error)),
    }
}

/// Writes a file, over one that is there only with `force`.
///
/// # Errors
/// It is there and `force` is not set, or it cannot be written.
pub(super) fn write(path: &Path, text: &(impl AsRef<[u8]> + ?Sized), force: bool) -> Result<(), Error> {
    if force {
        return replace(path, text, Readers::Usual);
    }
    if create(path, text, Readers::Usual)? {
        return Ok(());
    }
    Err(Error::usage(
        format!("`{}` is there already", path.display()),
        "choose another `--output`, or replace it with `--force`",
    ))
}

/// Replaces the text of a file that is there, where it still is `before`. Its mode stays, its owner where the system lets it, and a link
/// to it stays a link.
///
/// # Errors
/// Somebody changed the file meanwhile, or it cannot be written.
pub(super) fn rewrite(path: &Path, before: &str, after: &str) -> Result<(), Error> {
    let wrong = |error: io::Error| unwritable(path, &error);
    if before == after {
        return Ok(());
    }
    let target = fs::canonicalize(path).map_err(wrong)?;
    let prepared = prepared(&target, after.as_bytes(), Readers::Owner)?;
    let found = fs::metadata(&target).map_err(wrong)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let own = prepared.as_file().metadata().map_err(wrong)?;
        if (own.uid(), own.gid()) != (found.uid(), found.gid()) {
            // Only an administrator may give a file away; for anybody else it becomes their own.
            let _ = fchown(prepared.as_file(), Some(found.uid()), Some(found.gid()));
        }
    }
    prepared.as_file().set_permissions(found.permissions()).map_err(wrong)?;
    if fs::read(&target).map_err(wrong)? != before.as_bytes() {
        return Err(Error::usage(
            format!("`{}` was changed by somebody else meanwhile, and is left as it is", path.display()),
            "run the command again",
        ));
    }
    prepared.persist(&target).map(drop).map_err(|refused| unwritable(path, &refused.error))
}

/// The whole file beside its place, under a name of its own.
fn prepared(path: &Path, text: &[u8], readers: Readers) -> Result<tempfile::NamedTempFile, Error> {
    let wrong = |error: io::Error| unwritable(path, &error);
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(wrong)?;
    let mut builder = Builder::new();
    // Made for its owner alone; what is no secret gets the rights that any new file has.
    #[cfg(unix)]
    if readers == Readers::Usual {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file = builder.prefix(".odlm").tempfile_in(folder).map_err(wrong)?;
    file.write_all(text).and_then(|()| file.as_file().sync_all()).map_err(wrong)?;
    Ok(file)
}

fn unwritable(path: &Path, error: &io::Error) -> Error {
    Error::usage(
        format!("`{}` cannot be written: {error}", path.display()),
        "check the folder and its rights, or choose another `--output`",
    )
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn a_file_that_somebody_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.yaml");
        std::fs::write(&path, "theirs").unwrap();
        let refused = rewrite(&path, "read", "new").unwrap_err();
        assert!(refused.to_string().contains("changed by somebody else"), "{refused}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "theirs");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left");
        rewrite(&path, "theirs", "new").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    }
}
