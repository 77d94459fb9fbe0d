//! Columns between rows and the request: values of the kind that the strategy asked for, or the place at which one is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Number, Value};

use super::question::Mistake;
use crate::domain::request::{Column, ColumnRequest, Kind, Values};

/// A table's rows of columns, with what they are called in places, like `leads`.
pub(super) struct Rows<'a> {
    /// `leads` or `salespeople`.
    pub(super) table: &'a str,
    /// The columns of each row.
    pub(super) rows: Vec<&'a BTreeMap<String, Value>>,
    /// The name of each row, which is its column `name` where no other is given.
    pub(super) names: Vec<Option<&'a str>>,
}

impl Rows<'_> {
    /// The columns in the order in which they are asked for. What does not fit is added to the mistakes.
    pub(super) fn columns(&self, requests: &[ColumnRequest], mistakes: &mut Vec<Mistake>) -> Vec<Column> {
        requests.iter().map(|request| self.column(request, mistakes)).collect()
    }

    fn column(&self, request: &ColumnRequest, mistakes: &mut Vec<Mistake>) -> Column {
        let (values, has_any) = match request.kind {
            Kind::Bools => self.filled(request, mistakes, Value::as_bool, Values::Bools),
            Kind::Integers => self.filled(request, mistakes, Value::as_i64, Values::Integers),
            Kind::Numbers => self.filled(request, mistakes, Value::as_f64, Values::Numbers),
            Kind::Texts => self.filled(request, mistakes, text, Values::Texts),
            Kind::TextLists => self.filled(request, mistakes, texts, Values::TextLists),
        };
        if request.required && !has_any && !self.rows.is_empty() {
            mistakes.push(Mistake {
                path: self.table.to_owned(),
                message: format!("the strategy requires the column `{}`, and no row has it", request.name),
                hint: Some(format!("give at least one row a `{}`", request.name)),
            });
        }
        Column { name: request.name.clone(), values }
    }

    /// The rows of one column, and whether any has a value.
    fn filled<T>(
        &self,
        request: &ColumnRequest,
        mistakes: &mut Vec<Mistake>,
        read: impl Fn(&Value) -> Option<T>,
        wrap: impl Fn(Vec<Option<T>>) -> Values,
    ) -> (Values, bool) {
        let mut has_any = false;
        let mut filled = Vec::with_capacity(self.rows.len());
        for (row, (columns, name)) in self.rows.iter().zip(&self.names).enumerate() {
            let of_name = || name.filter(|_| request.name == "name").map(Value::from);
            let given = columns.get(&request.name).filter(|value| !value.is_null()).cloned().or_else(of_name);
            let value = given.as_ref().and_then(&read);
            if let (Some(given), None) = (&given, &value) {
                mistakes.push(Mistake {
                    path: format!("{}[{row}].{}", self.table, request.name),
                    message: format!("{} is wanted, and this is {}", wanted(request.kind), found(given)),
                    hint: None,
                });
            }
            has_any |= value.is_some();
            filled.push(value);
        }
        (wrap(filled), has_any)
    }

    /// Adds a mistake for each key that is no column of the strategy and none of the contract.
    pub(super) fn strangers(&self, requests: &[ColumnRequest], known: &[&str], mistakes: &mut Vec<Mistake>) {
        let asked = |name: &str| requests.iter().any(|request| request.name == name);
        for (row, columns) in self.rows.iter().enumerate() {
            for name in columns.keys().filter(|name| !asked(name) && !known.contains(&name.as_str())) {
                let names = requests.iter().map(|request| request.name.as_str()).chain(known.iter().copied());
                let nearest = names
                    .map(|known| (strsim::jaro_winkler(name, known), known))
                    .max_by(|one, other| one.0.total_cmp(&other.0))
                    .filter(|(likeness, _)| *likeness > 0.8);
                mistakes.push(Mistake {
                    path: format!("{}[{row}].{name}", self.table),
                    message: format!("unknown key `{name}`: the strategy asks for no such column"),
                    hint: Some(match nearest {
                        Some((_, known)) => format!("did you mean `{known}`?"),
                        None => "`odlm strategy inspect FILE` shows the columns that it asks for".to_owned(),
                    }),
                });
            }
        }
    }
}

fn text(value: &Value) -> Option<Arc<str>> {
    value.as_str().map(Arc::from)
}

fn texts(value: &Value) -> Option<Vec<Arc<str>>> {
    value.as_array()?.iter().map(text).collect()
}

fn wanted(kind: Kind) -> &'static str {
    match kind {
        Kind::Bools => "true or false",
        Kind::Integers => "a whole number",
        Kind::Numbers => "a number",
        Kind::Texts => "a text",
        Kind::TextLists => "a list of texts",
    }
}

fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list of other things",
        Value::Object(_) => "an object",
    }
}

/// The value of a column's row; none where it is missing. A number that JSON does not have is missing too.
pub(super) fn value(values: &Values, row: usize) -> Option<Value> {
    let list = |texts: &Vec<Arc<str>>| Value::from(texts.iter().map(|text| Value::from(&**text)).collect::<Vec<_>>());
    match values {
        Values::Bools(rows) => rows.get(row)?.map(Value::from),
        Values::Integers(rows) => rows.get(row)?.map(Value::from),
        Values::Numbers(rows) => rows.get(row)?.and_then(Number::from_f64).map(Value::Number),
        Values::Texts(rows) => rows.get(row)?.as_deref().map(Value::from),
        Values::TextLists(rows) => rows.get(row)?.as_ref().map(list),
    }
}
