//! Files that are missing, no files, too large or no text.

use std::fs;
use std::path::Path;

use odlm::config::source::{Environment, read};

use super::sample::Sample;

fn told(path: &Path) -> String {
    let errors = read::<Sample>(path, &Environment::default()).unwrap_err().to_string();
    errors.replace(&path.display().to_string(), "F")
}

#[test]
fn files_that_cannot_be_read_are_told_by_path() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none.yaml");
    assert_eq!(told(&missing), "error: F: the file does not exist\nhint: check the path and the current folder");
    assert_eq!(told(folder.path()), "error: F: this is a folder, not a file\nhint: name a file in it");
    let beneath = folder.path().join("a.yaml").join("b.yaml");
    fs::write(folder.path().join("a.yaml"), "").unwrap();
    assert!(told(&beneath).starts_with("error: F: the file cannot be read: "));
}

#[test]
fn files_that_are_no_text_or_too_large_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.yaml");
    for (bytes, wanted) in [
        (
            vec![b'#'; (1 << 20) + 1],
            "error: F: the file is larger than 1 MiB\nhint: move long lists into files of their own",
        ),
        (
            b"note: \xc3\xa9\n\xc3".to_vec(),
            "error: F:2:1: the file is not UTF-8 text from here on\nhint: save it as UTF-8",
        ),
        (b"\xff\xfen\0".to_vec(), "error: F: the file is UTF-16, not UTF-8\nhint: save it as UTF-8"),
    ] {
        fs::write(&path, bytes).unwrap();
        assert_eq!(told(&path), wanted);
    }
    fs::write(&path, vec![b'#'; 1 << 20]).unwrap();
    assert_eq!(read::<Sample>(&path, &Environment::default()).unwrap().value, Sample::default());
}

#[test]
fn the_format_follows_the_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, holds) in [("a.yaml", true), ("a.yml", true), ("a", true), ("a.json", false), ("a.JSON", false)] {
        let path = folder.path().join(name);
        fs::write(&path, "note: x").unwrap();
        assert_eq!(read::<Sample>(&path, &Environment::default()).is_ok(), holds, "{name}");
    }
}
