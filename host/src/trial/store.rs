//! Keeps a request that shows a failure as a file, and says how to ask it again.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::request_file::RequestFile;
use crate::error::Error;

/// Longest name of a file, in letters.
const NAME_LETTERS: usize = 80;

/// Writes a request into a folder, which is made where it is missing; a file of an earlier failure is replaced.
///
/// # Errors
/// The file cannot be written.
pub fn store(folder: &Path, name: &str, request: &RequestFile) -> Result<PathBuf, Error> {
    let path = folder.join(file_name(name));
    let failed = |detail: String| Error::System { what: format!("`{}` cannot be written", path.display()), detail };
    let text = serde_json::to_string_pretty(request).map_err(|error| failed(error.to_string()))?;
    fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    fs::write(&path, text + "\n").map_err(|error| failed(error.to_string()))?;
    Ok(path)
}

/// A name that every system takes. Where it says less than the check's own name, some digits of that one's digest tell them apart.
fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .take(NAME_LETTERS)
        .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '-' })
        .collect();
    let plain = plain.trim_matches('-');
    let is_whole =
        name.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || " -".contains(letter));
    if is_whole && name.chars().count() <= NAME_LETTERS {
        return format!("{plain}.json");
    }
    let digest = hex::encode(Sha256::digest(name));
    format!("{plain}-{}.json", digest.get(..8).unwrap_or(&digest))
}

/// The command that asks a strategy with a request file.
#[must_use]
pub fn command(typed: &str, path: &Path) -> String {
    format!("odlm strategy run {} --request {}", quoted(typed), quoted(&path.display().to_string()))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:@%+=".contains(letter);
    let word = if word.starts_with('-') { &format!("./{word}") } else { word };
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
        assert_eq!(quoted("-x.wasm"), "./-x.wasm", "a name is no flag");
        assert_eq!(quoted("my file's.wasm"), r"'my file'\''s.wasm'");
    }

    #[test]
    fn a_request_is_kept_under_a_plain_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = store(&folder.path().join("new"), "cases two-each", &RequestFile::default()).unwrap();
        assert_eq!(path, folder.path().join("new/cases-two-each.json"));
        assert_eq!(serde_json::from_slice::<RequestFile>(&fs::read(path).unwrap()).unwrap(), RequestFile::default());
    }

    #[test]
    fn names_that_come_out_alike_are_told_apart() {
        let name = file_name("cases ../Größe!");
        assert!(name.starts_with("cases----gr--e-") && name.len() == "cases----gr--e-".len() + 8 + 5, "{name}");
        assert_ne!(file_name("cases 案例一"), file_name("cases 案例二"));
        assert_ne!(file_name("cases A"), file_name("cases a"));
        assert_ne!(file_name(&format!("{}1", "x".repeat(80))), file_name(&format!("{}2", "x".repeat(80))));
    }
}
