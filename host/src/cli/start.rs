//! Where a process begins: arguments, log, runtime, command, exit code.

use std::io::IsTerminal;

use clap::Parser;
use clap::error::{ContextKind, ErrorKind};
use tracing_subscriber::filter::EnvFilter;

use super::arguments::{Arguments, Command};
use super::output::{fail, say};
use super::{check, config, dailydist, generate, history, init, runs, sandbox, strategy};
use crate::config::written::LogLevel;
use crate::error::Error;
use crate::exit_code::ExitCode;

/// Runs the command that was typed.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return wrong_arguments(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            return fail(&Error::System { what: "the runtime does not start".to_owned(), detail: error.to_string() });
        }
    };
    let level = arguments.log_level;
    let ended = runtime.block_on(async {
        match arguments.command {
            Command::Dailydist(arguments) if arguments.generate.generate_config => generate::run(&arguments.generate),
            Command::Dailydist(arguments) => dailydist::run(&arguments, level).await,
            Command::Check(arguments) => check::run(&arguments, level).await,
            Command::Init(arguments) => init::run(&arguments, level).await,
            Command::Config(arguments) => config::run(&arguments),
            Command::Runs(arguments) => runs::run(&arguments, level).await,
            Command::Report(arguments) => history::run(&arguments, level).await,
            Command::Sandbox(arguments) => sandbox::run(&arguments, level).await,
            Command::Strategy(arguments) => strategy::run(&arguments, level),
        }
    });
    ended.unwrap_or_else(|error| fail(&error))
}

/// Flags of the Python tool that are not carried out, as docs/from-the-python-tool.md lists them.
const RETIRED: [&str; 5] =
    ["--generate-report", "--report-format", "--report-location", "--step-mode", "--auto-accept"];

fn is_retired(typed: &str) -> bool {
    RETIRED.contains(&typed.split('=').next().unwrap_or_default())
}

/// Prints help and version where they were asked for; of a mistake one sentence and a hint, as of every other mistake.
fn wrong_arguments(error: &clap::Error) -> ExitCode {
    let asked = !error.use_stderr();
    if asked || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        // A reader that went away is no error.
        let _ = error.print();
        return if asked { ExitCode::Success } else { ExitCode::Usage };
    }
    let text = error.render().to_string();
    let mut parts = text.split("\n\n");
    let message = parts.next().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    let tip = parts.find_map(|part| part.trim().strip_prefix("tip: "));
    let tip = tip.map(|tip| tip.lines().map(str::trim).collect::<Vec<_>>().join("; "));
    say(&message);
    let retired = error.get(ContextKind::InvalidArg).map(ToString::to_string).filter(|flag| is_retired(flag));
    if retired.is_some() {
        say(
            "hint: odlm does not carry out this flag of the Python tool; leave it out: a run is told on the terminal, and whole by `--json`",
        );
        return ExitCode::Usage;
    }
    say(&format!("hint: {}", tip.unwrap_or_else(|| "`--help` behind the command shows what it takes".to_owned())));
    ExitCode::Usage
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
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    // Colours are for eyes: a file or a pipe gets none, nor does who asks for none.
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    // When stderr is gone there is nobody to tell, and a complaint about it would end the process.
    let subscriber = subscriber.with_ansi(colours).log_internal_errors(false).finish();
    // A second command in one process (tests) keeps the first one's log.
    let _ = tracing::subscriber::set_global_default(subscriber);
}
