//! A lead for tests, without anything that a filter looks at.

use std::collections::BTreeMap;

use crate::domain::ids::LeadId;
use crate::domain::lead::Lead;

pub(super) fn lead(id: u64) -> Lead {
    Lead {
        id: LeadId(id),
        owner: None,
        team: None,
        priority: 0,
        date: None,
        write_date: "2026-01-01 00:00:00".to_owned(),
        status: None,
        source: None,
        campaign: None,
        tags: Vec::new(),
        has_unnamed_tag: false,
        blacklisted: false,
        activity: None,
        empty_field: None,
        won: false,
        fields: BTreeMap::new(),
    }
}
