//! From Odoo's row to a lead.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::fields::{Field, FieldKind};
use super::mapping::Reading;
use super::names::Names;
use crate::domain::ids::{LeadId, TeamId, UserId};
use crate::domain::lead::{FieldValue, Lead};
use crate::odoo::{id_of, ids_of, number_of, text_of, whole_of};

/// How a row tells that its lead is won.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum WonBy {
    /// Won leads are not read.
    Nothing,
    /// `won_status` says so.
    Status,
    /// Its stage is one of these.
    Stages(BTreeSet<u64>),
}

/// What is needed to read a row.
pub(super) struct Converter<'a> {
    pub(super) reading: &'a Reading,
    pub(super) extra: &'a [(String, &'a Field)],
    pub(super) names: &'a Names,
    pub(super) zone: &'a TimeZone,
    pub(super) won_by: &'a WonBy,
    /// The names of the required fields.
    pub(super) required: &'a [Arc<str>],
}

impl Converter<'_> {
    /// The lead of a row; none when the row lacks what every lead has.
    pub(super) fn lead(&self, row: &Map<String, Value>) -> Option<Lead> {
        // What is neither true nor false could not be read, and counts as blocked. A field that was not asked for is no answer at all.
        let blocked = |name: &str| row.get(name).is_some_and(|value| value.as_bool().unwrap_or(true));
        let tag_ids = ids_of(row.get("tag_ids"));
        let tags: Vec<Arc<str>> = tag_ids.iter().filter_map(|id| self.names.of("crm.tag", *id)).collect();
        let fields: BTreeMap<String, FieldValue> =
            self.extra.iter().map(|(column, field)| (column.clone(), self.value(field, row))).collect();
        Some(Lead {
            id: LeadId(id_of(row.get("id"))?),
            owner: id_of(row.get("user_id")).map(UserId),
            team: id_of(row.get("team_id")).map(TeamId),
            priority: whole_of(row.get("priority"))
                .map_or(0, |priority| u8::try_from(priority.clamp(0, 3)).unwrap_or(0)),
            date: self.day(&self.reading.date, row),
            write_date: text_of(row.get("write_date"))?.to_owned(),
            status: self.name(&self.reading.status, row),
            source: self.name(&self.reading.source, row),
            campaign: self.reading.campaign.as_ref().and_then(|field| self.name(field, row)),
            has_unnamed_tag: tags.len() < tag_ids.len(),
            tags,
            blacklisted: blocked("is_blacklisted") || blocked("phone_sanitized_blacklisted"),
            activity: self.reading.activity.as_ref().and_then(|field| self.day(field, row)),
            empty_field: self.empty_field(row),
            won: match self.won_by {
                WonBy::Nothing => false,
                WonBy::Status => text_of(row.get("won_status")) == Some("won"),
                WonBy::Stages(won) => id_of(row.get("stage_id")).is_some_and(|stage| won.contains(&stage)),
            },
            fields,
        })
    }

    /// The first required field without a value.
    fn empty_field(&self, row: &Map<String, Value>) -> Option<Arc<str>> {
        let fields = self.reading.required.iter().zip(self.required);
        fields.filter(|(field, _)| is_empty(field, row)).map(|(_, name)| Arc::clone(name)).next()
    }

    fn name(&self, field: &Field, row: &Map<String, Value>) -> Option<Arc<str>> {
        match &field.kind {
            FieldKind::Many2one(model) => self.names.of(model, id_of(row.get(&field.name))?),
            _ => text_of(row.get(&field.name)).map(Arc::from),
        }
    }

    fn day(&self, field: &Field, row: &Map<String, Value>) -> Option<Date> {
        let text = text_of(row.get(&field.name))?;
        match field.kind {
            FieldKind::Datetime => {
                let moment = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?;
                Some(moment.to_zoned(TimeZone::UTC).ok()?.with_time_zone(self.zone.clone()).date())
            }
            _ => text.parse().ok(),
        }
    }

    fn value(&self, field: &Field, row: &Map<String, Value>) -> FieldValue {
        let raw = row.get(&field.name);
        let found = match &field.kind {
            FieldKind::Boolean => raw.and_then(Value::as_bool).map(FieldValue::Bool),
            FieldKind::Integer => whole_of(raw).map(FieldValue::Integer),
            FieldKind::Float => number_of(raw).map(FieldValue::Number),
            FieldKind::Many2many(model) => {
                Some(FieldValue::Texts(ids_of(raw).iter().filter_map(|id| self.names.of(model, *id)).collect()))
            }
            _ => self.name(field, row).map(FieldValue::Text),
        };
        found.unwrap_or(FieldValue::Missing)
    }
}

/// Whether a field has no value. Odoo has no empty number: 0 counts as empty. True and false are both values.
fn is_empty(field: &Field, row: &Map<String, Value>) -> bool {
    let raw = row.get(&field.name);
    match &field.kind {
        FieldKind::Boolean => raw.and_then(Value::as_bool).is_none(),
        FieldKind::Integer | FieldKind::Float => number_of(raw).is_none_or(|number| number == 0.0),
        FieldKind::Many2one(_) => id_of(raw).is_none(),
        FieldKind::Many2many(_) => ids_of(raw).is_empty(),
        _ => match raw {
            None | Some(Value::Null | Value::Bool(false)) => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(Value::Array(items)) => items.is_empty(),
            Some(_) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_counts_as_empty() {
        let partner = || FieldKind::Many2one("res.partner".to_owned());
        let tags = || FieldKind::Many2many("crm.tag".to_owned());
        let table = [
            (FieldKind::Text, json!(""), true),
            (FieldKind::Text, json!("  "), true),
            (FieldKind::Text, json!(false), true),
            (FieldKind::Text, json!("0"), false),
            (FieldKind::Selection, json!(false), true),
            (FieldKind::Selection, json!("0"), false),
            (FieldKind::Date, json!(false), true),
            (partner(), json!(false), true),
            (partner(), json!(7), false),
            (tags(), json!([]), true),
            (tags(), json!([7]), false),
            (FieldKind::Boolean, json!(false), false),
            (FieldKind::Integer, json!(0), true),
            (FieldKind::Float, json!(0.0), true),
            (FieldKind::Float, json!(0.5), false),
            (FieldKind::Other, json!(false), true),
            (FieldKind::Other, json!({"a": 1}), false),
        ];
        for (kind, value, expected) in table {
            let field = Field { name: "x".to_owned(), kind: kind.clone(), selection: Vec::new(), stored: true };
            let row = Map::from_iter([("x".to_owned(), value.clone())]);
            assert_eq!(is_empty(&field, &row), expected, "{kind:?} {value}");
        }
    }
}
