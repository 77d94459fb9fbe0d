//! From a source's rows to eligible people: campaign, activity, exclusions, levels, teams. Everybody left out carries the reason.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::person::person;
use super::row::{Row, Spot};
use super::teams::Teams;
use super::users::{NotFound, User, Users};
use super::wording::{explain, shown, unable, unknown_level};
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
                let Some(spot) = &row.spot else { return Some(Err(self.left_out(row, unable(&why)))) };
                let (message, hint) = explain(row, &why, self.users);
                self.errors.add(spot.place.clone(), &spot.path, message, hint);
                return None;
            }
        };
        if let Some(first) = self.seen.insert(user.id, row.spot.as_ref()) {
            // Without a campaign every row counts, and a person of two campaigns is one person.
            if let (Some(spot), Some(first), Some(_)) = (&row.spot, first, &self.rules.campaign) {
                let message = format!("`{}` is the user of {} already", shown(row), first.shown());
                self.errors.add(spot.place.clone(), &spot.path, message, "remove one of the two rows".to_owned());
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
        let found = match row.id {
            Some(id) => self.users.get(UserId(id)),
            None => self.users.find(None, &row.name).ok(),
        };
        // What is kept of people holds no mail address, and a login is one.
        let as_written = || shown(row).split('@').next().unwrap_or_default().to_owned();
        let name = found.map_or_else(as_written, |user| user.name.clone());
        LeftOutPerson { name, reason: reason.to_owned() }
    }
}

fn excluded(names: &[String], users: &Users) -> BTreeSet<UserId> {
    let mut found = BTreeSet::new();
    for (at, name) in names.iter().enumerate() {
        let ids = users.all_named(name);
        if ids.is_empty() {
            // A log names nobody.
            tracing::warn!("entry {} of `exclude_specific_users` is no user of this Odoo", at + 1);
        }
        found.extend(ids);
    }
    found
}

/// The users whom `lead_finding.user_exclusion` names, by whole names and logins or by a part of one.
fn shielded(rule: &Shielded, users: &Users) -> BTreeSet<UserId> {
    let mut found = BTreeSet::new();
    for (at, name) in rule.names.iter().enumerate().filter(|(_, name)| !name.trim().is_empty()) {
        let part = fold(name);
        let has = |text: &str| fold(text).contains(&part);
        let ids: Vec<UserId> = if rule.exact {
            users.all_named(name)
        } else {
            users.iter().filter(|user| has(&user.name) || has(&user.login)).map(|user| user.id).collect()
        };
        if ids.is_empty() {
            tracing::warn!("entry {} of `user_exclusion.excluded_users` is no user of this Odoo", at + 1);
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use serde_json::Map;

    use super::*;
    use crate::config::PeopleSource;
    use crate::config::source::Place;
    use crate::domain::ids::TeamId;

    fn rules() -> PeopleRules {
        PeopleRules {
            source: PeopleSource::Team("Voice".to_owned()),
            campaign: Some("Voice".to_owned()),
            default_campaign: None,
            include_inactive: false,
            excluded: Vec::new(),
            shielded: None,
            teams: Vec::new(),
            min_experience: None,
            max_workload_percentage: None,
            default_target: 10,
            default_level: "mid_level".to_owned(),
            levels: BTreeMap::new(),
        }
    }

    fn users() -> Users {
        let user = |id, name: &str, active, share, team: Option<u64>| {
            let (id, team, login) = (UserId(id), team.map(TeamId), format!("{}@example.com", name.to_lowercase()));
            User { id, name: name.to_owned(), login, active, share, team, extra: Map::new() }
        };
        Users::new(vec![
            user(1, "Anna", true, false, Some(3)),
            user(2, "Annabel", true, false, None),
            user(3, "Gone", false, false, None),
            user(4, "Portal", true, true, None),
        ])
    }

    fn written(line: usize, name: &str) -> Row {
        let place = Place { file: Path::new("people.csv").to_owned(), line, column: 1 };
        Row::of(Some(Spot { place, path: String::new() }), name.to_owned(), None)
    }

    fn of_odoo(id: u64) -> Row {
        Row::of(None, String::new(), Some(id))
    }

    fn reasons(people: &People) -> Vec<(&str, &str)> {
        people.left_out.iter().map(|person| (person.name.as_str(), person.reason.as_str())).collect()
    }

    #[test]
    fn whom_odoo_names_and_cannot_receive_is_left_out_and_stops_nobody() {
        let rows: Vec<Row> = [1, 3, 4, 9, 1].map(of_odoo).into();
        let people = select(&rows, &users(), &Teams::default(), &rules()).unwrap();
        assert_eq!(people.eligible.iter().map(|person| person.id.0).collect::<Vec<_>>(), [1]);
        assert_eq!(
            reasons(&people),
            [
                ("Gone", "archived in Odoo"),
                ("Portal", "a portal user, who cannot own leads"),
                ("9", "a user whom the API user may not read"),
            ]
        );
    }

    #[test]
    fn whom_a_file_names_and_cannot_receive_is_an_error() {
        let rows = [written(2, "Gone"), written(3, "Zoe"), written(4, "Anna"), written(5, "anna@example.com")];
        let errors = select(&rows, &users(), &Teams::default(), &rules()).unwrap_err();
        assert_eq!(errors.as_slice().iter().map(|error| error.place.line).collect::<Vec<_>>(), [2, 3, 5]);
    }

    #[test]
    fn leads_of_the_shielded_stay_even_of_those_who_are_excluded_too() {
        let shielded = |exact| Some(Shielded { names: vec!["ANNA".to_owned(), " ".to_owned()], exact });
        let excluded = vec!["Anna".to_owned(), "Gone".to_owned()];
        for (exact, stays) in [(true, vec![1]), (false, vec![1, 2])] {
            let rules = PeopleRules { shielded: shielded(exact), excluded: excluded.clone(), ..rules() };
            let people = select(&[written(2, "Anna")], &users(), &Teams::default(), &rules).unwrap();
            assert_eq!(people.shielded.iter().map(|user| user.0).collect::<Vec<_>>(), stays);
            assert_eq!(people.excluded.iter().map(|user| user.0).collect::<Vec<_>>(), [3]);
            assert_eq!(reasons(&people), [("Anna", "excluded by `lead_finding.user_exclusion`, whose leads stay")]);
        }
    }

    #[test]
    fn a_person_of_two_campaigns_is_left_out_of_none_for_the_other() {
        let of = |line, name, campaign: &str| Row { campaign: Some(campaign.to_owned()), ..written(line, name) };
        let rows = [
            of(2, "Anna", "Apple"),
            of(3, "anna@example.com", "VOICE"),
            of(4, "old@example.com", "Apple"),
            of(5, "Anna", "Pear"),
        ];
        let people = select(&rows, &users(), &Teams::default(), &rules()).unwrap();
        assert_eq!(people.eligible.len(), 1);
        // Nobody's login of another campaign is no error, and is kept without the address.
        assert_eq!(reasons(&people), [("old", "of campaign `Apple`, not of `Voice`")]);
    }

    #[test]
    fn the_team_of_the_source_goes_before_odoos() {
        let teams = Teams::new([(TeamId(3), "Sales".to_owned())].into());
        let mut row = written(2, "Anna");
        let wanted = |name: &str| PeopleRules { teams: vec![name.to_owned()], ..rules() };
        assert_eq!(select(&[row.clone()], &users(), &teams, &wanted("SALES")).unwrap().eligible.len(), 1);
        row.fields.insert("team".to_owned(), "Voice".to_owned());
        assert_eq!(select(&[row.clone()], &users(), &teams, &wanted("sales")).unwrap().eligible.len(), 0);
        assert_eq!(select(&[row], &users(), &teams, &wanted("voice")).unwrap().eligible.len(), 1);
    }
}
