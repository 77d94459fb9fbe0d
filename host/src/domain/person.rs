//! A salesperson who may receive leads in this run.

use std::collections::BTreeMap;

use super::ids::{TeamId, UserId};
use super::lead::FieldValue;

/// One eligible salesperson, resolved to an active internal Odoo user.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Odoo's `res.users` id.
    pub id: UserId,
    /// The name as Odoo has it.
    pub name: String,
    /// The level's name, like `senior`.
    pub level: String,
    /// Rank of the level: 1 is served first.
    pub rank: u32,
    /// Leads that the person should own.
    pub target: u32,
    /// Leads owned now: of the configured type, not won, not lost, whatever their date.
    pub workload: u32,
    /// The team written with each lead so that Odoo does not choose another; none leaves the lead's team alone.
    pub team: Option<TeamId>,
    /// Further fields that a strategy may ask for, by the column's name.
    pub fields: BTreeMap<String, FieldValue>,
}
