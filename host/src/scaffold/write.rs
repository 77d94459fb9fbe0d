//! Writes a project. It is there whole or not at all: everything is written beside its place and moved there at the end.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::ScaffoldError;
use super::language::Language;
use super::name;
use super::templates::files;

/// Writes the project `name` as a new folder in `parent` and returns the folder. An empty folder may be there already.
///
/// # Errors
/// When the name cannot be taken, something is there already, or a file cannot be written; then nothing is left behind.
pub fn create(parent: &Path, name: &str, language: Language) -> Result<PathBuf, ScaffoldError> {
    name::check(name)?;
    let place = parent.join(name);
    if !is_free(&place) {
        return Err(ScaffoldError::Exists(place));
    }
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ScaffoldError::File { path, action: "written", source }
    };
    let beside = tempfile::Builder::new().prefix(".odlm-strategy-").tempdir_in(parent).map_err(failed(&place))?;
    // The temporary folder is for its owner alone; a folder in it has the usual rights.
    let project = beside.path().join(name);
    for (path, content) in files(language, name) {
        let file = project.join(&path);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(failed(folder))?;
        }
        fs::write(&file, content).map_err(failed(&file))?;
    }
    fs::rename(&project, &place).map_err(failed(&place))?;
    Ok(place)
}

/// Whether nothing is there, or an empty folder. What cannot be read is something.
fn is_free(place: &Path) -> bool {
    match fs::symlink_metadata(place) {
        Ok(found) => found.is_dir() && fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none()),
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    }
}
