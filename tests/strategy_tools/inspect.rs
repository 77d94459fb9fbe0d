//! `odlm strategy inspect`: of a sound component everything, of a refused one as much as can be learned.

use odlm::strategy::shipped;
use sha2::{Digest as _, Sha256};

use super::folder::Folder;
use crate::support::components::{CONTRACT, component, core, source};

#[test]
fn a_shipped_strategy_is_told_whole() {
    let folder = Folder::new();
    for (name, bytes) in shipped() {
        let found = folder.json(&["strategy", "inspect", name, "--json"], 0);
        assert_eq!(found["name"], *name);
        assert_eq!(found["sha256"], hex::encode(Sha256::digest(bytes)));
        assert_eq!((found["contract"].as_str(), found["bytes"].as_u64()), (Some("1.0.0"), Some(bytes.len() as u64)));
        assert_eq!(found["refused"], serde_json::Value::Null);
        assert!(found["settings_schema"]["properties"].is_object(), "{found}");
        assert_eq!((found["load"]["leads"].as_u64(), found["load"]["salespeople"].as_u64()), (Some(1000), Some(20)));
        assert!(found["load"]["assigned"].as_u64() > Some(100) && found["load"]["fuel"].as_u64() > Some(1000));
    }
    let again = |_| folder.json(&["strategy", "inspect", "capacity", "--json"], 0)["load"]["fuel"].clone();
    let [first, second] = [0, 1].map(again);
    assert_eq!(first, second, "the load is the same each time");
}

#[test]
fn the_text_fits_a_terminal_of_80_columns() {
    let folder = Folder::new();
    for (name, _) in shipped() {
        let (code, stdout, stderr) = folder.odlm(&["strategy", "inspect", name]);
        assert_eq!((code, stderr.as_str()), (0, ""));
        for part in ["sha256    ", "imports   odlm:strategy/", "Columns", "Settings", "units of fuel", "is refused"] {
            assert!(stdout.contains(part), "{part}: {stdout}");
        }
        for line in stdout.lines() {
            assert!(line.chars().count() <= 80, "{line}");
        }
    }
}

#[test]
fn columns_are_told_with_what_they_hold() {
    let folder = Folder::new();
    let found = folder.json(&["strategy", "inspect", "round-robin", "--json"], 0);
    let name = found["columns"].as_array().unwrap().iter().find(|column| column["name"] == "name").unwrap();
    assert_eq!((name["personal"].as_str(), name["needs_grant"].as_bool()), (Some("yes"), Some(true)));
    let found = folder.json(&["strategy", "inspect", "capacity", "--json"], 0);
    let started = found["columns"].as_array().unwrap().iter().find(|column| column["name"] == "started").unwrap();
    assert_eq!((started["kind"].as_str(), started["personal"].as_str()), (Some("texts"), Some("unknown")));
    let text = format!("{}{}", source("asks_names"), source("good"));
    folder.write("asks.wasm", component(&core(&text), CONTRACT));
    let (_, stdout, _) = folder.odlm(&["strategy", "inspect", "asks.wasm"]);
    assert!(stdout.contains("salespeople name: texts, required, personal data, to be granted"), "{stdout}");
    assert!(stdout.contains("a run is refused unless the operator lists the column `name`"), "{stdout}");
}

#[test]
fn further_exports_are_told_as_ignored() {
    let folder = Folder::new();
    let contract = CONTRACT.replace("export strategy;", "export strategy; export init: func();");
    let text = format!("{} (func (export \"init\") (unreachable))", source("good"));
    folder.write("mine.wasm", component(&core(&text), &contract));
    let (_, stdout, _) = folder.odlm(&["strategy", "inspect", "mine.wasm"]);
    assert!(stdout.contains("init  (tolerated, never called)"), "{stdout}");
    assert!(stdout.contains(" odlm:strategy/strategy@1.0.0\n"), "{stdout}");
}

#[test]
fn every_hostile_guest_is_refused_in_its_own_words() {
    let folder = Folder::new();
    let guests = [
        ("no_contract", "exports `wasi:cli/run@0.2.0`"),
        ("relaxed_simd", "relaxed SIMD"),
        ("bad_name", "describes itself wrongly"),
        ("memory_at_once", "asked for 4 GiB of memory"),
        ("loop_in_describe", "stopped in `describe`"),
        ("loop_in_start", "stopped in `describe`"),
        ("deep_recursion", "call stack"),
        ("table_growth", "asked for tables"),
        ("abort", "gave up in `assign`, saying: no target"),
        ("division_by_zero", "divided by zero"),
        ("out_of_bounds", "reached outside its memory"),
        ("log_flood", "for logging more than"),
        ("giant_answer", "handed over too much"),
        ("forged_list", "handed over too much"),
        ("invalid_utf8", "cannot be read"),
        ("wild_pointer", "cannot be read"),
        ("memory_growth", "asked for"),
    ];
    for (name, says) in guests {
        let file = folder.guest(name);
        let found = folder.json(&["strategy", "inspect", &file, "--json"], 4);
        let error = found["refused"]["error"].as_str().unwrap();
        assert!(error.contains(says) && error.contains(&format!("`{name}`")), "{name}: {error}");
        assert!(!found["refused"]["hint"].as_str().unwrap().is_empty());
        assert_eq!((found["kind"].as_str(), found["sha256"].as_str().map(str::len)), (Some("component"), Some(64)));
        assert!(!found["exports"].as_array().unwrap().is_empty(), "{name}");
    }
    let file = folder.guest("wasi_import");
    let (code, stdout, _) = folder.odlm(&["strategy", "inspect", &file]);
    assert_eq!(code, 4);
    assert!(
        stdout.contains("wasi:io/poll@0.2.9") && stdout.contains("Refused") && stdout.contains("hint: "),
        "{stdout}"
    );
}

#[test]
fn what_is_no_component_is_told_as_far_as_it_goes() {
    let folder = Folder::new();
    folder.write("core.wasm", core(&source("good")));
    let found = folder.json(&["strategy", "inspect", "core.wasm", "--json"], 4);
    assert_eq!(found["kind"], "core module");
    assert!(found["exports"].to_string().contains("cabi_realloc") && found["imports"].to_string().contains("log"));
    folder.write("text.wasm", "#!/bin/sh\n");
    assert_eq!(folder.json(&["strategy", "inspect", "text.wasm", "--json"], 4)["kind"], "not WebAssembly");
    let file = folder.guest("good");
    let whole = std::fs::read(folder.path(&file)).unwrap();
    folder.write("half.wasm", &whole[..whole.len() - 40]);
    let found = folder.json(&["strategy", "inspect", "half.wasm", "--json"], 4);
    assert!(found["refused"]["error"].as_str().unwrap().contains("truncated or damaged"), "{found}");
    assert!(!found["imports"].as_array().unwrap().is_empty(), "{found}");
}

#[test]
fn a_file_that_is_not_there_is_a_mistake_of_usage() {
    let (code, stdout, stderr) = Folder::new().odlm(&["strategy", "inspect", "round-robbin"]);
    assert_eq!((code, stdout.as_str()), (2, ""));
    assert!(stderr.contains("`round-robbin` cannot be read") && stderr.contains("hint: "), "{stderr}");
}
