//! Finishes what an earlier run left: by `odlm runs resume`, or, when a new run comes first, by settling its accounts.

use super::begin::{Begun, begun_without_run};
use super::finish::Ending;
use super::gather::may_write;
use super::job::{Job, Live};
use crate::apply::look;
use crate::domain::run::{RunEnd, RunId, RunRecord, Status};
use crate::error::Error;
use crate::ledger::{Fairness, Lease};
use crate::odoo::{OdooRead, Usage, Writer, connect};

/// Finishes a run that was killed or interrupted; the latest of the campaign when none is named.
pub async fn resume(job: &Job<'_>, wanted: Option<RunId>) -> (Option<RunId>, Result<Status, Error>) {
    let lease = match job.lease().await {
        Ok(lease) => lease,
        Err(error) => return (None, Err(error)),
    };
    let ended = match find(job, wanted).await {
        Ok((record, ending)) => {
            let run = record.id;
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

async fn finish(job: &Job<'_>, record: RunRecord, mut ending: Ending, lease: &Lease) -> Result<Status, Error> {
    let reader = job.until_stopped(connect(&job.config.connection)).await?;
    job.until_stopped(may_write(&reader)).await?;
    let mut begun = begun_without_run(job.config, &reader);
    begun.run = record.id;
    begun.credits = job.ledger.credits(&record.new.odoo, &record.new.campaign).await?.into_iter().collect();
    let writer = Writer::new(reader.clone());
    let outcome = if ending.planned() == 0 {
        // It was stopped before it had a plan.
        Ok(Status::Nothing)
    } else {
        job.apply(record.id, Live { writer: &writer, lease }, &mut ending).await
    };
    let earlier = record.end.map_or(Usage::default(), |end| Usage { calls: end.rpc_calls, seconds: end.rpc_seconds });
    let usage = reader.usage();
    let usage = Usage { calls: usage.calls + earlier.calls, seconds: usage.seconds + earlier.seconds };
    job.end(&begun, usage, true, &ending, outcome).await
}

/// Ends the unfinished runs before this one: what they wrote is looked up and credited, what they did not write is planned anew.
pub(super) async fn take_over(job: &Job<'_>, odoo: &dyn OdooRead, begun: &mut Begun) -> Result<(), Error> {
    let (identity, campaign) = (job.config.connection.identity(), &job.config.campaign);
    for earlier in job.ledger.unfinished(&identity, campaign).await? {
        if earlier == begun.run {
            continue;
        }
        let (record, mut ending) = load(job, earlier).await?;
        look(odoo, job.ledger, earlier, &mut ending.decisions).await?;
        let message = format!("it was killed or interrupted; run {} took over what it left", begun.run);
        job.progress.notice(&format!("run {earlier} was not finished; this run plans anew what it left"));
        let end = record.end.unwrap_or(RunEnd {
            status: Status::Failed,
            counts: ending.counts(),
            rpc_calls: 0,
            rpc_seconds: 0.0,
            seconds: 0.0,
            error: None,
        });
        let end = RunEnd { status: Status::Failed, counts: ending.counts(), error: Some(message), ..end };
        // Its memory tells of a plan of which only a part came true; what people really got is on their accounts.
        let fairness =
            ending.fairness(job.config, &begun.credits).map(|fairness| Fairness { memory: None, ..fairness });
        job.ledger.finish(earlier, &end, &ending.people(true), fairness.as_ref()).await?;
        begun.credits = job.ledger.credits(&identity, campaign).await?.into_iter().collect();
    }
    Ok(())
}
