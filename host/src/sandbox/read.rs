//! `search`, `search_read`, `search_count`, `read` and `fields_get`: records out as Odoo prints them.

use serde_json::{Map, Value, json};

use super::cell::{Cell, Record};
use super::domain_filter::{self, Scope};
use super::errors::{OdooError, name};
use super::order;
use super::schema::{Kind, Model};
use super::signature::Call;
use super::world::World;

/// The records a call's `domain` finds, in no certain order; archived ones only when asked for.
pub(crate) fn found<'a>(
    world: &'a World,
    model: &'static Model,
    call: &Call,
) -> Result<Vec<(u64, &'a Record)>, OdooError> {
    let domain = call.args.get("domain").unwrap_or(&Value::Null);
    let zone = call.zone(world);
    let filter = domain_filter::parse(&Scope::new(world, &zone), model, domain)?;
    let archived =
        call.context.get("active_test") == Some(&Value::Bool(false)) || domain_filter::asks_for_active(domain);
    let active = if archived { None } else { model.place("active") };
    let rows = world.table(model.name).map(|table| &table.rows);
    let shown = |record: &Record| active.is_none_or(|place| record.cell(place).is_true());
    let kept = rows.into_iter().flatten().filter(|(_, record)| shown(record) && filter.matches(record));
    Ok(kept.map(|(id, record)| (*id, record)).collect())
}

/// The page of records a call asks for by `domain`, `order`, `offset` and `limit`.
fn page<'a>(world: &'a World, model: &'static Model, call: &Call) -> Result<Vec<(u64, &'a Record)>, OdooError> {
    let mut records = found(world, model, call)?;
    order::sort(world, model, call.args.get("order").and_then(Value::as_str), &mut records)?;
    let (offset, limit) = window(call)?;
    Ok(records.into_iter().skip(offset).take(limit).collect())
}

/// `offset` and `limit` of a call; no limit and 0 both mean all.
pub(crate) fn window(call: &Call) -> Result<(usize, usize), OdooError> {
    let number = |key: &str| call.args.get(key).and_then(Value::as_i64).unwrap_or(0);
    let limit = usize::try_from(number("limit"))
        .map_err(|_| OdooError::new(name::NEGATIVE_LIMIT, "LIMIT must not be negative\n"))?;
    Ok((usize::try_from(number("offset")).unwrap_or(0), if limit == 0 { usize::MAX } else { limit }))
}

/// Ids, in order.
pub(crate) fn search(world: &World, model: &'static Model, call: &Call) -> Result<Value, OdooError> {
    Ok(page(world, model, call)?.into_iter().map(|(id, _)| id).collect())
}

/// The number of records, counted up to `limit`.
pub(crate) fn search_count(world: &World, model: &'static Model, call: &Call) -> Result<Value, OdooError> {
    let (_, limit) = window(call)?;
    Ok(json!(found(world, model, call)?.len().min(limit)))
}

/// Records of a domain, with their fields.
pub(crate) fn search_read(world: &World, model: &'static Model, call: &Call) -> Result<Value, OdooError> {
    let columns = columns(world, model, call.args.get("fields"))?;
    let records = page(world, model, call)?;
    let named = names_wanted(call);
    Ok(records.into_iter().map(|(id, record)| row(world, model, id, record, &columns, named)).collect())
}

/// Records of given ids, in their order. As in Odoo the missing ones are left out, unless nothing but `id` is asked for.
pub(crate) fn read(world: &World, model: &'static Model, call: &Call) -> Result<Value, OdooError> {
    let columns = columns(world, model, call.args.get("fields"))?;
    let named = names_wanted(call);
    let only_id = columns.iter().all(|place| *place == super::schema::ID);
    let one = |id: &i64| match u64::try_from(*id).ok().and_then(|id| Some((id, world.record(model.name, id)?))) {
        Some((id, record)) => Some(row(world, model, id, record, &columns, named)),
        None => only_id.then(|| json!({"id": id})),
    };
    Ok(call.ids.iter().filter_map(one).collect())
}

/// Many2ones come as `[id, name]` by default, as ids under any other `load`.
fn names_wanted(call: &Call) -> bool {
    call.args.get("load").is_none_or(|load| load == "_classic_read")
}

/// The fields' places; all of the model's for none.
fn columns(world: &World, model: &'static Model, fields: Option<&Value>) -> Result<Vec<usize>, OdooError> {
    let named: Vec<String> = match fields {
        Some(Value::Array(fields)) => {
            fields.iter().map(|field| field.as_str().unwrap_or_default().to_owned()).collect()
        }
        // Python walks through a text letter by letter.
        Some(Value::String(letters)) => letters.chars().map(String::from).collect(),
        _ => Vec::new(),
    };
    if named.is_empty() {
        return Ok(world.fields(model).map(|(place, _)| place).collect());
    }
    let unknown = |field: &str| OdooError::value(format!("Invalid field '{field}' on '{}'", model.name));
    named.iter().map(|field| world.place(model, field).ok_or_else(|| unknown(field))).collect()
}

/// One record as JSON, its id first; with `named`, many2ones as `[id, name]`.
pub(crate) fn row(world: &World, model: &Model, id: u64, record: &Record, columns: &[usize], named: bool) -> Value {
    let mut row = Map::with_capacity(columns.len() + 1);
    row.insert("id".to_owned(), json!(id));
    for place in columns {
        if let Some(field) = model.field(*place) {
            let cell = world.cell(model, id, record, *place);
            row.insert(field.name.to_owned(), printed(world, field.kind, &cell, named));
        }
    }
    Value::Object(row)
}

/// A cell as JSON: `false` for empty, times to the second.
pub(crate) fn printed(world: &World, kind: Kind, cell: &Cell, named: bool) -> Value {
    match (kind, cell) {
        (Kind::Many2one(target), Cell::Ref(id)) if named => json!([id, &*world.display_name(target, *id)]),
        (Kind::Datetime, Cell::Text(time)) => json!(time.get(..19).unwrap_or(time)),
        (Kind::Many2many(_), Cell::Empty) => json!([]),
        (Kind::Integer, Cell::Empty) => json!(0),
        (Kind::Float | Kind::Monetary, Cell::Empty) => json!(0.0),
        (_, Cell::Empty) => json!(false),
        (_, Cell::Bool(truth)) => json!(truth),
        (_, Cell::Int(number)) => json!(number),
        (_, Cell::Float(number)) => json!(number),
        (_, Cell::Text(text)) => json!(&**text),
        (_, Cell::Ref(id)) => json!(id),
        (_, Cell::Refs(ids)) => json!(ids),
    }
}

/// The model's fields with the attributes asked for; unknown fields are left out, as Odoo does.
pub(crate) fn fields_get(world: &World, model: &'static Model, call: &Call) -> Value {
    let listed = |key: &str| call.args.get(key).and_then(Value::as_array).filter(|list| !list.is_empty());
    let (wanted, attributes) = (listed("allfields"), listed("attributes"));
    let asked = |list: Option<&Vec<Value>>, name: &str| list.is_none_or(|list| list.iter().any(|item| item == name));
    let mut fields = Map::new();
    for (_, field) in world.fields(model).filter(|(_, field)| asked(wanted, field.name)) {
        let many = matches!(field.kind, Kind::Many2many(_));
        let all = [
            ("groupable", Some(json!(field.stored))),
            ("name", Some(json!(field.name))),
            ("readonly", Some(json!(field.readonly))),
            ("relation", field.relation().map(|relation| json!(relation))),
            ("required", Some(json!(field.required))),
            ("searchable", Some(json!(field.searchable))),
            ("selection", if let Kind::Selection(options) = field.kind { Some(json!(options)) } else { None }),
            ("sortable", Some(json!(field.stored && !many))),
            ("store", Some(json!(field.stored))),
            ("string", Some(json!(field.label))),
            ("type", Some(json!(type_name(field.kind)))),
        ];
        let kept = all.into_iter().filter(|(name, _)| asked(attributes, name));
        let described = kept.filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        fields.insert(field.name.to_owned(), Value::Object(described));
    }
    Value::Object(fields)
}

/// Odoo's name of a kind.
pub(crate) fn type_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Integer => "integer",
        Kind::Float => "float",
        Kind::Monetary => "monetary",
        Kind::Boolean => "boolean",
        Kind::Char => "char",
        Kind::Date => "date",
        Kind::Datetime => "datetime",
        Kind::Selection(_) => "selection",
        Kind::Many2one(_) => "many2one",
        Kind::Many2many(_) => "many2many",
    }
}
