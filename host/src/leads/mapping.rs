//! The fields that the rules name, held against what this Odoo has. Every mistake is found at once, each with its place.

use super::fields::{Field, FieldKind, LeadFields};
use crate::config::LeadRules;

/// The fields that the rules read.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The status.
    pub status: Field,
    /// The web source.
    pub source: Field,
    /// The date.
    pub date: Field,
    /// The campaign; none where this Odoo has no such field.
    pub campaign: Option<Field>,
    /// Fields that must have a value.
    pub required: Vec<Field>,
    /// The day of the next activity; none where no rule asks for it.
    pub activity: Option<Field>,
}

/// A field that cannot serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmapped {
    /// The key's JSON Pointer in the configuration.
    pub pointer: String,
    /// One sentence.
    pub message: String,
    /// The way out.
    pub hint: String,
}

/// The fields in which Odoo says that a blacklist holds a lead, by e-mail and by telephone.
pub const BLACKLISTS: [&str; 2] = ["is_blacklisted", "phone_sanitized_blacklisted"];
const TAGS: [&str; 1] = ["tag_ids"];

/// The fields that the rules name, checked against what Odoo has.
///
/// # Errors
/// Each that is not there or cannot serve.
pub fn mapped(rules: &LeadRules, fields: &LeadFields) -> Result<Reading, Vec<Unmapped>> {
    let mut errors = Vec::new();
    let mut take = |key: &str, role: &str, name: &str, serves: fn(&FieldKind) -> bool| {
        let found = fields.mapped(role, name, serves);
        found
            .map_err(|(message, hint)| {
                errors.push(Unmapped { pointer: format!("/lead_finding/{key}"), message, hint });
            })
            .ok()
    };
    let status = take("field_map/status", "the status", &rules.fields.status, FieldKind::is_nameable);
    let source = take("field_map/web_source", "the web source", &rules.fields.source, FieldKind::is_nameable);
    let date = take("field_map/date", "the date", &rules.fields.date, FieldKind::is_dated);
    let campaign = rules
        .campaigns
        .as_ref()
        .and_then(|_| take("field_map/campaign", "the campaign", &rules.fields.campaign, FieldKind::is_nameable))
        // Where no rule asks for it, reports count by it if it is there.
        .or_else(|| fields.get(&rules.fields.campaign).filter(|field| field.kind.is_nameable()).cloned());
    let activity = rules.activity.and_then(|_| {
        let key = "additional_filters/activity_deadline_filter";
        take(key, "the next activity", "activity_date_deadline", FieldKind::is_dated)
    });
    let mut required = Vec::new();
    for (index, name) in rules.required_fields.iter().enumerate() {
        match fields.get(name) {
            Some(field) => required.push(field.clone()),
            None => errors.push(Unmapped {
                pointer: format!("/lead_finding/additional_filters/required_fields/{index}"),
                message: format!("`crm.lead` has no field `{name}`"),
                hint: fields.did_you_mean(name).unwrap_or_else(|| "the API user must be able to read it".to_owned()),
            }),
        }
    }
    for (needed, pointer, hint) in [
        (
            rules.do_not_call.as_ref().is_some_and(|rule| rule.blacklists).then_some(&BLACKLISTS[..]),
            "dnc_filtering",
            "let the API user read it, or write `dnc_filtering.use_blacklists: false`",
        ),
        (
            rules.do_not_call.as_ref().is_some_and(|rule| rule.tags.is_some()).then_some(&TAGS[..]),
            "dnc_filtering",
            "let the API user read it, or write `dnc_filtering.exclude_dnc_tags: false`",
        ),
        (
            (rules.included_tags.is_some() || rules.excluded_tags.is_some()).then_some(&TAGS[..]),
            "include_tags",
            "let the API user read it, or leave `include_tags` and `exclude_tags` out",
        ),
    ] {
        // A filter that cannot see would let everything through.
        for name in needed.into_iter().flatten().filter(|name| !fields.has(name)) {
            errors.push(Unmapped {
                pointer: format!("/lead_finding/additional_filters/{pointer}"),
                message: format!("`crm.lead` has no field `{name}`, which the filter looks at"),
                hint: hint.to_owned(),
            });
        }
    }
    match (status, source, date) {
        (Some(status), Some(source), Some(date)) if errors.is_empty() => {
            Ok(Reading { status, source, date, campaign, required, activity })
        }
        _ => Err(errors),
    }
}
