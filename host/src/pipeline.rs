//! The order of a run, and nowhere else: people, leads, strategy, plan, apply, report. A dry run stops before `apply` and holds a client
//! that cannot write.

mod ask;
mod begin;
mod blocked;
mod carried;
mod check;
mod counted;
mod dropback;
mod finish;
mod gather;
mod job;
mod on_assign;
mod patterns;
mod people;
mod planner;
mod pool;
mod prepare;
mod resume;
mod ruled;
mod sales;
mod sources;
mod stored;

use crate::config::written::OnNothing;
use crate::domain::run::{RunId, Status};
use crate::error::Error;
use crate::odoo::{OdooRead, OdooWrite, Reader, Writer, connect};
use begin::Begun;
use finish::Ending;
use job::Live;
use ruled::received_today;

pub use carried::Carried;
pub use check::{Checked, Outcome, check, check_offline};
pub use job::{Job, Progress};
pub use planner::{Planner, load_strategy};
pub use prepare::{Prepared, host, prepare};
pub use resume::resume;

/// Runs one distribution. Returns the run's number as soon as it had one, also beside an error.
pub async fn run(job: &Job<'_>) -> (Option<RunId>, Result<Status, Error>) {
    match prepare(job.config, job.host) {
        Ok(prepared) => run_prepared(job, &prepared).await,
        Err(error) => (None, Err(error)),
    }
}

/// Runs one distribution with what is prepared already, as [`run`] does.
pub async fn run_prepared(job: &Job<'_>, prepared: &Prepared) -> (Option<RunId>, Result<Status, Error>) {
    run_after(job, prepared, &mut Carried::default()).await
}

/// Runs one of several campaigns on the same Odoo. A dry run counts what the dry runs before it planned as done, and adds its own plan;
/// a live run is told by Odoo.
pub async fn run_after(
    job: &Job<'_>,
    prepared: &Prepared,
    carried: &mut Carried,
) -> (Option<RunId>, Result<Status, Error>) {
    if job.config.execution.dry_run {
        return match job.until_stopped(connect(&job.config.connection)).await {
            Ok(reader) => whole(job, &reader, None, prepared, carried).await,
            Err(error) => (None, Err(error)),
        };
    }
    let lease = match job.lease().await {
        Ok(lease) => lease,
        Err(error) => return (None, Err(error)),
    };
    let ended = match job.until_stopped(connect(&job.config.connection)).await {
        Ok(reader) => {
            let writer = Writer::new(reader.clone());
            let live = Live { writer: &writer as &dyn OdooWrite, lease: &lease };
            whole(job, &reader, Some(live), prepared, &mut Carried::default()).await
        }
        Err(error) => (None, Err(error)),
    };
    job.give_up(&lease).await;
    ended
}

/// Carries out a run that has a connection, and writes down how it ended.
async fn whole(
    job: &Job<'_>,
    reader: &Reader,
    live: Option<Live<'_>>,
    prepared: &Prepared,
    carried: &mut Carried,
) -> (Option<RunId>, Result<Status, Error>) {
    let mut begun = match begin::begin(job, reader).await {
        Ok(begun) => begun,
        Err(error) => return (None, Err(error)),
    };
    let mut ending = Ending::default();
    let outcome = steps(job, reader, live, prepared, carried, &mut begun, &mut ending).await;
    if outcome.is_ok() && live.is_none() {
        carried.add(&ending.decisions);
    }
    if outcome.is_ok() && live.is_some() {
        counted::after(job, reader, &mut ending).await;
    }
    (Some(begun.run), job.end(&begun, reader.usage(), live.is_some(), &ending, outcome).await)
}

/// The steps in their order.
async fn steps(
    job: &Job<'_>,
    reader: &dyn OdooRead,
    live: Option<Live<'_>>,
    prepared: &Prepared,
    carried: &Carried,
    begun: &mut Begun,
    ending: &mut Ending,
) -> Result<Status, Error> {
    if let Some(live) = live {
        job.until_stopped(gather::may_write(reader)).await?;
        resume::finish_earlier(job, reader, live, prepared, begun).await?;
    }
    // 1 people, 2 leads
    let mut gathered = job.until_stopped(gather::gather(job.config, job.progress, reader, prepared, begun)).await?;
    carried.settle(&mut gathered);
    gathered.figures = job.until_stopped(counted::figures(job, reader, &gathered)).await?;
    ending.take(&gathered);
    let mut stopped = Ok(());
    if gathered.leads.is_empty() || gathered.people.eligible.is_empty() {
        stopped = nothing_to_do(job, &gathered);
    } else {
        if let Some(live) = live {
            // Reading may have taken longer than a lease lives.
            job.ledger.renew(live.lease, job.config.execution.lease).await?;
        }
        // 3 strategy, 4 plan
        job.progress.asking(gathered.leads.len());
        let received = received_today(job, begun, carried, &gathered.dropped).await?;
        let asked = ask::ask(job, prepared, begun, &gathered, &received).await?;
        ending.plan(&gathered, asked);
        gathered.beside.put(&mut ending.decisions);
    }
    if stopped.is_err() {
        ending.give_nothing();
    }
    job.ledger.record_plan(begun.run, ending.record(&ending.people(false))).await?;
    stopped?;
    // 5 apply
    let Some(live) = live else { return Ok(Status::DryRun) };
    if ending.planned() == 0 {
        return Ok(Status::Nothing);
    }
    job.apply(begun.run, live, ending).await
}

/// A run with nobody or nothing: said, or an error, as `error_handling` has it.
fn nothing_to_do(job: &Job<'_>, gathered: &gather::Gathered) -> Result<(), Error> {
    let rules = &job.config.distribution;
    let told = |rule, key: &str, what: &str, hint: &str| match rule {
        OnNothing::SkipDistribution => Ok(()),
        OnNothing::GenerateWarning => {
            job.progress.notice(&format!("{what}: {hint}"));
            Ok(())
        }
        OnNothing::Stop => Err(Error::usage(format!("{what}, and `error_handling.{key}` is `stop`"), hint.to_owned())),
    };
    if gathered.people.eligible.is_empty() {
        let hint = "`odlm check` says why each is left out";
        told(rules.no_salespeople, "no_salespeople", "nobody is eligible to receive leads", hint)?;
    }
    if gathered.leads.is_empty() {
        let hint = "the funnel says which filter left them out";
        told(rules.no_leads, "no_leads", "there is no lead to distribute", hint)?;
    }
    Ok(())
}
