//! `odlm dailydist`: one run of a campaign.

use std::path::Path;

use super::arguments::DailyDist;
use super::measure::Watch;
use super::output::{self, alarm, fail, json, look, say};
use super::progress::Bar;
use super::step::Attended;
use super::{exports, folder, report_files, signals, start, step};
use crate::apply::Stop;
use crate::config::source::Environment;
use crate::config::written::LogLevel;
use crate::config::{Config, Overrides, load};
use crate::domain::run::{RunId, RunRecord, Status};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ledger::{self, Ledger};
use crate::pipeline::{self, Exports, Job, Steps, Unattended};
use crate::report::run::RunReport;
use crate::report::{Report, filter_delta, show};

pub(super) async fn run(arguments: &DailyDist, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    let overrides = Overrides {
        dry_run: arguments.dry_run,
        max_leads: arguments.max_leads,
        date_range: arguments.override_date_range,
        force_round_robin: arguments.force_round_robin,
        allow_unpinned: arguments.allow_unpinned,
        email_notification: arguments.email_notification,
        report: arguments.report.overrides(),
    };
    let Some(path) = &arguments.config else {
        return Err(Error::usage(
            "no configuration is named",
            "write `--config FILE`, or `--generate-config` to make one",
        ));
    };
    step::refuse(arguments, path.is_dir())?;
    arguments.exports.check()?;
    if path.is_dir() {
        return folder::run(path, arguments, &overrides, level).await;
    }
    let config = read(path, &overrides)?;
    start::log_of(level, [&config])?;
    warn(&config);
    if !config.active {
        say(&format!("campaign `{}` is not active (`campaign.active: false`); nothing to do", config.campaign));
        return Ok(ExitCode::Success);
    }
    let mut watch = Watch::new(&config);
    let ended = one(&config, arguments, &mut watch).await;
    watch.end(&ended).await;
    ended
}

async fn one(config: &Config, arguments: &DailyDist, watch: &mut Watch<'_>) -> Result<ExitCode, Error> {
    let host = pipeline::host()?;
    let exports = arguments.exports.begin(config, &mut exports::Taken::default(), false)?;
    report_files::check(&config.reporting, &exports.as_ref().map(Exports::paths).unwrap_or_default())?;
    let ledger = ledger::open(&config.ledger).await?;
    let (stop, bar) = (Stop::default(), Bar::new());
    signals::watch(&stop);
    let attended = Attended::new(arguments.auto_accept, &bar);
    let job = Job {
        config,
        host: &host,
        ledger: &*ledger,
        progress: &bar,
        steps: if arguments.step_mode { &attended as &dyn Steps } else { &Unattended },
        stop: &stop,
        figures: config.execution.dry_run || config.reporting.generate,
        exports: exports.as_ref(),
    };
    let (run, outcome) = pipeline::run(&job).await;
    bar.done();
    watch.note(&*ledger, run, &outcome, &bar).await;
    exports::told(exports.as_ref());
    let how = Show {
        json: arguments.json,
        decisions: arguments.decisions,
        filter_delta: arguments.exports.show_filter_delta,
    };
    tell(config, &*ledger, run, outcome, how).await
}

/// How a run is told.
pub(super) struct Show {
    pub(super) json: bool,
    pub(super) decisions: bool,
    pub(super) filter_delta: bool,
}

/// Prints the run as the ledger has it, then what went wrong.
pub(super) async fn tell(
    config: &Config,
    ledger: &dyn Ledger,
    run: Option<RunId>,
    outcome: Result<Status, Error>,
    how: Show,
) -> Result<ExitCode, Error> {
    let shown = match run {
        Some(run) => print(ledger, run, &how).await,
        None => Ok(None),
    };
    let written = match run.filter(|_| config.reporting.generate) {
        Some(run) => report_files::write(&config.reporting, ledger, run).await,
        None => Ok(()),
    };
    tidy(config, ledger).await;
    ledger.close().await;
    let code = match &outcome {
        Ok(status) => ExitCode::of_status(*status),
        Err(error) => fail(error),
    };
    let shown = match (shown, written) {
        (Ok(_), Err(error)) => Err(error),
        (shown, _) => shown,
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

/// Removes what `tracking` does not want kept, now that the run was told. What fails is tried again after the next run.
pub(super) async fn tidy(config: &Config, ledger: &dyn Ledger) {
    match pipeline::tidy(config, ledger).await {
        Ok(0) => {}
        Ok(gone) => tracing::info!(gone, "old runs were removed, as `tracking.retention_days` says"),
        Err(error) => alarm(&format!("warning: old runs are not removed: {error}")),
    }
}

/// Prints the run as the ledger has it; returns its status.
async fn print(ledger: &dyn Ledger, run: RunId, how: &Show) -> Result<Option<String>, Error> {
    if let Some((record, report)) = whole_of_dry(ledger, run, how).await? {
        output::show(&report.terminal(look()))?;
        if how.filter_delta {
            output::data(&format!("\n{}", filter_delta(&report.run, look())))?;
        }
        return Ok(Some(record.status.name().to_owned()));
    }
    let Some(report) = report(ledger, run, how.decisions).await? else { return Ok(None) };
    if how.json {
        json(&report)?;
    } else {
        output::show(&show(&report, look()))?;
        if how.filter_delta {
            output::data(&format!("\n{}", filter_delta(&report, look())))?;
        }
    }
    Ok(Some(report.status))
}

/// The whole report of a dry run that is told on a terminal: looking is what it was made for.
async fn whole_of_dry(ledger: &dyn Ledger, run: RunId, how: &Show) -> Result<Option<(RunRecord, RunReport)>, Error> {
    let is_dry = |record: &RunRecord| record.status == Status::DryRun;
    if how.json || !ledger.run(run).await?.as_ref().is_some_and(is_dry) {
        return Ok(None);
    }
    report_files::whole(ledger, run).await
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
