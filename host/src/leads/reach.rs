//! How many leads can be reached, and by what: counted by Odoo, so that no address and no number is read.

use serde_json::json;

use super::fields::LeadFields;
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, ReadCall, ReadMethod, whole_of};

/// What is counted: its name, and the field that has a value.
const REACH: [(&str, &str); 5] = [
    ("e-mail", "email_from"),
    ("phone", "phone"),
    ("mobile", "mobile"),
    ("contact", "partner_id"),
    ("owner", "user_id"),
];
/// The most leads of one question.
const CHUNK: usize = 10_000;

/// Counts which of these leads have a value in each field that this Odoo has.
///
/// # Errors
/// What Odoo answered.
pub async fn count_reachable(
    odoo: &dyn OdooRead,
    fields: &LeadFields,
    leads: &[u64],
) -> Result<Vec<(&'static str, u64)>, OdooError> {
    let mut counts = Vec::new();
    for (label, field) in REACH.into_iter().filter(|(_, field)| fields.has(field)) {
        let mut sum = 0;
        for chunk in leads.chunks(CHUNK) {
            let domain: Domain = vec![json!(["id", "in", chunk]), json!([field, "!=", false])];
            // An archived lead was not read, and none of these is.
            let call = ReadCall::new("crm.lead", ReadMethod::SearchCount).with("domain", domain);
            let count = whole_of(Some(&odoo.read(call).await?)).and_then(|count| u64::try_from(count).ok());
            let wrong = || OdooError::new(ErrorKind::Protocol, "crm.lead/search_count", "the answer is not a count");
            sum += count.ok_or_else(wrong)?;
        }
        counts.push((label, sum));
    }
    Ok(counts)
}
