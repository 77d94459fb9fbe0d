//! `write`, `create` and `unlink`: all or nothing a call. What Odoo does to a lead besides is in `lead_rules`.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::cell::Cell;
use super::errors::{OdooError, name};
use super::field_check::{self, Change};
use super::lead_rules;
use super::schema::Model;
use super::world::World;

/// Writes `values` to every id; the answer is `true`. Nothing is written when one id is missing or one value refused.
pub(crate) fn write(
    world: &mut World,
    model: &'static Model,
    ids: &[i64],
    values: &Value,
    context: &Map<String, Value>,
) -> Result<Value, OdooError> {
    let values = &*lead_rules::overridden(world, model, ids, values);
    let mut changes = field_check::cells(world, model, values, false)?;
    let ids = existing(world, model, ids)?;
    if ids.is_empty() || values.as_object().is_some_and(Map::is_empty) {
        return Ok(json!(true));
    }
    for (place, change) in &changes {
        require(model, *place, Some(change))?;
    }
    if model.name == "crm.lead" {
        lead_rules::write(world, model, &ids, changes, context);
    } else {
        lead_rules::derive(model, &mut changes);
        store(world, model.name, &ids, &changes);
    }
    Ok(json!(true))
}

/// Creates a record for every entry of `vals_list`, none when one is refused; gives the ids.
pub(crate) fn create(
    world: &mut World,
    model: &'static Model,
    vals_list: &Value,
    context: &Map<String, Value>,
) -> Result<Vec<u64>, OdooError> {
    let one = [vals_list.clone()];
    let entries = vals_list.as_array().map_or(one.as_slice(), Vec::as_slice);
    for values in entries {
        checked(world, model, &named(world, model, values))?;
    }
    entries.iter().map(|values| create_one(world, model.name, values, context)).collect()
}

/// Creates one record with Odoo's defaults; gives its id.
pub(crate) fn create_one(
    world: &mut World,
    model: &str,
    values: &Value,
    context: &Map<String, Value>,
) -> Result<u64, OdooError> {
    let unknown = || OdooError::new(name::NOT_FOUND, format!("the model '{model}' does not exist"));
    let schema = world.table(model).map(|table| table.model).ok_or_else(unknown)?;
    let values = &*named(world, schema, values);
    let mut changes = checked(world, schema, values)?;
    let id = world.insert(model, defaults(schema)).ok_or_else(unknown)?;
    if model == "crm.lead" {
        lead_rules::create(world, schema, id, values.get("user_id").is_some(), changes, context);
    } else {
        let created = world.value(model, id, "write_date");
        lead_rules::derive(schema, &mut changes);
        store(world, model, &[id], &changes);
        if let (Some(table), Some(place)) = (world.table_mut(model), schema.place("write_date"))
            && let Some(record) = table.rows.get_mut(&id)
        {
            record.set(place, created);
        }
    }
    Ok(id)
}

/// Deletes records; the answer is `true`.
pub(crate) fn unlink(world: &mut World, model: &'static Model, ids: &[i64]) -> Result<Value, OdooError> {
    for id in existing(world, model, ids)? {
        world.remove(model.name, id);
    }
    Ok(json!(true))
}

/// Stores changes as they are and sets `write_date` unless it is among them.
pub(crate) fn store(world: &mut World, model: &str, ids: &[u64], changes: &[(usize, Change)]) {
    let now = world.now_cell();
    if let Some(table) = world.table_mut(model) {
        let written = table.model.place("write_date");
        for id in ids {
            let Some(record) = table.rows.get_mut(id) else { continue };
            if let Some(place) = written {
                record.set(place, now.clone());
            }
            for (place, change) in changes {
                let cell = match change {
                    Change::Set(cell) => cell.clone(),
                    Change::OwnerZero => Cell::Empty,
                    Change::Adjust { add, remove } => {
                        let mut held = record.cell(*place).ids().to_vec();
                        held.retain(|id| !remove.contains(id));
                        held.extend(add);
                        held.sort_unstable();
                        held.dedup();
                        Cell::Refs(held)
                    }
                };
                record.set(*place, cell);
            }
        }
    }
    if model == "crm.team.member" {
        lead_rules::relink_members(world);
    }
}

/// Every id as it is stored, or the first missing one as an error.
pub(crate) fn existing(world: &World, model: &Model, ids: &[i64]) -> Result<Vec<u64>, OdooError> {
    let found = |id: &i64| u64::try_from(*id).ok().filter(|id| world.record(model.name, *id).is_some());
    ids.iter().map(|id| found(id).ok_or_else(|| OdooError::missing(model.name, *id, world.caller))).collect()
}

/// The values with what Odoo makes of a name: of a campaign's title its name and the other way round, and a number behind the name of
/// a source, campaign or medium that another one has.
fn named<'a>(world: &World, model: &Model, values: &'a Value) -> Cow<'a, Value> {
    if !["utm.source", "utm.campaign", "utm.medium"].contains(&model.name) {
        return Cow::Borrowed(values);
    }
    let mut whole = values.clone();
    let text = |key: &str| values.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let (name, title) = (text("name").or(text("title")), text("title").or(text("name")));
    let (Some(map), Some(name), Some(title)) = (whole.as_object_mut(), name, title) else {
        return Cow::Borrowed(values);
    };
    let taken =
        |name: &str| world.ids(model.name).iter().any(|id| world.value(model.name, *id, "name").as_text() == name);
    let numbered = (2_u32..).map(|number| format!("{name} [{number}]"));
    let free = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name));
    map.insert("name".to_owned(), free.into());
    if model.name == "utm.campaign" {
        map.insert("title".to_owned(), title.into());
    }
    Cow::Owned(whole)
}

fn checked(world: &World, model: &'static Model, values: &Value) -> Result<Vec<(usize, Change)>, OdooError> {
    let changes = field_check::cells(world, model, values, false)?;
    in_order(model, &changes)?;
    for place in 0..model.fields.len() {
        let default = defaults(model).into_iter().any(|(filled, _)| filled == place);
        let change = changes.iter().find(|(changed, _)| *changed == place).map(|(_, change)| change);
        if change.is_some() || !default {
            require(model, place, change)?;
        }
    }
    Ok(changes)
}

/// Refuses time off that ends before it begins.
fn in_order(model: &Model, changes: &[(usize, Change)]) -> Result<(), OdooError> {
    let time = |field: &str| {
        let place = model.place(field)?;
        changes.iter().find_map(|(changed, change)| match change {
            Change::Set(Cell::Text(time)) if *changed == place => Some(time.clone()),
            _ => None,
        })
    };
    match (model.name, time("date_from"), time("date_to")) {
        ("resource.calendar.leaves", Some(from), Some(to)) if from > to => {
            Err(OdooError::new(name::VALIDATION, "The start date of the time off must be earlier than the end date."))
        }
        _ => Ok(()),
    }
}

/// Refuses an empty value of a required field.
fn require(model: &Model, place: usize, change: Option<&Change>) -> Result<(), OdooError> {
    let Some(field) = model.field(place).filter(|field| field.required) else { return Ok(()) };
    match change {
        None | Some(Change::Set(Cell::Empty)) => Err(OdooError::new(
            name::VALIDATION,
            format!(
                "The operation cannot be completed: Missing required value for the field '{}' ({}).\nModel: '{}' ({})\n- \
                 create/update: a mandatory field is not set\n- delete: another model requires the record being deleted, you \
                 can archive it instead\n",
                field.label, field.name, model.label, model.name
            ),
        )),
        Some(_) => Ok(()),
    }
}

/// What Odoo fills in where `create` is not told: every kind's zero, and the defaults of stock fields.
fn defaults(model: &'static Model) -> Vec<(usize, Cell)> {
    let given = |field: &super::schema::Field| match (model.name, field.name) {
        (_, "active") | ("crm.team", "use_opportunities") => Cell::Bool(true),
        ("crm.lead", "type") => Cell::text("opportunity"),
        ("crm.lead", "priority") => Cell::text("0"),
        // Odoo predicts one; what matters is that it is not the 0 of a lost lead.
        ("crm.lead", "probability") => Cell::Float(10.0),
        ("crm.lead", "won_status") => Cell::text("pending"),
        ("crm.team.member", "assignment_max") => Cell::Int(30),
        ("resource.calendar.leaves", "time_type") => Cell::text("leave"),
        ("res.users" | "resource.calendar.leaves" | "resource.resource" | "resource.calendar", "company_id") => {
            Cell::Ref(1)
        }
        ("res.users", "company_ids") => Cell::Refs(vec![1]),
        ("crm.team" | "crm.stage", "sequence") => Cell::Int(10),
        _ => field_check::empty(field.kind),
    };
    let all =
        model.fields.iter().enumerate().filter(|(_, field)| !matches!(field.name, "id" | "create_date" | "write_date"));
    all.map(|(place, field)| (place, given(field))).filter(|(_, cell)| *cell != Cell::Empty).collect()
}
