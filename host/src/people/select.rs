//! From the table's rows to eligible people: campaign, activity, exclusions, levels. Everybody left out carries the reason.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::table::Row;
use super::users::{NotFound, User, Users};
use crate::config::source::{ConfigErrors, Place};
use crate::config::{LAST_RANK, PeopleRules, default_rank};
use crate::domain::ids::UserId;
use crate::domain::lead::FieldValue;
use crate::domain::person::Person;
use crate::text::fold;

/// Somebody of the table who takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOutPerson {
    /// The name as the table has it.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Who takes part.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The eligible, in the table's order; workload not yet read.
    pub eligible: Vec<Person>,
    /// The others of the campaign.
    pub left_out: Vec<LeftOutPerson>,
    /// Users who are excluded by name: their leads are given to others.
    pub excluded: BTreeSet<UserId>,
}

/// Chooses among the table's rows.
///
/// # Errors
/// Every row of the campaign that is nobody's, several people's, an inactive or a portal user's, or that stands twice.
pub fn select(path: &Path, rows: &[Row], users: &Users, rules: &PeopleRules) -> Result<People, ConfigErrors> {
    let mut errors = ConfigErrors::new();
    let mut people = People { excluded: excluded(rules, users), ..People::default() };
    let mut lines: HashMap<UserId, usize> = HashMap::new();
    for row in rows.iter().filter(|row| row.is_of(rules.campaign.as_deref())) {
        if !row.active && !rules.include_inactive {
            people
                .left_out
                .push(LeftOutPerson { name: row.name.clone(), reason: "inactive in the campaign table".to_owned() });
            continue;
        }
        let user = match users.find(row.id, &row.name) {
            Ok(user) => user,
            Err(why) => {
                let (message, hint) = explain(row, &why, users);
                errors.add(at(path, row), "", message, hint);
                continue;
            }
        };
        if let Some(first) = lines.insert(user.id, row.line) {
            // Without a campaign every row counts, and a person of two campaigns is one person.
            if rules.campaign.is_some() {
                let message = format!("`{}` is the user of line {first} already", shown(row));
                errors.add(at(path, row), "", message, "remove one of the two rows".to_owned());
            }
            continue;
        }
        if people.excluded.contains(&user.id) {
            people
                .left_out
                .push(LeftOutPerson { name: user.name.clone(), reason: "excluded by the configuration".to_owned() });
            continue;
        }
        if let Some((message, hint)) = unknown_level(row, rules) {
            errors.add(at(path, row), "", message, hint);
            continue;
        }
        if row.id.is_some() && !row.name.is_empty() && !is_named(user, &row.name) {
            tracing::warn!(
                line = row.line,
                id = user.id.0,
                "the table's name `{}` is not that of user {} in Odoo; the id decides",
                row.name,
                user.id
            );
        }
        people.eligible.push(person(row, user, rules));
    }
    errors.into_result(people)
}

/// Names of the table that no internal user has: portal users, or nobody. The first hundred, which are enough to be told.
#[must_use]
pub fn strangers<'a>(rows: &'a [Row], users: &Users, rules: &PeopleRules) -> Vec<&'a str> {
    rows.iter()
        .filter(|row| {
            row.is_of(rules.campaign.as_deref()) && (row.active || rules.include_inactive) && row.id.is_none()
        })
        .filter(|row| users.find(None, &row.name) == Err(NotFound::Unknown))
        .map(|row| row.name.as_str())
        .take(100)
        .collect()
}

/// A level that is neither configured nor known by itself, where levels are configured: most likely misspelt.
fn unknown_level(row: &Row, rules: &PeopleRules) -> Option<(String, String)> {
    let level = row.level.as_deref()?;
    let configured = rules.levels.keys().any(|name| fold(name) == fold(level));
    if configured || rules.levels.is_empty() || default_rank(level).is_some() {
        return None;
    }
    let nearest = rules
        .levels
        .keys()
        .max_by(|one, other| strsim::jaro_winkler(level, one).total_cmp(&strsim::jaro_winkler(level, other)));
    let hint = match nearest {
        Some(name) if strsim::jaro_winkler(level, name) > 0.8 => format!("did you mean `{name}`?"),
        _ => "name it under `distribution.level_based.levels`".to_owned(),
    };
    Some((format!("level `{level}` is not configured"), hint))
}

fn excluded(rules: &PeopleRules, users: &Users) -> BTreeSet<UserId> {
    let mut found = BTreeSet::new();
    for name in &rules.excluded {
        let ids = users.all_named(name);
        if ids.is_empty() {
            tracing::warn!("`exclude_specific_users` names `{name}`, who is no user of this Odoo");
        }
        found.extend(ids);
    }
    found
}

fn person(row: &Row, user: &User, rules: &PeopleRules) -> Person {
    let level = row.level.clone().unwrap_or_else(|| rules.default_level.clone());
    let known = rules.levels.iter().find(|(name, _)| fold(name) == fold(&level)).map(|(_, level)| *level);
    let mut fields: BTreeMap<String, FieldValue> =
        row.fields.iter().map(|(name, value)| (name.clone(), FieldValue::Text(Arc::from(value.as_str())))).collect();
    fields.insert("name".to_owned(), FieldValue::Text(Arc::from(user.name.as_str())));
    fields.insert("level".to_owned(), FieldValue::Text(Arc::from(level.as_str())));
    Person {
        id: user.id,
        name: user.name.clone(),
        rank: known.map_or_else(|| default_rank(&level).unwrap_or(LAST_RANK), |level| level.rank),
        target: row.target.or(known.and_then(|level| level.target)).unwrap_or(rules.default_target),
        level,
        workload: 0,
        team: user.team,
        fields,
    }
}

fn is_named(user: &User, text: &str) -> bool {
    [fold(text), fold(&text.replace('_', " "))]
        .iter()
        .any(|text| *text == fold(&user.name) || *text == fold(&user.login))
}

fn at(path: &Path, row: &Row) -> Place {
    Place { file: path.to_owned(), line: row.line, column: 1 }
}

fn shown(row: &Row) -> String {
    match row.id {
        Some(id) if row.name.is_empty() => id.to_string(),
        _ => row.name.clone(),
    }
}

fn explain(row: &Row, why: &NotFound, users: &Users) -> (String, String) {
    let name = shown(row);
    match why {
        NotFound::Unknown => {
            let hint = match (row.id, users.nearest(&name)) {
                (Some(_), _) => "leave salesperson_id empty to find the person by name or login".to_owned(),
                (None, Some(nearest)) => format!("did you mean `{nearest}`?"),
                (None, None) => "write the name or the login as Odoo has it".to_owned(),
            };
            let what = row.id.map_or_else(
                || format!("`{name}` is nobody's name or login in this Odoo"),
                |id| format!("this Odoo has no user with id {id}"),
            );
            (what, hint)
        }
        NotFound::Ambiguous(logins) => (
            format!("`{name}` is the name of several users"),
            format!("write one of the logins: {}", logins.join(", ")),
        ),
        NotFound::Inactive(login) => (
            format!("`{name}` is an inactive user (`{login}`)"),
            "set `active` to false in the row, or activate the user in Odoo".to_owned(),
        ),
        NotFound::Share(login) => {
            (format!("`{name}` is a portal user (`{login}`), who cannot own leads"), "name an internal user".to_owned())
        }
    }
}
