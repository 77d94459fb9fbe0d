//! `odlm strategy new`: writes a project for a strategy of one's own, and says what to do with it.

use std::path::Path;

use clap::Args;

use crate::cli::output::say;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::scaffold::{Language, create, files};

/// A project to write.
#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// The strategy's name, in kebab-case; the project's folder gets it too
    name: String,
    /// The language to write it in
    #[arg(long, value_enum, value_name = "LANG")]
    lang: Language,
}

/// Writes it.
pub(super) fn run(arguments: &New) -> Result<ExitCode, Error> {
    let folder = create(Path::new("."), &arguments.name, arguments.lang)?;
    let folder = folder.strip_prefix(".").unwrap_or(&folder).display();
    let count = files(arguments.lang, &arguments.name).len();
    say(&format!("wrote `{folder}`: {count} files, a strategy that works, in {}", arguments.lang.name()));
    say(&format!("next: `odlm strategy build {folder}`; its README.md has the way from there to a run"));
    Ok(ExitCode::Success)
}
