//! Odoo's sales teams by name.

use std::collections::BTreeMap;

use serde_json::json;

use crate::domain::ids::TeamId;
use crate::odoo::{OdooError, OdooRead, Paging, id_of, read_all, text_of};
use crate::text::fold;

/// The most teams that are read.
const TEAM_LIMIT: usize = 20_000;

/// The active sales teams.
#[derive(Clone, Debug, Default)]
pub struct Teams(BTreeMap<TeamId, String>);

/// Why a name is no team's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoTeam {
    /// No active team has it: the names nearest to it.
    Unknown(Vec<String>),
    /// Several teams have it.
    Ambiguous(Vec<TeamId>),
}

impl Teams {
    /// Teams with these names.
    #[must_use]
    pub fn new(teams: BTreeMap<TeamId, String>) -> Teams {
        Teams(teams)
    }

    /// A team's name.
    #[must_use]
    pub fn name(&self, id: TeamId) -> Option<&str> {
        self.0.get(&id).map(String::as_str)
    }

    /// The one team that a name means, in any case.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn find(&self, name: &str) -> Result<TeamId, NoTeam> {
        let wanted = fold(name);
        let found: Vec<TeamId> = self.0.iter().filter(|(_, known)| fold(known) == wanted).map(|(id, _)| *id).collect();
        match found.as_slice() {
            [id] => Ok(*id),
            [] => Err(NoTeam::Unknown(self.nearest(&wanted))),
            _ => Err(NoTeam::Ambiguous(found)),
        }
    }

    /// The three names nearest to a folded one, the nearest first.
    fn nearest(&self, wanted: &str) -> Vec<String> {
        let mut names: Vec<(f64, &String)> =
            self.0.values().map(|name| (strsim::jaro_winkler(wanted, &fold(name)), name)).collect();
        names.sort_by(|one, other| other.0.total_cmp(&one.0));
        names.into_iter().map(|(_, name)| name.clone()).take(3).collect()
    }
}

/// Reads the active sales teams.
///
/// # Errors
/// What Odoo answered.
pub async fn read_teams(odoo: &dyn OdooRead) -> Result<Teams, OdooError> {
    let domain = vec![json!(["active", "=", true])];
    let paging = Paging { model: "crm.team", domain, fields: &["name"], archived: false, limit: TEAM_LIMIT };
    let rows = read_all(odoo, &paging, &|_| {}).await?;
    let team = |row: &serde_json::Map<String, serde_json::Value>| {
        Some((TeamId(id_of(row.get("id"))?), text_of(row.get("name"))?.to_owned()))
    };
    Ok(Teams(rows.iter().filter_map(team).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_means_one_team() {
        let teams = [(1, "Voice"), (2, "Vision"), (3, "Apple"), (4, "apple"), (5, "Zebra")];
        let teams = Teams::new(teams.map(|(id, name)| (TeamId(id), name.to_owned())).into());
        assert_eq!(teams.find(" VOICE "), Ok(TeamId(1)));
        assert_eq!(teams.find("Apple"), Err(NoTeam::Ambiguous(vec![TeamId(3), TeamId(4)])));
        let Err(NoTeam::Unknown(nearest)) = teams.find("Vocie") else { panic!() };
        assert_eq!(nearest[0], "Voice");
        assert_eq!(nearest.len(), 3);
    }
}
