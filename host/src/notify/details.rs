//! What Odoo tells of people and leads when a run is over, for the mails alone: addresses and names. Kept nowhere.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::domain::ids::{LeadId, UserId};
use crate::odoo::{OdooError, OdooRead, Paging, id_of, read_all, text_of, whole_of};

/// Records of one call.
const CHUNK: usize = 1_000;

/// A person as Odoo has them now.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    pub(super) name: String,
    /// None where Odoo has none.
    pub(super) address: Option<String>,
}

/// A lead as Odoo has it now.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub(super) name: String,
    /// Who it is about: a company, a person, or both.
    pub(super) contact: Option<String>,
    pub(super) priority: &'static str,
}

/// Odoo's own words for its stars.
fn priority(value: Option<&Value>) -> &'static str {
    match whole_of(value) {
        Some(0) => "low",
        Some(1) => "medium",
        Some(2) => "high",
        Some(3) => "very high",
        _ => "-",
    }
}

/// The people with these ids, archived ones too.
pub(super) async fn people(odoo: &dyn OdooRead, ids: &[UserId]) -> Result<HashMap<UserId, Reached>, OdooError> {
    let ids: Vec<u64> = ids.iter().map(|id| id.0).collect();
    let rows = read(odoo, "res.users", &ids, &["name", "email_normalized", "login"]).await?;
    let reached = rows.into_iter().filter_map(|row| {
        let text = |field: &str| text_of(row.get(field)).map(str::trim).filter(|text| !text.is_empty());
        // A login is an address in most Odoos, and stands in where the address was left empty.
        let address = text("email_normalized").or_else(|| text("login").filter(|login| login.contains('@')));
        let name = text("name").unwrap_or_default().to_owned();
        Some((UserId(id_of(row.get("id"))?), Reached { name, address: address.map(str::to_owned) }))
    });
    Ok(reached.collect())
}

/// The leads with these ids, archived ones too.
pub(super) async fn leads(odoo: &dyn OdooRead, ids: &[LeadId]) -> Result<HashMap<LeadId, Known>, OdooError> {
    let ids: Vec<u64> = ids.iter().map(|id| id.0).collect();
    let rows = read(odoo, "crm.lead", &ids, &["name", "contact_name", "partner_name", "priority"]).await?;
    let known = rows.into_iter().filter_map(|row| {
        let text = |field: &str| text_of(row.get(field)).map(str::trim).filter(|text| !text.is_empty());
        let contact = match (text("partner_name"), text("contact_name")) {
            (Some(company), Some(person)) => Some(format!("{company}, {person}")),
            (company, person) => company.or(person).map(str::to_owned),
        };
        let name = text("name").unwrap_or_default().to_owned();
        Some((LeadId(id_of(row.get("id"))?), Known { name, contact, priority: priority(row.get("priority")) }))
    });
    Ok(known.collect())
}

async fn read(
    odoo: &dyn OdooRead,
    model: &str,
    ids: &[u64],
    fields: &[&str],
) -> Result<Vec<Map<String, Value>>, OdooError> {
    let mut rows = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let domain = vec![json!(["id", "in", chunk])];
        let paging = Paging { model, domain, fields, archived: true, limit: CHUNK };
        rows.extend(read_all(odoo, &paging, &|_| {}).await?);
    }
    Ok(rows)
}
