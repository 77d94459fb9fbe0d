//! `odlm report`: what the runs of a period came to, out of the ledger, and on request what became of their leads, out of Odoo.

pub(super) mod names;

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::arguments::WhichLedger;
use super::dailydist::read;
use super::files::{Readers, replace};
use super::output::{data, look, say};
use super::own::free_for_report;
use super::progress::Bar;
use super::{runs, start};
use crate::config::written::LogLevel;
use crate::config::{Config, Overrides};
use crate::domain::ids::LeadId;
use crate::domain::run::RunRecord;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::leads::read_outcomes;
use crate::ledger::{Ledger, RunFilter};
use crate::odoo::connect;
use crate::pipeline::Progress;
use crate::report::Look;
use crate::report::history::{Builder, By, History, Period, Scope, conversions};

/// The most runs of a period.
const RUN_LIMIT: u32 = 20_000;
/// The newest runs among which names are looked for that the period has not.
const KNOWN_RUNS: u32 = 2_000;
/// The longest period, in days.
const DAY_LIMIT: i64 = 3_660;
/// Days of a report that names none.
const USUAL_DAYS: i64 = 30;
/// A run is written down a little after the instant that it counts as its begin.
const LATE_HOURS: i64 = 1;
/// Columns of a text that goes to a file.
const FILE_WIDTH: u16 = 100;

/// What is told, and how.
#[derive(Debug, Args)]
pub(super) struct HistoryFlags {
    /// The first day, like 2026-11-01. Default: 30 days up to today.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(super) from: Option<Date>,
    /// The last day, counted in. Default: today.
    #[arg(long, value_name = "DAY", value_parser = day, requires = "from")]
    pub(super) to: Option<Date>,
    /// The last days or weeks up to today, like 7d or 4w.
    #[arg(long, value_name = "LENGTH", value_parser = length, conflicts_with = "from")]
    pub(super) last: Option<i64>,
    /// Only runs of this campaign.
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    pub(super) campaign: Option<String>,
    /// Only this person, by name or Odoo's user id.
    #[arg(long, value_name = "NAME|ID", allow_hyphen_values = true)]
    pub(super) person: Option<String>,
    /// One breakdown alone; CSV always has one, days unless it is named.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(super) by: Option<Breakdown>,
    /// The form. Default: what the file's ending names, else for the terminal.
    #[arg(long, value_enum, value_name = "FORM")]
    pub(super) format: Option<Form>,
    /// Write it to a file, for its owner alone, instead of stdout.
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Ask the configuration's Odoo what became of the leads that were given: won, lost, still theirs.
    #[arg(long, requires = "config", conflicts_with_all = ["dry_runs", "ledger"])]
    pub(super) conversions: bool,
    /// Tell of dry runs, and not of those that wrote.
    #[arg(long)]
    pub(super) dry_runs: bool,
    #[command(flatten)]
    pub(super) which: WhichLedger,
}

/// Which breakdown is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Breakdown {
    /// A line each day.
    Day,
    /// A line each person.
    Person,
    /// A line each campaign.
    Campaign,
}

/// The form of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Tables for a terminal.
    Terminal,
    /// One JSON document.
    Json,
    /// One table with commas.
    Csv,
    /// Markdown.
    Md,
    /// One page of HTML with charts.
    Html,
}

fn day(text: &str) -> Result<Date, String> {
    let wrong = || format!("`{text}` is not a day; write it like 2026-11-01");
    let day = text.trim().parse::<Date>().map_err(|_| wrong())?;
    if (1970..=9000).contains(&day.year()) { Ok(day) } else { Err(wrong()) }
}

fn length(text: &str) -> Result<i64, String> {
    let wrong = || format!("`{text}` is not a length; write days or weeks, like 7d or 4w");
    let (count, unit) = text.trim().split_at_checked(text.trim().len().saturating_sub(1)).ok_or_else(wrong)?;
    let days = match unit {
        "d" => 1,
        "w" => 7,
        _ => return Err(wrong()),
    };
    let count: i64 = count.parse().map_err(|_| wrong())?;
    let length = count.checked_mul(days).ok_or_else(wrong)?;
    if (1..=DAY_LIMIT).contains(&length) { Ok(length) } else { Err(format!("write 1 to {DAY_LIMIT} days")) }
}

pub(super) async fn run(arguments: &HistoryFlags, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    let config = arguments.which.config.as_deref().map(|path| read(path, &Overrides::default())).transpose()?;
    start::log(level, config.as_ref().and_then(|config| config.execution.log_level));
    form(arguments)?;
    arguments.output.as_deref().map_or(Ok(()), free_for_report)?;
    let period = period(arguments, config.as_ref())?;
    let ledger = runs::open(&arguments.which).await?;
    let made = history(&*ledger, arguments, config.as_ref(), period).await;
    ledger.close().await;
    let history = made?;
    // What does not add up is not shown.
    history.check().map_err(|why| Error::Unexpected(format!("the report does not add up: {why}")))?;
    let text = shown(&history, arguments)?;
    match &arguments.output {
        Some(path) => {
            replace(path, &text, Readers::Owner)?;
            say(&format!("written to `{}`", path.display()));
        }
        None => data(&text)?,
    }
    Ok(ExitCode::Success)
}

/// The days that are meant, in the configuration's time zone, else in UTC.
fn period(arguments: &HistoryFlags, config: Option<&Config>) -> Result<Period, Error> {
    let zone = config.and_then(|config| config.execution.time_zone.clone()).unwrap_or(TimeZone::UTC);
    let today = Timestamp::now().to_zoned(zone.clone()).date();
    let to = arguments.to.unwrap_or(today);
    let days = arguments.last.unwrap_or(USUAL_DAYS);
    let from = arguments.from.unwrap_or_else(|| today.saturating_sub((days - 1).days()));
    if from > to {
        return Err(Error::usage(format!("{from} is after {to}"), "`--from` is the first day, `--to` the last"));
    }
    if i64::from((to - from).get_days()) >= DAY_LIMIT {
        return Err(Error::usage(format!("the period has more than {DAY_LIMIT} days"), "choose a later `--from`"));
    }
    Ok(Period { from, to, zone })
}

/// Reads the runs of the period and of the one before, and adds them up.
async fn history(
    ledger: &dyn Ledger,
    arguments: &HistoryFlags,
    config: Option<&Config>,
    period: Period,
) -> Result<History, Error> {
    let odoo = config.map(|config| config.connection.identity());
    let records = between(ledger, odoo.as_deref(), &period).await?;
    let earlier = between(ledger, odoo.as_deref(), &period.before()).await?;
    let mut scope = Scope { odoo: odoo.clone(), dry_runs: arguments.dry_runs, ..Scope::default() };
    if arguments.campaign.is_some() || arguments.person.is_some() {
        let newest = ledger.runs(KNOWN_RUNS).await?;
        // The newest first: people are known by their latest names.
        let all = newest.iter().chain(records.iter().rev()).chain(earlier.iter().rev());
        let known: Vec<&RunRecord> = all.filter(|run| odoo.as_ref().is_none_or(|odoo| *odoo == run.new.odoo)).collect();
        scope.campaign = arguments.campaign.as_deref().map(|name| names::campaign(name, &known)).transpose()?;
        scope.person = arguments.person.as_deref().map(|text| names::person(text, &known)).transpose()?;
    }
    let mut builder = Builder::new(period, scope.clone());
    for record in records.iter().filter(|record| scope.takes(record)) {
        builder.add(record, &ledger.decisions(record.id).await?);
    }
    for record in earlier.iter().filter(|record| scope.takes(record)) {
        // Only a run without an end is counted by its decisions.
        let decisions = if record.end.is_none() { ledger.decisions(record.id).await? } else { Vec::new() };
        builder.add_earlier(record, &decisions);
    }
    let mut history = builder.history();
    if let Some(config) = config.filter(|_| arguments.conversions) {
        let reader = connect(&config.connection).await?;
        let odoo = config.connection.identity();
        let missing = history.leads.without_decision;
        if missing > 0 {
            say(&format!(
                "warning: of {missing} leads no decision is kept (`tracking.track_individual_assignments`), so what became of them is not told"
            ));
        }
        let received = builder.received();
        let leads: BTreeSet<LeadId> =
            received.iter().filter(|((of, _), _)| *of == odoo).flat_map(|(_, leads)| leads).copied().collect();
        let bar = Bar::new();
        let outcomes = read_outcomes(&reader, &leads, &|read| bar.read(read, Some(leads.len()))).await;
        bar.done();
        let at = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        history.conversions = Some(conversions(received, &outcomes?, &history.people, (&odoo, at)));
    }
    Ok(history)
}

/// The runs of a period, the oldest first.
async fn between(ledger: &dyn Ledger, odoo: Option<&str>, period: &Period) -> Result<Vec<RunRecord>, Error> {
    let (from, before) = period.instants();
    let filter = RunFilter {
        odoo: odoo.map(str::to_owned),
        from: Some(from),
        before: Some(before.saturating_add(LATE_HOURS.hours()).unwrap_or(before)),
        ..RunFilter::default()
    };
    let mut runs = ledger.runs_between(&filter, RUN_LIMIT + 1).await?;
    if runs.len() > RUN_LIMIT as usize {
        let message = format!("{} to {} has more than {RUN_LIMIT} runs", period.from, period.to);
        return Err(Error::usage(message, "choose a shorter period"));
    }
    runs.retain(|run| (from.as_second()..before.as_second()).contains(&run.new.now));
    runs.sort_by_key(|run| (run.new.now, run.id));
    Ok(runs)
}

/// The history in its form.
fn shown(history: &History, arguments: &HistoryFlags) -> Result<String, Error> {
    let by = arguments.by.map(|by| match by {
        Breakdown::Day => By::Day,
        Breakdown::Person => By::Person,
        Breakdown::Campaign => By::Campaign,
    });
    let unexpected = |error: &dyn std::fmt::Display| Error::Unexpected(format!("the report: {error}"));
    match form(arguments)? {
        Form::Terminal => {
            let look = if arguments.output.is_some() { Look { width: FILE_WIDTH, unicode: true } } else { look() };
            Ok(history.terminal(by, look))
        }
        Form::Json => Ok(serde_json::to_string_pretty(history).map_err(|error| unexpected(&error))? + "\n"),
        Form::Csv => history.csv(by.unwrap_or(By::Day)).map_err(|error| unexpected(&error)),
        Form::Md => Ok(history.markdown(by)),
        Form::Html => history.html(by).map_err(|error| unexpected(&error)),
    }
}

/// The form that is asked for, else the one that the file's ending means, else that of a terminal.
fn form(arguments: &HistoryFlags) -> Result<Form, Error> {
    let (asked, Some(path)) = (arguments.format, &arguments.output) else {
        return Ok(arguments.format.unwrap_or(Form::Terminal));
    };
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let meant = match ending.as_deref() {
        None | Some("txt") => Some(Form::Terminal),
        Some("json") => Some(Form::Json),
        Some("csv") => Some(Form::Csv),
        Some("md" | "markdown") => Some(Form::Md),
        Some("html" | "htm") => Some(Form::Html),
        Some(_) => None,
    };
    asked.or(meant).ok_or_else(|| {
        Error::usage(
            format!("the ending of `{}` names no form of a report", path.display()),
            "end it in `.html`, `.md`, `.csv`, `.json` or `.txt`, or say `--format`",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_days_and_weeks() {
        assert_eq!((length("7d"), length(" 4w ")), (Ok(7), Ok(28)));
        for wrong in ["", "7", "d", "0d", "-1d", "7m", "9999999999999999999d", "99999w", "ü"] {
            assert!(length(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn days_are_days() {
        assert!(day("2026-11-01").is_ok());
        for wrong in ["", "2026-02-30", "01.11.2026", "0000-01-01", "9999-12-31"] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
