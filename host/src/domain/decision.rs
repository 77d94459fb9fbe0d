//! What became of each lead: who gets it, why, and how far the write came.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ids::{LeadId, TeamId, UserId};

/// How far a decision came. Stored by its name, in the order of a lead's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A filter left the lead out; `reason` names the rule.
    LeftOut,
    /// Nobody gets it; `reason` says why.
    Unassigned,
    /// To be written.
    Planned,
    /// About to be written, or written with an outcome that is not known yet.
    Intent,
    /// Written and read back.
    Done,
    /// Somebody changed the lead after it was read; it was not written.
    Conflict,
    /// Odoo refused it; `detail` says why.
    Refused,
    /// Sent, but neither an answer nor reading back could tell.
    Unknown,
}

impl State {
    /// Every state, in the order above.
    pub const ALL: [State; 8] = [
        State::LeftOut,
        State::Unassigned,
        State::Planned,
        State::Intent,
        State::Done,
        State::Conflict,
        State::Refused,
        State::Unknown,
    ];

    /// The name under which the ledger keeps it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            State::LeftOut => "left_out",
            State::Unassigned => "unassigned",
            State::Planned => "planned",
            State::Intent => "intent",
            State::Done => "done",
            State::Conflict => "conflict",
            State::Refused => "refused",
            State::Unknown => "unknown",
        }
    }
}

/// One lead's decision in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The lead.
    pub lead: LeadId,
    /// Its owner when it was read.
    pub from: Option<UserId>,
    /// Its team when it was read.
    pub from_team: Option<TeamId>,
    /// Who is to get it.
    pub to: Option<UserId>,
    /// The team that is written with it.
    pub to_team: Option<TeamId>,
    /// Why, in words a salesperson understands; for a lead left out the rule.
    pub reason: Arc<str>,
    /// Odoo's `write_date` when it was read.
    pub write_date: String,
    /// How far it came.
    pub state: State,
    /// What Odoo said when it refused, or what changed in a conflict.
    pub detail: Option<String>,
}
