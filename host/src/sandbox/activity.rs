//! `activity_schedule` of leads: a planned activity on each record, with the deadline that the record then shows.

use serde_json::{Value, json};

use super::cell::Cell;
use super::errors::{OdooError, name};
use super::field_check;
use super::signature::Call;
use super::world::World;
use super::write::{existing, store};

/// Plans an activity on every id; the answer names those that were made, as the version does.
pub(crate) fn schedule(world: &mut World, call: &Call) -> Result<Value, OdooError> {
    let Some(lead) = world.table("crm.lead").map(|table| table.model) else { return Ok(json!(false)) };
    let Some(model) = world.table("mail.activity").map(|table| table.model) else { return Ok(json!(false)) };
    let given = |key: &str| call.args.get(key).cloned().unwrap_or(Value::Null);
    let today = world.now().to_zoned(call.zone(world)).date().to_string();
    let deadline = call.args.get("date_deadline").and_then(Value::as_str).unwrap_or(&today).to_owned();
    let mut made = Vec::new();
    let leads = existing(world, lead, &call.ids).map_err(|_| {
        // Odoo asks for rights first, and nobody has any on a lead that is not there.
        let message = "The requested operation cannot be completed due to security restrictions. Please contact your system administrator.";
        OdooError::new(name::ACCESS, message)
    })?;
    for id in leads {
        let values = json!({
            "res_model": "crm.lead",
            "res_id": id,
            "activity_type_id": 1,
            "summary": given("summary"),
            "note": given("note"),
            "user_id": given("user_id"),
            "date_deadline": deadline,
            "automated": true,
        });
        let changes = field_check::cells(world, model, &values, true)?;
        let Some(activity) = world.insert(model.name, Vec::new()) else { continue };
        store(world, model.name, &[activity], &changes);
        made.push(activity);
        shows(world, id, &deadline);
    }
    if !made.is_empty() && call.context.get("mail_activity_quick_update") != Some(&Value::Bool(true)) {
        world.chatter.activity_notices += made.len() as u64;
    }
    let listed = || made.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    Ok(if world.is_legacy() { json!(format!("mail.activity({},)", listed())) } else { json!(made) })
}

/// A lead shows its next deadline; its `write_date` stays.
fn shows(world: &mut World, lead: u64, deadline: &str) {
    let Some(table) = world.table_mut("crm.lead") else { return };
    let Some(place) = table.model.place("activity_date_deadline") else { return };
    if let Some(record) = table.rows.get_mut(&lead) {
        let known = record.cell(place).as_text().to_owned();
        if known.is_empty() || deadline < known.as_str() {
            record.set(place, Cell::text(deadline));
        }
    }
}
