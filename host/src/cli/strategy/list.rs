//! `odlm strategy list`: the shipped strategies, described by themselves through the real engine.

use serde::Serialize;
use serde_json::Value;

use crate::cli::output::{data, json};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::{host, load_strategy};
use crate::strategy::shipped;

#[derive(Serialize)]
struct Line {
    name: String,
    version: String,
    summary: String,
    digest: String,
    bytes: usize,
    settings: Value,
}

/// Lists them, as text or as JSON.
pub(super) fn run(as_json: bool) -> Result<ExitCode, Error> {
    let host = host()?;
    let mut lines = Vec::new();
    for (name, component) in shipped() {
        let strategy = load_strategy(&host, name)?;
        let description = strategy.description();
        lines.push(Line {
            name: (*name).to_owned(),
            version: description.version.clone(),
            summary: description.summary.clone(),
            digest: strategy.identity().digest.clone(),
            bytes: component.len(),
            settings: serde_json::from_str(&description.settings_schema).unwrap_or(Value::Null),
        });
    }
    if as_json {
        json(&lines)?;
        return Ok(ExitCode::Success);
    }
    let mut text = String::new();
    for line in &lines {
        text.push_str(&format!(
            "{} {}  ({} kB, sha256 {})\n  {}\n",
            line.name,
            line.version,
            line.bytes.div_ceil(1000),
            line.digest.get(..12).unwrap_or_default(),
            line.summary
        ));
        for (key, about) in line.settings.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let about_text = about.get("description").and_then(Value::as_str).unwrap_or_default();
            let default = about.get("default").map_or(String::new(), |default| format!(" (default {default})"));
            text.push_str(&format!("    {key}{default}: {about_text}\n"));
        }
    }
    data(&text)?;
    Ok(ExitCode::Success)
}
