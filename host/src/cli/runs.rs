//! `odlm runs`: what the ledger remembers, and finishing what was left.

use jiff::Timestamp;
use serde::Serialize;

use super::arguments::{Runs, RunsList, RunsResume, RunsShow, WhichLedger};
use super::dailydist::{Show, read, tell, warn};
use super::measure::Watch;
use super::output::{data, json, look};
use super::progress::Bar;
use super::{report_files, signals, start};
use crate::apply::Stop;
use crate::config::written::LogLevel;
use crate::config::{Config, Overrides, Reporting};
use crate::domain::decision::Decision;
use crate::domain::run::{RunId, RunRecord};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ledger::{self, Ledger, Place};
use crate::pipeline::{self, Job, Unattended};
use crate::report::{Report, runs_table, show};
use crate::text::one_line;

pub(super) async fn run(arguments: &Runs, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    if !matches!(arguments, Runs::Resume(_)) {
        start::log(level, None);
    }
    match arguments {
        Runs::List(arguments) => list(arguments).await,
        Runs::Show(arguments) => show_one(arguments).await,
        Runs::Resume(arguments) => resume(arguments, level).await,
    }
}

/// Opens the ledger that is named, to read it.
pub(super) async fn open(which: &WhichLedger) -> Result<Box<dyn Ledger>, Error> {
    let place = match (&which.config, &which.ledger) {
        (Some(config), _) => read(config, &Overrides::default())?.ledger,
        (None, Some(ledger)) => Place::file(ledger),
        (None, None) => Place::file("odlm.sqlite"),
    };
    Ok(ledger::open_read_only(&place).await?)
}

#[derive(Serialize)]
struct ListLine {
    run: i64,
    begun: String,
    campaign: String,
    odoo: String,
    status: &'static str,
    planned: u64,
    assigned: u64,
    strategy: Option<String>,
}

async fn list(arguments: &RunsList) -> Result<ExitCode, Error> {
    let ledger = open(&arguments.which).await?;
    let runs = ledger.runs(arguments.limit).await?;
    ledger.close().await;
    let lines: Vec<ListLine> = runs.iter().map(line).collect();
    if arguments.json {
        json(&lines)?;
    } else if lines.is_empty() {
        data("no run yet\n")?;
    } else {
        let rows: Vec<[String; 6]> = lines
            .into_iter()
            .map(|line| {
                let assigned = match line.status {
                    // Its counts are written down when it ends; `runs show` counts its decisions.
                    "running" => "-".to_owned(),
                    _ => format!("{} of {}", line.assigned, line.planned),
                };
                [
                    line.run.to_string(),
                    // To the minute, as people read it; JSON has the second.
                    line.begun.get(..16).unwrap_or(&line.begun).replace('T', " "),
                    line.campaign,
                    line.status.replace('_', " "),
                    assigned,
                    line.strategy.unwrap_or_default(),
                ]
            })
            .collect();
        data(&(runs_table(&rows, look()) + "\n"))?;
    }
    Ok(ExitCode::Success)
}

fn line(record: &RunRecord) -> ListLine {
    let counts = record.end.as_ref().map(|end| end.counts).unwrap_or_default();
    let begun =
        Timestamp::from_second(record.new.now).map_or_else(|_| record.new.now.to_string(), |begun| begun.to_string());
    ListLine {
        run: record.id.0,
        begun,
        campaign: record.new.campaign.clone(),
        odoo: record.new.odoo.clone(),
        status: record.status.name(),
        planned: counts.planned,
        assigned: counts.assigned,
        strategy: record.strategy.as_ref().map(|strategy| format!("{} {}", strategy.name, strategy.version)),
    }
}

async fn show_one(arguments: &RunsShow) -> Result<ExitCode, Error> {
    let ledger = open(&arguments.which).await?;
    let record = match arguments.run {
        Some(run) => ledger.run(RunId(run)).await?,
        None => ledger.runs(1).await?.pop(),
    };
    let Some(record) = record else {
        let which = arguments.run.map_or_else(|| "no run".to_owned(), |run| format!("no run {run}"));
        return Err(Error::usage(format!("the ledger has {which}"), "`odlm runs list` shows what it has"));
    };
    let decisions = ledger.decisions(record.id).await?;
    let wanted = arguments.report.overrides();
    let written = match wanted.generate {
        true => report_files::write(&Reporting::of_flags(wanted), &*ledger, record.id).await,
        false => Ok(()),
    };
    ledger.close().await;
    written?;
    let report = Report::new(&record, &decisions, arguments.decisions);
    if let Some(lead) = arguments.lead {
        let decision = decisions.iter().find(|decision| decision.lead.0 == lead);
        let decision = decision.ok_or_else(|| {
            if decisions.is_empty() && report.found > 0 {
                return Error::usage(
                    format!("the decisions of run {} are not kept", record.id),
                    "`tracking.track_individual_assignments: false` removes them once a run was told",
                );
            }
            Error::usage(
                format!("run {} did not see lead {lead}", record.id),
                "it was outside the date window or of another type",
            )
        })?;
        data(&explain(&report, decision))?;
    } else if arguments.json {
        json(&report)?;
    } else {
        data(&show(&report, look()))?;
    }
    Ok(ExitCode::Success)
}

/// One lead's decision in words.
fn explain(report: &Report, decision: &Decision) -> String {
    let names = report.names();
    let who = |id: Option<u64>| {
        id.map_or_else(
            || "nobody".to_owned(),
            |id| {
                names
                    .get(&id)
                    .map_or_else(|| format!("user {id}"), |name| format!("{} (user {id})", one_line(name, 200)))
            },
        )
    };
    let mut text = format!(
        "Lead {} in run {}: {}\n  from: {}\n  to: {}\n  why: {}\n",
        decision.lead,
        report.run,
        decision.state.name().replace('_', " "),
        who(decision.from.map(|user| user.0)),
        who(decision.to.map(|user| user.0)),
        one_line(&decision.reason, 1_000)
    );
    if let Some(detail) = &decision.detail {
        text.push_str(&format!("  detail: {}\n", one_line(detail, 1_000)));
    }
    text
}

async fn resume(arguments: &RunsResume, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    let config = read(&arguments.config, &Overrides::default())?;
    start::log_of(level, [&config])?;
    warn(&config);
    let mut watch = Watch::new(&config);
    let ended = resume_one(&config, arguments, &mut watch).await;
    watch.end(&ended).await;
    ended
}

async fn resume_one(config: &Config, arguments: &RunsResume, watch: &mut Watch<'_>) -> Result<ExitCode, Error> {
    let host = pipeline::host()?;
    let ledger = ledger::open(&config.ledger).await?;
    let (stop, bar) = (Stop::default(), Bar::new());
    signals::watch(&stop);
    let job = Job {
        config,
        host: &host,
        ledger: &*ledger,
        progress: &bar,
        steps: &Unattended,
        stop: &stop,
        figures: false,
        exports: None,
    };
    let (run, outcome) = pipeline::resume(&job, arguments.run.map(RunId)).await;
    bar.done();
    watch.note(&*ledger, run, &outcome, &bar).await;
    tell(config, &*ledger, run, outcome, Show { json: arguments.json, decisions: false, filter_delta: false }).await
}
