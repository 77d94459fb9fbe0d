//! `odlm dailydist`: one run of a campaign.

use std::path::Path;

use super::arguments::DailyDist;
use super::output::{data, fail, json, look, say};
use super::progress::Bar;
use super::{folder, signals, start};
use crate::apply::Stop;
use crate::config::source::Environment;
use crate::config::written::LogLevel;
use crate::config::{Config, Overrides, ReportOverrides, load};
use crate::domain::run::{RunId, Status};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ledger::{Ledger, SqliteLedger};
use crate::pipeline::{self, Job};
use crate::report::{Report, show};

pub(super) async fn run(arguments: &DailyDist, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    let overrides = Overrides {
        dry_run: arguments.dry_run,
        max_leads: arguments.max_leads,
        date_range: arguments.override_date_range,
        force_round_robin: arguments.force_round_robin,
        report: ReportOverrides::default(),
    };
    let Some(path) = &arguments.config else {
        return Err(Error::usage(
            "no configuration is named",
            "write `--config FILE`, or `--generate-config` to make one",
        ));
    };
    if path.is_dir() {
        return folder::run(path, arguments, &overrides, level).await;
    }
    let config = read(path, &overrides)?;
    start::log(level, config.execution.log_level);
    warn(&config);
    if !config.active {
        say(&format!("campaign `{}` is not active (`campaign.active: false`); nothing to do", config.campaign));
        return Ok(ExitCode::Success);
    }
    let host = pipeline::host()?;
    let ledger = SqliteLedger::open(&config.ledger).await?;
    let (stop, bar) = (Stop::default(), Bar::new());
    signals::watch(&stop);
    let job = Job {
        config: &config,
        host: &host,
        ledger: &ledger,
        progress: &bar,
        stop: &stop,
        figures: config.execution.dry_run,
    };
    let (run, outcome) = pipeline::run(&job).await;
    bar.done();
    tell(&ledger, run, outcome, Show { json: arguments.json, decisions: arguments.decisions }).await
}

/// How a run is told.
pub(super) struct Show {
    pub(super) json: bool,
    pub(super) decisions: bool,
}

/// Prints the run as the ledger has it, then what went wrong.
pub(super) async fn tell(
    ledger: &dyn Ledger,
    run: Option<RunId>,
    outcome: Result<Status, Error>,
    how: Show,
) -> Result<ExitCode, Error> {
    let shown = match run {
        Some(run) => print(ledger, run, &how).await,
        None => Ok(None),
    };
    ledger.close().await;
    let code = match &outcome {
        Ok(status) => ExitCode::of_status(*status),
        Err(error) => fail(error),
    };
    let interrupted = matches!(&shown, Ok(Some(status)) if status == Status::Interrupted.name());
    if let Some(run) = run.filter(|_| interrupted) {
        say(&format!(
            "the run was interrupted; `odlm runs resume {run} --config FILE` finishes it, and so does the next run"
        ));
    }
    match shown {
        // What became of the run outweighs that it could not be shown.
        Err(error) if code == ExitCode::Success => Err(error),
        Err(error) => {
            fail(&error);
            Ok(code)
        }
        Ok(_) => Ok(code),
    }
}

/// Prints the run as the ledger has it; returns its status.
async fn print(ledger: &dyn Ledger, run: RunId, how: &Show) -> Result<Option<String>, Error> {
    let Some(report) = report(ledger, run, how.decisions).await? else { return Ok(None) };
    if how.json {
        json(&report)?;
    } else {
        data(&show(&report, look()))?;
    }
    Ok(Some(report.status))
}

/// The run as the ledger has it; `full` with each lead's decision.
pub(super) async fn report(ledger: &dyn Ledger, run: RunId, full: bool) -> Result<Option<Report>, Error> {
    let Some(record) = ledger.run(run).await? else { return Ok(None) };
    let decisions = ledger.decisions(run).await?;
    Ok(Some(Report::new(&record, &decisions, full)))
}

/// Reads a configuration with the process's environment and the `.env` beside it.
pub(super) fn read(path: &Path, overrides: &Overrides) -> Result<Config, Error> {
    let environment = Environment::from_process().with_dotenv_beside(path)?;
    Ok(load(path, &environment, overrides)?)
}

/// Says what the operator should know about the configuration.
pub(super) fn warn(config: &Config) {
    for warning in &config.warnings {
        say(&format!("warning: {warning}"));
    }
}
