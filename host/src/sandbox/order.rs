//! `order`: fields with `asc` or `desc`, as PostgreSQL sorts them. A many2one sorts by the order of the model it points to.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::cell::{Cell, Record};
use super::errors::{OdooError, name};
use super::schema::{ID, Kind, Model};
use super::world::World;

/// Most fields of an order.
const MOST_TERMS: usize = 16;

struct Term {
    place: usize,
    down: bool,
    empty_first: bool,
    ranks: Option<HashMap<u64, i64>>,
}

/// Sorts records by `order`, or by the model's own where that is empty.
pub(crate) fn sort(
    world: &World,
    model: &'static Model,
    order: Option<&str>,
    records: &mut [(u64, &Record)],
) -> Result<(), OdooError> {
    let order = order.filter(|order| !order.trim().is_empty()).unwrap_or(model.order);
    let terms = terms(world, model, order, true)?;
    if let Some(Term { place: ID, down: false, .. }) = terms.first() {
        records.sort_unstable_by_key(|(id, _)| *id);
        return Ok(());
    }
    let key = |term: &Term, record: &Record| match (&term.ranks, record.cell(term.place)) {
        (Some(ranks), Cell::Ref(id)) => Cell::Int(ranks.get(id).copied().unwrap_or(i64::MAX)),
        (_, cell) => cell.clone(),
    };
    let mut keyed: Vec<(Vec<Cell>, u64, &Record)> = records
        .iter()
        .map(|(id, record)| (terms.iter().map(|term| key(term, record)).collect(), *id, *record))
        .collect();
    keyed.sort_by(|one, two| compare(&terms, &one.0, &two.0));
    for (slot, (_, id, record)) in records.iter_mut().zip(keyed) {
        *slot = (id, record);
    }
    Ok(())
}

/// The ids of a model's records, archived ones too, in its own order.
pub(crate) fn default(world: &World, model: &str) -> Vec<u64> {
    let Some(table) = world.table(model) else { return Vec::new() };
    let mut records: Vec<(u64, &Record)> = table.rows.iter().map(|(id, record)| (*id, record)).collect();
    // The orders of the schema are known to be right; were one not, ids would do.
    let _ = sort(world, table.model, None, &mut records);
    records.into_iter().map(|(id, _)| id).collect()
}

/// The rank of every record in its model's own order.
pub(crate) fn ranks(world: &World, model: &str) -> HashMap<u64, i64> {
    default(world, model).into_iter().zip(0..).collect()
}

fn compare(terms: &[Term], one: &[Cell], two: &[Cell]) -> Ordering {
    let mut pairs = terms.iter().zip(one.iter().zip(two));
    let unequal = pairs.find_map(|(term, (one, two))| {
        let order = match (one, two) {
            (Cell::Empty, Cell::Empty) => Ordering::Equal,
            (Cell::Empty, _) if term.empty_first => Ordering::Less,
            (Cell::Empty, _) => Ordering::Greater,
            (_, Cell::Empty) if term.empty_first => Ordering::Greater,
            (_, Cell::Empty) => Ordering::Less,
            (one, two) if term.down => two.compare(one),
            (one, two) => one.compare(two),
        };
        (order != Ordering::Equal).then_some(order)
    });
    unequal.unwrap_or(Ordering::Equal)
}

fn terms(world: &World, model: &'static Model, order: &str, follow: bool) -> Result<Vec<Term>, OdooError> {
    let invalid = || {
        let message = format!(
            "Invalid \"order\" specified ({order}). A valid \"order\" specification is a comma-separated list of valid field \
             names (optionally followed by asc/desc for the direction)"
        );
        OdooError::new(name::USER, message)
    };
    let mut terms = Vec::new();
    for part in order.split(',').take(MOST_TERMS) {
        let words: Vec<String> = part.split_whitespace().map(str::to_lowercase).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (field, down, nulls) = match words.as_slice() {
            [field] | [field, "asc"] => (*field, false, None),
            [field, "desc"] => (*field, true, None),
            [field, "nulls", nulls] | [field, "asc", "nulls", nulls] => (*field, false, Some(*nulls)),
            [field, "desc", "nulls", nulls] => (*field, true, Some(*nulls)),
            _ => return Err(invalid()),
        };
        if !field.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') {
            return Err(invalid());
        }
        let empty_first = match nulls {
            None => down,
            Some("first") => true,
            Some("last") => false,
            Some(_) => return Err(invalid()),
        };
        let unknown = || OdooError::value(format!("Invalid field '{field}' on model '{}'", model.name));
        let place = world.place(model, field).ok_or_else(unknown)?;
        let ranks = match model.field(place).map(|field| field.kind) {
            Some(Kind::Many2one(target)) if follow && target != model.name => Some(ranks(world, target)),
            _ => None,
        };
        terms.push(Term { place, down, empty_first, ranks });
    }
    Ok(terms)
}
