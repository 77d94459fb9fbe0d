//! The columns that a strategy asks for, filled from what was read. A kind that does not fit leaves the value missing.

use std::sync::Arc;

use jiff::civil::Date;

use super::grants::Withheld;
use crate::domain::lead::{FieldValue, Lead};
use crate::domain::person::Person;
use crate::domain::request::{Column, ColumnRequest, Description, Kind, Values};

/// A column that a strategy requires and this run cannot supply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the strategy requires the column `{name}` of {table}, which neither Odoo nor the campaign table has")]
pub struct MissingColumn {
    /// The column's name.
    pub name: String,
    /// `leads` or `salespeople`.
    pub table: &'static str,
}

/// Whether a run can supply what a strategy requires, over all its leads and people.
///
/// # Errors
/// A required column of which every row is missing.
pub fn supplied(
    description: &Description,
    leads: &[&Lead],
    people: &[Person],
    withheld: &Withheld,
) -> Result<(), MissingColumn> {
    let required = |requests: &[ColumnRequest]| -> Vec<ColumnRequest> {
        requests.iter().filter(|request| request.required).cloned().collect()
    };
    let lacking = |columns: Vec<Column>, table, rows: usize| match columns.into_iter().find(|column| !has_any(column)) {
        Some(Column { name, .. }) if rows > 0 => Err(MissingColumn { name, table }),
        _ => Ok(()),
    };
    // Which day it is makes no age missing.
    let leads_required = lead_columns(&required(&description.lead_columns), leads, Date::default(), withheld);
    lacking(leads_required, "leads", leads.len())?;
    let people_required = person_columns(&required(&description.salesperson_columns), people, withheld);
    lacking(people_required, "salespeople", people.len())
}

fn has_any(column: &Column) -> bool {
    match &column.values {
        Values::Bools(rows) => rows.iter().any(Option::is_some),
        Values::Integers(rows) => rows.iter().any(Option::is_some),
        Values::Numbers(rows) => rows.iter().any(Option::is_some),
        Values::Texts(rows) => rows.iter().any(Option::is_some),
        Values::TextLists(rows) => rows.iter().any(Option::is_some),
    }
}

/// The leads' columns, in the order asked for.
#[must_use]
pub fn lead_columns(requests: &[ColumnRequest], leads: &[&Lead], today: Date, withheld: &Withheld) -> Vec<Column> {
    fill(requests, leads, &|lead, name| match name {
        _ if withheld.leads.contains(name) => FieldValue::Missing,
        "age-days" => match lead.date.and_then(|date| today.since(date).ok()) {
            Some(age) => FieldValue::Integer(i64::from(age.get_days())),
            None => FieldValue::Missing,
        },
        other => lead_value(lead, other),
    })
}

/// What a lead has under a column's name, what depends on the day apart.
pub(super) fn lead_value(lead: &Lead, name: &str) -> FieldValue {
    match name {
        "source" => text(lead.source.as_ref()),
        "status" => text(lead.status.as_ref()),
        "tags" => FieldValue::Texts(lead.tags.clone()),
        other => lead.fields.get(other).cloned().unwrap_or(FieldValue::Missing),
    }
}

/// The salespeople's columns, in the order asked for.
#[must_use]
pub fn person_columns(requests: &[ColumnRequest], people: &[Person], withheld: &Withheld) -> Vec<Column> {
    fill(requests, people, &|person, name| match name {
        _ if withheld.people.contains(name) => FieldValue::Missing,
        _ => person.fields.get(name).cloned().unwrap_or(FieldValue::Missing),
    })
}

fn text(value: Option<&Arc<str>>) -> FieldValue {
    value.map_or(FieldValue::Missing, |text| FieldValue::Text(Arc::clone(text)))
}

fn fill<T>(requests: &[ColumnRequest], rows: &[T], value: &dyn Fn(&T, &str) -> FieldValue) -> Vec<Column> {
    requests
        .iter()
        .map(|request| {
            let found = rows.iter().map(|row| value(row, &request.name));
            let values = match request.kind {
                Kind::Bools => Values::Bools(found.map(as_bool).collect()),
                Kind::Integers => Values::Integers(found.map(as_integer).collect()),
                Kind::Numbers => Values::Numbers(found.map(as_number).collect()),
                Kind::Texts => Values::Texts(found.map(as_text).collect()),
                Kind::TextLists => Values::TextLists(found.map(as_texts).collect()),
            };
            Column { name: request.name.clone(), values }
        })
        .collect()
}

fn as_bool(value: FieldValue) -> Option<bool> {
    match value {
        FieldValue::Bool(flag) => Some(flag),
        FieldValue::Text(text) => text.trim().to_lowercase().parse().ok(),
        _ => None,
    }
}

fn as_integer(value: FieldValue) -> Option<i64> {
    match value {
        FieldValue::Integer(whole) => Some(whole),
        FieldValue::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn as_number(value: FieldValue) -> Option<f64> {
    match value {
        FieldValue::Number(number) => Some(number),
        FieldValue::Integer(whole) => Some(whole as f64),
        FieldValue::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    }
}

fn as_text(value: FieldValue) -> Option<Arc<str>> {
    match value {
        FieldValue::Text(text) => Some(text),
        FieldValue::Integer(whole) => Some(Arc::from(whole.to_string())),
        _ => None,
    }
}

pub(super) fn as_texts(value: FieldValue) -> Option<Vec<Arc<str>>> {
    match value {
        FieldValue::Texts(texts) => Some(texts),
        // A campaign table writes a list as `a;b`.
        FieldValue::Text(text) => {
            Some(text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(Arc::from).collect())
        }
        _ => None,
    }
}
