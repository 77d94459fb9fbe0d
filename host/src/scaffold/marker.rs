//! `odlm-strategy.toml`: says that a folder is a strategy's project, which name it has and which language.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::Deserialize;

use super::error::ScaffoldError;
use super::language::Language;
use super::name;

/// The marker's file.
const FILE: &str = "odlm-strategy.toml";
/// Largest marker that is read, in bytes.
const LARGEST: u64 = 64 * 1024;

/// What the marker says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Marker {
    /// The strategy's name.
    pub(super) name: String,
    /// Its language.
    pub(super) lang: Language,
}

/// Reads the marker of a project.
///
/// # Errors
/// When there is none, or it cannot be used.
pub(super) fn read(folder: &Path) -> Result<Marker, ScaffoldError> {
    let path = folder.join(FILE);
    let failed = |source: std::io::Error| match source.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => ScaffoldError::NoProject(folder.to_owned()),
        _ => ScaffoldError::File { path: path.clone(), action: "read", source },
    };
    let mut text = String::new();
    File::open(&path).map_err(failed)?.take(LARGEST).read_to_string(&mut text).map_err(failed)?;
    let refuse = |reason: String| ScaffoldError::Marker { path: path.clone(), reason };
    let marker: Marker = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.get(..span.start).map_or(1, |before| before.split('\n').count()));
        refuse(format!("line {line}: {}", error.message()))
    })?;
    name::check(&marker.name).map_err(|error| refuse(error.to_string()))?;
    Ok(marker)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_has_its_line() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read(folder.path()), Err(ScaffoldError::NoProject(_))));
        let told = |text: &str| {
            std::fs::write(folder.path().join(FILE), text).unwrap();
            read(folder.path()).unwrap_err().to_string()
        };
        let unknown = told("name = \"by-region\"\nlang = \"cobol\"\n");
        assert!(unknown.contains("line 2: unknown variant `cobol`"), "{unknown}");
        assert!(told("name = \"../x\"\nlang = \"c\"\n").contains("`../x` cannot be a strategy's name"));
    }
}
