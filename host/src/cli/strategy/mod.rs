//! `odlm strategy`: strategies without a run.

mod list;
mod pin;

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
    /// Pin the files of a configuration's strategies by digest.
    Pin(pin::Pin),
}

pub(super) fn run(command: &StrategyCommand, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    start::log(level, None);
    match command {
        StrategyCommand::List { json } => list::run(*json),
        StrategyCommand::Pin(arguments) => pin::run(arguments),
    }
}
