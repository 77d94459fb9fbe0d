//! The one place from which alerts go out: after a run, and where it came to none although its configuration could be read.

use super::output::say;
use crate::config::Config;
use crate::domain::run::{RunId, RunRecord, Status};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ledger::Ledger;
use crate::notify::{self, Alert};

/// Alerts of a run that ended, where its configuration wants that.
pub(super) async fn ended(config: &Config, ledger: &dyn Ledger, run: Option<RunId>, outcome: &Result<Status, Error>) {
    if config.alerts.on.is_empty() {
        return;
    }
    let record = match run {
        // A ledger that cannot be read has been told by the run itself.
        Some(run) => ledger.run(run).await.ok().flatten(),
        None => None,
    };
    let code = outcome.as_ref().map_or_else(Error::exit_code, |status| ExitCode::of_status(*status));
    send(config, record.as_ref(), code, outcome.as_ref().err()).await;
}

/// Passes an outcome on, and alerts of an error that keeps a run from beginning.
pub(super) async fn unless<T>(config: &Config, outcome: Result<T, Error>) -> Result<T, Error> {
    if let Err(error) = &outcome {
        send(config, None, error.exit_code(), Some(error)).await;
    }
    outcome
}

/// Alerts of campaigns that were not run because of a mistake that one of their folder has; that has been said.
pub(super) async fn not_run(configs: &[Config], code: ExitCode) {
    let hint = "`odlm check --config FOLDER` says which, and what";
    let error = Error::usage("no campaign of the folder was run: one of them has a mistake", hint);
    for config in configs.iter().filter(|config| config.active) {
        send(config, None, code, Some(&error)).await;
    }
}

async fn send(config: &Config, record: Option<&RunRecord>, code: ExitCode, error: Option<&Error>) {
    let alert = Alert {
        campaign: &config.campaign,
        odoo: &config.connection.identity(),
        dry_run: config.execution.dry_run,
        record,
        code: code as u8,
        error: error.map(brief),
        hint: error.and_then(Error::hint),
    };
    for warning in notify::alert(&config.alerts, &alert).await {
        say(&format!("warning: {warning}"));
    }
}

/// The error as others may read it. Mistakes in files quote what stands there, names among it: of those the place and the key are told.
fn brief(error: &Error) -> String {
    let Error::Config(errors) = error else { return error.brief() };
    let first = errors.as_slice().first().map_or_else(String::new, |first| match first.path.as_str() {
        "" => format!(", the first at {}", first.place),
        path => format!(", the first at {}: {path}", first.place),
    });
    let count = errors.as_slice().len();
    format!(
        "{count} {} in the configuration or a file that it names{first}",
        if count == 1 { "mistake" } else { "mistakes" }
    )
}
