//! Short ways to write a [`Description`].

use crate::{ColumnRequest, Description, Kind};

/// A description without columns; add them with [`Description::lead_column`] and [`Description::salesperson_column`].
/// `name` is kebab-case, `version` semantic, `settings_schema` a JSON Schema (2020-12) or empty when no settings are taken.
#[must_use]
pub fn describe(name: &str, version: &str, summary: &str, settings_schema: &str) -> Description {
    Description {
        name: name.to_owned(),
        version: version.to_owned(),
        summary: summary.to_owned(),
        settings_schema: settings_schema.to_owned(),
        lead_columns: Vec::new(),
        salesperson_columns: Vec::new(),
    }
}

impl Description {
    /// Also asks for a column of the leads. A run that cannot supply a required one is refused.
    #[must_use]
    pub fn lead_column(mut self, name: &str, kind: Kind, required: bool) -> Self {
        self.lead_columns.push(ColumnRequest { name: name.to_owned(), kind, required });
        self
    }

    /// Also asks for a column of the salespeople. A run that cannot supply a required one is refused.
    #[must_use]
    pub fn salesperson_column(mut self, name: &str, kind: Kind, required: bool) -> Self {
        self.salesperson_columns.push(ColumnRequest { name: name.to_owned(), kind, required });
        self
    }
}
