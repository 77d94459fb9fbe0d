//! `odlm strategy inspect`: what a component is, what it wants and what it costs.

use std::fmt::Write as _;

use clap::Args;
use serde_json::Value;

use crate::cli::output::{data, harmless, json, look};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::host;
use crate::report::{paragraph, whole};
use crate::text::bytes;
use crate::trial::{Inspection, Personal, inspect, open};

/// Columns of the text.
const WIDTH: usize = 80;

#[derive(Debug, Args)]
pub(in crate::cli) struct InspectFlags {
    /// The component's file, or the name of a shipped strategy.
    #[arg(value_name = "FILE")]
    file: String,
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
}

/// Looks at a component. One that is refused is told all the same, with the code of a strategy that failed.
pub(super) fn run(flags: &InspectFlags) -> Result<ExitCode, Error> {
    let component = open(&flags.file)?;
    let found = inspect(&host()?, &component);
    if flags.json {
        json(&found)?
    } else {
        data(&harmless(&look().letters(&text(&found))))?
    }
    Ok(if found.refused.is_some() { ExitCode::Strategy } else { ExitCode::Success })
}

fn text(found: &Inspection) -> String {
    let mut out = String::new();
    // Writing to a text cannot fail, here and below.
    if let (Some(name), Some(version)) = (&found.name, &found.version) {
        let _ = writeln!(out, "{name} {version}");
        out.push_str(&paragraph(found.summary.as_deref().unwrap_or_default(), 2, WIDTH));
        out.push('\n');
    }
    let _ = writeln!(out, "file      {}", found.file);
    let _ = writeln!(out, "kind      {}, {} ({} bytes)", found.kind, bytes(found.bytes), found.bytes);
    let _ = writeln!(out, "sha256    {}", found.sha256);
    let contract = found.contract.as_ref().map_or("none".to_owned(), |version| format!("odlm:strategy@{version}"));
    let _ = writeln!(out, "contract  {contract}");
    names(&mut out, "imports", found.imports.iter().map(|name| (name.as_str(), "")));
    let ignored = |used: bool| if used { "" } else { "  (tolerated, never called)" };
    names(&mut out, "exports", found.exports.iter().map(|export| (export.name.as_str(), ignored(export.used))));
    if found.name.is_some() {
        columns(&mut out, found);
        settings(&mut out, &found.settings_schema);
    }
    if let Some(load) = &found.load {
        let _ = writeln!(out, "\n{} leads for {} people cost", load.leads, load.salespeople);
        let _ = writeln!(out, "  {} units of fuel, {} a lead", whole(load.fuel), whole(load.fuel_per_lead));
        let memory = usize::try_from(load.peak_memory_bytes).unwrap_or(usize::MAX);
        let _ = writeln!(out, "  {} of memory, {:.1} ms", bytes(memory), load.milliseconds);
        let _ = writeln!(out, "  {} leads were given out", load.assigned);
    }
    if !found.remarks.is_empty() {
        out.push_str("\nTo know\n");
        found.remarks.iter().for_each(|remark| out.push_str(&paragraph(remark, 2, WIDTH)));
    }
    match &found.refused {
        Some(refused) => {
            out.push_str("\nRefused\n");
            out.push_str(&paragraph(&refused.error, 2, WIDTH));
            out.push_str(&paragraph(&format!("hint: {}", refused.hint), 2, WIDTH));
        }
        None => out.push_str("\nNothing of it is refused\n"),
    }
    out
}

fn names<'a>(out: &mut String, label: &str, names: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut label = label;
    for (name, remark) in names {
        let _ = writeln!(out, "{label:<10}{name}{remark}");
        label = "";
    }
    if !label.is_empty() {
        let _ = writeln!(out, "{label:<10}none");
    }
}

fn columns(out: &mut String, found: &Inspection) {
    out.push_str("\nColumns that it asks for\n");
    if found.columns.is_empty() {
        out.push_str("  none\n");
    }
    for column in &found.columns {
        let required = if column.required { "required" } else { "optional" };
        let personal = match column.personal {
            Personal::No => "",
            Personal::Yes => ", personal data",
            Personal::Unknown => ", perhaps personal data",
        };
        let grant = match (column.needs_grant, column.table, column.name.as_str()) {
            (false, ..) => "",
            (true, "salespeople", name) if name != "name" => ", of the campaign table or to be granted",
            _ => ", to be granted",
        };
        let line = format!("{} {}: {}, {required}{personal}{grant}", column.table, column.name, column.kind);
        out.push_str(&paragraph(&line, 2, WIDTH));
    }
}

fn settings(out: &mut String, schema: &Value) {
    out.push_str("\nSettings\n");
    let properties = schema.get("properties").and_then(Value::as_object).filter(|known| !known.is_empty());
    let Some(properties) = properties else {
        out.push_str(if schema.is_null() { "  none\n" } else { "  see its schema: `--json`\n" });
        return;
    };
    for (key, about) in properties {
        let default = about.get("default").map_or(String::new(), |default| format!(" (default {default})"));
        let _ = writeln!(out, "  {key}{default}");
        out.push_str(&paragraph(about.get("description").and_then(Value::as_str).unwrap_or_default(), 4, WIDTH));
    }
}
