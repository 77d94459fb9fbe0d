//! An empty folder with components in it, and the program to run there.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::components::{CONTRACT, component, core, guest, raw_component, source};

/// How the program ended: code, stdout, stderr.
pub(super) type Ended = (i32, String, String);

pub(super) struct Folder(TempDir);

impl Folder {
    pub(super) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Writes the guest of this name and returns the file's name.
    pub(super) fn guest(&self, name: &str) -> String {
        let file = format!("{name}.wasm");
        let text = source(name);
        let is_whole = text.trim_start().starts_with("(component") || text.contains("\n(component");
        self.write(&file, if is_whole { raw_component(name) } else { guest(name) });
        file
    }

    /// Writes the well-behaved guest with parts of its text replaced, each of which it has once.
    pub(super) fn spoiled(&self, file: &str, changes: &[(&str, &str)]) {
        let mut text = source("good");
        for (what, instead) in changes {
            assert_eq!(text.matches(what).count(), 1, "{what}");
            text = text.replace(what, instead);
        }
        self.write(file, component(&core(&text), CONTRACT));
    }

    pub(super) fn odlm(&self, words: &[&str]) -> Ended {
        self.odlm_with(words, "")
    }

    /// Runs the program with something on its stdin.
    pub(super) fn odlm_with(&self, words: &[&str], input: &str) -> Ended {
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
        let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
        command.args(words).current_dir(self.0.path()).env_clear().env("LC_ALL", "C.UTF-8").env("COLUMNS", "80");
        command.env("HOME", &cache).env("XDG_CACHE_HOME", &cache);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that does not read its input closes it.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Runs the program for JSON, and asserts its exit code.
    pub(super) fn json(&self, words: &[&str], expected: i32) -> Value {
        let (code, stdout, stderr) = self.odlm(words);
        assert_eq!(code, expected, "{words:?}: {stdout}{stderr}");
        serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}"))
    }
}
