//! The order of a run, and nowhere else: people, leads, strategy, plan, apply, report. A dry run stops before `apply` and holds a client
//! that cannot write.

mod artifact;
mod ask;
mod begin;
mod blocked;
mod carried;
mod check;
mod counted;
mod dropback;
mod export;
mod finish;
mod gather;
mod job;
mod on_assign;
mod patterns;
mod people;
mod phase;
mod planner;
mod plugin;
mod pool;
mod prepare;
mod resume;
mod ruled;
mod sales;
mod shown;
mod sources;
mod stepping;
mod steps;
mod stored;
mod tidy;
mod told;
mod wishes;

use tracing::{Instrument, Span};

use crate::config::written::OnNothing;
use crate::domain::run::{RunId, Status};
use crate::error::Error;
use crate::odoo::{OdooRead, OdooWrite, Reader, Writer, connect};
use begin::Begun;
use finish::Ending;
use gather::Gathered;
use job::Live;
use phase::during;
use ruled::received_today;
use stepping::Walk;

pub use carried::Carried;
pub use check::{Checked, Outcome, check, check_offline};
pub use export::{Exports, LeadFile, Stage};
pub use job::{Job, Progress};
pub use phase::Phase;
pub use planner::{Planner, load_strategy};
pub use plugin::{load_plugin, plugin_digest, short_digest};
pub use prepare::{Prepared, host, prepare};
pub use resume::resume;
pub use steps::{Change, PlanView, Step, Steps, Unattended, Verdict};
pub use tidy::tidy;

/// Runs one distribution. Returns the run's number as soon as it had one, also beside an error.
pub async fn run(job: &Job<'_>) -> (Option<RunId>, Result<Status, Error>) {
    let prepare = async {
        let mut prepared = prepare(job.config, job.host).await?;
        if job.steps.is_on() {
            prepare::prepare_others(job, &mut prepared).await;
        }
        Ok::<Prepared, Error>(prepared)
    };
    match job.until_stopped(prepare).await {
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
    connected(job, prepared, carried).instrument(job.span()).await
}

/// Takes the lease of a live run, connects, and carries it out.
async fn connected(
    job: &Job<'_>,
    prepared: &Prepared,
    carried: &mut Carried,
) -> (Option<RunId>, Result<Status, Error>) {
    let connect = during(job.progress, Phase::Connect, connect(&job.config.connection));
    if job.config.execution.dry_run {
        return match job.until_stopped(connect).await {
            Ok(reader) => whole(job, &reader, None, prepared, carried).await,
            Err(error) => (None, Err(error)),
        };
    }
    let lease = match job.lease().await {
        Ok(lease) => lease,
        Err(error) => return (None, Err(error)),
    };
    let ended = match job.until_stopped(connect).await {
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
    Span::current().record("run", begun.run.0);
    let mut ending = Ending::default();
    let walk = Walk::new(job, live);
    let outcome = in_order(&walk, reader, prepared, carried, &mut begun, &mut ending).await;
    begun.clock += walk.pondered();
    if outcome.is_ok() && live.is_none() {
        carried.add(&ending.decisions);
    }
    if live.is_some() && matches!(&outcome, Ok(status) if *status != Status::Declined) {
        counted::after(job, reader, &mut ending).await;
    }
    let ended = job.end(&begun, reader.usage(), live.is_some(), &ending, outcome).await;
    if let Some(live) = live {
        told::tell(job, live, &begun, &ending).await;
    }
    (Some(begun.run), ended)
}

/// The steps in their order.
async fn in_order(
    walk: &Walk<'_>,
    reader: &dyn OdooRead,
    prepared: &Prepared,
    carried: &Carried,
    begun: &mut Begun,
    ending: &mut Ending,
) -> Result<Status, Error> {
    let Walk { job, live, .. } = *walk;
    let columns = job.until_stopped(export::columns(job, reader)).await?;
    if let Some(live) = live {
        job.until_stopped(gather::may_write(reader)).await?;
        if !walk.earlier(begun).await? {
            return Ok(Status::Declined);
        }
        resume::finish_earlier(job, reader, live, prepared, begun).await?;
    }
    // 1 people, 2 leads
    let mut gathered = job.until_stopped(gather::gather(job.config, job.progress, reader, prepared, begun)).await?;
    carried.settle(&mut gathered);
    gathered.figures = job.until_stopped(counted::figures(job, reader, &gathered)).await?;
    ending.take(&gathered);
    if let Some(columns) = &columns {
        job.until_stopped(export::export(job, reader, &gathered, columns)).await?;
    }
    // 3 strategy, 4 plan
    let planned = match plan(walk, prepared, carried, begun, &mut gathered, ending).await {
        Ok(planned) => planned,
        Err(error) => {
            ending.give_nothing("the run ended before its plan was settled");
            return Err(error);
        }
    };
    match &planned {
        Planned::Accepted => {}
        Planned::Declined => ending.decline(),
        Planned::Stopped(_) => ending.give_nothing("the run stopped before it distributed, as `error_handling` says"),
    }
    let people = ending.people(false);
    let recorded = job.ledger.record_plan(begun.run, ending.record(&people));
    during(job.progress, Phase::Plan, recorded).await?;
    match planned {
        Planned::Accepted => {}
        Planned::Declined => return Ok(Status::Declined),
        Planned::Stopped(error) => return Err(error),
    }
    // 5 apply
    let Some(live) = live else { return Ok(Status::DryRun) };
    if ending.planned() == 0 {
        return Ok(Status::Nothing);
    }
    if job.steps.is_on() {
        // The operator may have pondered for long.
        resume::withdraw(job, reader, &prepared.rows, begun.run, ending).await?;
    }
    job.apply(begun.run, live, ending).await
}

/// What came of planning.
enum Planned {
    /// It is to be carried out.
    Accepted,
    /// The operator declined it.
    Declined,
    /// There is nobody or nothing, and the configuration calls that an error.
    Stopped(Error),
}

/// Steps 3 and 4, with whoever looks on.
async fn plan(
    walk: &Walk<'_>,
    prepared: &Prepared,
    carried: &Carried,
    begun: &Begun,
    gathered: &mut Gathered,
    ending: &mut Ending,
) -> Result<Planned, Error> {
    let Walk { job, live, .. } = *walk;
    if !walk.read(prepared, begun, gathered, ending).await? {
        return Ok(Planned::Declined);
    }
    if gathered.leads.is_empty() || gathered.people.eligible.is_empty() {
        if let Err(error) = nothing_to_do(job, gathered) {
            return Ok(Planned::Stopped(error));
        }
    } else {
        if let Some(live) = live {
            // Reading may have taken longer than a lease lives.
            job.ledger.renew(live.lease, job.config.execution.lease).await?;
        }
        job.progress.asking(gathered.leads.len());
        let received = received_today(job, begun, carried, &gathered.dropped).await?;
        if !walk.plan(prepared, begun, gathered, &received, ending).await? {
            return Ok(Planned::Declined);
        }
    }
    let accepted = walk.application(gathered, ending).await?;
    Ok(if accepted { Planned::Accepted } else { Planned::Declined })
}

/// A run with nobody or nothing: said, or an error, as `error_handling` has it.
fn nothing_to_do(job: &Job<'_>, gathered: &Gathered) -> Result<(), Error> {
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
