//! From a source's rows to eligible people: campaign, activity, exclusions, levels, teams. Everybody left out carries the reason.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::person::person;
use super::row::{Row, Spot};
use super::teams::Teams;
use super::users::{NotFound, User, Users};
use super::wording::{explain, shown, unknown_level};
use crate::config::source::ConfigErrors;
use crate::config::{PeopleRules, Shielded, default_experience};
use crate::domain::ids::UserId;
use crate::domain::lead::FieldValue;
use crate::domain::person::Person;
use crate::domain::run::LeftOutPerson;
use crate::text::fold;

/// Who takes part.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The eligible, in the source's order; workload not yet read.
    pub eligible: Vec<Person>,
    /// The others of the source.
    pub left_out: Vec<LeftOutPerson>,
    /// Users who are excluded by name: their leads are given to others.
    pub excluded: BTreeSet<UserId>,
    /// Users who take no part and whose leads stay with them.
    pub shielded: BTreeSet<UserId>,
}

/// Chooses among a source's rows.
///
/// # Errors
/// Every row of the campaign that is nobody's, several people's, an inactive or a portal user's, or that stands twice. Of a row that
/// Odoo gave, which nobody can correct in a file, it is the reason why the person is left out.
pub fn select(rows: &[Row], users: &Users, teams: &Teams, rules: &PeopleRules) -> Result<People, ConfigErrors> {
    let shielded = rules.shielded.as_ref().map(|rule| shielded(rule, users)).unwrap_or_default();
    let mut excluded = excluded(&rules.excluded, users);
    excluded.retain(|user| !shielded.contains(user));
    let people = People { excluded, shielded, ..People::default() };
    let mut selecting = Selecting {
        users,
        teams,
        rules,
        people,
        errors: ConfigErrors::new(),
        seen: HashMap::new(),
        elsewhere: Vec::new(),
    };
    for row in rows {
        match selecting.judge(row) {
            Some(Ok(person)) => selecting.people.eligible.push(person),
            Some(Err(left_out)) => selecting.people.left_out.push(left_out),
            None => {}
        }
    }
    let Selecting { mut people, errors, elsewhere, .. } = selecting;
    // A person has a row for each campaign: only who has none of this one is left out for it.
    let names =
        people.eligible.iter().map(|person| &person.name).chain(people.left_out.iter().map(|person| &person.name));
    let mut told: HashSet<String> = names.map(|name| fold(name)).collect();
    people.left_out.extend(elsewhere.into_iter().filter(|person| told.insert(fold(&person.name))));
    errors.into_result(people)
}

/// Names of the source that no internal user has: portal users, or nobody. The first hundred, which are enough to be told.
#[must_use]
pub fn strangers<'a>(rows: &'a [Row], users: &Users, rules: &PeopleRules) -> Vec<&'a str> {
    rows.iter()
        .filter(|row| is_of(row, rules) && (row.active || rules.include_inactive) && row.id.is_none())
        .filter(|row| users.find(None, &row.name) == Err(NotFound::Unknown))
        .map(|row| row.name.as_str())
        .take(100)
        .collect()
}

fn is_of(row: &Row, rules: &PeopleRules) -> bool {
    row.is_of(rules.campaign.as_deref(), rules.default_campaign.as_deref())
}

struct Selecting<'a> {
    users: &'a Users,
    teams: &'a Teams,
    rules: &'a PeopleRules,
    people: People,
    errors: ConfigErrors,
    /// Where each user stood first.
    seen: HashMap<UserId, Option<&'a Spot>>,
    /// People of other campaigns.
    elsewhere: Vec<LeftOutPerson>,
}

impl<'a> Selecting<'a> {
    /// The person, or why somebody is left out; none for a row that is of another campaign, wrong, or a person's second.
    fn judge(&mut self, row: &'a Row) -> Option<Result<Person, LeftOutPerson>> {
        if !is_of(row, self.rules) {
            self.note_elsewhere(row);
            return None;
        }
        if !row.active && !self.rules.include_inactive {
            return Some(Err(self.left_out(row, "inactive in the campaign table")));
        }
        let user = match self.users.find(row.id, &row.name) {
            Ok(user) => user,
            Err(why) => {
                let (message, hint) = explain(row, &why, self.users);
                let Some(spot) = &row.spot else { return Some(Err(self.left_out(row, &message))) };
                self.errors.add(spot.place.clone(), &spot.path, message, hint);
                return None;
            }
        };
        if let Some(first) = self.seen.insert(user.id, row.spot.as_ref()) {
            // Without a campaign every row counts, and a person of two campaigns is one person.
            if let (Some(spot), Some(first), Some(_)) = (&row.spot, first, &self.rules.campaign) {
                let message = format!("`{}` is the user of {} already", shown(row), first.shown());
                self.errors.add(spot.place.clone(), &spot.path, message, "remove one of the two".to_owned());
            }
            return None;
        }
        if let Some(spot) = &row.spot
            && let Some((message, hint)) = unknown_level(row, self.rules)
        {
            self.errors.add(spot.place.clone(), &spot.path, message, hint);
            return None;
        }
        if row.id.is_some() && !row.name.is_empty() && !is_named(user, &row.name) {
            tracing::warn!(
                at = row.spot.as_ref().map(Spot::shown),
                id = user.id.0,
                "the name of the row is not that of user {} in Odoo; the id decides",
                user.id
            );
        }
        let person = person(row, user, self.teams, self.rules);
        Some(match self.reason(&person) {
            Some(reason) => Err(LeftOutPerson { name: user.name.clone(), reason }),
            None => Ok(person),
        })
    }

    /// Why a person whose row counts takes no part.
    fn reason(&self, person: &Person) -> Option<String> {
        let rules = self.rules;
        if self.people.shielded.contains(&person.id) {
            return Some("excluded by `lead_finding.user_exclusion`, whose leads stay".to_owned());
        }
        if self.people.excluded.contains(&person.id) {
            return Some("excluded by the configuration".to_owned());
        }
        if !rules.teams.is_empty() {
            let Some(FieldValue::Text(team)) = person.fields.get("team") else {
                return Some("in no team, and `team_filter` asks for one".to_owned());
            };
            if !rules.teams.iter().any(|wanted| fold(wanted) == fold(team)) {
                return Some(format!("of team `{team}`, which `team_filter` does not name"));
            }
        }
        let least = rules.min_experience?;
        let level = rules.levels.iter().find(|(name, _)| fold(name) == fold(&person.level));
        let experience = level.map_or_else(|| default_experience(&person.level), |(_, level)| level.experience);
        let level = &person.level;
        (experience < least)
            .then(|| format!("level `{level}` is of experience {experience}, below `min_experience_level: {least}`"))
    }

    fn note_elsewhere(&mut self, row: &Row) {
        let own = row.campaign.as_deref().or(self.rules.default_campaign.as_deref());
        let (Some(own), Some(wanted)) = (own, &self.rules.campaign) else { return };
        let left_out = self.left_out(row, &format!("of campaign `{own}`, not of `{wanted}`"));
        self.elsewhere.push(left_out);
    }

    /// Somebody left out by the row alone, under the name that Odoo has where it has one.
    fn left_out(&self, row: &Row, reason: &str) -> LeftOutPerson {
        let name = match self.users.find(row.id, &row.name) {
            Ok(user) => user.name.clone(),
            // What is kept of people holds no mail address, and a login is one.
            Err(_) => shown(row).split('@').next().unwrap_or_default().to_owned(),
        };
        LeftOutPerson { name, reason: reason.to_owned() }
    }
}

fn excluded(names: &[String], users: &Users) -> BTreeSet<UserId> {
    let mut found = BTreeSet::new();
    for name in names {
        let ids = users.all_named(name);
        if ids.is_empty() {
            tracing::warn!("`exclude_specific_users` names `{name}`, who is no user of this Odoo");
        }
        found.extend(ids);
    }
    found
}

/// The users whom `lead_finding.user_exclusion` names, by whole names and logins or by a part of one.
fn shielded(rule: &Shielded, users: &Users) -> BTreeSet<UserId> {
    let mut found = BTreeSet::new();
    for name in rule.names.iter().filter(|name| !name.trim().is_empty()) {
        let part = fold(name);
        let has = |text: &str| fold(text).contains(&part);
        let ids: Vec<UserId> = if rule.exact {
            users.all_named(name)
        } else {
            users.iter().filter(|user| has(&user.name) || has(&user.login)).map(|user| user.id).collect()
        };
        if ids.is_empty() {
            tracing::warn!("`user_exclusion` names `{name}`, who is no user of this Odoo");
        }
        found.extend(ids);
    }
    found
}

fn is_named(user: &User, text: &str) -> bool {
    [fold(text), fold(&text.replace('_', " "))]
        .iter()
        .any(|text| *text == fold(&user.name) || *text == fold(&user.login))
}
