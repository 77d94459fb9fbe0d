//! A case's folder, read and checked before anything runs: its files, its commands, what it expects.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use odlm::config::source::{Environment, Format, read_bytes};
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::days::filled;
use super::expected::Expected;

const ARGUMENTS: &str = "dailydist --config odlm.yaml --dry-run --json --decisions";
const CONFIGURATIONS: [&str; 2] = ["odlm.yaml", "odlm.json"];

/// A case.
pub(super) struct Case {
    /// The command lines after `odlm`; the last one's end is judged.
    pub(super) arguments: Vec<String>,
    /// Variables beside those of the connection.
    pub(super) environment: Vec<(String, String)>,
    /// What lies in the working folder, the configuration among it.
    pub(super) files: BTreeMap<PathBuf, Vec<u8>>,
    pub(super) odoo: Option<Value>,
    /// Statements for the ledger, before anything runs.
    pub(super) ledger: Option<String>,
    pub(super) expected: Expected,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden")
}

/// The folders of all cases: those that hold files, at any depth.
pub(super) fn folders() -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), below(&root()).0);
    while let Some(folder) = open.pop() {
        match below(&folder) {
            (folders, files) if files.is_empty() && !folders.is_empty() => open.extend(folders),
            _ => found.push(folder),
        }
    }
    found.sort();
    found
}

/// A case's name: its folder's path.
pub(super) fn name(folder: &Path) -> String {
    folder.strip_prefix(root()).unwrap().to_str().unwrap().to_owned()
}

/// The folders and files of a folder.
fn below(folder: &Path) -> (Vec<PathBuf>, Vec<PathBuf>) {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).partition(|path| path.is_dir())
}

fn all_files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(inner) = open.pop() {
        let (folders, files) = below(&inner);
        open.extend(folders);
        found.extend(
            files.into_iter().map(|file| (file.strip_prefix(folder).unwrap().to_owned(), fs::read(&file).unwrap())),
        );
    }
    found
}

/// Reads a YAML file of a case, `{{today}}` filled in before.
fn yaml<T: DeserializeOwned + JsonSchema>(name: &str, bytes: &[u8]) -> Result<T, String> {
    let environment = Environment::from_pairs::<String, String>([]);
    let read = read_bytes(Path::new(name), bytes, Format::Yaml, &environment).map_err(|errors| errors.to_string())?;
    Ok(read.value)
}

impl Case {
    /// Reads a case.
    ///
    /// # Errors
    /// Everything that is wrong with the folder.
    pub(super) fn read(folder: &Path) -> Result<Case, Vec<String>> {
        let mut faults = Vec::new();
        let mut files = BTreeMap::new();
        for (name, bytes) in all_files(folder) {
            // A file that is no text, like a strategy's component, goes as it is.
            let bytes = match std::str::from_utf8(&bytes).map(filled) {
                Ok(Ok(text)) => text.into_bytes(),
                Ok(Err(fault)) => {
                    faults.push(format!("{}: {fault}", name.display()));
                    bytes
                }
                Err(_) => bytes,
            };
            files.insert(name, bytes);
        }
        let mut text =
            |name: &str| files.remove(Path::new(name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let (arguments, environment) = (text("arguments"), text("environment"));
        let (odoo, ledger, expected) = (text("odoo.yaml"), text("ledger.sql"), text("expected.yaml"));
        let mut note = |fault| faults.push(fault);
        let odoo = odoo.and_then(|text| yaml::<Value>("odoo.yaml", text.as_bytes()).map_err(&mut note).ok());
        let expected = match expected {
            Some(text) => yaml::<Expected>("expected.yaml", text.as_bytes()).map_err(&mut note).unwrap_or_default(),
            None => {
                note("there is no `expected.yaml`".to_owned());
                Expected::default()
            }
        };
        if faults.is_empty() && expected.is_empty() {
            faults.push("expected.yaml: nothing is expected".to_owned());
        }
        let lines = |text: &str| {
            let kept = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            kept.map(str::to_owned).collect::<Vec<String>>()
        };
        let arguments = lines(arguments.as_deref().unwrap_or(ARGUMENTS));
        let variables = lines(environment.as_deref().unwrap_or_default());
        let mut pairs = Vec::new();
        for line in &variables {
            match line.split_once('=') {
                Some((name, value)) => pairs.push((name.to_owned(), value.to_owned())),
                None => faults.push(format!("environment: `{line}` is no KEY=VALUE")),
            }
        }
        let case = Case { arguments, environment: pairs, files, odoo, ledger, expected };
        faults.extend(case.unused().into_iter().map(|file| format!("`{file}` is used by nothing in the case")));
        if faults.is_empty() { Ok(case) } else { Err(faults) }
    }

    /// The files that neither a command, nor a variable, nor another file names. `.env` is read wherever it lies.
    fn unused(&self) -> Vec<String> {
        let mut unused = Vec::new();
        for name in self.files.keys() {
            let own = name.to_str().unwrap();
            let by_file =
                self.files.iter().any(|(other, bytes)| other != name && String::from_utf8_lossy(bytes).contains(own));
            let by_command = self.arguments.iter().any(|line| line.contains(own));
            let by_variable = self.environment.iter().any(|(_, value)| value.contains(own));
            if !(by_file || by_command || by_variable || name.ends_with(".env")) {
                unused.push(own.to_owned());
            }
        }
        unused
    }

    /// The configuration as a tree; none where the case expects it to be refused, or it has none.
    pub(super) fn configuration(&self) -> Option<Value> {
        if self.expected.errors.is_some() {
            return None;
        }
        let connection = ["ODOO_HOST", "ODOO_PORT", "ODOO_DB", "ODOO_USERNAME", "ODOO_PASSWORD", "ODOO_API_KEY"];
        let mut pairs: Vec<(String, String)> =
            connection.map(|name| (name.to_owned(), "http://127.0.0.1".to_owned())).into();
        pairs.extend(self.environment.clone());
        let environment = Environment::from_pairs(pairs);
        CONFIGURATIONS.iter().find_map(|name| {
            let bytes = self.files.get(Path::new(name))?;
            Some(read_bytes::<Value>(Path::new(name), bytes, Format::of(Path::new(name)), &environment).ok()?.value)
        })
    }
}
