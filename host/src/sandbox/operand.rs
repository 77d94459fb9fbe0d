//! The right side of a condition: sets of values and bounds, and how a cell is held against them. Patterns are in `pattern`.

use std::cmp::Ordering;
use std::collections::HashSet;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::Value;

use super::cell::Cell;
use super::errors::{OdooError, name};
use super::python;
use super::schema::Kind;

/// Values that `in` and `=` look for. `false` and `null` look for empty cells.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    pub(crate) whole: HashSet<i64>,
    fractions: Vec<f64>,
    texts: HashSet<String>,
    pub(crate) empty: bool,
}

impl Keys {
    /// Looks for these ids.
    pub(crate) fn of(whole: HashSet<i64>) -> Self {
        Self { whole, ..Self::default() }
    }

    /// Reads the values for a field of this kind.
    pub(crate) fn new(kind: Kind, values: &[Value], zone: &TimeZone) -> Result<Self, OdooError> {
        let mut keys = Self::default();
        for value in values {
            match (kind, value) {
                (Kind::Boolean, value) => {
                    let truth = !matches!(value, Value::Null | Value::Bool(false)) && value.as_f64() != Some(0.0);
                    keys.whole.insert(i64::from(truth));
                    keys.empty |= !truth;
                }
                (Kind::Integer | Kind::Float | Kind::Monetary, Value::Null | Value::Bool(false)) => {
                    keys.whole.insert(0);
                    keys.fractions.push(0.0);
                }
                (_, Value::Null | Value::Bool(false)) => keys.empty = true,
                (Kind::Float | Kind::Monetary, value) => keys.fractions.push(number(value)?),
                (Kind::Integer | Kind::Many2one(_) | Kind::Many2many(_), value) => {
                    keys.whole.insert(whole(value)?);
                }
                (Kind::Date | Kind::Datetime, value) => {
                    keys.texts.insert(moment(kind, "=", value, zone)?);
                }
                (_, Value::String(text)) => {
                    keys.empty |= text.is_empty();
                    keys.texts.insert(text.clone());
                }
                (_, other) => {
                    keys.texts.insert(python::repr(other));
                }
            }
        }
        Ok(keys)
    }

    /// True when the cell holds one of the values.
    pub(crate) fn hold(&self, cell: &Cell) -> bool {
        match cell {
            Cell::Empty => self.empty,
            Cell::Bool(truth) => self.whole.contains(&i64::from(*truth)),
            Cell::Int(number) => self.whole.contains(number),
            Cell::Float(number) => self.fractions.contains(number),
            Cell::Text(text) => self.texts.contains(text.as_ref()),
            Cell::Ref(id) => i64::try_from(*id).is_ok_and(|id| self.whole.contains(&id)),
            Cell::Refs(ids) if ids.is_empty() => self.empty,
            Cell::Refs(ids) => ids.iter().any(|id| i64::try_from(*id).is_ok_and(|id| self.whole.contains(&id))),
        }
    }
}

/// The value a `<`, `<=`, `>` or `>=` compares with; none when it is empty, which nothing is below or above.
pub(crate) fn bound(kind: Kind, operator: &str, value: &Value, zone: &TimeZone) -> Result<Option<Cell>, OdooError> {
    if matches!(value, Value::Null | Value::Bool(false)) && !matches!(kind, Kind::Boolean) {
        return Ok(match kind {
            Kind::Integer => Some(Cell::Int(0)),
            Kind::Float | Kind::Monetary => Some(Cell::Float(0.0)),
            _ => None,
        });
    }
    Ok(Some(match kind {
        Kind::Boolean => Cell::Bool(*value == Value::Bool(true)),
        Kind::Integer => Cell::Int(whole(value)?),
        Kind::Many2one(_) | Kind::Many2many(_) => Cell::Int(whole(value)?),
        Kind::Float | Kind::Monetary => Cell::Float(number(value)?),
        Kind::Date | Kind::Datetime => Cell::text(&moment(kind, operator, value, zone)?),
        Kind::Char | Kind::Selection(_) => match value {
            Value::String(text) => Cell::text(text),
            other => Cell::text(&python::repr(other)),
        },
    }))
}

/// How a cell stands to a bound; none when it is empty.
pub(crate) fn stands(cell: &Cell, bound: &Cell) -> Option<Ordering> {
    match (cell, bound) {
        (Cell::Empty, _) => None,
        (Cell::Ref(id), Cell::Int(bound)) => Some(i64::try_from(*id).unwrap_or(i64::MAX).cmp(bound)),
        (cell, bound) => Some(cell.compare(bound)),
    }
}

fn number(value: &Value) -> Result<f64, OdooError> {
    let found = value.as_f64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
    found.ok_or_else(|| OdooError::new(name::BAD_TEXT, format!("invalid input syntax for type numeric: {value}")))
}

fn whole(value: &Value) -> Result<i64, OdooError> {
    let found = match value {
        Value::Bool(truth) => Some(i64::from(*truth)),
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    };
    found.ok_or_else(|| OdooError::new(name::BAD_TEXT, format!("invalid input syntax for type integer: {value}")))
}

/// A date or datetime as cells hold it. Odoo takes a day against a datetime field for the midnight of the caller's zone, and for
/// the end of that day after `<=` and `>`.
fn moment(kind: Kind, operator: &str, value: &Value, zone: &TimeZone) -> Result<String, OdooError> {
    let Some(text) = value.as_str() else {
        return Err(OdooError::kind(format!("unsupported value {} for a date", python::repr(value))));
    };
    let invalid = || OdooError::value(format!("Invalid term '{text}' in expression date: '{text}'"));
    if text.len() > 10 && (text.ends_with('Z') || text.contains('+')) {
        return Err(OdooError::value(format!("expecting only datetimes with no timezone: '{text}'")));
    }
    let plain = text.replacen('T', " ", 1);
    let day = Date::strptime("%Y-%m-%d", plain.get(..10).unwrap_or_default()).map_err(|_| invalid())?;
    if plain.len() > 10 {
        let format = if plain.contains('.') { "%Y-%m-%d %H:%M:%S.%f" } else { "%Y-%m-%d %H:%M:%S" };
        DateTime::strptime(format, &plain).map_err(|_| invalid())?;
        return Ok(if kind == Kind::Date { day.to_string() } else { plain });
    }
    if kind == Kind::Date {
        return Ok(day.to_string());
    }
    let end = matches!(operator, "<=" | ">");
    let local = if end { day.at(23, 59, 59, 999_999_000) } else { day.at(0, 0, 0, 0) };
    let instant = local.to_zoned(zone.clone()).map_err(|_| invalid())?.timestamp();
    let format = if end { "%Y-%m-%d %H:%M:%S.%6f" } else { "%Y-%m-%d %H:%M:%S" };
    Ok(instant.to_zoned(TimeZone::UTC).strftime(format).to_string())
}
