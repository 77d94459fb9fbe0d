//! A value of the configuration for a field of `crm.lead`, as Odoo takes it: a record by its name or id, a choice by its key or label,
//! anything else by its kind. Users are not looked up here.

use std::fmt;

use jiff::civil::{Date, DateTime};
use serde_json::{Value, json};

use super::fields::{Field, FieldKind, LeadFields};
use crate::odoo::{OdooError, OdooRead, ReadCall, ReadMethod, id_of, records, text_of};
use crate::text::fold;

/// Records that are looked at for the name nearest to a misspelt one.
const NEARBY: usize = 500;

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// One sentence.
    pub message: String,
    /// The way out.
    pub hint: String,
}

impl Wrong {
    /// A sentence and the way out.
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Wrong {
        Wrong { message: message.into(), hint: hint.into() }
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl LeadFields {
    /// The field of a name, when it can be written.
    ///
    /// # Errors
    /// There is none, or Odoo lets nobody write it.
    pub fn writable(&self, name: &str) -> Result<&Field, Wrong> {
        match self.get(name) {
            None => {
                let hint = match self.nearest(name) {
                    Some(known) => format!("did you mean `{known}`?"),
                    None => "the API user must be able to see the field".to_owned(),
                };
                Err(Wrong::new(format!("`crm.lead` has no field `{name}`"), hint))
            }
            Some(_) if self.is_readonly(name) => {
                let hint = "Odoo computes it or keeps it for itself; leave it out";
                Err(Wrong::new(format!("field `{name}` of `crm.lead` cannot be written"), hint))
            }
            Some(field) => Ok(field),
        }
    }
}

/// The value that a field takes for what is written. `null` and, but for a boolean, `false` empty it.
///
/// # Errors
/// What Odoo answered; within, what is wrong with the value.
pub async fn value_for(odoo: &dyn OdooRead, field: &Field, written: &Value) -> Result<Result<Value, Wrong>, OdooError> {
    if let FieldKind::Many2one(model) = &field.kind {
        return match written {
            Value::Null | Value::Bool(false) => Ok(Ok(json!(false))),
            Value::Number(_) | Value::String(_) => Ok(find_record(odoo, model, written).await?.map(Value::from)),
            _ => Ok(Err(not(field, written))),
        };
    }
    Ok(plain(field, written))
}

fn not(field: &Field, written: &Value) -> Wrong {
    let hint = match &field.kind {
        FieldKind::Many2one(_) => "write the record's name or id",
        FieldKind::Date => "write a day like 2026-11-24",
        FieldKind::Datetime => "write a moment in UTC like 2026-11-24 08:00:00",
        FieldKind::Many2many(_) | FieldKind::Other => "odlm writes fields of one value only",
        _ => "write a value of that kind",
    };
    Wrong::new(format!("field `{}` holds {} and cannot take `{}`", field.name, field.kind, shown(written)), hint)
}

/// A value as the user typed it.
fn shown(written: &Value) -> String {
    written.as_str().map_or_else(|| written.to_string(), str::to_owned)
}

/// Values that need no look-up.
fn plain(field: &Field, written: &Value) -> Result<Value, Wrong> {
    let wrong = || not(field, written);
    match (&field.kind, written) {
        (FieldKind::Many2one(_) | FieldKind::Many2many(_) | FieldKind::Other, _) => Err(wrong()),
        (FieldKind::Boolean, Value::Bool(_)) => Ok(written.clone()),
        (_, Value::Null | Value::Bool(false)) => Ok(json!(false)),
        (FieldKind::Text, Value::String(_)) => Ok(written.clone()),
        (FieldKind::Text, Value::Number(number)) => Ok(Value::from(number.to_string())),
        (FieldKind::Integer, Value::Number(number)) if number.is_i64() => Ok(written.clone()),
        (FieldKind::Float, Value::Number(number)) if number.as_f64().is_some_and(f64::is_finite) => Ok(written.clone()),
        (FieldKind::Date, Value::String(text)) => {
            text.parse::<Date>().map(|day| Value::from(day.to_string())).map_err(|_| wrong())
        }
        (FieldKind::Datetime, Value::String(text)) => {
            let moment = DateTime::strptime("%Y-%m-%d %H:%M:%S", text);
            moment.map(|moment| Value::from(moment.strftime("%Y-%m-%d %H:%M:%S").to_string())).map_err(|_| wrong())
        }
        (FieldKind::Selection, Value::String(_) | Value::Number(_)) => choice(field, &shown(written)),
        _ => Err(wrong()),
    }
}

/// The key of a selection, by key or label.
fn choice(field: &Field, text: &str) -> Result<Value, Wrong> {
    let all = &field.selection;
    let wanted = fold(text);
    let by_key = all.iter().find(|(key, _)| key == text).or_else(|| all.iter().find(|(key, _)| fold(key) == wanted));
    if let Some((key, _)) = by_key.or_else(|| all.iter().find(|(_, label)| fold(label) == wanted)) {
        return Ok(Value::from(key.as_str()));
    }
    let known: Vec<&str> = all.iter().map(|(key, _)| key.as_str()).take(20).collect();
    let message = format!("field `{}` has no choice `{text}`", field.name);
    Err(Wrong::new(message, format!("its choices are {}", known.join(", "))))
}

/// The id of the record of `model` that a name in any case, or an id, means. Archived records are nobody's choice.
///
/// # Errors
/// What Odoo answered; within, why it is no record, or several.
pub async fn find_record(
    odoo: &dyn OdooRead,
    model: &str,
    written: &Value,
) -> Result<Result<u64, Wrong>, OdooError> {
    let (domain, hint) = match (id_of(Some(written)).filter(|_| written.is_number()), text_of(Some(written))) {
        (Some(id), _) => (json!([["id", "=", id]]), "write the record's name, or the id of one that is not archived"),
        (None, Some(name)) => (json!([["name", "=ilike", escaped(name)]]), "write the name as Odoo has it, or the id"),
        (None, None) => {
            return Ok(Err(Wrong::new(format!("`{}` is no record of `{model}`", shown(written)), "write a name or an id")));
        }
    };
    let found = search(odoo, model, domain, 20).await?;
    let exact: Vec<u64> =
        found.iter().filter(|(_, name)| Some(name.as_str()) == written.as_str()).map(|(id, _)| *id).collect();
    match (found.as_slice(), exact.as_slice()) {
        ([(id, _)], _) | (_, [id]) => Ok(Ok(*id)),
        ([], _) => {
            let nearest = match written.as_str() {
                Some(name) => nearest(name, search(odoo, model, json!([]), NEARBY).await?),
                None => None,
            };
            let hint = nearest.map_or_else(|| hint.to_owned(), |name| format!("did you mean `{name}`?"));
            Ok(Err(Wrong::new(format!("this Odoo has no `{model}` `{}`", shown(written)), hint)))
        }
        (several, _) => {
            let ids: Vec<String> = several.iter().map(|(id, _)| id.to_string()).collect();
            let message = format!("`{}` is the name of several records of `{model}`", shown(written));
            Ok(Err(Wrong::new(message, format!("write one of their ids: {}", ids.join(", ")))))
        }
    }
}

async fn search(
    odoo: &dyn OdooRead,
    model: &str,
    domain: Value,
    limit: usize,
) -> Result<Vec<(u64, String)>, OdooError> {
    let call = ReadCall::new(model, ReadMethod::SearchRead)
        .with("domain", domain)
        .with("fields", json!(["name"]))
        .with("limit", limit)
        .with("order", "id");
    let rows = records(model, odoo.read(call).await?)?;
    Ok(rows
        .iter()
        .filter_map(|row| Some((id_of(row.get("id"))?, text_of(row.get("name")).unwrap_or_default().to_owned())))
        .collect())
}

fn nearest(name: &str, all: Vec<(u64, String)>) -> Option<String> {
    let wanted = fold(name);
    let likeness = all.into_iter().map(|(_, known)| (strsim::jaro_winkler(&wanted, &fold(&known)), known));
    likeness.filter(|(likeness, _)| *likeness > 0.8).max_by(|one, other| one.0.total_cmp(&other.0)).map(|(_, name)| name)
}

/// A name with the signs that `=ilike` would read as patterns taken literally.
fn escaped(name: &str) -> String {
    name.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(kind: FieldKind) -> Field {
        let selection = vec![("0".to_owned(), "Low".to_owned()), ("web".to_owned(), "Website".to_owned())];
        Field { name: "x".to_owned(), kind, selection }
    }

    #[test]
    fn a_value_is_checked_by_the_fields_kind() {
        let table = [
            (FieldKind::Text, json!("New"), Some(json!("New"))),
            (FieldKind::Text, json!(7), Some(json!("7"))),
            (FieldKind::Text, json!(["New"]), None),
            (FieldKind::Text, json!(true), None),
            (FieldKind::Text, json!(null), Some(json!(false))),
            (FieldKind::Selection, json!("WEBSITE"), Some(json!("web"))),
            (FieldKind::Selection, json!(0), Some(json!("0"))),
            (FieldKind::Selection, json!("fax"), None),
            (FieldKind::Boolean, json!(false), Some(json!(false))),
            (FieldKind::Boolean, json!("yes"), None),
            (FieldKind::Integer, json!(3), Some(json!(3))),
            (FieldKind::Integer, json!(3.5), None),
            (FieldKind::Float, json!(3), Some(json!(3))),
            (FieldKind::Float, json!("3"), None),
            (FieldKind::Date, json!("2026-11-24"), Some(json!("2026-11-24"))),
            (FieldKind::Date, json!("24.11.2026"), None),
            (FieldKind::Datetime, json!("2026-11-24 08:00:00"), Some(json!("2026-11-24 08:00:00"))),
            (FieldKind::Datetime, json!("2026-11-24"), None),
            (FieldKind::Many2many("crm.tag".to_owned()), json!("hot"), None),
            (FieldKind::Other, json!("x"), None),
        ];
        for (kind, written, expected) in table {
            let found = plain(&field(kind.clone()), &written);
            assert_eq!(found.as_ref().ok(), expected.as_ref(), "{kind:?} {written}: {found:?}");
        }
    }

    #[test]
    fn a_name_is_no_pattern() {
        assert_eq!(escaped(r"50%_a\b"), r"50\%\_a\\b");
    }
}
