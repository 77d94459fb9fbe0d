//! The columns that a strategy asks for, filled from what was read. A kind that does not fit leaves the value missing.

use std::sync::Arc;

use jiff::civil::Date;

use crate::domain::lead::{FieldValue, Lead};
use crate::domain::person::Person;
use crate::domain::request::{Column, ColumnRequest, Kind, Values};

/// A column that a strategy requires and this run cannot supply.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the strategy requires the column `{name}` of {table}, which neither Odoo nor the campaign table has")]
pub struct MissingColumn {
    /// The column's name.
    pub name: String,
    /// `leads` or `salespeople`.
    pub table: &'static str,
}

/// The leads' columns, in the order asked for.
///
/// # Errors
/// A required column of which every row is missing.
pub fn lead_columns(requests: &[ColumnRequest], leads: &[Lead], today: Date) -> Result<Vec<Column>, MissingColumn> {
    fill(requests, leads, "leads", &|lead, name| match name {
        "source" => text(lead.source.as_ref()),
        "status" => text(lead.status.as_ref()),
        "tags" => FieldValue::Texts(lead.tags.clone()),
        "age-days" => match lead.date.and_then(|date| today.since(date).ok()) {
            Some(age) => FieldValue::Integer(i64::from(age.get_days())),
            None => FieldValue::Missing,
        },
        other => lead.fields.get(other).cloned().unwrap_or(FieldValue::Missing),
    })
}

/// The salespeople's columns, in the order asked for.
///
/// # Errors
/// A required column of which every row is missing.
pub fn person_columns(requests: &[ColumnRequest], people: &[Person]) -> Result<Vec<Column>, MissingColumn> {
    fill(requests, people, "salespeople", &|person, name| {
        person.fields.get(name).cloned().unwrap_or(FieldValue::Missing)
    })
}

fn text(value: Option<&Arc<str>>) -> FieldValue {
    value.map_or(FieldValue::Missing, |text| FieldValue::Text(Arc::clone(text)))
}

fn fill<T>(
    requests: &[ColumnRequest],
    rows: &[T],
    table: &'static str,
    value: &dyn Fn(&T, &str) -> FieldValue,
) -> Result<Vec<Column>, MissingColumn> {
    requests
        .iter()
        .map(|request| {
            let found = rows.iter().map(|row| value(row, &request.name));
            let (values, any) = match request.kind {
                Kind::Bools => counted(found.map(as_bool), Values::Bools),
                Kind::Integers => counted(found.map(as_integer), Values::Integers),
                Kind::Numbers => counted(found.map(as_number), Values::Numbers),
                Kind::Texts => counted(found.map(as_text), Values::Texts),
                Kind::TextLists => counted(found.map(as_texts), Values::TextLists),
            };
            if request.required && !any && !rows.is_empty() {
                return Err(MissingColumn { name: request.name.clone(), table });
            }
            Ok(Column { name: request.name.clone(), values })
        })
        .collect()
}

fn counted<V>(found: impl Iterator<Item = Option<V>>, wrap: fn(Vec<Option<V>>) -> Values) -> (Values, bool) {
    let rows: Vec<Option<V>> = found.collect();
    let any = rows.iter().any(Option::is_some);
    (wrap(rows), any)
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

fn as_texts(value: FieldValue) -> Option<Vec<Arc<str>>> {
    match value {
        FieldValue::Texts(texts) => Some(texts),
        // A campaign table writes a list as `a;b`.
        FieldValue::Text(text) => {
            Some(text.split(';').map(str::trim).filter(|item| !item.is_empty()).map(Arc::from).collect())
        }
        _ => None,
    }
}
