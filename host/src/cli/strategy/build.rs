//! `odlm strategy build`: a project into a component, which the plugin host then loads as a run would.

use std::path::PathBuf;

use clap::Args;

use crate::cli::output::{data, harmless, say};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::host;
use crate::scaffold;

/// A project to build.
#[derive(Debug, Args)]
pub(in crate::cli) struct Build {
    /// The strategy's project
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// Where compilers keep their files (default: for Rust what CARGO_TARGET_DIR says, else the project's folder `target`)
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
}

/// Builds it.
pub(super) fn run(arguments: &Build) -> Result<ExitCode, Error> {
    let built = scaffold::build(&arguments.folder, arguments.target_dir.as_deref(), &mut say)?;
    say("loading it as a run would");
    let strategy = host()?.load(&built.name, &built.component)?;
    built.keep()?;
    let described = strategy.description();
    if described.name != built.name {
        say(&format!(
            "warning: it calls itself `{}` and its project `{}`; a configuration names it by its file",
            described.name, built.name
        ));
    }
    let path = arguments.folder.join(format!("{}.wasm", built.name));
    data(&harmless(&format!(
        "{} {}\n  file    {}\n  size    {} bytes\n  sha256  {}\n",
        described.name,
        described.version,
        path.display(),
        built.component.len(),
        strategy.identity().digest
    )))?;
    say(&format!(
        "next: try it with `odlm strategy test {}`, then pin it in a configuration with `odlm strategy pin --config FILE`",
        path.display()
    ));
    Ok(ExitCode::Success)
}
