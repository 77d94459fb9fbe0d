//! What `lead_finding.sales_filter` asks, held against the fields and stages of this Odoo and made into a domain. Asks about no lead.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::fields::{Field, FieldKind, LeadFields, fields_of};
use super::window::{Days, window_domain};
use crate::config::written::SalesFilter;
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, Paging, id_of, read_all, text_of};
use crate::text::fold;

const LEAD: &str = "crm.lead";
const STAGE: &str = "stage_id";
const DAYS_BACK: u32 = 365;
/// The most stages that a model of stages may have.
const STAGE_LIMIT: usize = 10_000;

/// Which opportunities keep a lead from being distributed.
#[derive(Clone, Debug)]
pub struct SalesRule {
    /// The model of opportunities.
    pub(super) model: String,
    /// Its field of the contact.
    pub(super) partner: String,
    /// The lead's field of the contact.
    pub(super) lead_partner: String,
    /// Further fields that lead and opportunity have in common, any of which may agree.
    pub(super) secondary: Vec<&'static str>,
    /// The opportunities that count, whoever the contact is. Archived ones, which are lost, are never asked for.
    pub(super) domain: Domain,
    /// The names of the stages, by their value in an opportunity; none when opportunities have no stage.
    pub(super) stages: Option<HashMap<String, String>>,
    /// Whether each lead left out is named in the log.
    pub(super) log: bool,
}

/// What a mistake is: the key inside `sales_filter`, with `/` between its parts, a sentence, a hint.
pub type Mistake = (String, String, String);

/// Why the filter cannot be carried out.
#[derive(Debug)]
pub enum SalesError {
    /// Odoo could not be asked.
    Odoo(OdooError),
    /// Keys that do not fit this Odoo.
    Wrong(Vec<Mistake>),
}

impl From<OdooError> for SalesError {
    fn from(error: OdooError) -> SalesError {
        SalesError::Odoo(error)
    }
}

/// Holds the filter against what Odoo has. `today` is the run's day in its `zone`.
///
/// # Errors
/// Every key that does not fit this Odoo, or what Odoo answered.
pub async fn sales_rule(
    odoo: &dyn OdooRead,
    written: &SalesFilter,
    lead_fields: &LeadFields,
    today: Date,
    zone: &TimeZone,
) -> Result<SalesRule, SalesError> {
    let model = written.opportunity_table.as_deref().unwrap_or(LEAD);
    let others;
    let fields = if model == LEAD {
        lead_fields
    } else {
        others = match fields_of(odoo, model).await {
            Err(error) if error.kind == ErrorKind::Unsupported => {
                let hint = "an opportunity is a `crm.lead` unless an addon has a model of its own";
                return Err(SalesError::Wrong(vec![mistake(
                    "opportunity_table",
                    format!("this Odoo has no model `{model}`"),
                    hint,
                )]));
            }
            found => found?,
        };
        &others
    };
    let mut check = Check { fields, lead_fields, mistakes: Vec::new() };
    let (partner, lead_partner) = check.partners(written);
    let secondary = check.secondary(written);
    let mut domain = check.type_domain(model, written.opportunity_type_filter.as_deref());
    domain.extend(check.date_domain(written, today, zone));
    let stages = match fields.get(STAGE) {
        Some(field) => stages(odoo, field).await?,
        None => None,
    };
    domain.extend(check.stage_domain(written, model, stages.as_deref()));
    if !check.mistakes.is_empty() {
        return Err(SalesError::Wrong(check.mistakes));
    }
    let stages = stages.map(|stages| stages.into_iter().map(|stage| (key_of(&stage.value), stage.name)).collect());
    let model = model.to_owned();
    Ok(SalesRule { model, partner, lead_partner, secondary, domain, stages, log: written.log_excluded_leads })
}

/// A stage: its value in an opportunity, its name, and of a selection its key.
struct Stage {
    value: Value,
    name: String,
    key: Option<String>,
}

/// A stage's value as a key of a map.
pub(super) fn key_of(value: &Value) -> String {
    id_of(Some(value)).map(|id| id.to_string()).or_else(|| text_of(Some(value)).map(str::to_owned)).unwrap_or_default()
}

/// The stages that opportunities can be in; none when the field's values have no names.
async fn stages(odoo: &dyn OdooRead, field: &Field) -> Result<Option<Vec<Stage>>, OdooError> {
    let model = match &field.kind {
        FieldKind::Many2one(model) => model,
        FieldKind::Selection => {
            let pairs = field.selection.iter();
            let stage = |(key, name): &(String, String)| Stage {
                value: json!(key),
                name: name.clone(),
                key: Some(key.clone()),
            };
            return Ok(Some(pairs.map(stage).collect()));
        }
        _ => return Ok(None),
    };
    let paging = Paging { model, domain: Vec::new(), fields: &["display_name"], archived: true, limit: STAGE_LIMIT };
    let rows = read_all(odoo, &paging, &|_| {}).await?;
    let stage = |row: &serde_json::Map<String, Value>| {
        let name = text_of(row.get("display_name"))?.to_owned();
        Some(Stage { value: json!(id_of(row.get("id"))?), name, key: None })
    };
    Ok(Some(rows.iter().filter_map(stage).collect()))
}

fn mistake(key: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Mistake {
    (key.into(), message.into(), hint.into())
}

/// Gathers mistakes, so that all are told at once.
struct Check<'a> {
    fields: &'a LeadFields,
    lead_fields: &'a LeadFields,
    mistakes: Vec<Mistake>,
}

impl Check<'_> {
    fn field(
        &mut self,
        key: &str,
        fields: &LeadFields,
        role: &str,
        name: &str,
        serves: fn(&FieldKind) -> bool,
    ) -> Option<Field> {
        fields
            .mapped(role, name, serves)
            .map_err(|(message, hint)| {
                let near = hint.starts_with("did you mean");
                let hint = if near { hint } else { "name another field, one that the API user can read".to_owned() };
                self.mistakes.push(mistake(key, message, hint));
            })
            .ok()
    }

    /// The fields of the contact.
    fn partners(&mut self, written: &SalesFilter) -> (String, String) {
        let is_record = |kind: &FieldKind| matches!(kind, FieldKind::Many2one(_));
        let name = |written: &Option<String>| written.clone().unwrap_or_else(|| "partner_id".to_owned());
        let (one, other) = (name(&written.opportunity_partner_field), name(&written.lead_partner_field));
        let (fields, lead_fields) = (self.fields, self.lead_fields);
        let found = self.field("opportunity_partner_field", fields, "the opportunity's contact", &one, is_record);
        let found_other = self.field("lead_partner_field", lead_fields, "the lead's contact", &other, is_record);
        if let (Some(found), Some(found_other)) = (found, found_other)
            && found.kind != found_other.kind
        {
            self.mistakes.push(mistake(
                "opportunity_partner_field",
                format!("`{one}` holds {} and the lead's `{other}` holds {}", found.kind, found_other.kind),
                "both must hold the same kind of contact",
            ));
        }
        (one, other)
    }

    /// The fields of the secondary matches.
    fn secondary(&mut self, written: &SalesFilter) -> Vec<&'static str> {
        let asked = &written.secondary_matches;
        let mut found = Vec::new();
        for (wanted, key, name, role) in [
            (asked.email, "secondary_matches/email", "email_normalized", "the e-mail address"),
            (asked.phone, "secondary_matches/phone", "phone_sanitized", "the telephone number"),
        ] {
            if !wanted {
                continue;
            }
            let is_text = |kind: &FieldKind| *kind == FieldKind::Text;
            let (fields, lead_fields) = (self.fields, self.lead_fields);
            if self.field(key, lead_fields, role, name, is_text).is_some()
                && self.field(key, fields, role, name, is_text).is_some()
            {
                found.push(name);
            }
        }
        found
    }

    fn type_domain(&mut self, model: &str, written: Option<&str>) -> Domain {
        let Some(wanted) = written.or_else(|| (model == LEAD).then_some("opportunity")) else { return Vec::new() };
        let key = "opportunity_type_filter";
        let serves = |kind: &FieldKind| matches!(kind, FieldKind::Selection | FieldKind::Text);
        let fields = self.fields;
        let Some(field) = self.field(key, fields, "the type", "type", serves) else { return Vec::new() };
        let known = |keys: &[(String, String)]| keys.iter().any(|(known, _)| known == wanted);
        if field.kind == FieldKind::Selection && !known(&field.selection) {
            let keys: Vec<&str> = field.selection.iter().map(|(key, _)| key.as_str()).collect();
            self.mistakes.push(mistake(key, format!("`{model}` has no type `{wanted}`"), way_out(wanted, &keys)));
        }
        vec![json!(["type", "=", wanted])]
    }

    /// From so many days back on; a date to come, like that of the expected closing, counts too.
    fn date_domain(&mut self, written: &SalesFilter, today: Date, zone: &TimeZone) -> Domain {
        let range = &written.opportunity_date_range;
        if !range.enabled {
            return Vec::new();
        }
        let name = range.field_name.as_deref().unwrap_or("create_date");
        let fields = self.fields;
        let key = "opportunity_date_range/field_name";
        let Some(field) = self.field(key, fields, "the opportunity's date", name, FieldKind::is_dated) else {
            return Vec::new();
        };
        let back = jiff::Span::new().days(i64::from(range.days_back.unwrap_or(DAYS_BACK)));
        let days = Days { from: today.saturating_sub(back), to: today };
        window_domain(&field, days, zone).into_iter().take(1).collect()
    }

    fn stage_domain(&mut self, written: &SalesFilter, model: &str, stages: Option<&[Stage]>) -> Domain {
        let mut domain = Domain::new();
        for (key, operator, names) in [
            ("exclude_opportunity_stages", "not in", &written.exclude_opportunity_stages),
            ("include_opportunity_stages", "in", &written.include_opportunity_stages),
        ] {
            if names.is_empty() {
                continue;
            }
            let Some(stages) = stages else {
                let message = format!("`{model}` has no field `{STAGE}` that names a stage");
                self.mistakes.push(mistake(key, message, "remove the key"));
                continue;
            };
            let mut values: Vec<&Value> = Vec::new();
            for (index, name) in names.iter().enumerate() {
                let wanted = fold(name);
                let is_it = |stage: &&Stage| fold(&stage.name) == wanted || stage.key.as_deref() == Some(name);
                let before = values.len();
                values.extend(stages.iter().filter(is_it).map(|stage| &stage.value));
                if values.len() == before {
                    let known: Vec<&str> = stages.iter().map(|stage| stage.name.as_str()).collect();
                    let message = format!("`{model}` has no stage `{name}`");
                    self.mistakes.push(mistake(format!("{key}/{index}"), message, way_out(name, &known)));
                }
            }
            domain.push(json!([STAGE, operator, values]));
        }
        domain
    }
}

/// The nearest name, or the names that there are.
fn way_out(wanted: &str, known: &[&str]) -> String {
    let wanted = fold(wanted);
    let nearest = known
        .iter()
        .map(|name| (strsim::jaro_winkler(&wanted, &fold(name)), name))
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match nearest {
        Some((likeness, name)) if likeness > 0.8 => format!("did you mean `{name}`?"),
        Some(_) => format!("there are: {}", known.iter().take(20).copied().collect::<Vec<_>>().join(", ")),
        None => "there are none".to_owned(),
    }
}
