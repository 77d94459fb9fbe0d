//! Reads the window's leads: counts them, then plain ids page by page, then each name once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use super::convert::{Converter, WonBy};
use super::fields::{Field, FieldKind, LeadFields};
use super::filters::Owners;
use super::lists::Lists;
use super::mapping::{BLACKLISTS, Reading};
use super::names::Names;
use super::narrow::narrowing;
use super::window::{Days, window_domain};
use crate::config::LeadRules;
use crate::config::written::LeadType;
use crate::domain::lead::Lead;
use crate::domain::request::ColumnRequest;
use crate::odoo::{
    Domain, ErrorKind, OdooError, OdooRead, Paging, ReadCall, ReadMethod, id_of, ids_of, living_leads, open_leads,
    read_all, whole_of,
};

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

/// What is read of the leads.
pub struct LeadQuery<'a> {
    /// The rules.
    pub rules: &'a LeadRules,
    /// The fields that they read.
    pub reading: &'a Reading,
    /// The fields of `crm.lead`.
    pub fields: &'a LeadFields,
    /// What the strategy asks for; a column that this Odoo cannot supply stays missing.
    pub columns: &'a [ColumnRequest],
    /// The window.
    pub days: Days,
    /// Where its days begin.
    pub zone: &'a TimeZone,
}

/// The leads that Odoo gave.
#[derive(Debug, Default)]
pub struct Found {
    /// The leads.
    pub leads: Vec<Lead>,
    /// How many the window holds, where Odoo left out some of them by the rules.
    pub in_window: Option<u64>,
}

impl LeadQuery<'_> {
    /// The leads of the configured type in the window, neither lost nor, unless the rules take them, won.
    #[must_use]
    pub fn domain(&self) -> Domain {
        let has_won_status = self.fields.has("won_status");
        let mut domain: Domain = vec![json!(["type", "=", self.rules.lead_type.key()])];
        match self.rules.exclude_closed {
            true => domain.extend(open_leads(has_won_status)),
            false => domain.extend(living_leads(has_won_status)),
        }
        domain.extend(window_domain(&self.reading.date, self.days, self.zone));
        domain
    }
}

/// Reads the leads of a window, telling after each page how many and, where nothing is narrowed, of how many. Above the rules' `explain_limit`, what Odoo can decide goes to it and only the rest is read.
///
/// # Errors
/// What Odoo answered.
pub async fn find_leads(
    odoo: &dyn OdooRead,
    query: &LeadQuery<'_>,
    lists: &Lists,
    owners: &Owners,
    seen: &(dyn Fn(usize, Option<usize>) + Sync),
) -> Result<Found, OdooError> {
    let mut domain = query.domain();
    let count = ReadCall::new("crm.lead", ReadMethod::SearchCount).with("domain", domain.clone());
    let count = whole_of(Some(&odoo.read(count).await?))
        .and_then(|count| u64::try_from(count).ok())
        .ok_or_else(|| OdooError::new(ErrorKind::Protocol, "crm.lead/search_count", "the answer is not a count"))?;
    let in_window = Some(count).filter(|count| *count > u64::from(query.rules.explain_limit));
    if in_window.is_some() {
        domain.extend(narrowing(odoo, query, lists, owners).await?);
    }
    let of = usize::try_from(count).ok().filter(|_| in_window.is_none());
    Ok(Found { leads: read_leads(odoo, query, domain, &|leads| seen(leads, of)).await?, in_window })
}

/// Reads the leads of a domain.
///
/// # Errors
/// What Odoo answered.
pub async fn read_leads(
    odoo: &dyn OdooRead,
    query: &LeadQuery<'_>,
    domain: Domain,
    seen: &(dyn Fn(usize) + Sync),
) -> Result<Vec<Lead>, OdooError> {
    let LeadQuery { rules, reading, fields, .. } = *query;
    let extra = extra_fields(query.columns, rules, fields);
    let won_by = won_by(odoo, query).await?;
    let mut names: BTreeSet<&str> = ["user_id", "team_id", "priority", "write_date", "tag_ids"]
        .into_iter()
        .filter(|name| fields.has(name))
        .collect();
    let named = [&reading.status, &reading.source].into_iter().chain(&reading.campaign);
    let read = named.clone().chain([&reading.date]).chain(&reading.activity).chain(&reading.required);
    names.extend(read.map(|field| field.name.as_str()));
    if rules.do_not_call.as_ref().is_some_and(|rule| rule.blacklists) {
        names.extend(BLACKLISTS.into_iter().filter(|name| fields.has(name)));
    }
    match won_by {
        WonBy::Nothing => {}
        WonBy::Status => names.extend(["won_status"]),
        WonBy::Stages(_) => names.extend(["stage_id"]),
    }
    names.extend(extra.iter().map(|(_, field)| field.name.as_str()));
    let names: Vec<&str> = names.into_iter().filter(|name| *name != "id").collect();
    let paging = Paging { model: "crm.lead", domain, fields: &names, archived: false, limit: LEAD_LIMIT };
    let rows = read_all(odoo, &paging, seen).await?;
    let wanted = wanted_names(&rows, named.chain(extra.iter().map(|(_, field)| *field)), fields.get("tag_ids"));
    let names = Names::read(odoo, &wanted).await?;
    let required: Vec<Arc<str>> = reading.required.iter().map(|field| Arc::from(field.name.as_str())).collect();
    let converter =
        Converter { reading, extra: &extra, names: &names, zone: query.zone, won_by: &won_by, required: &required };
    rows.iter()
        .map(|row| {
            converter.lead(row).ok_or_else(|| {
                OdooError::new(ErrorKind::Protocol, "crm.lead/search_read", "a lead without an id or write_date")
            })
        })
        .collect()
}

/// How rows tell that their lead is won; before Odoo 19 by their stage.
async fn won_by(odoo: &dyn OdooRead, query: &LeadQuery<'_>) -> Result<WonBy, OdooError> {
    if query.rules.exclude_closed {
        return Ok(WonBy::Nothing);
    }
    if query.fields.has("won_status") {
        return Ok(WonBy::Status);
    }
    let domain = vec![json!(["is_won", "=", true])];
    let paging = Paging { model: "crm.stage", domain, fields: &[], archived: true, limit: LEAD_LIMIT };
    let stages = read_all(odoo, &paging, &|_| {}).await?;
    Ok(WonBy::Stages(stages.iter().filter_map(|stage| id_of(stage.get("id"))).collect()))
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
fn extra_fields<'a>(columns: &[ColumnRequest], rules: &LeadRules, fields: &'a LeadFields) -> Vec<(String, &'a Field)> {
    let field = |column: &ColumnRequest| match column.name.as_str() {
        "campaign" => fields.get(&rules.fields.campaign),
        other => fields.get(&field_behind(other)?),
    };
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
