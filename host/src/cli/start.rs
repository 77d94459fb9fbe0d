//! Where a process begins: arguments, log, runtime, command, exit code.

use clap::Parser;
use tracing_subscriber::filter::EnvFilter;

use super::arguments::{Arguments, Command};
use super::output::fail;
use super::{check, dailydist, runs, sandbox, strategy};
use crate::config::written::LogLevel;
use crate::error::Error;
use crate::exit_code::ExitCode;

/// Runs the command that was typed.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return fail(&Error::System { what: "the runtime does not start".to_owned(), detail: error.to_string() });
        }
    };
    let level = arguments.log_level;
    let ended = runtime.block_on(async {
        match arguments.command {
            Command::Dailydist(arguments) => dailydist::run(&arguments, level).await,
            Command::Check(arguments) => check::run(&arguments, level).await,
            Command::Runs(arguments) => runs::run(&arguments, level).await,
            Command::Sandbox(arguments) => sandbox::run(&arguments, level).await,
            Command::Strategy(arguments) => strategy::run(&arguments, level),
        }
    });
    ended.unwrap_or_else(|error| fail(&error))
}

/// Starts the log on stderr. The command line decides before the configuration; warnings are the default.
pub(super) fn log(typed: Option<LogLevel>, written: Option<LogLevel>) {
    let level = match typed.or(written).unwrap_or(LogLevel::Warning) {
        LogLevel::Debug => "debug",
        LogLevel::Info => "info",
        LogLevel::Warning => "warn",
        LogLevel::Error => "error",
    };
    // Libraries below speak only when something is wrong: they may name URLs and values.
    let filter = EnvFilter::new(format!("warn,odlm={level}"));
    let subscriber =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false).finish();
    // A second command in one process (tests) keeps the first one's log.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
