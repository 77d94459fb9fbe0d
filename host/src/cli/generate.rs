//! `odlm dailydist --generate-config`: a commented configuration, and beside it what it names where that is missing.

use std::path::{Path, PathBuf};

use super::arguments::Generate;
use super::files::{Readers, create, write};
use super::output::say;
use crate::config::json_schema;
use crate::config::source::Format;
use crate::config::templates::{self, Template};
use crate::error::Error;
use crate::exit_code::ExitCode;

/// Where the configuration is written unless it is said.
pub(super) const OUTPUT: &str = "daily_distribution_config.yaml";

pub(super) fn run(arguments: &Generate) -> Result<ExitCode, Error> {
    let output = arguments.output.clone().unwrap_or_else(|| PathBuf::from(OUTPUT));
    let campaign = campaign(arguments.campaign.as_deref().unwrap_or(templates::CAMPAIGN))?;
    is_yaml(&output)?;
    let template = arguments.template.unwrap_or_default();
    write(&output, &template.fill(campaign, templates::TEAM), arguments.force)?;
    say(&format!("wrote `{}`, template {}, campaign `{campaign}`", output.display(), template.name()));
    beside(&output, template, campaign)?;
    say(&format!(
        "next: copy `.env.example` to `.env` and fill it in, then `odlm check --config {}`",
        output.display()
    ));
    Ok(ExitCode::Success)
}

/// The templates are commented, which JSON cannot be.
pub(super) fn is_yaml(output: &Path) -> Result<(), Error> {
    match Format::of(output) {
        Format::Yaml => Ok(()),
        Format::Json => Err(Error::usage(
            format!("`{}` is named as JSON, and the file is YAML with comments", output.display()),
            "choose an `--output` that ends in `.yaml`",
        )),
    }
}

/// A campaign's name without what stands around it.
pub(super) fn campaign(typed: &str) -> Result<&str, Error> {
    let name = typed.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(Error::usage(
            "the campaign's name is empty or longer than 200 characters",
            "write `--campaign Voice`",
        ));
    }
    Ok(name)
}

/// Writes what a configuration names and what helps to edit it, where it is missing.
pub(super) fn beside(output: &Path, template: Template, campaign: &str) -> Result<(), Error> {
    let schema = serde_json::to_string_pretty(&json_schema()).map_err(|error| Error::Unexpected(error.to_string()))?;
    let mut files = template.files(campaign);
    files.push((".env.example", templates::ENVIRONMENT.to_owned()));
    files.push(("odlm.schema.json", schema + "\n"));
    for (name, text) in files {
        let path = output.with_file_name(name);
        let done = create(&path, &text, Readers::Usual)?;
        say(&format!("{} `{}`", if done { "wrote" } else { "kept" }, path.display()));
    }
    Ok(())
}
