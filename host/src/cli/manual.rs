//! `odlm completions` and `odlm man`: made of the arguments themselves, so that they never lag behind.

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::arguments::Arguments;
use super::output::{data, say};
use crate::error::Error;
use crate::exit_code::ExitCode;

/// Prints what completes commands and flags in a shell.
pub(super) fn completions(shell: Shell) -> Result<ExitCode, Error> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "odlm", &mut text);
    data(&String::from_utf8_lossy(&text))?;
    Ok(ExitCode::Success)
}

/// Prints the manual page, or writes one for each command into a folder.
pub(super) fn pages(folder: Option<&Path>) -> Result<ExitCode, Error> {
    let Some(folder) = folder else {
        let mut text = Vec::new();
        let rendered = Man::new(Arguments::command()).render(&mut text);
        rendered.map_err(|error| Error::Unexpected(error.to_string()))?;
        data(&String::from_utf8_lossy(&text))?;
        return Ok(ExitCode::Success);
    };
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(Arguments::command(), folder));
    written.map_err(|error| {
        Error::usage(
            format!("the pages cannot be written to `{}`: {error}", folder.display()),
            "check the folder and its rights, or choose another `--dir`",
        )
    })?;
    say(&format!("wrote the pages to `{}`", folder.display()));
    Ok(ExitCode::Success)
}
