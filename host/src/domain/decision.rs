//! What became of each lead: who gets it, why, and how far the write came.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

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

/// Values of further fields, by the field's name, as they are written beside owner and team. Shared: thousands of decisions carry the
/// same few.
pub type Values = Arc<Map<String, Value>>;

/// Where an old lead goes instead of being distributed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Dropback {
    /// The campaign that its web source belongs to.
    pub campaign: String,
    /// The name of the campaign's person; none where old leads are only counted.
    pub person: Option<String>,
}

impl Dropback {
    /// The name of the funnel's step that takes old leads out of the distribution.
    pub const STEP: &str = "dropback";
}

/// What a lead was when it was read: names that reports count by. None of them is about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct About {
    /// The mapped status: of a many2one its name, of a selection its key.
    pub status: Option<Arc<str>>,
    /// The mapped web source.
    pub source: Option<Arc<str>>,
    /// The mapped campaign.
    pub campaign: Option<Arc<str>>,
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
    /// What else is written in the same call; mostly nothing.
    pub values: Values,
    /// Of an old lead where it goes; none for a lead of the distribution.
    pub dropback: Option<Arc<Dropback>>,
    /// What it was when it was read.
    pub about: About,
    /// Why, in words a salesperson understands; for a lead left out the rule.
    pub reason: Arc<str>,
    /// Odoo's `write_date` when it was read.
    pub write_date: String,
    /// How far it came.
    pub state: State,
    /// What Odoo said when it refused, what changed in a conflict, or which value Odoo keeps otherwise than it was written.
    pub detail: Option<String>,
}
