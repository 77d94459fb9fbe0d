//! What Odoo has now: who owns these leads, and when each was last written.

use std::collections::HashMap;

use serde_json::json;

use crate::domain::decision::Decision;
use crate::domain::ids::{LeadId, UserId};
use crate::odoo::{OdooError, OdooRead, ReadCall, ReadMethod, id_of, records, text_of};

/// A lead's state in Odoo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Now {
    pub(super) owner: Option<UserId>,
    pub(super) write_date: String,
}

/// Reads the leads, archived ones too; one that is gone is absent.
pub(super) async fn read_now(
    odoo: &dyn OdooRead,
    decisions: &[&mut Decision],
) -> Result<HashMap<LeadId, Now>, OdooError> {
    let ids: Vec<u64> = decisions.iter().map(|decision| decision.lead.0).collect();
    let call = ReadCall::new("crm.lead", ReadMethod::SearchRead)
        .with("domain", json!([["id", "in", ids]]))
        .with("fields", json!(["user_id", "write_date"]))
        .with("load", "")
        .context("active_test", false);
    let rows = records("crm.lead/search_read", odoo.read(call).await?)?;
    let now = rows.iter().filter_map(|row| {
        let owner = id_of(row.get("user_id")).map(UserId);
        Some((LeadId(id_of(row.get("id"))?), Now { owner, write_date: text_of(row.get("write_date"))?.to_owned() }))
    });
    Ok(now.collect())
}

/// What stands against writing a decision: a change by somebody else since the lead was read.
pub(super) fn change(decision: &Decision, now: Option<&Now>) -> Option<String> {
    let Some(now) = now else { return Some("it was deleted, or the API user may no longer see it".to_owned()) };
    if now.owner != decision.from {
        return Some(match now.owner {
            Some(owner) => format!("user {owner} owns it now"),
            None => "nobody owns it now".to_owned(),
        });
    }
    (now.write_date != decision.write_date).then(|| format!("it was changed at {} UTC", now.write_date))
}
