//! What Odoo has now: who owns these leads, when each was last written, and what it has of the fields that a plan writes.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use crate::domain::decision::Decision;
use crate::domain::ids::{LeadId, TeamId, UserId};
use crate::odoo::{OdooError, OdooRead, ReadCall, ReadMethod, id_of, number_of, records, text_of};

/// A lead's state in Odoo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Now {
    pub(super) owner: Option<UserId>,
    pub(super) write_date: String,
    /// The fields that were read.
    pub(super) fields: Map<String, Value>,
}

/// Reads the leads, archived ones too; one that is gone is absent.
pub(super) async fn read_now(
    odoo: &dyn OdooRead,
    decisions: &[&mut Decision],
) -> Result<HashMap<LeadId, Now>, OdooError> {
    let ids: Vec<u64> = decisions.iter().map(|decision| decision.lead.0).collect();
    let mut fields = BTreeSet::from(["user_id", "team_id", "write_date"]);
    fields.extend(decisions.iter().flat_map(|decision| decision.values.keys().map(String::as_str)));
    let call = ReadCall::new("crm.lead", ReadMethod::SearchRead)
        .with("domain", json!([["id", "in", ids]]))
        .with("fields", json!(fields))
        .with("load", "")
        .context("active_test", false);
    let rows = records("crm.lead/search_read", odoo.read(call).await?)?;
    let now = rows.into_iter().filter_map(|row| {
        let owner = id_of(row.get("user_id")).map(UserId);
        let write_date = text_of(row.get("write_date"))?.to_owned();
        Some((LeadId(id_of(row.get("id"))?), Now { owner, write_date, fields: row }))
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

/// What Odoo has otherwise than it was written, of a lead that has its new owner.
pub(super) fn kept_otherwise(decision: &Decision, now: &Now) -> Option<String> {
    let team = decision.to_team.map(|TeamId(id)| ("team_id", Value::from(id)));
    let written = team.iter().map(|(name, value)| (*name, value));
    let written = written.chain(decision.values.iter().map(|(name, value)| (name.as_str(), value)));
    let told: Vec<String> = written
        .filter(|(name, value)| !is_kept(value, now.fields.get(*name)))
        .map(|(name, value)| format!("`{name}` {value}"))
        .collect();
    (!told.is_empty()).then(|| format!("it has its new owner, but Odoo did not keep {}", told.join(", ")))
}

/// Whether a field holds what was written. Odoo spells empty as `false`, a relation as id or pair, and rounds numbers.
fn is_kept(written: &Value, now: Option<&Value>) -> bool {
    let is_empty = |value: &Value| matches!(value, Value::Null | Value::Bool(false)) || value.as_str() == Some("");
    let Some(now) = now else { return false };
    if is_empty(written) || is_empty(now) {
        return is_empty(written) && (is_empty(now) || number_of(Some(now)) == Some(0.0))
            || is_empty(now) && number_of(Some(written)) == Some(0.0);
    }
    match (written, now) {
        (Value::Number(_), Value::Array(_)) => id_of(Some(written)) == id_of(Some(now)),
        (Value::Number(_), Value::Number(_)) => match (written.as_f64(), now.as_f64()) {
            (Some(written), Some(now)) => (written - now).abs() <= 0.01_f64.max(written.abs() * 1e-9),
            _ => false,
        },
        (written, now) => written == now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_kept_whichever_way_odoo_spells_it() {
        let table = [
            (json!(7), json!(7), true),
            (json!(7), json!([7, "Voice"]), true),
            (json!(7), json!(8), false),
            (json!(7), json!(false), false),
            (json!(false), json!(false), true),
            (json!(false), json!(""), true),
            (json!(0), json!(false), true),
            (json!(false), json!(0.0), true),
            (json!(false), json!([7, "Voice"]), false),
            (json!(12.345), json!(12.35), true),
            (json!(12.345), json!(13), false),
            (json!("new"), json!("new"), true),
            (json!("new"), json!("New"), false),
            (json!(true), json!(false), false),
            (json!("2026-11-24 08:00:00"), json!("2026-11-24 08:00:00"), true),
        ];
        for (written, now, kept) in table {
            assert_eq!(is_kept(&written, Some(&now)), kept, "{written} {now}");
        }
        assert!(!is_kept(&json!("new"), None), "what cannot be read back is told");
    }
}
