//! The arguments, as they are typed. What they mean is each command's work.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;

use crate::config::written::LogLevel;

/// Hands Odoo leads to salespeople by strategies that run in a WebAssembly sandbox.
#[derive(Debug, Parser)]
#[command(name = "odlm", version, about, max_term_width = 80, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    /// How much is said on stderr.
    #[arg(long, global = true, value_enum, ignore_case = true, value_name = "LEVEL")]
    pub(super) log_level: Option<LogLevel>,
}

const EXIT_CODES: &str = "Exit codes: 0 complete or nothing to do, 1 unexpected, 2 usage or configuration, 3 partial, \
4 strategy, 5 Odoo, 6 ledger, 7 another run is at work, 130 interrupted.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Distribute the leads of a campaign.
    Dailydist(DailyDist),
    /// Check a configuration and the Odoo that it names; writes nothing.
    Check(Check),
    /// Look at past runs.
    #[command(subcommand)]
    Runs(Runs),
    /// Run an Odoo stand-in with made-up leads, to try things out.
    Sandbox(Sandbox),
    /// Look at strategies.
    #[command(subcommand)]
    Strategy(Strategy),
}

#[derive(Debug, Args)]
pub(super) struct DailyDist {
    /// The configuration, YAML or JSON; of a folder every one, in the order of their names.
    #[arg(long, value_name = "FILE")]
    pub(super) config: PathBuf,
    /// Plan only: say who would get which lead and write nothing to Odoo.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Give out at most so many leads.
    #[arg(long, value_name = "N")]
    pub(super) max_leads: Option<u32>,
    /// Take leads dated from one day to another, both included, like 2026-01-01,2026-06-30.
    #[arg(long, value_name = "START,END", value_parser = date_range)]
    pub(super) override_date_range: Option<(Date, Date)>,
    /// Distribute in turn, whatever strategy is configured.
    #[arg(long)]
    pub(super) force_round_robin: bool,
    /// Print the run as one JSON document on stdout.
    #[arg(long)]
    pub(super) json: bool,
    /// With --json: each lead's decision too.
    #[arg(long, requires = "json")]
    pub(super) decisions: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The configuration, YAML or JSON.
    #[arg(long, value_name = "FILE")]
    pub(super) config: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(super) enum Runs {
    /// List the latest runs.
    List(RunsList),
    /// Show one run.
    Show(RunsShow),
    /// Finish a run that was killed or interrupted.
    ///
    /// Writes what it had planned and not written.
    Resume(RunsResume),
}

/// Which ledger.
#[derive(Debug, Args)]
pub(super) struct WhichLedger {
    /// The configuration whose ledger is read.
    #[arg(long, value_name = "FILE", conflicts_with = "ledger")]
    pub(super) config: Option<PathBuf>,
    /// The ledger itself. Default: odlm.sqlite in the working folder.
    #[arg(long, value_name = "FILE")]
    pub(super) ledger: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(super) struct RunsList {
    #[command(flatten)]
    pub(super) which: WhichLedger,
    /// The most runs shown.
    #[arg(long, default_value_t = 20, value_name = "N")]
    pub(super) limit: u32,
    /// Print them as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RunsShow {
    /// The run's number; the latest without it.
    pub(super) run: Option<i64>,
    #[command(flatten)]
    pub(super) which: WhichLedger,
    /// Print it as JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// With --json: each lead's decision too.
    #[arg(long, requires = "json")]
    pub(super) decisions: bool,
    /// Say what was decided about one lead, and why.
    #[arg(long, value_name = "ID", conflicts_with = "json")]
    pub(super) lead: Option<u64>,
}

#[derive(Debug, Args)]
pub(super) struct RunsResume {
    /// The run's number; the latest unfinished one of the campaign without it.
    pub(super) run: Option<i64>,
    /// The run's configuration.
    #[arg(long, value_name = "FILE")]
    pub(super) config: PathBuf,
    /// Print the run as one JSON document on stdout.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Sandbox {
    /// How many leads there are.
    #[arg(long, default_value_t = 200, value_name = "N")]
    pub(super) leads: usize,
    /// How many salespeople there are.
    #[arg(long, default_value_t = 8, value_name = "N")]
    pub(super) salespeople: usize,
    /// The same seed makes the same leads.
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub(super) port: u16,
    /// Behave like Odoo 18: `/jsonrpc` only.
    #[arg(long)]
    pub(super) legacy: bool,
    /// A command to run against it, with its connection in ODOO_HOST, ODOO_DB, ODOO_USERNAME, ODOO_PASSWORD and ODOO_API_KEY; the
    /// sandbox ends with it. Without a command it runs until Ctrl-C.
    #[arg(last = true, value_name = "COMMAND")]
    pub(super) command: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Strategy {
    /// List the shipped strategies with their settings.
    List {
        /// Print them as JSON.
        #[arg(long)]
        json: bool,
    },
}

fn date_range(text: &str) -> Result<(Date, Date), String> {
    let form = "write two days like 2026-01-01,2026-06-30";
    let (from, to) = text.split_once(',').ok_or_else(|| form.to_owned())?;
    let day = |text: &str| text.trim().parse::<Date>().map_err(|_| format!("`{}` is not a day; {form}", text.trim()));
    let (from, to) = (day(from)?, day(to)?);
    if from.year() < 1900 {
        return Err(format!("Odoo knows no leads of {}; {form}", from.year()));
    }
    if from > to { Err(format!("{from} is after {to}; {form}")) } else { Ok((from, to)) }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_date_range_is_two_days_in_order() {
        assert!(date_range("2026-01-01,2026-06-30").is_ok());
        assert!(date_range("2026-01-01, 2026-01-01").is_ok());
        for wrong in ["", "2026-01-01", "2026-06-30,2026-01-01", "2026-02-30,2026-03-01", "a,b"] {
            assert!(date_range(wrong).is_err(), "{wrong}");
        }
    }
}
