//! What a run counts beside its decisions: the people's leads by status before and after, and what the eligible leads have.

use super::finish::Ending;
use super::gather::Gathered;
use super::job::Job;
use crate::config::Config;
use crate::domain::ids::UserId;
use crate::domain::run::{Figure, Moment};
use crate::error::Error;
use crate::leads::{LeadFields, count_reachable, read_fields};
use crate::odoo::OdooRead;
use crate::people::{Workload, read_workload};

/// How this Odoo's leads are counted as somebody's workload: by status, where Odoo can group by its field.
pub(super) fn workload(config: &Config, fields: &LeadFields) -> Workload {
    let status = fields
        .get(&config.leads.fields.status)
        .filter(|field| config.tracking.statuses && field.stored && field.kind.is_nameable());
    Workload {
        lead_type: config.leads.lead_type.key(),
        has_won_status: fields.has("won_status"),
        status: status.map(|field| field.name.clone()),
    }
}

/// What reports tell of the leads beside the funnel.
pub(super) async fn figures(job: &Job<'_>, odoo: &dyn OdooRead, gathered: &Gathered) -> Result<Vec<Figure>, Error> {
    let figure = |topic: &str, label: &str, leads| Figure { topic: topic.to_owned(), label: label.to_owned(), leads };
    let sold = &gathered.sold.by_stage;
    let mut figures: Vec<Figure> =
        sold.iter().map(|(stage, leads)| figure(Figure::OPPORTUNITY_STAGE, stage, *leads)).collect();
    if job.figures {
        let ids: Vec<u64> = gathered.leads.iter().map(|lead| lead.id.0).collect();
        let reach = count_reachable(odoo, &gathered.fields, &ids).await?;
        figures.extend(reach.into_iter().map(|(label, leads)| figure(Figure::REACH, label, leads)));
    }
    Ok(figures)
}

/// Counts the people's leads by status once everything is written. What cannot be counted is missing, and no fault of the run.
pub(super) async fn after(job: &Job<'_>, odoo: &dyn OdooRead, ending: &mut Ending) {
    let people: Vec<UserId> = ending.people_ids().collect();
    if people.is_empty() || !job.config.tracking.statuses {
        return;
    }
    let counted = async {
        let fields = read_fields(odoo).await?;
        let workload = workload(job.config, &fields);
        if workload.status.is_none() {
            return Ok(Vec::new());
        }
        Ok::<_, crate::odoo::OdooError>(read_workload(odoo, &people, &workload, Moment::After).await?.statuses)
    };
    match counted.await {
        Ok(statuses) => ending.statuses_after = statuses,
        Err(error) => tracing::warn!("the leads by status after the run are not counted: {}", error.brief()),
    }
}
