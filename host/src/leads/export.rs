//! Leads as rows of a table: the fields that somebody asks for, names instead of ids, read for the leads of a stage. Writes no file.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::fields::{Field, FieldKind, LeadFields};
use super::names::Names;
use super::value::Wrong;
use crate::config::LeadRules;
use crate::odoo::{Domain, OdooError, OdooRead, PAGE, Pages, Paging, ReadCall, ReadMethod, id_of, ids_of, records};

/// The most leads of a window.
const LEAD_LIMIT: usize = 2_000_000;
/// What stands between several names in one value.
const BETWEEN: &str = "; ";
/// What is exported unless somebody asks for other fields: of these what this Odoo has, and the mapped ones.
const USUAL: [&str; 16] = [
    "id",
    "name",
    "contact_name",
    "partner_name",
    "email_from",
    "phone",
    "user_id",
    "team_id",
    "stage_id",
    "source_id",
    "medium_id",
    "campaign_id",
    "tag_ids",
    "priority",
    "create_date",
    "write_date",
];

/// A value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Exported {
    /// What people or other systems wrote; it may be anything.
    Text(String),
    /// What Odoo keeps as a number.
    Number(String),
}

/// The columns of an export.
#[derive(Clone, Debug)]
pub struct Columns(Vec<Field>);

impl Columns {
    /// The columns of the fields that are asked for, in their order; of none the usual ones.
    ///
    /// # Errors
    /// Every field that `crm.lead` has not.
    pub fn of(asked: Option<&[String]>, rules: &LeadRules, fields: &LeadFields) -> Result<Columns, Vec<Wrong>> {
        let mapped = &rules.fields;
        let usual = || {
            let mapped = [&mapped.status, &mapped.source, &mapped.date, &mapped.campaign, &mapped.closer];
            let mapped = mapped.into_iter().chain([&rules.fields.open_user]).map(String::as_str);
            USUAL.into_iter().chain(mapped).filter(|name| fields.has(name)).map(str::to_owned).collect()
        };
        let names: Vec<String> = asked.map_or_else(usual, <[String]>::to_vec);
        let (mut columns, mut wrong, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for name in names.into_iter().filter(|name| seen.insert(name.clone())) {
            match fields.get(&name) {
                Some(field) => columns.push(field.clone()),
                None => {
                    let hint = fields.did_you_mean(&name);
                    let hint = hint.unwrap_or_else(|| "the API user must be able to read it".to_owned());
                    wrong.push(Wrong::new(format!("`crm.lead` has no field `{name}`"), hint));
                }
            }
        }
        if wrong.is_empty() { Ok(Columns(columns)) } else { Err(wrong) }
    }

    /// The fields' names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|field| field.name.as_str())
    }

    /// The rows of at most [`PAGE`] leads, in the order of their ids; leads that are gone have none.
    ///
    /// # Errors
    /// What Odoo answered.
    pub async fn read(&self, odoo: &dyn OdooRead, ids: &[u64]) -> Result<Vec<Vec<Exported>>, OdooError> {
        let fields: Vec<&str> = self.names().collect();
        // Many2ones come with their names: a name may be read where the record behind it may not.
        let call = ReadCall::new("crm.lead", ReadMethod::SearchRead)
            .with("domain", json!([["id", "in", ids]]))
            .with("fields", fields)
            .with("limit", ids.len())
            .with("order", "id")
            .context("active_test", false)
            // A file comes as its size.
            .context("bin_size", true);
        let rows = records("crm.lead", odoo.read(call).await?)?;
        let names = Names::read(odoo, &self.wanted(&rows)).await?;
        let by_id: HashMap<u64, &Map<String, Value>> =
            rows.iter().filter_map(|row| Some((id_of(row.get("id"))?, row))).collect();
        let row = |id: &u64| by_id.get(id).map(|row| self.0.iter().map(|field| cell(field, row, &names)).collect());
        Ok(ids.iter().filter_map(row).collect())
    }

    /// The records of relations to many whose names are needed.
    fn wanted(&self, rows: &[Map<String, Value>]) -> BTreeMap<String, BTreeSet<u64>> {
        let mut wanted: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
        for field in &self.0 {
            if let FieldKind::Many2many(model) = &field.kind {
                let ids = rows.iter().flat_map(|row| ids_of(row.get(&field.name)));
                wanted.entry(model.clone()).or_default().extend(ids);
            }
        }
        wanted.retain(|_, ids| !ids.is_empty());
        wanted
    }
}

/// The ids of all leads of a window.
///
/// # Errors
/// What Odoo answered.
pub async fn ids_of_window(odoo: &dyn OdooRead, domain: Domain) -> Result<Vec<u64>, OdooError> {
    let paging = Paging { model: "crm.lead", domain, fields: &[], archived: false, limit: LEAD_LIMIT };
    let (mut ids, mut pages) = (Vec::new(), Pages::new(odoo, &paging));
    while let Some(page) = pages.next().await? {
        ids.extend(page.iter().filter_map(|row| id_of(row.get("id"))));
    }
    Ok(ids)
}

/// The most leads of one call to [`Columns::read`].
pub const ROWS: usize = PAGE;

fn cell(field: &Field, row: &Map<String, Value>, names: &Names) -> Exported {
    let raw = row.get(&field.name).unwrap_or(&Value::Null);
    let of_record = |model: &str, id: u64| names.of(model, id).map_or_else(|| id.to_string(), |name| name.to_string());
    match (&field.kind, raw) {
        (FieldKind::Boolean, Value::Bool(truth)) => Exported::Text(truth.to_string()),
        // Odoo's empty value.
        (_, Value::Null | Value::Bool(_)) => Exported::Text(String::new()),
        (FieldKind::Many2one(_), Value::Array(pair)) => {
            Exported::Text(pair.get(1).and_then(Value::as_str).unwrap_or_default().to_owned())
        }
        (FieldKind::Many2many(model), Value::Array(_)) => {
            let names: Vec<String> = ids_of(Some(raw)).into_iter().map(|id| of_record(model, id)).collect();
            Exported::Text(names.join(BETWEEN))
        }
        (_, Value::Number(number)) => Exported::Number(number.to_string()),
        (_, Value::String(text)) => Exported::Text(text.clone()),
        (_, other) => Exported::Text(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(kind: FieldKind, value: Value) -> Exported {
        let field = Field { name: "x".to_owned(), kind, selection: Vec::new(), stored: true };
        cell(&field, &Map::from_iter([("x".to_owned(), value)]), &Names::default())
    }

    #[test]
    fn values_are_texts_but_for_what_odoo_counts_with() {
        let text = |text: &str| Exported::Text(text.to_owned());
        let user = || FieldKind::Many2one("res.users".to_owned());
        for (kind, value, expected) in [
            (FieldKind::Text, json!("-1"), text("-1")),
            (FieldKind::Text, json!(false), text("")),
            (FieldKind::Boolean, json!(false), text("false")),
            (FieldKind::Boolean, json!(true), text("true")),
            (FieldKind::Float, json!(-12.5), Exported::Number("-12.5".to_owned())),
            (FieldKind::Integer, json!(0), Exported::Number("0".to_owned())),
            (FieldKind::Datetime, json!("2026-11-24 08:00:00"), text("2026-11-24 08:00:00")),
            (user(), json!([7, "Zoë, \"Z\""]), text("Zoë, \"Z\"")),
            (user(), json!(false), text("")),
            (FieldKind::Many2many("crm.tag".to_owned()), json!([]), text("")),
            (FieldKind::Other, json!([{"name": "a"}]), text("[{\"name\":\"a\"}]")),
        ] {
            assert_eq!(shown(kind.clone(), value.clone()), expected, "{kind:?} {value}");
        }
    }
}
