//! The order of a run, and nowhere else: people, leads, strategy, plan, apply, report. A dry run stops before `apply` and holds a client
//! that cannot write.

mod ask;
mod begin;
mod check;
mod finish;
mod gather;
mod prepare;

use std::time::Duration;

use crate::apply::{Applying, Journal, Stop, apply};
use crate::config::Config;
use crate::domain::run::{RunEnd, RunId, Status};
use crate::error::Error;
use crate::ledger::{Fairness, Lease, LeaseKey, Ledger};
use crate::odoo::{OdooRead, OdooWrite, Reader, Writer, connect};
use crate::strategy::Host;

pub use check::{Checked, check};
pub use finish::{Ending, counts};
pub use prepare::{Prepared, host, load_strategy, prepare};

/// What a run tells while it works. All silent unless overridden.
pub trait Progress: Send + Sync {
    /// So many leads have been read.
    fn read(&self, _leads: usize) {}
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
    /// The operator's wish to stop.
    pub stop: &'a Stop,
}

/// The pause before a write is tried again or looked for again; it doubles each time.
const PAUSE: Duration = Duration::from_millis(500);

/// Runs one distribution. Returns the run's number, also when it ended in an error after it had one.
///
/// # Errors
/// What ended the run early; the ledger has it too once the run has a number.
pub async fn run(job: &Job<'_>) -> (Option<RunId>, Result<Status, Error>) {
    let prepared = match prepare(job.config, job.host) {
        Ok(prepared) => prepared,
        Err(error) => return (None, Err(error)),
    };
    let config = job.config;
    if config.execution.dry_run {
        return match job.until_stopped(connect(&config.connection)).await {
            Ok(reader) => job.with_run(&reader, None, &prepared).await,
            Err(error) => (None, Err(error)),
        };
    }
    let key = LeaseKey { odoo: config.connection.identity(), campaign: config.campaign.clone() };
    let lease = match job.ledger.acquire(&key, &holder(), config.execution.lease).await {
        Ok(lease) => lease,
        Err(error) => return (None, Err(error.into())),
    };
    let ended = match job.until_stopped(connect(&config.connection)).await {
        Ok(reader) => job.with_run(&reader, Some((&Writer::new(Reader::clone(&reader)), &lease)), &prepared).await,
        Err(error) => (None, Err(error)),
    };
    // A lease that cannot be given up runs out by itself.
    if let Err(error) = job.ledger.release(&lease).await {
        tracing::warn!("{error}");
    }
    ended
}

/// Who holds a lease: shown to whoever does not get it.
fn holder() -> String {
    format!("odlm, process {}", std::process::id())
}

impl Job<'_> {
    /// Carries out a run that has a connection, and writes down how it ended.
    async fn with_run(
        &self,
        reader: &Reader,
        write: Option<(&dyn OdooWrite, &Lease)>,
        prepared: &Prepared,
    ) -> (Option<RunId>, Result<Status, Error>) {
        let begun = match begin::begin(self, reader).await {
            Ok(begun) => begun,
            Err(error) => return (None, Err(error)),
        };
        let mut ending = Ending::default();
        let outcome = self.steps(reader, write, prepared, &begun, &mut ending).await;
        let status = match &outcome {
            Ok(status) => *status,
            Err(Error::Interrupted) => Status::Interrupted,
            Err(Error::Strategy(_) | Error::Plan(_)) => Status::Refused,
            Err(_) => Status::Failed,
        };
        let usage = reader.usage();
        let end = RunEnd {
            status,
            counts: counts(&ending),
            funnel: ending.funnel.clone(),
            rpc_calls: usage.calls,
            rpc_seconds: usage.seconds,
            seconds: begun.clock.elapsed().as_secs_f64(),
            error: outcome.as_ref().err().map(ToString::to_string),
        };
        let people = ending.people();
        let fairness = write.is_some().then(|| ending.fairness(self.config, &begun.credits)).flatten();
        let fairness: Option<Fairness> = fairness
            .filter(|_| matches!(status, Status::Complete | Status::Partial | Status::Interrupted | Status::Failed));
        let finished = self.ledger.finish(begun.run, &end, &people, fairness.as_ref()).await;
        match (outcome, finished) {
            (Ok(_), Err(error)) => (Some(begun.run), Err(error.into())),
            (outcome, _) => (Some(begun.run), outcome),
        }
    }

    /// The steps in their order.
    async fn steps(
        &self,
        reader: &Reader,
        write: Option<(&dyn OdooWrite, &Lease)>,
        prepared: &Prepared,
        begun: &begin::Begun,
        ending: &mut Ending,
    ) -> Result<Status, Error> {
        if write.is_some() {
            self.until_stopped(gather::may_write(reader)).await?;
        }
        let gathered = self.until_stopped(gather::gather(self.config, self.progress, reader, prepared, begun)).await?;
        ending.take(&gathered);
        if gathered.leads.is_empty() || gathered.people.eligible.is_empty() {
            if gathered.people.eligible.is_empty() {
                self.progress.notice("nobody is eligible to receive leads");
            }
            self.ledger.record_plan(begun.run, &ending.people(), &ending.decisions).await?;
            return Ok(Status::Nothing);
        }
        self.progress.asking(gathered.leads.len());
        let asked = ask::ask(self, prepared, begun, &gathered).await?;
        ending.plan(&gathered, asked);
        self.ledger.record_plan(begun.run, &ending.people(), &ending.decisions).await?;
        let Some((writer, lease)) = write else { return Ok(Status::DryRun) };
        let planned = ending.planned();
        if planned == 0 {
            return Ok(Status::Nothing);
        }
        if self.stop.is_requested() {
            return Err(Error::Interrupted);
        }
        let applying = Applying {
            odoo: writer,
            journal: Journal::new(self.ledger, begun.run, lease, self.config.execution.lease),
            batch_size: self.config.execution.batch_size,
            chatter: self.config.execution.chatter,
            stop: self.stop,
            settled: &|settled| self.progress.applied(settled, planned),
            pause: PAUSE,
        };
        let applied = apply(&mut ending.decisions, &applying).await?;
        Ok(match (applied.interrupted, ending.is_complete()) {
            (true, _) => Status::Interrupted,
            (false, true) => Status::Complete,
            (false, false) => Status::Partial,
        })
    }

    /// Waits for what changes nothing, or for the operator to stop it.
    async fn until_stopped<T, E: Into<Error>>(&self, work: impl Future<Output = Result<T, E>>) -> Result<T, Error> {
        tokio::select! {
            done = work => done.map_err(Into::into),
            () = self.stop.requested() => Err(Error::Interrupted),
        }
    }
}
