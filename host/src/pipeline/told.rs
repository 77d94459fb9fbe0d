//! After a live run's end: who got leads is told, and the managers are, once a run. A run that is interrupted tells nobody; the resume
//! that brings it to its end does. Nothing that goes wrong here changes how the run ended.

use super::begin::Begun;
use super::finish::Ending;
use super::job::{Job, Live};
use crate::domain::decision::Decision;
use crate::domain::run::{RunRecord, Status};
use crate::ledger::RunFilter;
use crate::notify::{Attachment, Digest, digest};
use crate::report::run::{LATEST, RunReport};

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
    if matches!(record.status, Status::Running | Status::Interrupted | Status::DryRun | Status::Declined) {
        return;
    }
    let told = Digest {
        config: job.config,
        record: &record,
        decisions: &ending.decisions,
        today: &begun.today.to_string(),
        attachments: &attachments(job, &record, &ending.decisions).await,
    };
    tokio::select! {
        warnings = digest(live.writer, &told) => warnings.iter().for_each(|warning| job.progress.notice(warning)),
        () = job.stop.requested() => job.progress.notice("stopped; not everybody was told of new leads"),
    }
}

/// What goes with the managers' mail: the report as one page. A report that cannot be made is missing, and said so.
async fn attachments(job: &Job<'_>, record: &RunRecord, decisions: &[Decision]) -> Vec<Attachment> {
    let filter = RunFilter {
        odoo: Some(record.new.odoo.clone()),
        campaign: Some(record.new.campaign.clone()),
        ..RunFilter::default()
    };
    let made = match job.ledger.runs_between(&filter, LATEST).await {
        Ok(latest) => {
            let report = RunReport::new(record, decisions, &latest);
            let sound = report.check().map_err(|why| why.to_string());
            sound.and_then(|()| report.html().map_err(|error| error.to_string()))
        }
        Err(error) => Err(error.to_string()),
    };
    match made {
        Ok(page) => vec![Attachment {
            name: format!("odlm_report_run{}.html", record.id),
            media_type: "text/html",
            bytes: page.into_bytes(),
        }],
        Err(why) => {
            job.progress.notice(&format!("the managers' mail goes without the report: {why}"));
            Vec::new()
        }
    }
}
