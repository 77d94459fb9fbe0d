//! What Odoo does to a lead besides storing values: assignment date, team, company, won and lost, notices.
//!
//! The rules are those of `crm.lead` in Odoo 19, tried on a real one. Not done: automation rules, predictive probability,
//! stages restricted to teams, company checks across several companies.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::cell::Cell;
use super::field_check::Change;
use super::people;
use super::schema::Model;
use super::world::World;
use super::write::store;

pub(crate) use people::relink_members;

/// The values of a write as Odoo looks at them: an assignment date that it sets itself is gone before anybody checks it.
pub(crate) fn overridden<'a>(world: &World, model: &Model, ids: &[i64], values: &'a Value) -> Cow<'a, Value> {
    let owner = values.get("user_id").filter(|_| model.name == "crm.lead" && values.get("date_open").is_some());
    let Some(owner) = owner else { return Cow::Borrowed(values) };
    let new = owner.as_u64().filter(|id| *id > 0);
    let moves = |id: &i64| u64::try_from(*id).is_ok_and(|id| world.value("crm.lead", id, "user_id").reference() != new);
    if new.is_some() && !ids.iter().any(moves) {
        return Cow::Borrowed(values);
    }
    let mut kept = values.clone();
    if let Some(kept) = kept.as_object_mut() {
        kept.shift_remove("date_open");
    }
    Cow::Owned(kept)
}

/// Writes changes to leads with all that follows from them.
pub(crate) fn write(
    world: &mut World,
    model: &'static Model,
    ids: &[u64],
    mut changes: Vec<(usize, Change)>,
    context: &Map<String, Value>,
) {
    let owner_place = model.place("user_id");
    let owner = changes.iter().find(|(place, _)| Some(*place) == owner_place).map(|(_, change)| change.clone());
    let owner_id = owner.as_ref().map(|change| match change {
        Change::Set(cell) => cell.reference(),
        _ => None,
    });
    let moved: Vec<u64> = match owner_id {
        Some(new) => {
            ids.iter().copied().filter(|id| world.value("crm.lead", *id, "user_id").reference() != new).collect()
        }
        None => Vec::new(),
    };
    // Odoo stamps every lead of the call as soon as one of them changes hands, whatever date the caller sent.
    match (&owner, owner_id) {
        (Some(Change::OwnerZero), _) => override_with(&mut changes, model, "date_open", world.now_cell()),
        (_, Some(None)) => override_with(&mut changes, model, "date_open", Cell::Empty),
        (_, Some(Some(_))) if !moved.is_empty() => override_with(&mut changes, model, "date_open", world.now_cell()),
        _ => {}
    }
    let pinned = has(&changes, model, "team_id");
    let stage = new_value(&changes, model, "stage_id").and_then(|cell| cell.reference());
    if stage.is_some_and(|stage| world.value("crm.stage", stage, "is_won").is_true()) {
        override_with(&mut changes, model, "active", Cell::Bool(true));
        override_with(&mut changes, model, "probability", Cell::Float(100.0));
    }
    if let Some(partner) = new_value(&changes, model, "partner_id").and_then(|cell| cell.reference()) {
        for (own, of_partner) in [("email_from", "email"), ("phone", "phone")] {
            let value = world.value("res.partner", partner, of_partner);
            if value != Cell::Empty && !has(&changes, model, own) {
                override_with(&mut changes, model, own, value);
            }
        }
    }
    derive(model, &mut changes);
    store(world, "crm.lead", ids, &changes);
    let team_again = owner.is_some() || has(&changes, model, "type");
    let owner_zero = matches!(owner, Some(Change::OwnerZero));
    for id in ids {
        if team_again && !pinned {
            reteam(world, *id, owner_zero);
        }
        settle(world, *id, team_again || pinned, owner_zero);
    }
    count(world, ids, &moved, owner_id.flatten(), context);
}

/// Adds what follows from an address and a phone number: their normal forms.
pub(crate) fn derive(model: &Model, changes: &mut Vec<(usize, Change)>) {
    let email = if model.name == "crm.lead" { "email_from" } else { "email" };
    if let Some(email) = new_value(changes, model, email) {
        override_with(changes, model, "email_normalized", Cell::text(&normalized(email.as_text())));
    }
    // Without Python's `phonenumbers`, which is no part of Odoo, a number stays as it was typed.
    if let Some(phone) = new_value(changes, model, "phone") {
        override_with(changes, model, "phone_sanitized", phone);
    }
}

/// Finishes a lead that was just created: owner, team, stage and dates as Odoo defaults them.
pub(crate) fn create(
    world: &mut World,
    model: &'static Model,
    id: u64,
    owner_given: bool,
    mut changes: Vec<(usize, Change)>,
    context: &Map<String, Value>,
) {
    let caller = world.caller;
    if !owner_given && let Some(place) = model.place("user_id") {
        changes.push((place, Change::Set(Cell::Ref(caller))));
    }
    if !has(&changes, model, "stage_id") {
        let first = world.table("crm.stage").and_then(|table| table.rows.keys().next().copied());
        if let (Some(stage), Some(place)) = (first, model.place("stage_id")) {
            changes.push((place, Change::Set(Cell::Ref(stage))));
        }
    }
    let assigned = new_value(&changes, model, "date_open").filter(|date| *date != Cell::Empty);
    write(world, model, &[id], changes, context);
    // A date that is given to a new lead stays, owner or not.
    if let Some(assigned) = assigned {
        put(world, id, "date_open", assigned);
    }
    // Both dates are the same instant.
    let created = world.value("crm.lead", id, "create_date");
    put(world, id, "write_date", created);
}

/// Moves a lead to a team of its owner, unless it is in one.
fn reteam(world: &mut World, id: u64, owner_zero: bool) {
    let owner = world.value("crm.lead", id, "user_id").reference();
    let user = match owner {
        Some(user) => user,
        None if owner_zero => world.caller,
        None => return,
    };
    let team = world.value("crm.lead", id, "team_id").reference();
    if owner.is_some() && team.is_some_and(|team| people::belongs(world, team, user)) {
        return;
    }
    let as_lead = world.value("crm.lead", id, "type").as_text() == "lead";
    let found = people::default_team(world, user, as_lead).map_or(Cell::Empty, Cell::Ref);
    put(world, id, "team_id", found);
}

/// Company and won status, which follow from the other fields.
fn settle(world: &mut World, id: u64, company_again: bool, owner_zero: bool) {
    if company_again {
        let owned = owner_zero || world.value("crm.lead", id, "user_id") != Cell::Empty;
        put(world, id, "company_id", if owned { Cell::Ref(1) } else { Cell::Empty });
    }
    let active = world.value("crm.lead", id, "active").is_true();
    let probability = match world.value("crm.lead", id, "probability") {
        Cell::Float(probability) => probability,
        _ => 0.0,
    };
    let stage = world.value("crm.lead", id, "stage_id").reference();
    let won_stage = stage.is_some_and(|stage| world.value("crm.stage", stage, "is_won").is_true());
    let status = match (active, probability) {
        (true, 100.0) if won_stage => "won",
        (false, 0.0) => "lost",
        _ => "pending",
    };
    put(world, id, "won_status", Cell::text(status));
}

fn count(world: &mut World, ids: &[u64], moved: &[u64], owner: Option<u64>, context: &Map<String, Value>) {
    let on = |key: &str| context.get(key).is_some_and(|value| !matches!(value, Value::Null | Value::Bool(false)));
    if on("tracking_disable") {
        return;
    }
    if !on("mail_notrack") {
        world.chatter.tracking_messages += moved.len() as u64;
    }
    let told = owner.is_some_and(|user| user != world.caller && world.value("res.users", user, "active").is_true());
    if told && !on("mail_auto_subscribe_no_notify") {
        // Odoo tells the owner again even of leads that were theirs already.
        world.chatter.assigned_notices += ids.len() as u64;
    }
}

fn put(world: &mut World, id: u64, field: &str, cell: Cell) {
    if let Some(table) = world.table_mut("crm.lead")
        && let Some(place) = table.model.place(field)
        && let Some(record) = table.rows.get_mut(&id)
    {
        record.set(place, cell);
    }
}

fn has(changes: &[(usize, Change)], model: &Model, field: &str) -> bool {
    let place = model.place(field);
    changes.iter().any(|(changed, _)| Some(*changed) == place)
}

fn new_value(changes: &[(usize, Change)], model: &Model, field: &str) -> Option<Cell> {
    let place = model.place(field);
    changes.iter().find_map(|(changed, change)| match change {
        Change::Set(cell) if Some(*changed) == place => Some(cell.clone()),
        _ => None,
    })
}

fn override_with(changes: &mut Vec<(usize, Change)>, model: &Model, field: &str, cell: Cell) {
    if let Some(place) = model.place(field) {
        changes.retain(|(changed, _)| *changed != place);
        changes.push((place, Change::Set(cell)));
    }
}

/// The first bare address in lower case, as Odoo keeps it beside what was typed; empty when there is no address.
fn normalized(email: &str) -> String {
    let inner = email.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>')).map_or(email, |(inner, _)| inner);
    let words = inner.split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | ';'));
    words.into_iter().find(|word| word.contains('@')).unwrap_or_default().to_lowercase()
}
