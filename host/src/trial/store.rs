//! Keeps a request that shows a failure as a file, and says how to ask it again.

use std::fs;
use std::path::{Path, PathBuf};

use super::request_file::RequestFile;
use crate::error::Error;

/// Longest name of a file, in letters.
const NAME_LETTERS: usize = 80;

/// Writes a request into a folder, which is made where it is missing; a file of an earlier failure is replaced.
///
/// # Errors
/// The file cannot be written.
pub fn store(folder: &Path, name: &str, request: &RequestFile) -> Result<PathBuf, Error> {
    let plain: String = name
        .chars()
        .take(NAME_LETTERS)
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
        .collect();
    let path = folder.join(plain.trim_matches('-')).with_extension("json");
    let failed = |detail: String| Error::System { what: format!("`{}` cannot be written", path.display()), detail };
    let text = serde_json::to_string_pretty(request).map_err(|error| failed(error.to_string()))?;
    fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    fs::write(&path, text + "\n").map_err(|error| failed(error.to_string()))?;
    Ok(path)
}

/// The command that asks a strategy with a request file.
#[must_use]
pub fn command(typed: &str, path: &Path) -> String {
    format!("odlm strategy run {} --request {}", quoted(typed), quoted(&path.display().to_string()))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@%+=".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_a_shell() {
        assert_eq!(command("a.wasm", Path::new("f/x.json")), "odlm strategy run a.wasm --request f/x.json");
        assert_eq!(quoted("my file's.wasm"), r"'my file'\''s.wasm'");
    }

    #[test]
    fn a_request_is_kept_under_a_plain_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = store(&folder.path().join("new"), "cases ../Größe!", &RequestFile::default()).unwrap();
        assert_eq!(path, folder.path().join("new/cases----gr--e.json"));
        assert_eq!(serde_json::from_slice::<RequestFile>(&fs::read(path).unwrap()).unwrap(), RequestFile::default());
    }
}
