//! `odlm dailydist --config FOLDER`: every campaign of a folder in order, each a run of its own.
//!
//! All configurations are read and checked before the first one runs. A campaign that fails does not stop the next; Ctrl-C stops all.
//! The exit code is that of the first campaign whose own is not 0.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::arguments::DailyDist;
use super::dailydist::{read, report, warn};
use super::measure::Watch;
use super::output::{self, alarm, fail, harmless, json, look, say};
use super::progress::Bar;
use super::{alert, dailydist, exports, own, report_files, signals, start};
use crate::apply::Stop;
use crate::config::written::LogLevel;
use crate::config::{Config, Overrides};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ledger;
use crate::pipeline::{self, Carried, Exports, Job, Prepared, Unattended};
use crate::report::{Report, filter_delta, show};
use crate::strategy::Host;

/// The most campaigns of one folder.
const MOST_CAMPAIGNS: usize = 1_000;

/// One campaign of the folder.
struct Campaign {
    file: PathBuf,
    config: Config,
    prepared: Prepared,
}

/// The runs as `--json` prints them.
#[derive(Serialize)]
struct Runs {
    /// Those that began, in their order.
    runs: Vec<Report>,
    /// Those that ended before they had a number.
    failed: Vec<Failed>,
}

/// A campaign without a run.
#[derive(Serialize)]
struct Failed {
    file: String,
    campaign: String,
    error: String,
}

pub(super) async fn run(
    folder: &Path,
    arguments: &DailyDist,
    overrides: &Overrides,
    level: Option<LogLevel>,
) -> Result<ExitCode, Error> {
    let files = files(folder)?;
    let host = pipeline::host()?;
    let campaigns = match checked(&files, overrides, &host, level).await {
        Ok(campaigns) => campaigns,
        Err((code, configs)) => {
            alert::not_run(&configs, code).await;
            return Ok(code);
        }
    };
    if let Err(error) = begin_all(&campaigns, arguments) {
        let configs: Vec<Config> = campaigns.into_iter().map(|campaign| campaign.config).collect();
        alert::not_run(&configs, error.exit_code()).await;
        return Err(error);
    }
    let mut taken = exports::Taken::default();
    let stop = Stop::default();
    signals::watch(&stop);
    let mut carried: BTreeMap<String, Carried> = BTreeMap::new();
    let mut code = ExitCode::Success;
    let mut told = Runs { runs: Vec::new(), failed: Vec::new() };
    for campaign in &campaigns {
        let Campaign { file, config, .. } = campaign;
        if !config.active {
            say(&format!("campaign `{}` is not active (`campaign.active: false`); it is passed over", config.campaign));
            continue;
        }
        if stop.is_requested() {
            say(&format!("campaign `{}` has not been run", config.campaign));
            code = first(code, ExitCode::Interrupted);
            continue;
        }
        let earlier = carried.entry(config.connection.identity()).or_default();
        let mut watch = Watch::new(config);
        let (shown, ended) = match arguments.exports.begin(config, &mut taken, true) {
            Ok(exports) => {
                let how = (exports.as_ref(), arguments.decisions);
                one(campaign, &host, &stop, earlier, how, &mut watch).await
            }
            Err(error) => (None, Err(error)),
        };
        watch.end(&ended).await;
        match shown {
            Some(shown) => {
                if !arguments.json {
                    let heading = harmless(&format!("== {}: campaign {} ==", name(file), config.campaign));
                    output::show(&format!("{heading}\n{}\n", show(&shown, look())))?;
                    if arguments.exports.show_filter_delta {
                        output::data(&format!("{}\n", filter_delta(&shown, look())))?;
                    }
                }
                told.runs.push(shown);
            }
            None => {
                if let Err(error) = &ended {
                    let (file, campaign) = (name(file), config.campaign.clone());
                    told.failed.push(Failed { file, campaign, error: error.brief() });
                }
            }
        }
        code = first(
            code,
            ended.unwrap_or_else(|error| {
                alarm(&format!("campaign `{}` failed:", config.campaign));
                fail(&error)
            }),
        );
    }
    if arguments.json {
        json(&told)?;
    } else {
        output::show(&totals(&told))?;
    }
    Ok(code)
}

/// The exit code that counts: the first that is not 0.
fn first(earlier: ExitCode, later: ExitCode) -> ExitCode {
    if earlier == ExitCode::Success { later } else { earlier }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// The configurations of a folder, sorted by name: every `.yaml`, `.yml` and `.json` that is neither hidden nor a schema nor a report. Folders in it
/// are passed over.
pub(super) fn files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let shown = folder.display();
    let unreadable = |error: std::io::Error| Error::System {
        what: format!("the folder `{shown}` cannot be read"),
        detail: error.to_string(),
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let hidden = name.starts_with('.') || name.ends_with(".schema.json");
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        // A report that was written beside its configuration is none.
        let is_report = ending.as_deref() == Some("json") && own::is_report(&path).unwrap_or(false);
        let is_meant = !hidden && !is_report && matches!(ending.as_deref(), Some("yaml" | "yml" | "json"));
        if is_meant && path.is_file() {
            files.push(path);
        }
        if files.len() > MOST_CAMPAIGNS {
            let message = format!("the folder `{shown}` holds more than {MOST_CAMPAIGNS} configurations");
            return Err(Error::usage(message, "share them out between folders"));
        }
    }
    if files.is_empty() {
        let message = format!("the folder `{shown}` holds no configuration");
        return Err(Error::usage(message, "a campaign is a file that ends in `.yaml`, `.yml` or `.json`"));
    }
    files.sort();
    Ok(files)
}

/// The campaigns of a folder so far, by Odoo and name, with their files.
#[derive(Default)]
pub(super) struct Known(BTreeMap<(String, String), PathBuf>);

impl Known {
    /// Adds a campaign.
    ///
    /// # Errors
    /// It is there already: two runs a day would share one fairness and one lease.
    pub(super) fn add(&mut self, file: &Path, config: &Config) -> Result<(), Error> {
        let key = (config.connection.identity(), config.campaign.clone());
        let Some(other) = self.0.insert(key, file.to_owned()) else { return Ok(()) };
        let (other, file) = (other.display(), file.display());
        Err(Error::usage(
            format!("`{other}` and `{file}` are both campaign `{}` of the same Odoo", config.campaign),
            "give each its own `campaign.name`, or move one of the files out of the folder",
        ))
    }
}

/// Reads and checks every campaign. All mistakes are said; the exit code is that of the first, and comes with the configurations that
/// could be read.
async fn checked(
    files: &[PathBuf],
    overrides: &Overrides,
    host: &Host,
    level: Option<LogLevel>,
) -> Result<Vec<Campaign>, (ExitCode, Vec<Config>)> {
    let mut code = ExitCode::Success;
    let mut configs = Vec::new();
    let mut wrong = Vec::new();
    let mut taken = exports::Taken::default();
    for file in files {
        match read(file, overrides) {
            Ok(mut config) => {
                if overrides.report.location.is_some() {
                    report_files::share(&mut config.reporting, &taken.name(&config.campaign));
                }
                configs.push((file.clone(), config));
            }
            Err(error) => wrong.push(error),
        }
    }
    // There is one log: the first file that says something of it decides.
    wrong.extend(start::log_of(level, configs.iter().map(|(_, config)| config)).err());
    for error in wrong {
        code = first(code, fail(&error));
    }
    let mut known = Known::default();
    let (mut campaigns, mut unready) = (Vec::new(), Vec::new());
    for (file, config) in configs {
        warn(&config);
        if let Err(error) = known.add(&file, &config) {
            code = first(code, fail(&error));
        }
        match pipeline::prepare(&config, host).await {
            Ok(prepared) => campaigns.push(Campaign { file, config, prepared }),
            Err(error) => {
                code = first(code, fail(&error));
                unready.push(config);
            }
        }
    }
    if code == ExitCode::Success {
        return Ok(campaigns);
    }
    unready.extend(campaigns.into_iter().map(|campaign| campaign.config));
    Err((code, unready))
}

/// Tries whether the files of every campaign's leads can be written, before the first one runs.
fn begin_all(campaigns: &[Campaign], arguments: &DailyDist) -> Result<(), Error> {
    let mut taken = exports::Taken::default();
    for Campaign { config, .. } in campaigns.iter().filter(|campaign| campaign.config.active) {
        let exports = arguments.exports.begin(config, &mut taken, true)?;
        report_files::check(&config.reporting, &exports.as_ref().map(Exports::paths).unwrap_or_default())?;
    }
    Ok(())
}

/// Runs one campaign with its own ledger; returns its report, where it came to have one, and how it ended.
async fn one(
    campaign: &Campaign,
    host: &Host,
    stop: &Stop,
    carried: &mut Carried,
    (exports, decisions): (Option<&Exports>, bool),
    watch: &mut Watch<'_>,
) -> (Option<Report>, Result<ExitCode, Error>) {
    let Campaign { config, prepared, .. } = campaign;
    let ledger = match ledger::open(&config.ledger).await {
        Ok(ledger) => ledger,
        Err(error) => return (None, Err(error.into())),
    };
    let bar = Bar::new();
    let figures = config.execution.dry_run || config.reporting.generate;
    let job = Job { config, host, ledger: &*ledger, progress: &bar, steps: &Unattended, stop, figures, exports };
    let (run, outcome) = pipeline::run_after(&job, prepared, carried).await;
    bar.done();
    watch.note(&*ledger, run, &outcome, &bar).await;
    exports::told(exports);
    let shown = match run {
        Some(run) => report(&*ledger, run, decisions).await,
        None => Ok(None),
    };
    let written = match run.filter(|_| config.reporting.generate) {
        Some(run) => report_files::write(&config.reporting, &*ledger, run).await,
        None => Ok(()),
    };
    dailydist::tidy(config, &*ledger).await;
    ledger.close().await;
    let mut ended = outcome.map(ExitCode::of_status);
    if let Err(error) = written {
        let code = fail(&error);
        ended = ended.map(|ended| first(ended, code));
    }
    match shown {
        Ok(shown) => (shown, ended),
        // What became of the run outweighs that it could not be shown.
        Err(error) => (None, ended.and(Err(error))),
    }
}

/// The last line: all runs together.
fn totals(told: &Runs) -> String {
    let sum = |count: fn(&Report) -> u64| told.runs.iter().map(count).sum::<u64>();
    let runs = if told.runs.len() == 1 { "1 campaign".to_owned() } else { format!("{} campaigns", told.runs.len()) };
    let mut text = format!("{runs}: {} leads planned, {} assigned", sum(|run| run.planned), sum(|run| run.assigned));
    if !told.failed.is_empty() {
        // Writing to a text cannot fail.
        let _ = write!(text, "; {} without a run", told.failed.len());
    }
    text + "\n"
}
