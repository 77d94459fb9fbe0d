//! What became of a lead that somebody received, as Odoo says later.

use super::ids::UserId;

/// A lead as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Who owns it.
    pub owner: Option<UserId>,
    /// Whether it is an opportunity.
    pub is_opportunity: bool,
    /// How it stands.
    pub fate: Fate,
}

/// How a lead stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Neither won nor lost.
    Open,
    /// Archived, and neither won nor lost.
    Archived,
    /// Won.
    Won,
    /// Lost.
    Lost,
}
