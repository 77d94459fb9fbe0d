//! An empty folder and the program in it, with nothing of this process's environment.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use odlm::config::source::{Environment, read};
use serde_json::Value;
use tempfile::TempDir;

pub(super) struct Folder(TempDir);

/// How the program ended: code, stdout, stderr.
pub(super) type Ended = (i32, String, String);

impl Folder {
    pub(super) fn new() -> Folder {
        Folder(tempfile::tempdir().unwrap())
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(super) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), text).unwrap();
    }

    /// The names of all files, those in folders with their path.
    pub(super) fn files(&self) -> Vec<String> {
        let mut open = vec![self.0.path().to_owned()];
        let mut found = Vec::new();
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = path.strip_prefix(self.0.path()).unwrap().display().to_string();
                if path.is_dir() { open.push(path) } else { found.push(name) }
            }
        }
        found.sort();
        found
    }

    pub(super) fn odlm(&self, words: &[&str]) -> Ended {
        let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
        command.args(words).current_dir(self.0.path()).env_clear().stdin(Stdio::null()).env("LC_ALL", "C.UTF-8");
        // The cache stands elsewhere: a folder is looked at for what a command leaves behind.
        command.env("HOME", cache()).env("XDG_CACHE_HOME", cache());
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
    }

    /// Asserts that `odlm check --offline` ends with 0 and finds nothing but what may be: variables that are not set.
    pub(super) fn assert_sound(&self, config: &str) {
        let (code, stdout, stderr) = self.odlm(&["check", "--config", config, "--offline", "--json"]);
        assert_eq!(code, 0, "{config}: {stdout}{stderr}");
        let lines: Vec<Value> = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"));
        let wrong: Vec<&Value> = lines.iter().filter(|line| line["severity"] == "error").collect();
        assert!(wrong.is_empty() && lines.len() >= 4, "{config}: {stdout}");
    }

    /// The same configuration as JSON, variables kept; returns its name.
    pub(super) fn as_json(&self, config: &str) -> String {
        let names = ["ODOO_HOST", "ODOO_DB", "ODOO_USERNAME", "ODOO_PASSWORD", "ODOO_API_KEY"];
        let more = ["TRACKING_DB_HOST", "TRACKING_DB_NAME", "TRACKING_DB_USER", "TRACKING_DB_PASSWORD"];
        let pairs = names.iter().chain(&more).map(|name| (*name, format!("${{{name}}}")));
        let value = read::<Value>(&self.path(config), &Environment::from_pairs(pairs)).unwrap().value;
        let name = config.replace(".yaml", ".json");
        self.write(&name, &serde_json::to_string(&value).unwrap());
        name
    }
}

pub(super) fn cache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache")
}
