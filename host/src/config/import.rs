//! A file of the Python tool as one that odlm takes: `odlm config import`. Reads leniently and drops nothing silently.

mod honoured;
mod moves;
mod yaml;

use std::path::Path;

use serde_json::{Map, Value};

use super::source::{ConfigErrors, Places, Stranger, read_verbatim, schema_of, take_strangers};
use super::written::{PRIORITIES, Written};
use moves::Done;

pub(crate) use yaml::quoted;
pub use yaml::to_yaml;

/// What became of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The new configuration.
    pub value: Value,
    /// What the Python tool did not do and odlm does: results will differ.
    pub honoured: Vec<String>,
    /// What was left out, and why.
    pub dropped: Vec<String>,
    /// What was moved or rewritten.
    pub changed: Vec<String>,
    /// What was kept, and is not taken as it stands.
    pub doubtful: Vec<String>,
}

/// Settings that the shipped strategies take: the schema of the configuration leaves them open.
const STRATEGIES: [(&str, &str); 4] = [
    ("level_based", include_str!("../../../plugins/level-based/settings.schema.json")),
    ("round_robin", include_str!("../../../plugins/round-robin/settings.schema.json")),
    ("proportional", include_str!("../../../plugins/proportional/settings.schema.json")),
    ("capacity", include_str!("../../../plugins/capacity/settings.schema.json")),
];

/// Rewrites a file of the Python tool.
///
/// # Errors
/// The file cannot be read, or is no mapping in YAML or JSON.
pub fn import(path: &Path) -> Result<Imported, ConfigErrors> {
    let read = read_verbatim(path)?;
    let (mut value, places) = (read.value, read.places);
    if value.is_null() {
        value = Value::Object(Map::new());
    }
    if !value.is_object() {
        let mut errors = ConfigErrors::new();
        errors.add(places.place(""), "", "the file is not a mapping of sections", None);
        return Err(errors);
    }
    let done = moves::carry_out(&mut value, &places);
    empty(&mut value);
    let mut dropped: Vec<String> = take_strangers(&schema_of::<Written>(), &mut value)
        .into_iter()
        .map(|stranger| why(&stranger, &places, &done))
        .collect();
    dropped.extend(settings(&mut value, &places, &done));
    let doubtful = priorities(&value, &places, &done);
    let moves::Done { changed, dropped: contradicted, mut honoured, .. } = done;
    dropped.extend(contradicted);
    honoured.extend(honoured::list(&value));
    Ok(Imported { value, honoured, dropped, changed, doubtful })
}

/// Priorities that Odoo does not have.
fn priorities(value: &Value, places: &Places, done: &Done) -> Vec<String> {
    let keys = ["priority_range/min", "priority_range/max", "min_priority", "max_priority"];
    let found = keys.iter().filter_map(|key| {
        let pointer = format!("/lead_finding/additional_filters/{key}");
        let number = value.pointer(&pointer)?.as_f64().filter(|number| !(0.0..=3.0).contains(number))?;
        let path = pointer.trim_start_matches('/').replace('/', ".");
        Some(format!("{}: `{path}: {number}`: {PRIORITIES}", places.key_place(&done.old_pointer(&pointer))))
    });
    found.collect()
}

/// Takes out the settings that the shipped strategies do not have.
fn settings(value: &mut Value, places: &Places, done: &Done) -> Vec<String> {
    let mut dropped = Vec::new();
    for (name, schema) in STRATEGIES {
        let section =
            value.get_mut("distribution").and_then(|section| section.get_mut(name)).and_then(Value::as_object_mut);
        let Some(section) = section else { continue };
        let schema: Value = serde_json::from_str(schema).unwrap_or_default();
        let is_known = |key: &str| {
            (name == "level_based" && key == "levels")
                || schema.get("properties").is_some_and(|own| own.get(key).is_some())
        };
        let unknown: Vec<String> = section.keys().filter(|key| !is_known(key)).cloned().collect();
        for key in unknown {
            section.shift_remove(&key);
            let stranger = Stranger { pointer: format!("/distribution/{name}/{key}"), refused: None, nearest: None };
            dropped.push(why(&stranger, places, done));
        }
    }
    dropped
}

/// Keys without a value, and sections that nothing is left of. The depth of the recursion is that of a value that was read.
fn empty(value: &mut Value) {
    if let Value::Object(entries) = value {
        entries.values_mut().for_each(empty);
        entries.retain(|_, value| !value.is_null());
    }
}

fn why(stranger: &Stranger, places: &Places, done: &Done) -> String {
    let path = stranger.pointer.trim_start_matches('/').replace('/', ".");
    let place = places.key_place(&done.old_pointer(&stranger.pointer));
    match (&stranger.refused, &stranger.nearest) {
        (Some(hint), _) => format!("{place}: `{path}`: not carried out; {hint}"),
        (None, Some(near)) => format!("{place}: `{path}`: unknown; the nearest key is `{near}`"),
        (None, None) => format!("{place}: `{path}`: unknown to odlm"),
    }
}
