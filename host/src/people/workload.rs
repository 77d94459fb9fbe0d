//! How many open leads each person owns, in one grouped count that downloads no rows; who has too many for more.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::select::People;
use crate::domain::ids::UserId;
use crate::domain::run::LeftOutPerson;
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, ReadCall, ReadMethod, id_of, open_leads, whole_of};

/// Counts the open leads of `people`: of the given type, not won, not lost, whatever their date.
///
/// `has_won_status` says whether `crm.lead` has the field `won_status`.
///
/// # Errors
/// What Odoo answered.
pub async fn read_workload(
    odoo: &dyn OdooRead,
    people: &[UserId],
    lead_type: &str,
    has_won_status: bool,
) -> Result<HashMap<UserId, u32>, OdooError> {
    let ids: Vec<u64> = people.iter().map(|id| id.0).collect();
    let mut domain: Domain = vec![json!(["type", "=", lead_type]), json!(["user_id", "in", ids])];
    domain.extend(open_leads(has_won_status));
    let call = if odoo.session().major >= 19 {
        ReadCall::new("crm.lead", ReadMethod::FormattedReadGroup)
            .with("groupby", json!(["user_id"]))
            .with("aggregates", json!(["__count"]))
    } else {
        ReadCall::new("crm.lead", ReadMethod::ReadGroup)
            .with("fields", json!(["__count"]))
            .with("groupby", json!(["user_id"]))
            .with("lazy", false)
    };
    let answer = odoo.read(call.with("domain", domain)).await?;
    let wrong = || OdooError::new(ErrorKind::Protocol, "crm.lead/read_group", "the answer is not a list of counts");
    let Value::Array(groups) = answer else { return Err(wrong()) };
    let mut counts = HashMap::new();
    for group in &groups {
        let count = whole_of(group.get("__count")).and_then(|count| u32::try_from(count).ok()).ok_or_else(wrong)?;
        if let Some(user) = id_of(group.get("user_id")) {
            counts.insert(UserId(user), count);
        }
    }
    Ok(counts)
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
