//! `odlm strategy compare`: what past runs asked, under two strategies or one with two settings. One run is in memory at a time.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::request::{mistaken, read};
use crate::cli::arguments::WhichLedger;
use crate::cli::dailydist;
use crate::cli::files::{Readers, replace};
use crate::cli::history::names;
use crate::cli::output::{data, json, look, say};
use crate::cli::own::free_for_report;
use crate::cli::runs;
use crate::config::Overrides;
use crate::domain::run::RunRecord;
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ledger::{Ledger, RunFilter};
use crate::pipeline::host;
use crate::report::compare::{Builder, Comparison, Pool};
use crate::report::leads;
use crate::strategy::Host;
use crate::text::one_line;
use crate::trial::{Candidate, open};

/// The most runs of a comparison.
const MOST_RUNS: i64 = 10_000;
/// The newest runs among which a campaign's name is looked for.
const KNOWN_RUNS: u32 = 2_000;
/// The most runs that are looked through for those of which it is not kept what they asked.
const MOST_SINCE: u32 = 20_000;
/// How often it is told how far the work is.
const NOW_AND_THEN: Duration = Duration::from_secs(2);

#[derive(Debug, Args)]
pub(in crate::cli) struct CompareFlags {
    /// The first strategy: a component's file, or a shipped strategy's name.
    #[arg(value_name = "A")]
    a: String,
    /// The second strategy, which may be the same with other settings.
    #[arg(value_name = "B")]
    b: String,
    /// How many of the latest runs; those count of which it is kept what they asked.
    #[arg(long, value_name = "N", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=MOST_RUNS))]
    from_runs: u32,
    /// Settings of A, JSON. Default: the run's where it asked A, else A's own defaults.
    #[arg(long, value_name = "FILE")]
    settings_a: Option<PathBuf>,
    /// Settings of B, JSON; as those of A.
    #[arg(long, value_name = "FILE")]
    settings_b: Option<PathBuf>,
    /// Only runs of this campaign.
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    campaign: Option<String>,
    /// Take dry runs, and not those that wrote.
    #[arg(long)]
    dry_runs: bool,
    #[command(flatten)]
    which: WhichLedger,
    /// Write it as a page of HTML too, for its owner alone.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Print the comparison as JSON.
    #[arg(long)]
    json: bool,
}

/// Compares. A run for which a side made no plan ends with the code of a strategy that failed.
pub(super) async fn run(flags: &CompareFlags) -> Result<ExitCode, Error> {
    flags.output.as_deref().map_or(Ok(()), page)?;
    let host = host()?;
    let a = candidate(&host, &flags.a, flags.settings_a.as_deref())?;
    let b = candidate(&host, &flags.b, flags.settings_b.as_deref())?;
    let ledger = runs::open(&flags.which).await?;
    let made = compare(&*ledger, flags, a, b).await;
    ledger.close().await;
    let comparison = made?;
    if let Some(path) = &flags.output {
        let text = comparison.html().map_err(|error| Error::Unexpected(format!("the page: {error}")))?;
        replace(path, &text, Readers::Owner)?;
        say(&format!("written to `{}`", path.display()));
    }
    match flags.json {
        true => json(&comparison)?,
        false => data(&comparison.terminal(look()))?,
    }
    let failed = comparison.a.failed + comparison.b.failed > 0;
    Ok(if failed { ExitCode::Strategy } else { ExitCode::Success })
}

/// Passes where a page may be written.
fn page(path: &Path) -> Result<(), Error> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    if !matches!(ending.as_deref(), Some("html" | "htm")) {
        let message = format!("`{}` is written as HTML, which its ending does not say", path.display());
        return Err(Error::usage(message, "end it in `.html`; `--json` prints the figures for programs"));
    }
    free_for_report(path)
}

fn candidate(host: &Host, typed: &str, settings: Option<&Path>) -> Result<Candidate, Error> {
    let component = open(typed)?;
    let strategy = host.load(&component.name, &component.bytes)?;
    let given = settings.map(read::<Map<String, Value>>).transpose()?;
    Candidate::new(typed, &component.name, strategy, given)
        .map_err(|mistakes| mistaken(settings.unwrap_or(Path::new(typed)), mistakes))
}

async fn compare(
    ledger: &dyn Ledger,
    flags: &CompareFlags,
    mut a: Candidate,
    mut b: Candidate,
) -> Result<Comparison, Error> {
    let filter = filter(ledger, flags).await?;
    let mut records = ledger.runs_between(&RunFilter { asked: true, ..filter.clone() }, flags.from_runs).await?;
    // Memory goes from run to run.
    records.reverse();
    let Some(first) = records.first() else { return Err(nothing(ledger, flags, &filter).await?) };
    let mut not_kept = others(ledger, &filter, first, records.len()).await?;
    let count = records.len();
    say(&format!("asking what {count} past {} asked", if count == 1 { "run" } else { "runs" }));
    let mut builder = Builder::new(a.name().clone(), b.name().clone());
    let (mut told, mut several) = (Instant::now(), 0);
    for (at, record) in records.iter().enumerate() {
        let requests = ledger.requests(record.id).await?;
        let request = match &*requests {
            [request] => request,
            // Forgotten since the runs were read.
            [] => {
                not_kept += 1;
                continue;
            }
            // What the later ones ask depends on what the run's own strategy answered to those before.
            [_, _, ..] => {
                several += 1;
                continue;
            }
        };
        if told.elapsed() >= NOW_AND_THEN {
            told = Instant::now();
            let asked = leads(request.leads.id.len() as u64);
            say(&format!("run {} ({} of {}): {asked}", record.id, at + 1, count));
        }
        let (plan_a, plan_b) = (a.plan(record, request), b.plan(record, request));
        builder.add(&Pool::new(record, request), plan_a, plan_b);
    }
    match (builder.is_empty(), several) {
        (false, _) => {}
        (true, 0) => return Err(nothing(ledger, flags, &filter).await?),
        (true, _) => {
            return Err(Error::usage(
                "each of these runs asked several questions, each about what the answers before had left".to_owned(),
                "compare runs without `advanced_rules`: those need several questions; `odlm strategy run FILE --from-run` asks each of them",
            ));
        }
    }
    Ok(builder.comparison((filter.odoo, filter.campaign), flags.dry_runs, (not_kept, several)))
}

/// Which runs are meant.
async fn filter(ledger: &dyn Ledger, flags: &CompareFlags) -> Result<RunFilter, Error> {
    let config = flags.which.config.as_deref();
    let config = config.map(|path| dailydist::read(path, &Overrides::default())).transpose()?;
    let odoo = config.map(|config| config.connection.identity());
    let mut filter = RunFilter { odoo, dry_run: Some(flags.dry_runs), ..RunFilter::default() };
    if let Some(name) = &flags.campaign {
        let newest = ledger.runs(KNOWN_RUNS).await?;
        let known: Vec<&RunRecord> =
            newest.iter().filter(|run| filter.odoo.as_ref().is_none_or(|odoo| *odoo == run.new.odoo)).collect();
        filter.campaign = Some(names::campaign(name, &known)?);
    }
    Ok(filter)
}

/// How many runs there are since the first one, beside those that are taken.
async fn others(ledger: &dyn Ledger, filter: &RunFilter, first: &RunRecord, taken: usize) -> Result<u64, Error> {
    // A run is written down after the instant that it counts as its begin.
    let from = Timestamp::from_second(first.new.now).ok();
    let since = ledger.runs_between(&RunFilter { from, ..filter.clone() }, MOST_SINCE).await?;
    let since = since.iter().filter(|run| run.id >= first.id && run.strategy.is_some()).count();
    Ok(since.saturating_sub(taken) as u64)
}

/// Why there is no run to compare on, and the way out.
async fn nothing(ledger: &dyn Ledger, flags: &CompareFlags, filter: &RunFilter) -> Result<Error, Error> {
    let (what, other) = match flags.dry_runs {
        true => ("dry run", "leave `--dry-runs` out to take those that wrote"),
        false => ("run that wrote", "`--dry-runs` takes dry runs"),
    };
    let of =
        filter.campaign.as_ref().map_or_else(String::new, |name| format!(" of campaign `{}`", one_line(name, 200)));
    if ledger.runs_between(filter, 1).await?.is_empty() {
        let hint =
            format!("{other}; `odlm runs list` shows what the ledger has, `--config` or `--ledger` names another");
        return Ok(Error::usage(format!("the ledger has no {what}{of}"), hint));
    }
    let hint = format!("set `tracking.keep_requests` above 0 and run again, or: {other}");
    Ok(Error::usage(format!("of no {what}{of} is it kept what the strategy was asked"), hint))
}
