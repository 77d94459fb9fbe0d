//! From the values of a `write` or `create` to cells, with the errors Odoo gives for values it does not take. Stores nothing.

use serde_json::Value;

use super::cell::Cell;
use super::errors::{OdooError, name};
use super::python;
use super::schema::{Field, Kind, Model};
use super::world::World;

/// A change of one field.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// The new value.
    Set(Cell),
    /// Ids added to and taken from an x2many.
    Adjust { add: Vec<u64>, remove: Vec<u64> },
    /// `user_id: 0`: no owner, but Odoo stamps date and team as for an owner.
    OwnerZero,
}

/// Checks `values` and gives the changes by the fields' places. Fields that only Odoo sets are skipped unless `all`.
pub(crate) fn cells(
    world: &World,
    model: &'static Model,
    values: &Value,
    all: bool,
) -> Result<Vec<(usize, Change)>, OdooError> {
    let Some(values) = values.as_object() else {
        let kind = if values.is_array() { "list" } else { "str" };
        return Err(OdooError::new(name::ATTRIBUTE, format!("'{kind}' object has no attribute 'get'")));
    };
    let mut changes = Vec::with_capacity(values.len());
    for (key, value) in values {
        let place = world.place(model, key);
        let field = place.and_then(|place| model.field(place));
        let (Some(place), Some(field)) = (place, field) else {
            return Err(OdooError::value(format!("Invalid field '{key}' in '{}'", model.name)));
        };
        if field.name == "id" || (only_odoo(field) && !all) {
            continue;
        }
        changes.push((place, change(world, model, field, value)?));
    }
    Ok(changes)
}

/// Whether Odoo sets the field itself and passes over what a caller writes to it.
pub(crate) fn only_odoo(field: &Field) -> bool {
    ["id", "create_date", "write_date", "display_name", "won_status"].contains(&field.name)
        || (!field.stored && field.readonly)
}

fn change(world: &World, model: &Model, field: &Field, value: &Value) -> Result<Change, OdooError> {
    if value.is_null() || *value == Value::Bool(false) {
        return Ok(Change::Set(empty(field.kind)));
    }
    let wrong = || OdooError::value(format!("Wrong value for {}.{}: {}", model.name, field.name, python::repr(value)));
    let cell = match field.kind {
        Kind::Boolean => Cell::Bool(value.as_bool().unwrap_or_else(|| value.as_f64() != Some(0.0))),
        Kind::Integer => Cell::Int(value.as_i64().ok_or_else(wrong)?),
        Kind::Float | Kind::Monetary => Cell::Float(value.as_f64().ok_or_else(wrong)?),
        Kind::Char => match value {
            Value::String(text) => Cell::text(text),
            other => Cell::text(&python::repr(other)),
        },
        Kind::Date => Cell::text(&date(value.as_str().ok_or_else(wrong)?)?),
        Kind::Datetime => Cell::text(&datetime(value.as_str().ok_or_else(wrong)?)?),
        Kind::Selection(options) => {
            let key = value.as_str().ok_or_else(wrong)?;
            let known = options.iter().any(|(option, _)| *option == key);
            if known { Cell::text(key) } else { return Err(wrong()) }
        }
        Kind::Many2one(target) => return many2one(world, field, target, value).ok_or_else(wrong)?,
        Kind::Many2many(target) => return many2many(world, target, value).ok_or_else(wrong)?,
    };
    Ok(Change::Set(cell))
}

/// What a falsy value is stored as.
pub(crate) fn empty(kind: Kind) -> Cell {
    match kind {
        Kind::Boolean => Cell::Bool(false),
        Kind::Integer => Cell::Int(0),
        Kind::Float | Kind::Monetary => Cell::Float(0.0),
        Kind::Many2many(_) => Cell::Refs(Vec::new()),
        _ => Cell::Empty,
    }
}

fn many2one(world: &World, field: &Field, target: &str, value: &Value) -> Option<Result<Change, OdooError>> {
    let id = match value {
        Value::Array(pair) => pair.first()?.as_i64()?,
        other => other.as_i64()?,
    };
    Some(match u64::try_from(id) {
        Ok(0) if field.name == "user_id" => Ok(Change::OwnerZero),
        Ok(0) => Ok(Change::Set(Cell::Empty)),
        Ok(found) if world.record(target, found).is_some() => Ok(Change::Set(Cell::Ref(found))),
        _ => Err(OdooError::missing(target, id, world.caller)),
    })
}

/// Understands a plain list of ids and the commands 3 (unlink), 4 (link), 5 (clear) and 6 (set).
fn many2many(world: &World, target: &str, value: &Value) -> Option<Result<Change, OdooError>> {
    let items = value.as_array()?;
    let (mut add, mut remove, mut whole) = (Vec::new(), Vec::new(), false);
    for item in items {
        match item {
            Value::Number(id) => {
                whole = true;
                add.push(id.as_u64()?);
            }
            Value::Array(command) => match command.first().and_then(Value::as_u64)? {
                3 => remove.push(command.get(1)?.as_u64()?),
                4 => add.push(command.get(1)?.as_u64()?),
                5 => {
                    whole = true;
                    add.clear();
                }
                6 => {
                    whole = true;
                    add = command.get(2)?.as_array()?.iter().map(Value::as_u64).collect::<Option<_>>()?;
                }
                _ => return None,
            },
            _ => return None,
        }
    }
    if let Some(missing) = add.iter().find(|id| world.record(target, **id).is_none()) {
        return Some(Err(OdooError::missing(target, i64::try_from(*missing).unwrap_or(i64::MAX), world.caller)));
    }
    if whole || items.is_empty() {
        add.sort_unstable();
        add.dedup();
        return Some(Ok(Change::Set(Cell::Refs(add))));
    }
    Some(Ok(Change::Adjust { add, remove }))
}

/// A date as it is stored; a datetime's day where one is given.
fn date(text: &str) -> Result<String, OdooError> {
    let day = text.get(..10).unwrap_or(text);
    let parsed = jiff::civil::Date::strptime("%Y-%m-%d", day).map_err(|_| no_match(text, "%Y-%m-%d"))?;
    Ok(parsed.strftime("%Y-%m-%d").to_string())
}

/// A datetime as it is stored, midnight where only a date is given.
fn datetime(text: &str) -> Result<String, OdooError> {
    if text.len() == 10 {
        return Ok(format!("{} 00:00:00", date(text)?));
    }
    let format = if text.contains('.') { "%Y-%m-%d %H:%M:%S.%f" } else { "%Y-%m-%d %H:%M:%S" };
    jiff::civil::DateTime::strptime(format, text).map_err(|_| no_match(text, "%Y-%m-%d %H:%M:%S"))?;
    Ok(text.to_owned())
}

fn no_match(text: &str, format: &str) -> OdooError {
    OdooError::value(format!("time data '{text}' does not match format '{format}'"))
}
