//! `formatted_read_group` of Odoo 19 and the older `read_group`: counts and sums by plain fields.

use serde_json::{Map, Value, json};

use super::cell::{Cell, Record};
use super::errors::OdooError;
use super::group_key::{self, Grouping};
use super::read;
use super::schema::{ID, Model};
use super::signature::Call;
use super::world::World;

/// Groups with `__extra_domain` and the aggregates asked for.
pub(crate) fn formatted(world: &World, model: &'static Model, call: &Call) -> Result<Value, OdooError> {
    let groupings = group_key::groupings(world, model, call.args.get("groupby").unwrap_or(&Value::Null))?;
    let aggregates = call.args.get("aggregates").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut rows = Vec::new();
    for (values, records) in groups(world, model, call, &groupings)? {
        let mut row = keys(world, &groupings, &values);
        row.insert("__extra_domain".to_owned(), Value::Array(conditions(world, &groupings, &values)));
        for aggregate in &aggregates {
            let name = aggregate.as_str().unwrap_or_default();
            row.insert(name.to_owned(), aggregated(world, model, name, &records)?);
        }
        rows.push(Value::Object(row));
    }
    sorted(call, &mut rows);
    let (offset, limit) = read::window(call)?;
    Ok(rows.into_iter().skip(offset).take(limit).collect())
}

/// Groups with `__count` (lazily `<field>_count`) and `__domain`. Lazily only the first field is grouped by.
pub(crate) fn classic(world: &World, model: &'static Model, call: &Call) -> Result<Value, OdooError> {
    let lazy = call.args.get("lazy").is_none_or(|lazy| *lazy != Value::Bool(false));
    let mut groupings = group_key::groupings(world, model, call.args.get("groupby").unwrap_or(&Value::Null))?;
    if lazy {
        groupings.truncate(1);
    }
    let count = match groupings.first() {
        Some(first) if lazy => format!("{}_count", first.field.name),
        _ => "__count".to_owned(),
    };
    let asked = call.args.get("domain").and_then(Value::as_array).cloned().unwrap_or_default();
    let fields = call.args.get("fields").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut rows = Vec::new();
    for (values, records) in groups(world, model, call, &groupings)? {
        let mut row = keys(world, &groupings, &values);
        row.insert(count.clone(), json!(records.len()));
        for spec in fields.iter().filter_map(Value::as_str).filter(|spec| spec.contains(':')) {
            let field = spec.split(':').next().unwrap_or_default();
            row.insert(field.to_owned(), aggregated(world, model, spec, &records)?);
        }
        row.insert("__domain".to_owned(), Value::Array(both(&asked, conditions(world, &groupings, &values))));
        rows.push(Value::Object(row));
    }
    let (offset, limit) = read::window(call)?;
    Ok(rows.into_iter().skip(offset).take(limit).collect())
}

fn groups<'a>(
    world: &'a World,
    model: &'static Model,
    call: &Call,
    groupings: &[Grouping],
) -> Result<Vec<group_key::Group<'a>>, OdooError> {
    let records = read::found(world, model, call)?;
    if groupings.is_empty() {
        // Without a field there is one group, be it empty.
        return Ok(vec![(Vec::new(), records.into_iter().map(|(_, record)| record).collect())]);
    }
    Ok(group_key::deal(groupings, &records))
}

fn keys(world: &World, groupings: &[Grouping], values: &[Cell]) -> Map<String, Value> {
    let pairs = groupings.iter().zip(values);
    pairs.map(|(grouping, cell)| (grouping.field.name.to_owned(), group_key::value(world, grouping, cell))).collect()
}

/// A group's domain with Odoo's explicit `&` before every two parts.
fn conditions(world: &World, groupings: &[Grouping], values: &[Cell]) -> Vec<Value> {
    let pairs = groupings.iter().zip(values);
    let parts: Vec<Value> = pairs.map(|(grouping, cell)| group_key::condition(world, grouping, cell)).collect();
    if parts.is_empty() {
        return vec![json!([1, "=", 1])];
    }
    std::iter::repeat_n(json!("&"), parts.len() - 1).chain(parts).collect()
}

/// Both domains in one. The caller's is put between brackets only as far as its implicit `&`s need it.
fn both(asked: &[Value], group: Vec<Value>) -> Vec<Value> {
    if asked.is_empty() {
        return group;
    }
    let operators = |items: &[Value]| items.iter().filter(|item| matches!(item.as_str(), Some("&" | "|"))).count();
    let leaves = asked.iter().filter(|item| item.is_array()).count();
    let implicit = leaves.saturating_sub(operators(asked));
    std::iter::repeat_n(json!("&"), implicit).chain(asked.iter().cloned()).chain(group).collect()
}

/// `__count` or `field:function` with `count`, `sum`, `min`, `max`.
fn aggregated(world: &World, model: &'static Model, spec: &str, records: &[&Record]) -> Result<Value, OdooError> {
    if spec == "__count" {
        return Ok(json!(records.len()));
    }
    let (name, function) = spec.split_once(':').unwrap_or((spec, ""));
    let invalid = || OdooError::value(format!("Invalid field '{name}' on model '{}' for '{spec}'.", model.name));
    let place = world.place(model, name).ok_or_else(invalid)?;
    let kind = model.field(place).ok_or_else(invalid)?.kind;
    let mut cells: Vec<&Cell> =
        records.iter().map(|record| record.cell(place)).filter(|cell| **cell != Cell::Empty).collect();
    cells.sort_by(|one, two| one.compare(two));
    let shown = |cell: Option<&&Cell>| cell.map_or(json!(false), |cell| read::printed(world, kind, cell, false));
    match function {
        "count" => Ok(json!(cells.len())),
        "min" => Ok(shown(cells.first())),
        "max" => Ok(shown(cells.last())),
        "sum" if place != ID => Ok(sum(&cells)),
        _ => Err(OdooError::value(format!("Invalid aggregate method '{function}' for '{spec}'."))),
    }
}

fn sum(cells: &[&Cell]) -> Value {
    let whole = cells.iter().all(|cell| matches!(cell, Cell::Int(_) | Cell::Bool(_)));
    let number = |cell: &&Cell| match cell {
        Cell::Int(number) => *number as f64,
        Cell::Float(number) => *number,
        Cell::Bool(truth) => f64::from(u8::from(*truth)),
        _ => 0.0,
    };
    let total: f64 = cells.iter().map(number).sum();
    if whole && !cells.is_empty() { json!(total as i64) } else { json!(total) }
}

/// `order: "__count desc"` and `"__count"`; any other order is the groups' own.
fn sorted(call: &Call, rows: &mut [Value]) {
    let count = |row: &Value| row.get("__count").and_then(Value::as_u64).unwrap_or(0);
    match call.args.get("order").and_then(Value::as_str).map(str::trim) {
        Some("__count desc") => rows.sort_by_key(|row| std::cmp::Reverse(count(row))),
        Some("__count" | "__count asc") => rows.sort_by_key(count),
        _ => {}
    }
}
