//! The house rules that a machine can keep: who may import whom, where printing is allowed, how long a file may get, that the released
//! contract stays as it is.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Parts of the host from the ground up. A part may use those of lower floors only; neighbours on a floor do not know each other.
const FLOORS: [&[&str]; 6] = [
    &["domain", "text", "files", "sandbox"],
    &["odoo", "strategy", "ledger"],
    &["config"],
    &["people", "leads", "plan", "apply", "report", "notify", "telemetry", "scaffold", "registry"],
    &["pipeline", "trial", "error", "exit_code"],
    &["cli"],
];

/// SHA-256 over the released contract's folder. It never changes: a break is a new folder.
const CONTRACT_V1: &str = "c69bb8d5dfae2f3c8948ff86290a52e59c09e9b4c1d648401ff6710c54f07956";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.ends_with("target") {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The host's source files with the part each belongs to and its text without its tests.
fn host() -> Vec<(String, PathBuf, String)> {
    let folder = root().join("host/src");
    let files = sources(&folder);
    assert!(files.len() > 50, "the host's sources are not where this test looks");
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&folder).unwrap().to_owned();
            let part = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned();
            (part, inside, text)
        })
        .collect()
}

fn floor(part: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&part))
}

#[test]
fn a_part_uses_only_parts_below_it() {
    for (part, path, text) in host() {
        let Some(own) = floor(&part) else {
            assert!(["lib", "main"].contains(&part.as_str()), "`{part}` stands on no floor");
            continue;
        };
        for (at, _) in text.match_indices("crate::") {
            let used: String =
                text[at + 7..].chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            if used == part || text[..at].ends_with("pub(in ") {
                continue;
            }
            let other = floor(&used).unwrap_or_else(|| panic!("{}: `{used}` stands on no floor", path.display()));
            let errors = own >= 4 && other >= 4 && own >= other;
            assert!(other < own || errors, "{}: `{part}` may not use `{used}`", path.display());
        }
    }
}

#[test]
fn each_engine_has_one_owner() {
    let owners = [
        ("wasmtime", &["strategy"][..]),
        ("sqlx", &["ledger"]),
        // One speaks with Odoo, one with the operator's own webhook, one with registries of strategies.
        ("reqwest", &["odoo", "notify", "registry"]),
        ("ring::signature", &["registry"]),
        ("http_auth", &["registry"]),
        ("lettre", &["notify"]),
        ("axum", &["sandbox"]),
        ("comfy_table", &["report"]),
        ("opentelemetry", &["telemetry"]),
        ("prometheus_client", &["telemetry"]),
        ("odlm_guest_build", &["scaffold"]),
    ];
    for (part, path, text) in host() {
        for (library, owners) in owners {
            let used = text.lines().any(|line| {
                let code = line.split("//").next().unwrap();
                code.contains(&format!("{library}::")) || code.contains(&format!("use {library}"))
            });
            assert!(!used || owners.contains(&part.as_str()), "{}: only {owners:?} may use {library}", path.display());
        }
    }
}

#[test]
fn the_reader_and_the_keys_stand_alone() {
    for (part, path, text) in host() {
        let fuzzed = part == "config" && ["source", "written"].iter().any(|name| path.iter().any(|step| step == *name));
        assert!(
            !fuzzed || !text.contains("crate::"),
            "{}: `fuzz/` compiles it without the rest of the host",
            path.display()
        );
    }
}

#[test]
fn only_the_command_line_and_the_report_print() {
    for (part, path, text) in host() {
        let prints =
            ["println!", "eprintln!", "print!(", "stdout()", "stderr()"].iter().any(|word| text.contains(word));
        assert!(!prints || ["cli", "report"].contains(&part.as_str()), "{} prints", path.display());
    }
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    for folder in ["host/src", "plugins", "guest-build/src", "fuzz/fuzz_targets", "tests"] {
        for path in sources(&root().join(folder)) {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//!"), "{} does not open with what it is for", path.display());
            let lines = text.split("#[cfg(test)]\nmod tests").next().unwrap().lines().count();
            assert!(lines <= 400, "{} has {lines} lines without its tests", path.display());
        }
    }
}

#[test]
fn the_released_contract_never_changes() {
    let folder = root().join("wit/v1");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.file_name().unwrap().as_encoded_bytes());
        hash.update([0]);
        hash.update(fs::read(file).unwrap());
    }
    assert_eq!(hex::encode(hash.finalize()), CONTRACT_V1, "wit/v1 is released: a break is a new folder wit/v2");
}
