//! One person as a source names them, whichever source it is, and the place that an error about them is told at.

use std::collections::BTreeMap;

use crate::config::source::Place;
use crate::domain::ids::TeamId;
use crate::text::fold;

/// Where a row stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// The file, with the line where it has lines.
    pub place: Place,
    /// The configuration's key, or the row of a stored table; empty where the line says it.
    pub path: String,
}

impl Spot {
    /// The spot in a sentence, like `line 3`.
    #[must_use]
    pub fn shown(&self) -> String {
        if self.path.is_empty() { format!("line {}", self.place.line) } else { format!("`{}`", self.path) }
    }
}

/// One person of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands; none for a record of Odoo.
    pub spot: Option<Spot>,
    /// A name or login.
    pub name: String,
    /// Odoo's user id, when the source gives one.
    pub id: Option<u64>,
    /// The campaign; none is every campaign, or the configuration's default.
    pub campaign: Option<String>,
    /// Whether the person takes part.
    pub active: bool,
    /// The level.
    pub level: Option<String>,
    /// Leads that the person should own.
    pub target: Option<u32>,
    /// The sales team of which Odoo says that the person is a member here.
    pub team: Option<TeamId>,
    /// The source's other columns whose values are not empty, `team` among them, by the column's name.
    pub fields: BTreeMap<String, String>,
}

impl Row {
    /// A row that gives a name or an id and nothing more.
    #[must_use]
    pub fn of(spot: Option<Spot>, name: String, id: Option<u64>) -> Row {
        let (campaign, level, target, team) = (None, None, None, None);
        Row { spot, name, id, campaign, active: true, level, target, team, fields: BTreeMap::new() }
    }

    /// Whether the row counts for a campaign: it names none, or the same one. `default` stands where it names none; without a
    /// campaign every row counts.
    #[must_use]
    pub fn is_of(&self, campaign: Option<&str>, default: Option<&str>) -> bool {
        let own = self.campaign.as_deref().or(default);
        own.zip(campaign).is_none_or(|(has, wanted)| fold(has) == fold(wanted))
    }
}
