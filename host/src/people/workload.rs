//! How many open leads each person owns, in one grouped count. Downloads no rows.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::domain::ids::UserId;
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
