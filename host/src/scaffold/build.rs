//! Builds a project into `<name>.wasm` in its folder. Whether the host takes the component is for the caller to try, before it is kept.

use std::io::Write;
use std::path::{Path, PathBuf};

use odlm_guest_build::{Project, build_c, build_go, build_javascript, build_python, build_rust};

use super::error::ScaffoldError;
use super::language::Language;
use super::marker;

/// A component that was built and is not yet in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The project's name.
    pub name: String,
    /// Where it belongs: `<folder>/<name>.wasm`.
    pub path: PathBuf,
    /// What is in it.
    pub component: Vec<u8>,
}

/// Builds the project in `folder`. The compilers' own files go to `target`, by default the folder `target` in it; those of Rust, as with
/// cargo itself, to the one that `CARGO_TARGET_DIR` names. `say` hears what is done.
///
/// # Errors
/// When the folder is no project, a tool is missing, or the source does not build (the compiler's words go to stderr).
pub fn build(folder: &Path, target: Option<&Path>, say: &mut dyn FnMut(&str)) -> Result<Built, ScaffoldError> {
    let marker = marker::read(folder)?;
    let absolute = |path: &Path| {
        std::path::absolute(path).map_err(|source| ScaffoldError::File {
            path: path.to_owned(),
            action: "read",
            source,
        })
    };
    let folder = absolute(folder)?;
    let named = std::env::var_os("CARGO_TARGET_DIR").filter(|named| !named.is_empty() && marker.lang == Language::Rust);
    let target = match (target, named) {
        (Some(target), _) => absolute(target)?,
        (None, Some(named)) => absolute(Path::new(&named))?,
        (None, None) => folder.join("target"),
    };
    let project = Project { name: marker.name, folder, target };
    say(&format!("building `{}` in {}", project.name, marker.lang.name()));
    let built = match marker.lang {
        Language::Rust => build_rust(&project, say),
        Language::Python => build_python(&project, say),
        Language::JavaScript => build_javascript(&project, say),
        Language::C => build_c(&project, say),
        Language::Go => build_go(&project, say),
    };
    let component = built.map_err(ScaffoldError::Build)?;
    let path = project.folder.join(format!("{}.wasm", project.name));
    Ok(Built { name: project.name, path, component })
}

impl Built {
    /// Puts it in its place, where the component of an earlier build is replaced: once the host has taken it.
    ///
    /// # Errors
    /// The file cannot be written. The earlier one stays then.
    pub fn keep(&self) -> Result<(), ScaffoldError> {
        replace(&self.path, &self.component).map_err(|source| ScaffoldError::File {
            path: self.path.clone(),
            action: "written",
            source,
        })
    }
}

/// Written beside its place, under a name of its own, and moved there, so that nobody ever reads half a component.
fn replace(path: &Path, component: &[u8]) -> std::io::Result<()> {
    let mut beside = tempfile::Builder::new();
    #[cfg(unix)]
    beside.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut beside = beside.tempfile_in(path.parent().unwrap_or(Path::new(".")))?;
    beside.write_all(component)?;
    beside.persist(path).map(drop).map_err(|error| error.error)
}
