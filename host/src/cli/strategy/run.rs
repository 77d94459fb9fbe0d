//! `odlm strategy run`: one call of a strategy with a request from a file.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value};

use super::past::{Past, past};
use super::request::{mistaken, read};
use crate::cli::arguments::WhichLedger;
use crate::cli::output::{alarm, data, harmless, json, look, say};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::host;
use crate::plan::check;
use crate::report::{grid, whole};
use crate::text::bytes;
use crate::trial::{Answered, answered, asked, open};

/// Most leads of the table; the rest is counted.
const LEADS_SHOWN: usize = 200;

#[derive(Debug, Args)]
pub(in crate::cli) struct RunFlags {
    /// The component's file, or the name of a shipped strategy.
    #[arg(value_name = "FILE")]
    file: String,
    /// The request, JSON; `-` is stdin.
    #[arg(long, value_name = "FILE", required_unless_present = "from_run")]
    request: Option<PathBuf>,
    /// The request of a recorded run, instead of a file's.
    #[arg(long, value_name = "RUN", conflicts_with = "request")]
    from_run: Option<i64>,
    /// With --from-run: which of the questions that the run asked. Default: 1.
    #[arg(long, value_name = "N", requires = "from_run")]
    question: Option<usize>,
    #[command(flatten)]
    which: WhichLedger,
    /// Settings, JSON, in place of those of the request.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Print the answer as JSON.
    #[arg(long)]
    json: bool,
}

/// Asks once, holds the answer against the host's rules, and shows it.
pub(super) async fn run(flags: &RunFlags) -> Result<ExitCode, Error> {
    let component = open(&flags.file)?;
    let strategy = host()?.load(&component.name, &component.bytes)?;
    let (Past { mut file, names }, shown) = match (&flags.request, flags.from_run) {
        (_, Some(run)) => (
            past(&flags.which, run, flags.question.unwrap_or(1), &strategy).await?,
            PathBuf::from(format!("run {run}")),
        ),
        (path, None) => {
            let path = path.clone().unwrap_or_else(|| PathBuf::from("-"));
            (Past { file: read(&path)?, names: HashMap::new() }, path)
        }
    };
    if let Some(settings) = &flags.settings {
        file.settings = read::<Map<String, Value>>(settings)?;
    }
    let mut asked = asked(&file, &strategy).map_err(|mistakes| mistaken(&shown, mistakes))?;
    for (shown, id) in asked.people.iter_mut().zip(&asked.request.salespeople.id) {
        if let Some(name) = names.get(id) {
            shown.clone_from(name);
        }
    }
    let assigned = strategy.assign(&asked.request)?;
    for line in &assigned.log {
        say(&format!("{}: {}", line.level.name(), line.message));
    }
    if assigned.log_dropped > 0 {
        say(&format!("{} more lines of its log were dropped", assigned.log_dropped));
    }
    if let Err(error) = check(&component.name, &asked.request, &assigned.answer, u32::MAX) {
        alarm(&format!("error: {error}"));
        alarm(
            "hint: the host would refuse this plan whole; correct the strategy, and see the rules in `docs/plugins/testing.md`",
        );
        return Ok(ExitCode::Strategy);
    }
    let answered = answered(strategy.identity(), &asked, &assigned);
    if flags.json {
        json(&answered)?
    } else {
        data(&harmless(&look().letters(&text(&answered))))?
    }
    Ok(ExitCode::Success)
}

fn text(answered: &Answered) -> String {
    let mut out = String::new();
    let rows = answered.leads.iter().take(LEADS_SHOWN).map(|lead| {
        vec![lead.name.clone(), lead.to_name.clone().unwrap_or_else(|| "nobody".to_owned()), lead.reason.clone()]
    });
    let rows: Vec<_> = rows.collect();
    // Writing to a text cannot fail, here and below.
    if rows.is_empty() {
        out.push_str("There are no leads\n");
    } else {
        let _ = writeln!(out, "{}", grid(look(), &["Lead", "Salesperson", "Why"], &[], &rows));
    }
    if answered.leads.len() > LEADS_SHOWN {
        let _ = writeln!(out, "and {} more leads; `--json` has them all", answered.leads.len() - LEADS_SHOWN);
    }
    let people = answered.salespeople.iter().map(|person| vec![person.name.clone(), person.received.to_string()]);
    let people: Vec<_> = people.take(LEADS_SHOWN).collect();
    if !people.is_empty() {
        let _ = writeln!(out, "\n{}", grid(look(), &["Salesperson", "Leads"], &[1], &people));
    }
    if !answered.notes.is_empty() {
        out.push('\n');
    }
    for note in answered.notes.iter().take(LEADS_SHOWN) {
        let _ = writeln!(out, "{}: {}", note.lead.as_deref().unwrap_or("a lead that is not there"), note.text);
    }
    let memory = usize::try_from(answered.peak_memory_bytes).unwrap_or(usize::MAX);
    let _ = writeln!(
        out,
        "\n{} {}: {} units of fuel, {} of memory, {:.1} ms",
        answered.strategy.name,
        answered.strategy.version,
        whole(answered.fuel),
        bytes(memory),
        answered.milliseconds
    );
    out
}
