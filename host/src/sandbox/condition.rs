//! One condition of a domain, made ready once and then held against records. Paths become sets of ids of the record they lead to.

use std::cmp::Ordering;

use serde_json::Value;

use super::cell::{Cell, Record};
use super::domain_filter::{Filter, Scope};
use super::errors::OdooError;
use super::operand::{self, Keys};
use super::pattern::Pattern;
use super::python;
use super::schema::{DISPLAY_NAME, Field, Model};
use super::world::World;

/// Deepest path or nesting of `any` that is followed.
const DEEPEST: usize = 8;

/// What a cell is asked.
#[derive(Debug)]
pub(crate) enum Test {
    Keys(Keys),
    Bound(&'static [Ordering], Option<Cell>),
    Like(Pattern),
}

/// A condition on one field of a record.
#[derive(Debug)]
pub(crate) struct Condition {
    place: usize,
    test: Test,
    negated: bool,
}

impl Condition {
    pub(crate) fn matches(&self, record: &Record) -> bool {
        let cell = record.cell(self.place);
        let found = match &self.test {
            Test::Keys(keys) => keys.hold(cell),
            Test::Bound(wanted, Some(bound)) => {
                operand::stands(cell, bound).is_some_and(|stand| wanted.contains(&stand))
            }
            Test::Bound(_, None) => false,
            Test::Like(pattern) => matches!(cell, Cell::Text(text) if pattern.fits(text)),
        };
        found != self.negated
    }
}

/// Makes a condition ready, or says what Odoo says of one it does not understand.
pub(crate) fn compile(
    scope: &Scope<'_>,
    model: &'static Model,
    path: &str,
    operator: &str,
    value: &Value,
) -> Result<Filter, OdooError> {
    let shown = || python::condition(path, operator, value);
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let found = scope.world.place(model, first).and_then(|place| Some((place, model.field(place)?)));
    let Some((place, field)) = found else {
        return Err(OdooError::value(format!("Invalid field {}.{first} in condition {}", model.name, shown())));
    };
    if let Some(rest) = rest {
        let Some(target) = related(scope.world, field) else {
            return Err(OdooError::value(format!("Invalid field property '{rest}' on {}.{first}", model.name)));
        };
        let inner = compile(&scope.deeper(DEEPEST)?, target, rest, operator, value)?;
        return Ok(leads_to(scope.world, place, target, &inner, false));
    }
    if !field.searchable {
        let message = format!("Cannot convert {}.{first} to SQL because it is not stored", model.name);
        return Err(OdooError::value(message));
    }
    let place = if place == DISPLAY_NAME { model.place(model.name_field()).unwrap_or(place) } else { place };
    let ready = |test, negated| Ok(Filter::Condition(Condition { place, test, negated }));
    let operator = if operator == "=?" {
        if matches!(value, Value::Null | Value::Bool(false)) {
            return Ok(Filter::Always(true));
        }
        "="
    } else {
        operator
    };
    match operator {
        "=" | "==" | "in" | "!=" | "<>" | "not in" => {
            let negated = matches!(operator, "!=" | "<>" | "not in");
            let one = [value.clone()];
            let values = value.as_array().map_or(one.as_slice(), Vec::as_slice);
            let test = keys(scope, field, values)?;
            ready(Test::Keys(test), negated)
        }
        "<" => ready(Test::Bound(&[Ordering::Less], operand::bound(field.kind, operator, value, scope.zone)?), false),
        ">" => {
            ready(Test::Bound(&[Ordering::Greater], operand::bound(field.kind, operator, value, scope.zone)?), false)
        }
        "<=" | ">=" => {
            let side: &[Ordering] = if operator == "<=" {
                &[Ordering::Less, Ordering::Equal]
            } else {
                &[Ordering::Greater, Ordering::Equal]
            };
            ready(Test::Bound(side, operand::bound(field.kind, operator, value, scope.zone)?), false)
        }
        "any" | "not any" => {
            let Some(target) = related(scope.world, field) else {
                return Err(OdooError::value(format!(
                    "Cannot use '{operator}' with non-relational fields in condition {}",
                    shown()
                )));
            };
            let inner = super::domain_filter::parse(&scope.deeper(DEEPEST)?, target, value)?;
            Ok(leads_to(scope.world, place, target, &inner, operator == "not any"))
        }
        _ => match like(operator, value) {
            Some((pattern, negated)) => match related(scope.world, field) {
                Some(target) => {
                    let ids = named(scope.world, target, |name| pattern.fits(name));
                    ready(Test::Keys(Keys::of(ids)), negated)
                }
                None if value.as_str().is_none_or(str::is_empty) => Ok(Filter::Always(!negated)),
                None => ready(Test::Like(pattern), negated),
            },
            None => Err(OdooError::value(format!("Invalid operator in condition {}", shown()))),
        },
    }
}

fn related(world: &World, field: &Field) -> Option<&'static Model> {
    world.table(field.relation()?).map(|table| table.model)
}

/// Relations also take names: they match what the other record shows.
fn keys(scope: &Scope<'_>, field: &Field, values: &[Value]) -> Result<Keys, OdooError> {
    let Some(target) = related(scope.world, field) else { return Keys::new(field.kind, values, scope.zone) };
    let (names, others): (Vec<_>, Vec<_>) = values.iter().cloned().partition(Value::is_string);
    let mut keys = Keys::new(field.kind, &others, scope.zone)?;
    if !names.is_empty() {
        keys.whole.extend(named(scope.world, target, |name| names.iter().any(|wanted| wanted.as_str() == Some(name))));
    }
    Ok(keys)
}

fn named(world: &World, model: &Model, fits: impl Fn(&str) -> bool) -> std::collections::HashSet<i64> {
    let ids = world.ids(model.name).into_iter();
    ids.filter(|id| fits(&world.display_name(model.name, *id))).filter_map(|id| i64::try_from(id).ok()).collect()
}

/// The condition "points to a record that the inner filter takes": empty relations never do, which is Odoo's trap of negated paths.
fn leads_to(world: &World, place: usize, target: &Model, inner: &Filter, negated: bool) -> Filter {
    let rows = world.table(target.name).map(|table| &table.rows);
    let taken = rows.into_iter().flatten().filter(|(_, record)| inner.matches(record));
    let whole = taken.filter_map(|(id, _)| i64::try_from(*id).ok()).collect();
    Filter::Condition(Condition { place, test: Test::Keys(Keys::of(whole)), negated })
}

fn like(operator: &str, value: &Value) -> Option<(Pattern, bool)> {
    let (fold, inside, negated) = match operator {
        "like" => (false, true, false),
        "ilike" => (true, true, false),
        "not like" => (false, true, true),
        "not ilike" => (true, true, true),
        "=like" => (false, false, false),
        "=ilike" => (true, false, false),
        _ => return None,
    };
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(false) => String::new(),
        other => python::repr(other),
    };
    Some((Pattern::new(&text, fold, inside), negated))
}
