//! Case files: people, leads and settings, and what is expected of the plan.

use std::fs;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::expect::{Expectation, unmet, unmet_of_declined};
use super::question::{Asked, Mistake, NOW, asked};
use super::request_file::{LeadRow, PersonRow, RequestFile};
use super::rules::{Kept, judge};
use crate::config::source::{ConfigErrors, Place, read_as_written};
use crate::error::Error;
use crate::strategy::Strategy;

/// Most cases of a folder.
const MOST_CASES: usize = 10_000;
/// Seconds between two runs of a case that do not say when they are.
const DAY: i64 = 86_400;

/// A case: either one run, by `leads` and `expect`, or several, by `runs`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseFile {
    /// What the case is about, for people.
    pub about: Option<String>,
    /// Who may receive leads. Default: nobody.
    #[serde(default)]
    pub salespeople: Vec<PersonRow>,
    /// The leads, in the order in which they are to be served. Default: none.
    #[serde(default)]
    pub leads: Vec<LeadRow>,
    /// The strategy's settings. Default: those of `--settings`, else of its own schema.
    pub settings: Option<Map<String, Value>>,
    /// Seconds since 1970-01-01 UTC. Default: 1767600000, which is 2026-01-05 08:00.
    pub now: Option<i64>,
    /// The only source of chance, below 2^53. Default: 1.
    pub seed: Option<u64>,
    /// What an earlier run left, in base64. Default: nothing.
    pub memory: Option<String>,
    /// What is expected. Without it the host's rules must hold.
    #[serde(default)]
    pub expect: Expectation,
    /// Several runs one after another in place of `leads` and `expect`: each gets the memory that the one before left.
    #[serde(default)]
    pub runs: Vec<CaseRun>,
}

/// One of several runs.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CaseRun {
    /// Its leads. Default: none.
    #[serde(default)]
    pub leads: Vec<LeadRow>,
    /// Its salespeople. Default: those of the case.
    pub salespeople: Option<Vec<PersonRow>>,
    /// Its settings. Default: those of the case.
    pub settings: Option<Map<String, Value>>,
    /// When it is. Default: a day after the run before.
    pub now: Option<i64>,
    /// Its seed. Default: that of the case.
    pub seed: Option<u64>,
    /// What is expected of it.
    #[serde(default)]
    pub expect: Expectation,
}

/// A case that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The file's name without its ending.
    pub name: String,
    /// Where it stands.
    pub path: PathBuf,
    /// What it says.
    pub file: CaseFile,
}

/// What did not come of a case.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unmet {
    /// Each what was expected and what came.
    pub(super) messages: Vec<String>,
    /// The request of the run at which it failed.
    pub(super) request: RequestFile,
}

/// Reads the cases of a folder, YAML and JSON, in the order of their names.
///
/// # Errors
/// The folder cannot be read or has no case, or every mistake of its files.
pub fn read_cases(folder: &Path) -> Result<Vec<Case>, Error> {
    let shown = folder.display();
    let hint = "name a folder of case files; `docs/plugins/testing.md` has their form";
    let unreadable = |error: std::io::Error| Error::usage(format!("`{shown}` cannot be read: {error}"), hint);
    let entries = fs::read_dir(folder).map_err(unreadable)?;
    let is_ending = |end: &std::ffi::OsStr| ["yaml", "yml", "json"].iter().any(|known| end.eq_ignore_ascii_case(known));
    let is_case = |path: &PathBuf| path.extension().is_some_and(is_ending) && path.is_file();
    let found = entries.flatten().map(|entry| entry.path()).filter(is_case).take(MOST_CASES + 1);
    let mut paths: Vec<PathBuf> = found.collect();
    paths.sort();
    if paths.len() > MOST_CASES {
        return Err(Error::usage(
            format!("`{shown}` has more than {MOST_CASES} cases"),
            "put them into several folders",
        ));
    }
    if paths.is_empty() {
        return Err(Error::usage(format!("`{shown}` has no case, neither `.yaml` nor `.json`"), hint));
    }
    let mut errors = ConfigErrors::new();
    let mut cases = Vec::new();
    for path in paths {
        match read_as_written::<CaseFile>(&path) {
            Err(mistakes) => errors.extend(mistakes),
            Ok(read) => {
                let file = read.value;
                if !file.runs.is_empty() && (!file.leads.is_empty() || file.expect != Expectation::default()) {
                    let message = "a case with `runs` has its leads and expectations there";
                    errors.add(
                        read.places.place("/runs"),
                        "runs",
                        message,
                        "move `leads` and `expect` into a run".to_owned(),
                    );
                }
                let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                cases.push(Case { name, path, file });
            }
        }
    }
    Ok(errors.into_result(cases)?)
}

/// Plays a case. None when all of it came.
///
/// # Errors
/// The case itself is mistaken.
pub(super) fn play(case: &Case, strategy: &Strategy, settings: &Map<String, Value>) -> Result<Option<Unmet>, Error> {
    let file = &case.file;
    let single = CaseRun { leads: file.leads.clone(), expect: file.expect.clone(), ..CaseRun::default() };
    let runs = if file.runs.is_empty() { std::slice::from_ref(&single) } else { &file.runs };
    let (mut now, mut memory) = (file.now.unwrap_or(NOW), file.memory.clone());
    for (number, run) in runs.iter().enumerate() {
        now = run.now.unwrap_or(if number == 0 { now } else { now.saturating_add(DAY) });
        let request = RequestFile {
            leads: run.leads.clone(),
            salespeople: run.salespeople.as_ref().unwrap_or(&file.salespeople).clone(),
            settings: run.settings.as_ref().or(file.settings.as_ref()).unwrap_or(settings).clone(),
            now: Some(now),
            seed: run.seed.or(file.seed),
            memory: memory.clone(),
            explain: Vec::new(),
        };
        let at = if file.runs.is_empty() { String::new() } else { format!("runs[{number}].") };
        let asked = asked(&request, strategy).map_err(|mistakes| mistaken(case, &at, mistakes))?;
        let (messages, left) = played(strategy, run, &asked)
            .map_err(|message| mistaken(case, &at, vec![Mistake::new("expect", message)]))?;
        if !messages.is_empty() {
            let told = |message: String| match file.runs.is_empty() {
                true => message,
                false => format!("run {}: {message}", number + 1),
            };
            return Ok(Some(Unmet { messages: messages.into_iter().map(told).collect(), request }));
        }
        if let Some(left) = left {
            use base64::Engine as _;
            memory = Some(base64::engine::general_purpose::STANDARD.encode(left));
        }
    }
    Ok(None)
}

/// What did not come of a run, and the memory that it left.
fn played(strategy: &Strategy, run: &CaseRun, asked: &Asked) -> Result<(Vec<String>, Option<Vec<u8>>), String> {
    let name = &strategy.identity().name;
    match judge(name, &|request| strategy.assign(request), &asked.request) {
        Err(failure) => Ok((vec![failure.message], None)),
        Ok(Kept::Declined(message)) => Ok((unmet_of_declined(&run.expect, &message), None)),
        Ok(Kept::Planned(assigned)) => {
            let messages = unmet(&run.expect, asked, &assigned)?;
            Ok((messages, Some(assigned.answer.memory)))
        }
    }
}

fn mistaken(case: &Case, at: &str, mistakes: Vec<Mistake>) -> Error {
    let mut errors = ConfigErrors::new();
    for mistake in mistakes {
        errors.add(Place::file(&case.path), format!("{at}{}", mistake.path), mistake.message, mistake.hint);
    }
    Error::Config(errors)
}
