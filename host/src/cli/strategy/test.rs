//! `odlm strategy test`: cases, rules, edges and budgets of a strategy, one line a check.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::{Map, Value};

use super::request::read;
use crate::cli::output::{data, harmless, json, say};
use crate::cli::own::free_for_junit;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::host;
use crate::trial::{Check, Plan, Report, Suite, failures_folder, junit, open, read_cases, test};

#[derive(Debug, Args)]
pub(in crate::cli) struct TestFlags {
    /// The component's file, or the name of a shipped strategy.
    #[arg(value_name = "FILE")]
    file: String,
    /// A folder of case files, YAML or JSON. Default: `cases` beside the component, where there is one.
    #[arg(long, value_name = "DIR")]
    cases: Option<PathBuf>,
    /// Write the result as JUnit XML too.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// Settings, JSON, of generated requests and of cases that have none.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// The seed of generated requests: the same seed makes the same ones.
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// How many requests are generated.
    #[arg(long, default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u64).range(0..=1_000_000))]
    runs: u64,
    /// Where requests that show a failure are written. Default: strategy-failures.
    #[arg(long, value_name = "DIR")]
    failures: Option<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

/// Tries a strategy. A check that fails ends with the code of a strategy that failed.
pub(super) fn run(flags: &TestFlags) -> Result<ExitCode, Error> {
    let component = open(&flags.file)?;
    let beside = beside(&flags.file);
    let cases = flags.cases.as_deref().or(beside.as_deref()).map(read_cases).transpose()?.unwrap_or_default();
    if cases.is_empty() && Path::new(&flags.file).is_file() {
        say("no cases are tried: there is no folder `cases` beside the component, and no `--cases`");
    }
    let settings = flags.settings.as_deref().map(read::<Map<String, Value>>).transpose()?.unwrap_or_default();
    flags.junit.as_deref().map(free_for_junit).transpose()?;
    let program = std::env::current_exe().map_err(|error| Error::System {
        what: "odlm's own program cannot be found".to_owned(),
        detail: error.to_string(),
    })?;
    let strategy = host()?.load(&component.name, &component.bytes)?;
    let plan = Plan {
        typed: flags.file.clone(),
        cases,
        settings,
        seed: flags.seed,
        runs: flags.runs,
        failures: flags.failures.clone().unwrap_or_else(|| failures_folder().to_owned()),
        program,
    };
    let report = test(&plan, &strategy, &mut |check| say(&harmless(&line(check))))?;
    if let Some(path) = &flags.junit {
        std::fs::write(path, junit(&report)).map_err(|error| Error::System {
            what: format!("`{}` cannot be written", path.display()),
            detail: error.to_string(),
        })?;
    }
    if flags.json {
        json(&report)?
    } else {
        data(&harmless(&summary(&report)))?
    }
    Ok(if report.failed == 0 { ExitCode::Success } else { ExitCode::Strategy })
}

/// The folder `cases` beside a component's file, where projects have theirs. A shipped strategy has none.
fn beside(file: &str) -> Option<PathBuf> {
    let file = Path::new(file);
    let folder = file.with_file_name("cases");
    (file.is_file() && folder.is_dir()).then_some(folder)
}

/// A check as one line; of a failed one also what came and how to see it again.
fn line(check: &Check) -> String {
    let word = if check.passed { "ok  " } else { "FAIL" };
    let note = check.note.as_ref().map(|note| format!(": {note}")).unwrap_or_default();
    let mut out = format!("{word} {} {}{note} ({:.0} ms)", check.suite.name(), check.name, check.seconds * 1000.0);
    // Writing to a text cannot fail, here and below.
    for message in &check.messages {
        let _ = write!(out, "\n     {message}");
    }
    if let Some(command) = &check.reproduce {
        let _ = write!(out, "\n     {command}");
    }
    out
}

fn summary(report: &Report) -> String {
    let mut out = format!("{} {}\n", report.strategy.name, report.strategy.version);
    for suite in Suite::ALL {
        let checks: Vec<&Check> = report.checks.iter().filter(|check| check.suite == suite).collect();
        let passed = checks.iter().filter(|check| check.passed).count();
        if !checks.is_empty() {
            let _ = writeln!(out, "  {:<8} {passed} of {} hold", suite.name(), checks.len());
        }
    }
    for check in report.checks.iter().filter(|check| !check.passed) {
        let _ = writeln!(out, "\n{}", line(check));
    }
    let _ = match report.failed {
        0 => writeln!(out, "All {} checks hold", report.passed),
        failed => writeln!(out, "\n{failed} of {} checks failed", report.checks.len()),
    };
    out
}
