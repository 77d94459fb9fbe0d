//! Finishes what an earlier run left: by `odlm runs resume`, or before a new run plans anything.

use std::collections::BTreeSet;

use tracing::{Instrument, Span, error_span};

use super::begin::{Begun, begun_without_run};
use super::blocked::blocked;
use super::counted;
use super::finish::Ending;
use super::gather::may_write;
use super::job::{Job, Live};
use super::people::people;
use super::phase::{Phase, during};
use super::prepare::{Prepared, source_rows};
use super::told;
use crate::apply::look;
use crate::domain::ids::UserId;
use crate::domain::run::{RunId, RunRecord, Status};
use crate::error::Error;
use crate::ledger::Lease;
use crate::odoo::{OdooRead, Usage, Writer, connect};
use crate::people::Row;

/// Finishes a run that was killed or interrupted; the latest of the campaign when none is named.
pub async fn resume(job: &Job<'_>, wanted: Option<RunId>) -> (Option<RunId>, Result<Status, Error>) {
    taken_up(job, wanted).instrument(job.span()).await
}

async fn taken_up(job: &Job<'_>, wanted: Option<RunId>) -> (Option<RunId>, Result<Status, Error>) {
    if job.config.execution.dry_run || !job.config.active {
        let message =
            "the configuration says `execution.dry_run: true` or `campaign.active: false`, and resuming writes";
        return (None, Err(Error::usage(message, "change the key, or let the run be")));
    }
    let lease = match job.lease().await {
        Ok(lease) => lease,
        Err(error) => return (None, Err(error)),
    };
    let ended = match find(job, wanted).await {
        Ok((record, ending)) => {
            let run = record.id;
            Span::current().record("run", run.0);
            (Some(run), finish(job, record, ending, &lease).await)
        }
        Err(error) => (None, Err(error)),
    };
    job.give_up(&lease).await;
    ended
}

/// The run to finish, as the ledger has it.
async fn find(job: &Job<'_>, wanted: Option<RunId>) -> Result<(RunRecord, Ending), Error> {
    let unfinished = job.ledger.unfinished(&job.config.connection.identity(), &job.config.campaign).await?;
    let run = match wanted {
        Some(run) if unfinished.contains(&run) => run,
        Some(run) => {
            let message = format!("run {run} is no unfinished run of campaign `{}` on this Odoo", job.config.campaign);
            return Err(Error::usage(
                message,
                "`odlm runs list` shows the runs; only interrupted and killed ones can be resumed",
            ));
        }
        None => *unfinished.last().ok_or_else(|| {
            let message = format!("campaign `{}` has no unfinished run on this Odoo", job.config.campaign);
            Error::usage(message, "`odlm runs list` shows the runs")
        })?,
    };
    load(job, run).await
}

async fn load(job: &Job<'_>, run: RunId) -> Result<(RunRecord, Ending), Error> {
    let record =
        job.ledger.run(run).await?.ok_or_else(|| Error::Unexpected(format!("run {run} is gone from the ledger")))?;
    let decisions = job.ledger.decisions(run).await?;
    let memory = job.ledger.planned_memory(run).await?;
    let ending = Ending::of_record(&record, decisions, memory);
    Ok((record, ending))
}

async fn finish(job: &Job<'_>, record: RunRecord, ending: Ending, lease: &Lease) -> Result<Status, Error> {
    let rows = source_rows(job.config)?;
    let connect = during(job.progress, Phase::Connect, connect(&job.config.connection));
    let reader = job.until_stopped(connect).await?;
    job.until_stopped(may_write(&reader)).await?;
    let writer = Writer::new(reader.clone());
    let live = Live { writer: &writer, lease };
    let begun = begun_without_run(job.config, &reader);
    carry_out(job, &reader, live, &rows, Earlier { record, ending, begun }).await
}

/// A run that is to be finished.
struct Earlier {
    record: RunRecord,
    ending: Ending,
    begun: Begun,
}

/// Looks up what was under way, leaves out whoever may no longer receive, writes the rest, and ends the run.
async fn carry_out(
    job: &Job<'_>,
    reader: &dyn OdooRead,
    live: Live<'_>,
    rows: &[Row],
    earlier: Earlier,
) -> Result<Status, Error> {
    let Earlier { record, mut ending, mut begun } = earlier;
    begun.run = record.id;
    begun.credits = job.ledger.credits(&record.new.odoo, &record.new.campaign).await?.into_iter().collect();
    let before = reader.usage();
    let outcome = written(job, reader, live, rows, record.id, &mut ending).await;
    if outcome.is_ok() {
        counted::after(job, reader, &mut ending).await;
    }
    let spent = reader.usage();
    let earlier = record.end.map_or(Usage::default(), |end| Usage { calls: end.rpc_calls, seconds: end.rpc_seconds });
    let usage = Usage {
        calls: earlier.calls + spent.calls - before.calls,
        seconds: earlier.seconds + spent.seconds - before.seconds,
    };
    let ended = job.end(&begun, usage, true, &ending, outcome).await;
    told::tell(job, live, &begun, &ending).await;
    ended
}

async fn written(
    job: &Job<'_>,
    reader: &dyn OdooRead,
    live: Live<'_>,
    rows: &[Row],
    run: RunId,
    ending: &mut Ending,
) -> Result<Status, Error> {
    if ending.planned() == 0 {
        // It was stopped before it had a plan.
        return Ok(Status::Nothing);
    }
    look(reader, job.ledger, run, &mut ending.decisions).await?;
    withdraw(job, reader, rows, run, ending).await?;
    job.apply(run, live, ending).await
}

/// Looks again, before a plan that is not of this moment is written: whoever may no longer receive gets nothing, and nobody gets a lead
/// that is blocked by now.
pub(super) async fn withdraw(
    job: &Job<'_>,
    reader: &dyn OdooRead,
    rows: &[Row],
    run: RunId,
    ending: &mut Ending,
) -> Result<(), Error> {
    // Who may receive now, whatever their workload: the run itself has added to it.
    let (people, users) = job.until_stopped(people(job.config, reader, rows, &[])).await?;
    let eligible: BTreeSet<UserId> = people.eligible.iter().map(|person| person.id).collect();
    let active = |person| users.get(person).is_some_and(|user| user.active && !user.share);
    let blocked = blocked(job.config, reader, &ending.decisions).await?;
    let withdrawn = ending.withdraw(&eligible, active, &blocked);
    if !withdrawn.is_empty() {
        job.ledger.set_states(run, &withdrawn).await?;
    }
    Ok(())
}

/// Finishes the campaign's unfinished runs before a new one plans: what they planned is written, or found in conflict, and is on
/// everybody's account when the new plan is made.
pub(super) async fn finish_earlier(
    job: &Job<'_>,
    reader: &dyn OdooRead,
    live: Live<'_>,
    prepared: &Prepared,
    begun: &mut Begun,
) -> Result<(), Error> {
    let (identity, campaign) = (job.config.connection.identity(), &job.config.campaign);
    for earlier in job.ledger.unfinished(&identity, campaign).await? {
        if earlier == begun.run {
            continue;
        }
        job.progress.notice(&format!("run {earlier} was not finished; it is finished first"));
        let (record, ending) = load(job, earlier).await?;
        let number = record.id;
        let earlier = Earlier { record, ending, begun: begun_without_run(job.config, reader) };
        let finished = carry_out(job, reader, live, &prepared.rows, earlier);
        if finished.instrument(error_span!("resume", run = number.0)).await? == Status::Interrupted {
            return Err(Error::Interrupted);
        }
        begun.credits = job.ledger.credits(&identity, campaign).await?.into_iter().collect();
    }
    Ok(())
}
