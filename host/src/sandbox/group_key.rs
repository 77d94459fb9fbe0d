//! The groups of a grouped read: which group a record falls into, in which order groups come.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::cell::{Cell, Record};
use super::errors::OdooError;
use super::order;
use super::read;
use super::schema::{Field, Kind, Model};
use super::world::World;

/// Most fields grouped by at once.
const MOST_GROUPINGS: usize = 8;

/// A field grouped by.
pub(crate) struct Grouping {
    pub(crate) field: &'static Field,
    place: usize,
    ranks: HashMap<u64, i64>,
}

/// Reads `groupby`: names of stored fields that are no dates.
pub(crate) fn groupings(world: &World, model: &'static Model, groupby: &Value) -> Result<Vec<Grouping>, OdooError> {
    let one = [groupby.clone()];
    let names = match groupby {
        Value::Array(names) => names.as_slice(),
        Value::String(_) => one.as_slice(),
        _ => &[],
    };
    if names.len() > MOST_GROUPINGS {
        return Err(OdooError::value(format!("the sandbox groups by at most {MOST_GROUPINGS} fields")));
    }
    let read = |name: &Value| {
        let name = name.as_str().unwrap_or_default();
        let plain = name.split(':').next().unwrap_or_default();
        let unknown = || OdooError::value(format!("Invalid field '{plain}' on model '{}'", model.name));
        let place = world.place(model, plain).ok_or_else(unknown)?;
        let field = model.field(place).ok_or_else(unknown)?;
        if matches!(field.kind, Kind::Date | Kind::Datetime) {
            return Err(OdooError::value(match name == plain {
                true => format!("Granularity not set on a date(time) field: '{name}'"),
                false => format!("the sandbox does not group by time: '{name}'"),
            }));
        }
        let ranks = field.relation().map(|target| order::ranks(world, target)).unwrap_or_default();
        Ok(Grouping { field, place, ranks })
    };
    // A field named twice groups no finer.
    let first = |(place, name): (usize, &Value)| !names.iter().take(place).any(|earlier| earlier == name);
    names.iter().enumerate().filter(|(place, name)| first((*place, name))).map(|(_, name)| read(name)).collect()
}

/// A group: its values and its records.
pub(crate) type Group<'a> = (Vec<Cell>, Vec<&'a Record>);

/// Deals records out to groups, which come in the order of their values. A record with several tags falls into several groups.
pub(crate) fn deal<'a>(groupings: &[Grouping], records: &[(u64, &'a Record)]) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<Vec<String>, Group<'a>> = BTreeMap::new();
    for (_, record) in records {
        for values in combinations(groupings, record) {
            let key = values.iter().map(|value| format!("{value:?}")).collect();
            groups.entry(key).or_insert_with(|| (values, Vec::new())).1.push(*record);
        }
    }
    let mut groups: Vec<Group<'a>> = groups.into_values().collect();
    groups.sort_by(|one, two| compare(groupings, &one.0, &two.0));
    groups
}

fn combinations(groupings: &[Grouping], record: &Record) -> Vec<Vec<Cell>> {
    let mut found: Vec<Vec<Cell>> = vec![Vec::new()];
    for grouping in groupings {
        let values: Vec<Cell> = match record.cell(grouping.place) {
            Cell::Refs(ids) if ids.is_empty() => vec![Cell::Empty],
            Cell::Refs(ids) => ids.iter().map(|id| Cell::Ref(*id)).collect(),
            other => vec![other.clone()],
        };
        let longer = |held: &Vec<Cell>, value: &Cell| held.iter().chain([value]).cloned().collect();
        found = found.iter().flat_map(|held| values.iter().map(move |value| longer(held, value))).collect();
    }
    found
}

fn compare(groupings: &[Grouping], one: &[Cell], two: &[Cell]) -> Ordering {
    let rank = |grouping: &Grouping, cell: &Cell| match cell {
        Cell::Ref(id) => Cell::Int(grouping.ranks.get(id).copied().unwrap_or(i64::MAX)),
        other => other.clone(),
    };
    let mut orders = groupings.iter().zip(one.iter().zip(two));
    let unequal = orders.find_map(|(grouping, (one, two))| {
        Some(rank(grouping, one).compare(&rank(grouping, two))).filter(|order| *order != Ordering::Equal)
    });
    unequal.unwrap_or(Ordering::Equal)
}

/// A group's value as JSON, relations as `[id, name]`.
pub(crate) fn value(world: &World, grouping: &Grouping, cell: &Cell) -> Value {
    match (grouping.field.kind, cell) {
        (Kind::Many2many(_), Cell::Empty) => json!(false),
        (Kind::Many2many(target), cell) => read::printed(world, Kind::Many2one(target), cell, true),
        (kind, cell) => read::printed(world, kind, cell, true),
    }
}

/// The condition that finds a group's records again.
pub(crate) fn condition(world: &World, grouping: &Grouping, cell: &Cell) -> Value {
    match (grouping.field.kind, cell) {
        (Kind::Many2many(_), Cell::Empty) => json!([grouping.field.name, "not any", []]),
        (kind, cell) => json!([grouping.field.name, "=", read::printed(world, kind, cell, false)]),
    }
}
