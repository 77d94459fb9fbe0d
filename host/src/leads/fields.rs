//! Which fields this Odoo's `crm.lead`, or another model, has, asked once with `fields_get`, and whether the configured ones can serve.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Value, json};

use crate::odoo::{ErrorKind, OdooError, OdooRead, ReadCall, ReadMethod};

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text,
    /// A key out of a list.
    Selection,
    /// One record of another model.
    Many2one(String),
    /// Several records of another model.
    Many2many(String),
    /// A day.
    Date,
    /// A moment, UTC.
    Datetime,
    /// A whole number.
    Integer,
    /// A number.
    Float,
    /// True or false.
    Boolean,
    /// Anything else: binary, properties, HTML.
    Other,
}

/// A field of `crm.lead`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Odoo's technical name.
    pub name: String,
    /// What it holds.
    pub kind: FieldKind,
    /// Of a selection its keys and labels.
    pub selection: Vec<(String, String)>,
}

/// The fields of `crm.lead`, or of the model that holds opportunities, by name.
#[derive(Clone, Debug, Default)]
pub struct LeadFields {
    model: String,
    fields: BTreeMap<String, Field>,
    /// Names of those that Odoo does not let be written.
    readonly: BTreeSet<String>,
}

/// Asks Odoo for the fields of `crm.lead`.
///
/// # Errors
/// What Odoo answered.
pub async fn read_fields(odoo: &dyn OdooRead) -> Result<LeadFields, OdooError> {
    fields_of(odoo, "crm.lead").await
}

/// Asks Odoo for the fields of a model.
pub(super) async fn fields_of(odoo: &dyn OdooRead, model: &str) -> Result<LeadFields, OdooError> {
    let call = ReadCall::new(model, ReadMethod::FieldsGet).with("attributes", json!(["type", "relation", "selection", "readonly"]));
    let Value::Object(answer) = odoo.read(call).await? else {
        let call = format!("{model}/fields_get");
        return Err(OdooError::new(ErrorKind::Protocol, call, "the answer is not an object"));
    };
    let is_readonly = |about: &Value| about.get("readonly").and_then(Value::as_bool).unwrap_or(false);
    let readonly = answer.iter().filter(|(_, about)| is_readonly(about)).map(|(name, _)| name.clone()).collect();
    let fields = answer.into_iter().map(|(name, about)| {
        let text = |key: &str| about.get(key).and_then(Value::as_str).unwrap_or_default();
        let kind = match text("type") {
            "char" | "text" => FieldKind::Text,
            "selection" => FieldKind::Selection,
            "many2one" => FieldKind::Many2one(text("relation").to_owned()),
            "many2many" | "one2many" => FieldKind::Many2many(text("relation").to_owned()),
            "date" => FieldKind::Date,
            "datetime" => FieldKind::Datetime,
            "integer" => FieldKind::Integer,
            "float" | "monetary" => FieldKind::Float,
            "boolean" => FieldKind::Boolean,
            _ => FieldKind::Other,
        };
        let selection = about
            .get("selection")
            .and_then(Value::as_array)
            .map(|pairs| pairs.iter().filter_map(pair).collect())
            .unwrap_or_default();
        (name.clone(), Field { name, kind, selection })
    });
    Ok(LeadFields { model: model.to_owned(), fields: fields.collect(), readonly })
}

fn pair(value: &Value) -> Option<(String, String)> {
    Some((value.get(0)?.as_str()?.to_owned(), value.get(1)?.as_str()?.to_owned()))
}

impl LeadFields {
    /// Whether there is a field of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Whether Odoo lets nobody write the field.
    #[must_use]
    pub fn is_readonly(&self, name: &str) -> bool {
        self.readonly.contains(name)
    }

    /// The field that a misspelt name most likely means.
    #[must_use]
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let likeness = self.fields.keys().map(|known| (strsim::jaro_winkler(name, known), known.as_str()));
        likeness.filter(|(likeness, _)| *likeness > 0.8).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, name)| name)
    }

    /// A field, if there is one of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.fields.get(name)
    }

    /// The field that the configuration maps to `role`.
    ///
    /// # Errors
    /// A sentence and a hint when there is none, or when it holds what `serves` does not take.
    pub fn mapped(&self, role: &str, name: &str, serves: fn(&FieldKind) -> bool) -> Result<Field, (String, String)> {
        let model = &self.model;
        match self.fields.get(name) {
            Some(field) if serves(&field.kind) => Ok(field.clone()),
            Some(field) => Err((
                format!("field `{name}` of `{model}` holds {} and cannot serve as {role}", field.kind),
                format!("map {role} to another field"),
            )),
            None => {
                let hint = match self.nearest(name) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "the API user must be able to read it; `lead_finding.field_map` names it".to_owned(),
                };
                Err((format!("`{model}` has no field `{name}` for {role}"), hint))
            }
        }
    }
}

impl fmt::Display for FieldKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FieldKind::Text => out.write_str("a text"),
            FieldKind::Selection => out.write_str("a choice"),
            FieldKind::Many2one(model) => write!(out, "a record of `{model}`"),
            FieldKind::Many2many(model) => write!(out, "records of `{model}`"),
            FieldKind::Date => out.write_str("a day"),
            FieldKind::Datetime => out.write_str("a moment"),
            FieldKind::Integer => out.write_str("a whole number"),
            FieldKind::Float => out.write_str("a number"),
            FieldKind::Boolean => out.write_str("true or false"),
            FieldKind::Other => out.write_str("what odlm does not read"),
        }
    }
}

impl FieldKind {
    /// Whether its values are names that filters can compare.
    #[must_use]
    pub fn is_nameable(&self) -> bool {
        matches!(self, FieldKind::Text | FieldKind::Selection | FieldKind::Many2one(_))
    }

    /// Whether its values have a day.
    #[must_use]
    pub fn is_dated(&self) -> bool {
        matches!(self, FieldKind::Date | FieldKind::Datetime)
    }
}
