//! How many open leads each person owns, by status, in one grouped count that downloads no rows; who has too many for more.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::select::People;
use crate::domain::ids::UserId;
use crate::domain::run::{LeftOutPerson, Moment, StatusCount};
use crate::odoo::{Domain, OdooError, OdooRead, id_of, open_leads, read_groups, text_of};

/// The most pairs of a person and a status.
const MOST_STATUSES: usize = 50_000;

/// What is counted as somebody's workload.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Leads of this type, by Odoo's key.
    pub lead_type: &'static str,
    /// Whether `crm.lead` has the field `won_status`.
    pub has_won_status: bool,
    /// The field of the status, stored, by which leads are told apart; none counts them all as one.
    pub status: Option<String>,
}

/// Open leads that people own.
#[derive(Clone, Debug, Default)]
pub struct Owned {
    /// By person; whoever owns none is missing.
    pub leads: HashMap<UserId, u32>,
    /// By person and status, where statuses are told apart.
    pub statuses: Vec<StatusCount>,
}

/// Counts the open leads of `people`: of the given type, not won, not lost, whatever their date.
///
/// # Errors
/// What Odoo answered.
pub async fn read_workload(
    odoo: &dyn OdooRead,
    people: &[UserId],
    workload: &Workload,
    moment: Moment,
) -> Result<Owned, OdooError> {
    let ids: Vec<u64> = people.iter().map(|id| id.0).collect();
    let mut domain: Domain = vec![json!(["type", "=", workload.lead_type]), json!(["user_id", "in", ids])];
    domain.extend(open_leads(workload.has_won_status));
    let mut groups: Vec<(Value, Option<Value>, u64)> = Vec::new();
    if let Some(field) = &workload.status {
        let found = read_groups(odoo, "crm.lead", ["user_id", field], domain.clone(), Some(MOST_STATUSES + 1)).await?;
        groups.extend(found.into_iter().map(|([user, status], leads)| (user, Some(status), leads)));
    }
    // A field that has a text of its own for each lead is no status.
    if workload.status.is_none() || groups.len() > MOST_STATUSES {
        let found = read_groups(odoo, "crm.lead", ["user_id"], domain, None).await?;
        groups = found.into_iter().map(|([user], leads)| (user, None, leads)).collect();
    }
    let mut owned = Owned::default();
    for (user, status, leads) in groups {
        let Some(person) = id_of(Some(&user)).map(UserId) else { continue };
        let count = owned.leads.entry(person).or_insert(0);
        *count = count.saturating_add(u32::try_from(leads).unwrap_or(u32::MAX));
        if let Some(status) = status {
            // A many2one is told by its name, a selection by its key.
            let status = text_of(status.get(1)).or_else(|| text_of(Some(&status))).map(str::to_owned);
            owned.statuses.push(StatusCount { person, moment, status, leads });
        }
    }
    owned.statuses.sort_by(|one, other| (one.person, &one.status).cmp(&(other.person, &other.status)));
    Ok(owned)
}

/// Leaves out whoever owns more than `most` per cent of the target before the run. Without a target somebody counts as full.
pub fn leave_out_the_full(people: &mut People, owned: &HashMap<UserId, u32>, most: f64) {
    people.eligible.retain(|person| {
        let owns = owned.get(&person.id).copied().unwrap_or(0);
        let full = match person.target {
            0 => 100.0,
            target => 100.0 * f64::from(owns) / f64::from(target),
        };
        if full > most {
            let reason = match person.target {
                0 => format!("without a target, which counts as full, above `max_workload_percentage: {most}`"),
                target => format!(
                    "owns {owns} leads of a target of {target}, {full:.0} % and above `max_workload_percentage: {most}`"
                ),
            };
            people.left_out.push(LeftOutPerson { name: person.name.clone(), reason });
        }
        full <= most
    });
}
