//! From Odoo's row to a lead.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use super::fields::{Field, FieldKind};
use super::names::Names;
use crate::domain::ids::{LeadId, TeamId, UserId};
use crate::domain::lead::{FieldValue, Lead};
use crate::odoo::{id_of, ids_of, number_of, text_of, whole_of};

/// The fields that hold status, web source and date.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The status.
    pub status: Field,
    /// The web source.
    pub source: Field,
    /// The date.
    pub date: Field,
}

/// What is needed to read a row.
pub(super) struct Converter<'a> {
    pub(super) reading: &'a Reading,
    pub(super) extra: &'a [(String, &'a Field)],
    pub(super) names: &'a Names,
    pub(super) zone: &'a TimeZone,
}

impl Converter<'_> {
    /// The lead of a row; none when the row lacks what every lead has.
    pub(super) fn lead(&self, row: &Map<String, Value>) -> Option<Lead> {
        // What is neither true nor false could not be read, and counts as blocked. A field that was not asked for is no answer at all.
        let blocked = |name: &str| row.get(name).is_some_and(|value| value.as_bool().unwrap_or(true));
        let tag_ids = ids_of(row.get("tag_ids"));
        let tags: Vec<Arc<str>> = tag_ids.iter().filter_map(|id| self.names.of("crm.tag", *id)).collect();
        // A tag without a readable name may be the one that forbids to call.
        let unnamed = tags.len() < tag_ids.len();
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
            tags,
            blacklisted: blocked("is_blacklisted") || blocked("phone_sanitized_blacklisted") || unnamed,
            fields,
        })
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
