//! One row of an answer, its values taken out by the column's name and by the kind that it must have.

use std::sync::Arc;

use super::{About, Value};
use crate::ledger::convert::from_stored;
use crate::ledger::error::{LedgerError, Result};

/// What all rows of an answer have in common.
pub(in crate::ledger) struct Header {
    about: About,
    columns: Vec<String>,
}

/// One row.
pub(in crate::ledger) struct Row {
    header: Arc<Header>,
    values: Vec<Value>,
}

impl Header {
    /// The columns of an answer in their order.
    pub(in crate::ledger) fn new(about: &About, columns: Vec<String>) -> Arc<Header> {
        Arc::new(Header { about: about.clone(), columns })
    }
}

impl Row {
    /// A row with one value a column.
    pub(in crate::ledger) fn new(header: &Arc<Header>, values: Vec<Value>) -> Row {
        Row { header: Arc::clone(header), values }
    }

    fn get(&self, column: &'static str) -> Result<&Value> {
        let index = self.header.columns.iter().position(|name| name == column);
        index.and_then(|index| self.values.get(index)).ok_or_else(|| self.wrong(column, "is not there"))
    }

    fn wrong(&self, column: &'static str, what: &str) -> LedgerError {
        let About { place, doing, .. } = &self.header.about;
        LedgerError::Failed { place: place.to_string(), doing, detail: format!("the column `{column}` {what}") }
    }

    /// A whole number, where there is one.
    pub(in crate::ledger) fn maybe_int(&self, column: &'static str) -> Result<Option<i64>> {
        match self.get(column)? {
            Value::Int(value) => Ok(*value),
            Value::Real(None) | Value::Text(None) | Value::Bytes(None) => Ok(None),
            _ => Err(self.wrong(column, "is no whole number")),
        }
    }

    /// A whole number.
    pub(in crate::ledger) fn int(&self, column: &'static str) -> Result<i64> {
        self.maybe_int(column)?.ok_or_else(|| self.wrong(column, "is empty"))
    }

    /// A whole number of the kind that the program holds; `what` is the column's name.
    pub(in crate::ledger) fn number<T: TryFrom<i64>>(&self, column: &'static str) -> Result<T> {
        from_stored(column, self.int(column)?)
    }

    /// The same, where there is one.
    pub(in crate::ledger) fn maybe_number<T: TryFrom<i64>>(&self, column: &'static str) -> Result<Option<T>> {
        self.maybe_int(column)?.map(|value| from_stored(column, value)).transpose()
    }

    /// A number, where there is one.
    pub(in crate::ledger) fn maybe_real(&self, column: &'static str) -> Result<Option<f64>> {
        match self.get(column)? {
            Value::Real(value) => Ok(*value),
            Value::Int(None) | Value::Text(None) | Value::Bytes(None) => Ok(None),
            _ => Err(self.wrong(column, "is no number")),
        }
    }

    /// A number.
    pub(in crate::ledger) fn real(&self, column: &'static str) -> Result<f64> {
        self.maybe_real(column)?.ok_or_else(|| self.wrong(column, "is empty"))
    }

    /// A text, where there is one.
    pub(in crate::ledger) fn maybe_text(&self, column: &'static str) -> Result<Option<&str>> {
        match self.get(column)? {
            Value::Text(value) => Ok(value.as_deref()),
            Value::Int(None) | Value::Real(None) | Value::Bytes(None) => Ok(None),
            _ => Err(self.wrong(column, "is no text")),
        }
    }

    /// A text.
    pub(in crate::ledger) fn text(&self, column: &'static str) -> Result<&str> {
        self.maybe_text(column)?.ok_or_else(|| self.wrong(column, "is empty"))
    }

    /// A text of its own.
    pub(in crate::ledger) fn string(&self, column: &'static str) -> Result<String> {
        self.text(column).map(str::to_owned)
    }

    /// Bytes, where there are some.
    pub(in crate::ledger) fn maybe_bytes(&self, column: &'static str) -> Result<Option<&[u8]>> {
        match self.get(column)? {
            Value::Bytes(value) => Ok(value.as_deref()),
            Value::Int(None) | Value::Real(None) | Value::Text(None) => Ok(None),
            _ => Err(self.wrong(column, "is no bytes")),
        }
    }

    /// All values as texts, an empty one for none: of tables that are not odlm's own.
    pub(in crate::ledger) fn into_texts(self) -> Vec<String> {
        let text = |value| match value {
            Value::Text(text) => text.unwrap_or_default(),
            Value::Int(number) => number.map(|number| number.to_string()).unwrap_or_default(),
            Value::Real(number) => number.map(|number| number.to_string()).unwrap_or_default(),
            Value::Bytes(_) => String::new(),
        };
        self.values.into_iter().map(text).collect()
    }
}
