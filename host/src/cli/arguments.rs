//! The arguments, as they are typed. What they mean is each command's work.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand};
use clap_complete::Shell;
use jiff::civil::Date;

use super::exports::ExportFlags;
use super::history::HistoryFlags;
use super::strategy::StrategyCommand;
use crate::config::ReportOverrides;
use crate::config::templates::Template;
use crate::config::written::{LogFormat, LogLevel, ReportFormat};

/// Hands Odoo leads to salespeople by strategies that run in a WebAssembly sandbox.
#[derive(Debug, Parser)]
#[command(name = "odlm", version, about, max_term_width = 80, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
    #[command(flatten)]
    pub(super) talk: Talk,
}

/// How much is said, and in which shape.
#[derive(Debug, Args)]
#[command(next_help_heading = "Talk and log")]
pub(super) struct Talk {
    /// Say errors only: no warnings, no progress, no table of a run.
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
    /// Log each step; twice, each call to Odoo too.
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(super) verbose: u8,
    /// How much is logged, in a name. Default: that of the configuration, else WARNING.
    #[arg(long, global = true, value_enum, ignore_case = true, value_name = "LEVEL")]
    pub(super) log_level: Option<LogLevel>,
    /// How a line of the log looks. Default: that of the configuration, else text.
    #[arg(long, global = true, value_enum, ignore_case = true, value_name = "FORMAT")]
    pub(super) log_format: Option<LogFormat>,
}

const EXIT_CODES: &str = "Exit codes: 0 complete or nothing to do, 1 unexpected, 2 usage or configuration, 3 partial, \
4 strategy, 5 Odoo, 6 ledger, 7 another run is at work, 8 registry, 130 interrupted.";

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Distribute the leads of a campaign.
    Dailydist(DailyDist),
    /// Check a configuration and the Odoo that it names; writes nothing.
    Check(Check),
    /// Ask for what a configuration needs, try it, and write it.
    Init(Init),
    /// Look at and convert configurations.
    #[command(subcommand)]
    Config(Config),
    /// Look at past runs.
    #[command(subcommand)]
    Runs(Runs),
    /// Tell what the runs of a period came to.
    Report(HistoryFlags),
    /// Run an Odoo stand-in with made-up leads, to try things out.
    Sandbox(Sandbox),
    /// Look at strategies.
    #[command(subcommand)]
    Strategy(StrategyCommand),
    /// Print what completes commands and flags in a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man {
        /// Write a page for each command into this folder instead.
        #[arg(long, value_name = "FOLDER")]
        dir: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(super) struct DailyDist {
    /// The configuration, YAML or JSON; of a folder every one, in the order of their names.
    #[arg(long, value_name = "FILE", required_unless_present = "generate_config")]
    pub(super) config: Option<PathBuf>,
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
    /// Let a strategy of one's own run though no `sha256` of its file is written.
    #[arg(long)]
    pub(super) allow_unpinned: bool,
    /// Tell salespeople and managers what was given out, as `reporting.email` of the configuration says.
    #[arg(long)]
    pub(super) email_notification: bool,
    /// Show each step of the run, and ask whether to go on.
    #[arg(long)]
    pub(super) step_mode: bool,
    /// With --step-mode: show each step and go on without asking.
    #[arg(long, requires = "step_mode")]
    pub(super) auto_accept: bool,
    #[command(flatten)]
    pub(super) report: ReportFlags,
    /// Print the run as one JSON document on stdout.
    #[arg(long)]
    pub(super) json: bool,
    /// With --json: each lead's decision too.
    #[arg(long, requires = "json")]
    pub(super) decisions: bool,
    #[command(flatten)]
    pub(super) exports: ExportFlags,
    #[command(flatten)]
    pub(super) generate: Generate,
}

/// Report files.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "Report")]
pub(super) struct ReportFlags {
    /// Write a report of the run.
    #[arg(long)]
    pub(super) generate_report: bool,
    /// Its format, or several with commas between. Default: that of the configuration, else csv.
    #[arg(long, value_enum, ignore_case = true, value_delimiter = ',', value_name = "FORMAT")]
    pub(super) report_format: Vec<ReportFormat>,
    /// A file, or a folder for a file of its own name. Default: that of the configuration, else the working folder.
    #[arg(long, value_name = "PATH")]
    pub(super) report_location: Option<PathBuf>,
}

impl ReportFlags {
    /// What the flags say; naming how a report is to be is wanting one.
    pub(super) fn overrides(&self) -> ReportOverrides {
        ReportOverrides {
            generate: self.generate_report || !self.report_format.is_empty() || self.report_location.is_some(),
            formats: self.report_format.clone(),
            location: self.report_location.clone(),
        }
    }
}

/// A configuration to begin with.
#[derive(Debug, Args)]
pub(super) struct Generate {
    /// Write a commented configuration to begin with, and the files that it names where they are missing.
    #[arg(
        long,
        conflicts_with_all = ["config", "dry_run", "max_leads", "override_date_range", "force_round_robin", "email_notification", "step_mode", "json"]
    )]
    pub(super) generate_config: bool,
    /// How much of it: minimal has what is needed, basic the usual, advanced every section.
    #[arg(long, value_enum, requires = "generate_config", value_name = "NAME")]
    pub(super) template: Option<Template>,
    /// The campaign that it is for.
    #[arg(long, requires = "generate_config", value_name = "NAME", allow_hyphen_values = true)]
    pub(super) campaign: Option<String>,
    /// Where it is written. Default: daily_distribution_config.yaml.
    #[arg(long, requires = "generate_config", value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace the configuration where it is there already; nothing else is ever replaced.
    #[arg(long, requires = "generate_config")]
    pub(super) force: bool,
}

#[derive(Debug, Args)]
pub(super) struct Check {
    /// The configuration, YAML or JSON, or a folder of them.
    #[arg(long, value_name = "FILE")]
    pub(super) config: PathBuf,
    /// Ask nobody over the network: files, keys, strategy and settings alone.
    #[arg(long)]
    pub(super) offline: bool,
    /// Pass a strategy of one's own though no `sha256` of its file is written.
    #[arg(long)]
    pub(super) allow_unpinned: bool,
    /// Print the checks as JSON.
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct Init {
    /// Where the configuration is written; `.env` is written beside it.
    #[arg(long, value_name = "FILE", default_value = "daily_distribution_config.yaml")]
    pub(super) output: PathBuf,
}

#[derive(Debug, Subcommand)]
pub(super) enum Config {
    /// Print the JSON Schema of configurations, for editors.
    Schema,
    /// Rewrite a configuration of the Python tool, and list what changes.
    Import(Import),
}

#[derive(Debug, Args)]
pub(super) struct Import {
    /// The file of the Python tool, YAML or JSON.
    #[arg(value_name = "OLD")]
    pub(super) old: PathBuf,
    /// Where the new file is written. Default: stdout.
    #[arg(long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Replace the file where it is there already.
    #[arg(long, requires = "output")]
    pub(super) force: bool,
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
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
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
    #[command(flatten)]
    pub(super) report: ReportFlags,
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
