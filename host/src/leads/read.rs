//! Reads the window's leads: plain ids page by page, then each name once.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::convert::{Converter, Reading};
use super::fields::{Field, FieldKind, LeadFields};
use super::names::Names;
use super::window::{Days, window_domain};
use crate::config::LeadRules;
use crate::config::written::LeadType;
use crate::domain::lead::Lead;
use crate::domain::request::ColumnRequest;
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, Paging, id_of, ids_of, open_leads, read_all};

/// The most leads that one run reads.
const LEAD_LIMIT: usize = 2_000_000;

impl LeadType {
    /// Odoo's key.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            LeadType::Lead => "lead",
            LeadType::Opportunity => "opportunity",
        }
    }
}

/// The fields that the rules map, checked against what Odoo has.
///
/// # Errors
/// For each that cannot serve: the key of `field_map`, a sentence, a hint.
pub fn mapped(rules: &LeadRules, fields: &LeadFields) -> Result<Reading, Vec<(&'static str, String, String)>> {
    let mut errors = Vec::new();
    let mut take = |key: &'static str, role: &str, name: &str, serves: fn(&FieldKind) -> bool| match fields
        .mapped(role, name, serves)
    {
        Ok(field) => Some(field),
        Err((message, hint)) => {
            errors.push((key, message, hint));
            None
        }
    };
    let status = take("status", "the status", &rules.fields.status, FieldKind::is_nameable);
    let source = take("web_source", "the web source", &rules.fields.source, FieldKind::is_nameable);
    let date = take("date", "the date", &rules.fields.date, FieldKind::is_dated);
    match (status, source, date) {
        (Some(status), Some(source), Some(date)) => Ok(Reading { status, source, date }),
        _ => Err(errors),
    }
}

/// Reads the leads of the window. `columns` are what the strategy asks for; a column that this Odoo cannot supply stays missing.
///
/// # Errors
/// What Odoo answered.
pub async fn read_leads(
    odoo: &dyn OdooRead,
    rules: &LeadRules,
    reading: &Reading,
    fields: &LeadFields,
    columns: &[ColumnRequest],
    window: (Days, &TimeZone),
    seen: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Lead>, OdooError> {
    let (days, zone) = window;
    let extra = extra_fields(columns, fields);
    let mut names: BTreeSet<&str> = ["user_id", "team_id", "priority", "write_date", "tag_ids"]
        .into_iter()
        .filter(|name| fields.has(name))
        .collect();
    names.extend([reading.status.name.as_str(), reading.source.name.as_str(), reading.date.name.as_str()]);
    if rules.do_not_call.is_some() {
        names.extend(["is_blacklisted", "phone_sanitized_blacklisted"].into_iter().filter(|name| fields.has(name)));
    }
    names.extend(extra.iter().map(|(_, field)| field.name.as_str()));
    let names: Vec<&str> = names.into_iter().filter(|name| *name != "id").collect();
    let mut domain: Domain = vec![json!(["type", "=", rules.lead_type.key()])];
    domain.extend(open_leads(fields.has("won_status")));
    domain.extend(window_domain(&reading.date, days, zone));
    let paging = Paging { model: "crm.lead", domain, fields: &names, archived: false, limit: LEAD_LIMIT };
    let rows = read_all(odoo, &paging, seen).await?;
    let related = [&reading.status, &reading.source].into_iter().chain(extra.iter().map(|(_, field)| *field));
    let wanted = wanted_names(&rows, related, fields.get("tag_ids"));
    let names = Names::read(odoo, &wanted).await?;
    let converter = Converter { reading, extra: &extra, names: &names, zone };
    rows.iter()
        .map(|row| {
            converter.lead(row).ok_or_else(|| {
                OdooError::new(ErrorKind::Protocol, "crm.lead/search_read", "a lead without an id or write_date")
            })
        })
        .collect()
}

/// The Odoo field behind a column; none for what every lead has by itself: status, source, tags and the age.
#[must_use]
pub fn field_behind(column: &str) -> Option<String> {
    match column {
        "status" | "source" | "tags" | "age-days" => None,
        "campaign" => Some("campaign_id".to_owned()),
        "medium" => Some("medium_id".to_owned()),
        "team" => Some("team_id".to_owned()),
        "country" => Some("country_id".to_owned()),
        "language" => Some("lang_id".to_owned()),
        "created" => Some("create_date".to_owned()),
        other => Some(other.replace('-', "_")),
    }
}

/// The Odoo fields behind the columns that are asked for.
fn extra_fields<'a>(columns: &[ColumnRequest], fields: &'a LeadFields) -> Vec<(String, &'a Field)> {
    let field = |column: &ColumnRequest| fields.get(&field_behind(&column.name)?);
    columns.iter().filter_map(|column| field(column).map(|field| (column.name.clone(), field))).collect()
}

fn wanted_names<'a>(
    rows: &[Map<String, Value>],
    related: impl Iterator<Item = &'a Field>,
    tags: Option<&'a Field>,
) -> BTreeMap<String, BTreeSet<u64>> {
    let mut wanted: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for field in related.chain(tags) {
        match &field.kind {
            FieldKind::Many2one(model) => {
                wanted
                    .entry(model.clone())
                    .or_default()
                    .extend(rows.iter().filter_map(|row| id_of(row.get(&field.name))));
            }
            FieldKind::Many2many(model) => {
                wanted
                    .entry(model.clone())
                    .or_default()
                    .extend(rows.iter().flat_map(|row| ids_of(row.get(&field.name))));
            }
            _ => {}
        }
    }
    wanted.retain(|_, ids| !ids.is_empty());
    wanted
}
