//! After a live run's end: who got leads is told, and the managers are, once a run. A run that is interrupted tells nobody; the resume
//! that brings it to its end does. Nothing that goes wrong here changes how the run ended.

use super::begin::Begun;
use super::finish::Ending;
use super::job::{Job, Live};
use crate::domain::run::{RunRecord, Status};
use crate::notify::{Attachment, Digest, digest};

/// Tells of a run that has been written down as ended.
pub(super) async fn tell(job: &Job<'_>, live: Live<'_>, begun: &Begun, ending: &Ending) {
    if !job.config.email.enabled {
        return;
    }
    // What the ledger has counts: a run whose end could not be written down can be resumed, and is told then.
    let record = match job.ledger.run(begun.run).await {
        Ok(Some(record)) => record,
        Ok(None) => return,
        Err(error) => return job.progress.notice(&format!("nobody was told of new leads: {error}")),
    };
    if matches!(record.status, Status::Running | Status::Interrupted | Status::DryRun) {
        return;
    }
    let told = Digest {
        config: job.config,
        record: &record,
        decisions: &ending.decisions,
        today: &begun.today.to_string(),
        attachments: &attachments(&record),
    };
    tokio::select! {
        warnings = digest(live.writer, &told) => warnings.iter().for_each(|warning| job.progress.notice(warning)),
        () = job.stop.requested() => job.progress.notice("stopped; not everybody was told of new leads"),
    }
}

/// What goes with the managers' mail.
fn attachments(_record: &RunRecord) -> Vec<Attachment> {
    Vec::new()
}
