//! `odlm strategy bench`: how fast a strategy is at growing sizes, beside the shipped ones.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::request::read;
use crate::cli::output::{data, harmless, json as print, look, say};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::pipeline::{host, load_strategy};
use crate::report::{decimal, grid, whole};
use crate::strategy::{Strategy, shipped};
use crate::text::bytes;
use crate::trial::{BenchLine, Contender, SIZES, bench, open};

/// Most leads of a size.
const MOST_LEADS: usize = 5_000_000;

#[derive(Debug, Args)]
pub(in crate::cli) struct BenchFlags {
    /// The component's file, or the name of a shipped strategy.
    #[arg(value_name = "FILE")]
    file: String,
    /// How many leads there are, with commas between. Default: 1000,10000,100000,1000000.
    #[arg(long, value_name = "SIZES", value_delimiter = ',', value_parser = size)]
    sizes: Vec<usize>,
    /// Its settings, JSON.
    #[arg(long, value_name = "FILE")]
    settings: Option<PathBuf>,
    /// Print the result as JSON.
    #[arg(long)]
    json: bool,
}

fn size(text: &str) -> Result<usize, String> {
    let known = text.parse().ok().filter(|leads| (1..=MOST_LEADS).contains(leads));
    known.ok_or_else(|| format!("a size is a number of leads, 1 to {MOST_LEADS}"))
}

/// Measures. A strategy that gives no plan at a size ends with the code of a strategy that failed.
pub(super) fn run(flags: &BenchFlags) -> Result<ExitCode, Error> {
    let component = open(&flags.file)?;
    let settings = flags.settings.as_deref().map(read::<Map<String, Value>>).transpose()?.unwrap_or_default();
    let host = host()?;
    let own = host.load(&component.name, &component.bytes)?;
    let mut contenders = vec![contender(component.name.clone(), own, settings)?];
    for (name, bytes) in shipped().iter().filter(|(_, bytes)| *bytes != component.bytes) {
        tracing::debug!(name, bytes = bytes.len(), "a shipped strategy is measured beside it");
        contenders.push(contender((*name).to_owned(), load_strategy(&host, name)?, Map::new())?);
    }
    let sizes = if flags.sizes.is_empty() { SIZES.to_vec() } else { flags.sizes.clone() };
    let lines = bench(&contenders, &sizes, &mut |line| say(&format!("{} leads: {}", line.leads, line.strategy)));
    if flags.json {
        print(&json!({ "lines": lines }))?
    } else {
        data(&text(&lines))?
    }
    let failed = lines.iter().any(|line| line.strategy == component.name && line.error.is_some());
    Ok(if failed { ExitCode::Strategy } else { ExitCode::Success })
}

fn contender(name: String, strategy: Strategy, settings: Map<String, Value>) -> Result<Contender, Error> {
    let settings = strategy.settings(&Value::Object(settings)).map_err(|errors| {
        let first = errors.into_iter().next();
        let message = first.map(|error| format!("setting `{}`: {}", error.pointer, error.message)).unwrap_or_default();
        Error::usage(message, "give the strategy settings with `--settings FILE`")
    })?;
    Ok(Contender { name, strategy, settings })
}

fn text(lines: &[BenchLine]) -> String {
    let row = |line: &BenchLine| {
        let size = format!("{} x {}", line.leads, line.salespeople);
        let Some(figures) = &line.figures else {
            return vec![size, line.strategy.clone(), "no plan".to_owned()];
        };
        let memory = usize::try_from(figures.peak_memory_bytes).unwrap_or(usize::MAX);
        vec![
            size,
            line.strategy.clone(),
            decimal(figures.milliseconds, 1),
            look().letters(&whole(figures.leads_per_second as u64)),
            decimal(figures.fuel_per_lead, 0),
            bytes(memory),
            figures.ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        ]
    };
    let rows: Vec<Vec<String>> = lines.iter().map(row).collect();
    let header = ["Leads x people", "Strategy", "ms", "Leads/s", "Fuel/lead", "Memory", "Ratio"];
    let first = lines.first().map(|line| line.strategy.as_str()).unwrap_or_default();
    let errors =
        lines.iter().filter_map(|line| line.error.as_ref().map(|error| format!("{} leads: {error}\n", line.leads)));
    let errors: String = errors.collect();
    let ratio = format!(
        "Ratio: how many times as long `{first}` takes as the strategy of the line; the fastest of three calls counts"
    );
    harmless(&format!("{}\n{ratio}\n{errors}", grid(look(), &header, &[2, 3, 4, 5, 6], &rows)))
}
