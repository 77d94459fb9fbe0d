//! `odlm config`: the schema of configurations, and files of the Python tool rewritten.

use std::path::Path;

use super::arguments;
use super::files::write;
use super::output::{data, json, say};
use crate::config::import::{Imported, import, to_yaml};
use crate::config::json_schema;
use crate::config::source::Format;
use crate::error::Error;
use crate::exit_code::ExitCode;

pub(super) fn run(arguments: &arguments::Config) -> Result<ExitCode, Error> {
    match arguments {
        arguments::Config::Schema => json(&json_schema())?,
        arguments::Config::Import(arguments) => bring(arguments)?,
    }
    Ok(ExitCode::Success)
}

/// Rewrites a file: the new one to stdout or a file, what became of the old one to stderr.
fn bring(arguments: &arguments::Import) -> Result<(), Error> {
    let imported = import(&arguments.old)?;
    match &arguments.output {
        Some(output) => {
            write(output, &text(&imported, &arguments.old, Format::of(output))?, arguments.force)?;
            tell(&imported);
            say(&format!(
                "wrote `{}`; `odlm check --config {} --offline` looks at it",
                output.display(),
                output.display()
            ));
        }
        None => {
            data(&text(&imported, &arguments.old, Format::Yaml)?)?;
            tell(&imported);
        }
    }
    Ok(())
}

fn text(imported: &Imported, old: &Path, format: Format) -> Result<String, Error> {
    match format {
        Format::Json => serde_json::to_string_pretty(&imported.value)
            .map(|text| text + "\n")
            .map_err(|error| Error::Unexpected(error.to_string())),
        Format::Yaml => {
            let name = old.file_name().unwrap_or(old.as_os_str()).to_string_lossy();
            let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
            Ok(format!("# Made of `{name}` by `odlm config import`.\n{}", to_yaml(&imported.value)))
        }
    }
}

fn tell(imported: &Imported) {
    for (what, lines) in [
        ("rewritten", &imported.changed),
        ("dropped", &imported.dropped),
        ("to be looked at", &imported.doubtful),
        ("honoured now, so that results will differ", &imported.honoured),
    ] {
        if !lines.is_empty() {
            say(&format!("{what}:"));
            for line in lines {
                say(&format!("  {line}"));
            }
        }
    }
}
