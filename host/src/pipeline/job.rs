//! What every run needs and does alike: its lease, stopping, applying, writing down how it ended.

use std::time::Duration;

use tracing::field::Empty;
use tracing::{Span, error_span};

use super::begin::Begun;
use super::export::Exports;
use super::finish::Ending;
use super::phase::{Phase, during};
use super::steps::Steps;
use crate::apply::{Applying, Journal, Stop, apply};
use crate::config::Config;
use crate::domain::run::{RunEnd, RunId, Status};
use crate::domain::summary::Summary;
use crate::error::Error;
use crate::ledger::{EndRecord, Lease, LeaseKey, Ledger, this_process};
use crate::odoo::{OdooWrite, Usage};
use crate::strategy::Host;

/// What a run tells while it works. All silent unless overridden.
pub trait Progress: Send + Sync {
    /// A step begins, and the one before it is over.
    fn phase(&self, _phase: Phase) {}
    /// So many leads have been read, of as many as there are to read where that is known.
    fn read(&self, _leads: usize, _of: Option<usize>) {}
    /// The strategy is at work on so many leads.
    fn asking(&self, _leads: usize) {}
    /// So many of so many planned leads are settled.
    fn applied(&self, _settled: usize, _planned: usize) {}
    /// Something the operator should see now.
    fn notice(&self, _message: &str) {}
}

/// What a run needs.
pub struct Job<'a> {
    /// The resolved configuration.
    pub config: &'a Config,
    /// The plugin host.
    pub host: &'a Host,
    /// Where the run is remembered.
    pub ledger: &'a dyn Ledger,
    /// Who looks on.
    pub progress: &'a dyn Progress,
    /// Who looks on at each step and decides whether to go on.
    pub steps: &'a dyn Steps,
    /// The operator's wish to stop.
    pub stop: &'a Stop,
    /// Which leads are written to files; none exports nothing.
    pub exports: Option<&'a Exports>,
    /// Whether a report will tell what the eligible leads have, which asks Odoo for a few counts more.
    pub figures: bool,
}

/// What a run needs beside that to write.
#[derive(Clone, Copy)]
pub(super) struct Live<'a> {
    pub(super) writer: &'a dyn OdooWrite,
    pub(super) lease: &'a Lease,
}

/// The pause before a write is tried again or looked for again; it doubles each time.
const PAUSE: Duration = Duration::from_millis(500);

impl Job<'_> {
    /// What every line of the log and every trace of a run stands under; its number is put in when it has one.
    pub(super) fn span(&self) -> Span {
        error_span!("run", campaign = self.config.campaign, run = Empty, dry_run = self.config.execution.dry_run)
    }

    /// Takes the lease of the campaign on this Odoo.
    pub(super) async fn lease(&self) -> Result<Lease, Error> {
        let key = LeaseKey { odoo: self.config.connection.identity(), campaign: self.config.campaign.clone() };
        Ok(self.ledger.acquire(&key, &this_process(), self.config.execution.lease).await?)
    }

    /// Gives the lease up; one that cannot be given up runs out by itself.
    pub(super) async fn give_up(&self, lease: &Lease) {
        if let Err(error) = self.ledger.release(lease).await {
            tracing::warn!("{error}");
        }
    }

    /// Waits for what changes nothing, or for the operator to stop it.
    pub(super) async fn until_stopped<T, E: Into<Error>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Error> {
        tokio::select! {
            done = work => done.map_err(Into::into),
            () = self.stop.requested() => Err(Error::Interrupted),
        }
    }

    /// Writes what is planned.
    pub(super) async fn apply(&self, run: RunId, live: Live<'_>, ending: &mut Ending) -> Result<Status, Error> {
        if self.stop.is_requested() {
            return Err(Error::Interrupted);
        }
        let planned = ending.planned();
        let applying = Applying {
            odoo: live.writer,
            journal: Journal::new(self.ledger, run, live.lease, self.config.execution.lease),
            batch_size: self.config.execution.batch_size,
            chatter: self.config.execution.chatter,
            max_failed: self.config.distribution.max_failed,
            stop: self.stop,
            settled: &|settled| self.progress.applied(settled, planned),
            pause: PAUSE,
        };
        let applied = during(self.progress, Phase::Apply, apply(&mut ending.decisions, &applying)).await?;
        if applied.untried > 0 {
            let refused = self.config.distribution.max_failed.unwrap_or_default();
            self.progress.notice(&format!(
                "Odoo refused {refused} leads, as many as `error_handling.max_failed_assignments` allows; {} more were not tried",
                applied.untried
            ));
        }
        Ok(match (applied.interrupted, ending.is_complete()) {
            (true, _) => Status::Interrupted,
            (false, true) => Status::Complete,
            (false, false) => Status::Partial,
        })
    }

    /// Writes down how a run ended, and what it leaves for the next.
    pub(super) async fn end(
        &self,
        begun: &Begun,
        usage: Usage,
        live: bool,
        ending: &Ending,
        outcome: Result<Status, Error>,
    ) -> Result<Status, Error> {
        let status = match &outcome {
            Ok(status) => *status,
            Err(Error::Strategy(_) | Error::Plan(_)) => Status::Refused,
            // What is planned and not written can still be resumed.
            Err(_) if live && ending.is_open() => Status::Interrupted,
            Err(_) => Status::Failed,
        };
        let end = RunEnd {
            status,
            counts: ending.counts(),
            rpc_calls: usage.calls,
            rpc_seconds: usage.seconds,
            seconds: begun.clock.elapsed().as_secs_f64(),
            error: outcome.as_ref().err().map(Error::brief),
        };
        let fairness = if live { ending.fairness(self.config, &begun.credits) } else { None };
        // An interrupted run settles its accounts when it has come to its end.
        let fairness = fairness.filter(|_| !matches!(status, Status::Interrupted | Status::Declined));
        let people = ending.people(live);
        let given = if live { end.counts.assigned } else { end.counts.planned };
        let summary = Summary::of(&end.counts, given, &people);
        let ended = EndRecord {
            people: &people,
            statuses: &ending.statuses_after,
            summary: Some(&summary).filter(|_| self.config.tracking.summary),
            fairness: fairness.as_ref(),
            ..EndRecord::of(&end)
        };
        let finished = during(self.progress, Phase::Finish, self.ledger.finish(begun.run, ended)).await;
        match (outcome, finished) {
            (Ok(_), Err(error)) => Err(error.into()),
            (Ok(_), Ok(())) => Ok(status),
            (Err(error), _) => Err(error),
        }
    }
}
