//! `odlm sandbox`: the Odoo stand-in, on its own or around a command.

use jiff::Timestamp;
use tokio::process::Command;

use super::arguments;
use super::output::{data, say};
use super::signals::Signals;
use super::start;
use crate::config::written::LogLevel;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::sandbox::{Sandbox, SandboxOptions};

pub(super) async fn run(arguments: &arguments::Sandbox, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    start::log(level, None);
    let options = SandboxOptions {
        leads: arguments.leads,
        salespeople: arguments.salespeople,
        seed: arguments.seed,
        port: arguments.port,
        now: Timestamp::now(),
        legacy_only: arguments.legacy,
    };
    let sandbox = Sandbox::start(options).await.map_err(|error| {
        Error::usage(format!("the sandbox does not start: {error}"), "choose another `--port`, or fewer leads")
    })?;
    let connection = sandbox.connection_env();
    // Before anybody is told how to end it.
    let mut signals = Signals::listen();
    let ended = match arguments.command.split_first() {
        None => {
            let lines: String = connection.iter().map(|(name, value)| format!("{name}={value}\n")).collect();
            data(&lines)?;
            say(&format!(
                "an Odoo stand-in with {} leads answers at {}; Ctrl-C ends it",
                arguments.leads,
                sandbox.url()
            ));
            signals.next().await;
            Ok(ExitCode::Success.into())
        }
        Some((program, rest)) => around(program, rest, connection, &mut signals).await,
    };
    sandbox.stop().await;
    match ended? {
        Ended::Ours(code) => Ok(code),
        // The sandbox is a wrapper: the command's code is its own.
        Ended::Theirs(code) => std::process::exit(code),
    }
}

enum Ended {
    Ours(ExitCode),
    Theirs(i32),
}

impl From<ExitCode> for Ended {
    fn from(code: ExitCode) -> Ended {
        Ended::Ours(code)
    }
}

async fn around(
    program: &str,
    arguments: &[String],
    connection: Vec<(&'static str, String)>,
    signals: &mut Signals,
) -> Result<Ended, Error> {
    // `odlm` means this very program, wherever it stands.
    let this = (program == "odlm").then(std::env::current_exe).and_then(Result::ok);
    let mut child = Command::new(this.unwrap_or_else(|| program.into()))
        .args(arguments)
        .envs(connection)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| {
            Error::usage(
                format!("`{program}` does not start: {error}"),
                "write the command after `--`, like `odlm sandbox -- odlm check --config FILE`",
            )
        })?;
    // A Ctrl-C reaches the command too; it decides what to do, the sandbox stays until it has.
    let wait = async {
        loop {
            tokio::select! {
                status = child.wait() => return status,
                () = signals.next() => {}
            }
        }
    };
    let status = wait
        .await
        .map_err(|error| Error::System { what: format!("`{program}` is lost"), detail: error.to_string() })?;
    Ok(Ended::Theirs(status.code().unwrap_or(ExitCode::Unexpected as i32)))
}
