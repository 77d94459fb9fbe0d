//! The configurations that are shipped: they load, the example has every key, and what it shows as a default is one.

use std::path::Path;

use odlm::config::source::read;
use odlm::config::written::Written;
use odlm::config::{Config, Overrides, load};
use odlm::error::Error;
use odlm::pipeline::{Prepared, load_strategy, prepare};
use odlm::strategy::{Host, Limits, shipped};
use serde_json::{Map, Value};
use tempfile::TempDir;
use tokio::runtime::Runtime;

use super::page::{environment, path, text};

fn loaded(file: &Path) -> Config {
    let config = load(file, &environment(), &Overrides::default()).unwrap_or_else(|errors| panic!("{errors}"));
    assert_eq!(config.warnings, Vec::<String>::new(), "{}", file.display());
    config
}

fn host() -> Host {
    Host::new(Limits::default(), None).unwrap()
}

fn prepared(config: &Config) -> Result<Prepared, Error> {
    Runtime::new().unwrap().block_on(prepare(config, &host()))
}

/// The example with every key that stands behind a bare `#`, beside its files, under another strategy.
fn with_every_key(strategy: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in ["salesperson_campaigns.csv", "web_sources.txt"] {
        std::fs::copy(path("config").join(file), folder.path().join(file)).unwrap();
    }
    let lines = text("config/example.yaml").replace("strategy: \"level_based\"", &format!("strategy: {strategy}"));
    let lines = lines.lines().map(|line| match line.trim_start().strip_prefix('#') {
        Some(key) if key.starts_with(|first: char| first.is_ascii_lowercase()) => line.replacen('#', "", 1),
        _ => line.to_owned(),
    });
    let whole: Vec<String> = lines.collect();
    std::fs::write(folder.path().join("example.yaml"), whole.join("\n")).unwrap();
    folder
}

#[test]
fn the_shipped_configurations_load_with_their_tables_and_settings() {
    for name in ["config/example.yaml", "config/demo/daily.yaml"] {
        let config = loaded(&path(name));
        let prepared = prepared(&config).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(prepared.rows.len() > 3, "{name}");
        assert!(config.leads.sources.unwrap().patterns.names.len() > 3, "{name}");
    }
}

#[test]
fn what_the_example_shows_as_a_default_is_the_default() {
    let (plain, folder) = (loaded(&path("config/example.yaml")), with_every_key("level_based"));
    let mut full = loaded(&folder.path().join("example.yaml"));
    let settings = |config: &Config| prepared(config).map(|prepared| prepared.planner.settings).unwrap();
    assert_eq!(settings(&plain), settings(&full));
    // The one key whose default is that of a flag.
    assert!(full.execution.log_level.is_some());
    full.execution.log_level = None;
    // What depends on where the file lies, and the settings, compared above.
    full.people.source.clone_from(&plain.people.source);
    // The override has the settings of `round_robin`, which the example shows with their defaults.
    full.distribution.round_robin.settings.clone_from(&plain.distribution.round_robin.settings);
    full.ledger = odlm::ledger::Place::file(path("config").join(full.ledger.path().unwrap().file_name().unwrap()));
    // Settings of strategies that are not asked are shown as examples.
    full.distribution.others.clone_from(&plain.distribution.others);
    full.digest.clone_from(&plain.digest);
    full.places = plain.places.clone();
    full.distribution.strategy.settings = plain.distribution.strategy.settings.clone();
    assert_eq!(format!("{full:#?}"), format!("{plain:#?}"));
}

#[test]
fn the_example_has_every_key_of_the_configuration() {
    let folder = with_every_key("level_based");
    let file = folder.path().join("example.yaml");
    let lines = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, lines.replace("#~", "")).unwrap();
    let example = read::<Value>(&file, &environment()).unwrap().value;
    // The examples are of the right kind, though not all of them make sense together.
    read::<Written>(&file, &environment()).unwrap_or_else(|errors| panic!("{errors}"));
    let schema = schemars::schema_for!(Written).to_value();
    let mut missing = Vec::new();
    let keys = walk(&schema, &schema, &example, "", &mut missing);
    assert_eq!(missing, Vec::<String>::new());
    assert!(keys > 180, "{keys}");
}

#[test]
fn the_example_has_every_setting_of_every_strategy_and_they_are_taken() {
    let host = host();
    for (name, _) in shipped() {
        let key = name.replace('-', "_");
        let folder = with_every_key(&key);
        let file = folder.path().join("example.yaml");
        let config = loaded(&file);
        assert_eq!(config.distribution.strategy.name, *name);
        prepared(&config).unwrap_or_else(|error| panic!("{name}: {error}"));
        let example = read::<Value>(&file, &environment()).unwrap().value;
        let strategy = load_strategy(&host, name).unwrap();
        let schema: Value = serde_json::from_str(&strategy.description().settings_schema).unwrap();
        let mut missing = Vec::new();
        walk(&schema, &schema, &example["distribution"][&key], &key, &mut missing);
        assert_eq!(missing, Vec::<String>::new());
    }
}

/// Notes every key of `schema` that `value` lacks. Returns how many keys there are.
fn walk(root: &Value, schema: &Value, value: &Value, path: &str, missing: &mut Vec<String>) -> usize {
    let mut keys = 0;
    if let Some(pointer) = schema["$ref"].as_str() {
        keys += walk(root, root.pointer(pointer.trim_start_matches('#')).unwrap(), value, path, missing);
    }
    for alternative in schema["anyOf"].as_array().into_iter().flatten() {
        keys += walk(root, alternative, value, path, missing);
    }
    let none = Map::new();
    let properties = schema["properties"].as_object().unwrap_or(&none);
    for (name, below) in properties {
        let place = format!("{path}.{name}");
        keys += 1;
        match value.get(name) {
            Some(value) => keys += walk(root, below, value, &place, missing),
            None => missing.push(place),
        }
    }
    if schema["additionalProperties"].is_object() {
        let named = value.as_object().into_iter().flatten().filter(|(name, _)| !properties.contains_key(*name));
        for (name, value) in named {
            keys += walk(root, &schema["additionalProperties"], value, &format!("{path}.{name}"), missing);
        }
    }
    keys
}
