//! Where a process begins: arguments, log, runtime, command, exit code.

use std::panic::{AssertUnwindSafe, catch_unwind};

use clap::Parser;
use clap::error::ErrorKind;

use super::arguments::{Arguments, Command};
use super::output::{alarm, fail, say};
use super::progress::wipe;
use super::{
    check, compile, config, dailydist, generate, history, init, logging, manners, manual, runs, sandbox, strategy,
};
use crate::error::Error;
use crate::exit_code::ExitCode;

pub(super) use super::logging::{log, log_of};

/// Runs the command that was typed.
#[must_use]
pub fn main() -> ExitCode {
    if let Some(code) = compile::run() {
        return code;
    }
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
    let level = match manners::settle(&arguments.talk) {
        Ok(level) => level,
        Err(error) => return fail(&error),
    };
    std::panic::set_hook(Box::new(bug));
    let work = async {
        match arguments.command {
            Command::Dailydist(arguments) if arguments.generate.generate_config => generate::run(&arguments.generate),
            Command::Dailydist(arguments) => dailydist::run(&arguments, level).await,
            Command::Check(arguments) => check::run(&arguments, level).await,
            Command::Init(arguments) => init::run(&arguments, level).await,
            Command::Config(arguments) => config::run(&arguments),
            Command::Runs(arguments) => runs::run(&arguments, level).await,
            Command::Report(arguments) => history::run(&arguments, level).await,
            Command::Sandbox(arguments) => sandbox::run(&arguments, level).await,
            Command::Strategy(arguments) => strategy::run(&arguments, level).await,
            Command::Completions { shell } => manual::completions(shell),
            Command::Man { dir } => manual::pages(dir.as_deref()),
        }
    };
    let code = match catch_unwind(AssertUnwindSafe(|| runtime.block_on(work))) {
        Ok(Ok(code)) => code,
        Ok(Err(error)) => {
            // A command that failed before it had a log.
            log(level, None);
            fail(&error)
        }
        // It has been told.
        Err(_) => ExitCode::Unexpected,
    };
    logging::end();
    code
}

/// Tells a bug, and the log of it.
pub(super) fn bug(what: &std::panic::PanicHookInfo<'_>) {
    wipe();
    let said = what.payload_as_str().unwrap_or("no words");
    let place = what.location().map(ToString::to_string).unwrap_or_default();
    alarm(&format!("error: a bug of odlm at {place}: {said}"));
    say("hint: please report it with this line and the version");
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
    say(&format!("hint: {}", tip.unwrap_or_else(|| "`--help` behind the command shows what it takes".to_owned())));
    ExitCode::Usage
}
