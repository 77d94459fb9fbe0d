//! A row and its user as one salesperson: target, level and team from the source first, then from the levels, then from Odoo.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::row::Row;
use super::teams::Teams;
use super::users::User;
use crate::config::{LAST_RANK, PeopleRules, default_rank};
use crate::domain::lead::FieldValue;
use crate::domain::person::Person;
use crate::text::fold;

/// The salesperson that a row describes. `teams` are Odoo's, where somebody asks for their names.
pub(super) fn person(row: &Row, user: &User, teams: &Teams, rules: &PeopleRules) -> Person {
    let level = row.level.clone().unwrap_or_else(|| rules.default_level.clone());
    let known = rules.levels.iter().find(|(name, _)| fold(name) == fold(&level)).map(|(_, level)| *level);
    let team = row.team.or(user.team);
    let team_name = row.fields.get("team").cloned().or_else(|| teams.name(team?).map(str::to_owned));
    let mut fields: BTreeMap<String, FieldValue> = BTreeMap::new();
    let mut put = |name: &str, value: &str| fields.insert(name.to_owned(), FieldValue::Text(Arc::from(value)));
    for (name, value) in &row.fields {
        put(name, value);
    }
    if let Some(team) = &team_name {
        put("team", team);
    }
    put("name", &user.name);
    put("level", &level);
    Person {
        id: user.id,
        name: user.name.clone(),
        rank: known.map_or_else(|| default_rank(&level).unwrap_or(LAST_RANK), |level| level.rank),
        target: row.target.or(known.and_then(|level| level.target)).unwrap_or(rules.default_target),
        level,
        workload: 0,
        team,
        fields,
    }
}
