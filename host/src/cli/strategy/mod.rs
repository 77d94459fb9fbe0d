//! `odlm strategy`: strategies without a run.

mod build;
mod list;
mod new;

use clap::Subcommand;

use super::start;
use crate::config::written::LogLevel;
use crate::error::Error;
use crate::exit_code::ExitCode;

/// What is done with strategies.
#[derive(Debug, Subcommand)]
pub(super) enum StrategyCommand {
    /// List the shipped strategies with their settings.
    List {
        /// Print them as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write a project for a strategy of your own.
    New(new::New),
    /// Build a strategy's project into a component, and load it as a run would.
    Build(build::Build),
}

pub(super) fn run(command: &StrategyCommand, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    start::log(level, None);
    match command {
        StrategyCommand::List { json } => list::run(*json),
        StrategyCommand::New(arguments) => new::run(arguments),
        StrategyCommand::Build(arguments) => build::run(arguments),
    }
}
