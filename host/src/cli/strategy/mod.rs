//! `odlm strategy`: strategies without a run.

mod list;
mod pull;
mod push;

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
    /// Publish a strategy in an OCI registry.
    Push(push::Push),
    /// Fetch a strategy from an OCI registry, checked before it is kept.
    Pull(pull::Pull),
}

pub(super) async fn run(command: &StrategyCommand, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    start::log(level, None);
    match command {
        StrategyCommand::List { json } => list::run(*json),
        StrategyCommand::Push(arguments) => push::run(arguments).await,
        StrategyCommand::Pull(arguments) => pull::run(arguments).await,
    }
}
