//! `odlm strategy`: strategies without a run.

mod bench;
mod build;
mod compare;
mod inspect;
mod list;
mod new;
mod past;
mod pin;
mod pull;
mod push;
mod request;
mod run;
mod test;
mod wire;

use clap::Subcommand;

use super::start;
use crate::config::written::LogLevel;
use crate::error::Error;
use crate::exit_code::ExitCode;

/// What is done with strategies.
#[derive(Debug, Subcommand)]
pub(super) enum StrategyCommand {
    /// List the shipped strategies with their settings.
    List {
        /// Print them as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Pin a configuration's strategies by digest.
    Pin(pin::Pin),
    /// Look at a component: what it is, wants and costs, what is refused.
    Inspect(inspect::InspectFlags),
    /// Ask a strategy once, with a request from a file.
    Run(run::RunFlags),
    /// Try a strategy: cases, the host's rules, edges, budgets.
    Test(test::TestFlags),
    /// Measure a strategy at growing sizes, beside the shipped ones.
    Bench(bench::BenchFlags),
    /// Ask two strategies what past runs asked, side by side.
    Compare(compare::CompareFlags),
    /// Write a project for a strategy of your own.
    New(new::New),
    /// Build a strategy's project into a component, and load it.
    Build(build::Build),
    /// Publish a strategy in an OCI registry.
    Push(push::Push),
    /// Fetch a strategy from an OCI registry, checked before it is kept.
    Pull(pull::Pull),
}

pub(super) async fn run(command: &StrategyCommand, level: Option<LogLevel>) -> Result<ExitCode, Error> {
    start::log(level, None);
    match command {
        StrategyCommand::List { json } => list::run(*json),
        StrategyCommand::Pin(arguments) => pin::run(arguments).await,
        StrategyCommand::Inspect(flags) => inspect::run(flags),
        StrategyCommand::Run(flags) => run::run(flags).await,
        StrategyCommand::Test(flags) => test::run(flags),
        StrategyCommand::Bench(flags) => bench::run(flags),
        StrategyCommand::Compare(flags) => compare::run(flags).await,
        StrategyCommand::New(arguments) => new::run(arguments),
        StrategyCommand::Build(arguments) => build::run(arguments),
        StrategyCommand::Push(arguments) => push::run(arguments).await,
        StrategyCommand::Pull(arguments) => pull::run(arguments).await,
    }
}
