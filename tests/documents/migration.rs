//! What docs/from-the-python-tool.md says of the old keys and flags: those that are read are read, the others are refused by name.

use std::path::Path;

use odlm::config::source::read;
use odlm::config::written::Written;
use odlm::config::{Overrides, load};
use serde_json::{Value, json};

use super::page::{environment, odlm, page, path, spans};

/// Rows of a table: what the first cell names, and whether it is read.
fn rows(header: &str) -> Vec<(String, bool)> {
    let page = page("docs/from-the-python-tool.md");
    let rows = page.table(header).into_iter().map(|cells| {
        let is_read = cells[1].starts_with("yes");
        assert!(is_read || cells[1].starts_with("refused"), "{cells:?}");
        (spans(cells[0])[0].to_owned(), is_read)
    });
    rows.collect()
}

/// Whether the schema of a place has the key.
fn below<'s>(root: &'s Value, schema: &'s Value, key: &str) -> Option<&'s Value> {
    if let Some(pointer) = schema["$ref"].as_str() {
        return below(root, root.pointer(pointer.trim_start_matches('#'))?, key);
    }
    let alternatives = schema["anyOf"].as_array().into_iter().flatten();
    schema["properties"].get(key).or_else(|| alternatives.filter_map(|one| below(root, one, key)).next())
}

#[test]
fn old_keys_are_read_or_refused_as_the_table_says() {
    let schema = schemars::schema_for!(Written).to_value();
    let demo = read::<Value>(&path("config/demo/daily.yaml"), &environment()).unwrap().value;
    let folder = tempfile::tempdir().unwrap();
    for file in ["salespeople.csv", "web_sources.txt"] {
        std::fs::copy(path("config/demo").join(file), folder.path().join(file)).unwrap();
    }
    let file = folder.path().join("old.json");
    for (key, is_read) in rows("| Key | odlm |") {
        let found = key.split('.').try_fold(&schema, |place, step| below(&schema, place, step));
        assert_eq!(found.is_some(), is_read, "docs/from-the-python-tool.md says otherwise of `{key}`");
        if !is_read {
            let mut config = demo.clone();
            let place = key.split('.').fold(&mut config, |place, step| &mut place[step]);
            *place = json!(true);
            std::fs::write(&file, config.to_string()).unwrap();
            let refused = load(&file, &environment(), &Overrides::default()).unwrap_err().to_string();
            let name = key.rsplit('.').next().unwrap();
            let named = [format!("unknown key `{name}`"), format!("the key `{name}` is not carried out")];
            assert!(named.iter().any(|named| refused.contains(named)), "{key}: {refused}");
        }
    }
}

#[test]
fn old_flags_are_taken_or_refused_as_the_table_says() {
    let (_, help, _) = odlm(&["dailydist", "--help"], Path::new("."));
    for (flag, is_read) in rows("| Flag | odlm |") {
        let is_taken = help.lines().any(|line| line.split_whitespace().next() == Some(flag.as_str()));
        assert_eq!(is_taken, is_read, "docs/from-the-python-tool.md says otherwise of `{flag}`");
        if !is_read {
            let (code, _, stderr) = odlm(&["dailydist", "--config", "none.yaml", &flag], Path::new("."));
            assert!(code == 2 && stderr.contains(&format!("'{flag}'")), "{flag}: {code} {stderr}");
        }
    }
}
