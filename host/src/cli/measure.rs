//! What a run cost, for the log and for Prometheus, and who hears of it when it did not go as it should. What goes wrong here is a warning.

use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::alert::{self, Trouble};
use super::manners::manners;
use super::output::{alarm, say};
use super::progress::Bar;
use crate::config::Config;
use crate::domain::run::{RunEnd, RunId, RunRecord, Status};
use crate::error::Error;
use crate::exit_code::ExitCode;
use crate::ledger::Ledger;
use crate::telemetry::{Facts, peak_memory, push, write};

/// Watches one run from the moment at which its configuration is known.
pub(super) struct Watch<'a> {
    config: &'a Config,
    begun: Instant,
    steps: Vec<(&'static str, Duration)>,
    run: Option<RunRecord>,
    trouble: Option<Trouble>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(config: &'a Config) -> Watch<'a> {
        Watch { config, begun: Instant::now(), steps: Vec::new(), run: None, trouble: None }
    }

    /// Takes what the ledger and the bar have of it, and what ended it early.
    pub(super) async fn note(
        &mut self,
        ledger: &dyn Ledger,
        run: Option<RunId>,
        outcome: &Result<Status, Error>,
        bar: &Bar,
    ) {
        self.steps = bar.times();
        self.trouble = outcome.as_ref().err().map(Trouble::of);
        if let Some(run) = run {
            // A ledger that does not answer has been told, or will be.
            self.run = ledger.run(run).await.ok().flatten();
        }
    }

    /// Tells what it cost, and alerts. A dry run changes no metrics: they are of the latest live run.
    pub(super) async fn end(self, ended: &Result<ExitCode, Error>) {
        let code = ended.as_ref().map_or_else(Error::exit_code, |code| *code);
        self.measure(code).await;
        if ended.is_ok() && self.trouble.is_none() {
            self.say_in_quiet(code);
        }
        let trouble = ended.as_ref().err().map(Trouble::of);
        alert::send(self.config, self.run.as_ref(), code, trouble.as_ref().or(self.trouble.as_ref())).await;
    }

    /// Who asked for quiet sees no table, and must hear of leads that somebody has to look at.
    fn say_in_quiet(&self, code: ExitCode) {
        let Some(run) = self.run.as_ref().filter(|_| manners().quiet) else { return };
        let (number, campaign) = (run.id, &self.config.campaign);
        match (code, &run.end) {
            (ExitCode::Partial, Some(RunEnd { counts, .. })) => alarm(&format!(
                "error: run {number} of campaign `{campaign}` is partial: {} leads in conflict, {} refused, {} unknown\n\
                 hint: `odlm runs show {number} --json --decisions` lists them",
                counts.conflicts, counts.refused, counts.unknown
            )),
            (ExitCode::Interrupted, _) => alarm(&format!(
                "error: run {number} of campaign `{campaign}` was interrupted\n\
                 hint: `odlm runs resume {number} --config FILE` finishes it, and so does the next run"
            )),
            _ => {}
        }
    }

    async fn measure(&self, code: ExitCode) {
        let took = self.begun.elapsed();
        let memory = peak_memory();
        tracing::info!(
            campaign = self.config.campaign,
            run = self.run.as_ref().map(|run| run.id.0),
            code = code as u8,
            seconds = took.as_secs_f64(),
            peak_memory_bytes = memory,
            calls = self.run.as_ref().and_then(|run| run.end.as_ref()).map(|end| end.rpc_calls),
            "the run is over"
        );
        if self.config.execution.dry_run || !self.config.metrics.is_wanted() {
            return;
        }
        let now = Timestamp::now().as_second();
        let odoo = self.config.connection.identity();
        let facts = Facts {
            campaign: &self.config.campaign,
            odoo: &odoo,
            exit_code: code as u8,
            ended: now,
            last_success: (code == ExitCode::Success).then_some(now),
            took,
            steps: &self.steps,
            peak_memory: memory,
            run: self.run.as_ref(),
        };
        if let Some(to) = &self.config.metrics.push
            && let Err(wrong) = push(to, &facts).await
        {
            say(&format!("warning: the metrics were not pushed to `{}`: {wrong}", to.url));
        }
        if let Some(folder) = &self.config.metrics.textfile
            && let Err(wrong) = write(folder, facts)
        {
            say(&format!("warning: the metrics were not written to `{}`: {wrong}", folder.display()));
        }
    }
}
