//! A lead as odlm sees it, after Odoo's JSON and before the strategy's columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::ids::{LeadId, TeamId, UserId};

/// One lead. Texts are shared: thousands of leads carry the same few names.
#[derive(Clone, Debug, PartialEq)]
pub struct Lead {
    /// Odoo's id.
    pub id: LeadId,
    /// Who owns it when it is read.
    pub owner: Option<UserId>,
    /// Its sales team.
    pub team: Option<TeamId>,
    /// Odoo's priority, 0 (low) to 3 (very high).
    pub priority: u8,
    /// The day of the mapped date field, in the run's time zone; none when the field is empty.
    pub date: Option<Date>,
    /// Odoo's `write_date` as it was read, UTC; what `apply` compares before it writes.
    pub write_date: String,
    /// The mapped status: of a many2one its name, of a selection its key.
    pub status: Option<Arc<str>>,
    /// The mapped web source.
    pub source: Option<Arc<str>>,
    /// The mapped campaign; none where this Odoo has no such field.
    pub campaign: Option<Arc<str>>,
    /// Names of the lead's tags.
    pub tags: Vec<Arc<str>>,
    /// Whether one of its tags has no name that can be read: it may be any.
    pub has_unnamed_tag: bool,
    /// True when Odoo's e-mail or phone blacklist holds it, or when that could not be read; false where nobody asks.
    pub blacklisted: bool,
    /// The day of its next activity; none without one. Read only where a rule asks for it.
    pub activity: Option<Date>,
    /// The first required field that is empty.
    pub empty_field: Option<Arc<str>>,
    /// Whether it is won; false where won leads are not read.
    pub won: bool,
    /// Further fields, read because a strategy asks for them, by the column's name.
    pub fields: BTreeMap<String, FieldValue>,
}

/// A field's value on its way from Odoo or the campaign table into a column.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldValue {
    /// Empty in Odoo.
    Missing,
    /// A boolean field.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(f64),
    /// A text, a selection's key, a date, a many2one's name.
    Text(Arc<str>),
    /// Names behind a many2many.
    Texts(Vec<Arc<str>>),
}
