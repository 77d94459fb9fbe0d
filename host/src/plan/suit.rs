//! How well each person suits a lead under the host's rules, and the words for it.
//!
//! A lead's demand is what the rules look at: the skills that it asks for, its territory, its priority where a rule names it. A lead that
//! asks for no skill, or has no territory, is not touched by that rule. For a demand people are put into tiers, the best first: whoever may
//! not get it at all is left out (`required`, `senior_only`); the others come by the weights of the skills that they have, among equals by
//! territory, among equals by `junior_first`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::columns::{as_texts, lead_value};
use crate::config::HostRules;
use crate::config::written::PriorityRule;
use crate::domain::lead::{FieldValue, Lead};
use crate::domain::person::Person;
use crate::domain::request::{ColumnRequest, Kind};
use crate::text::{fold, one_line};

/// Longest territory that a reason quotes, in bytes.
const SHOWN_BYTES: usize = 80;

/// The lead's columns that the rules look at.
#[must_use]
pub fn ruled_lead_columns(rules: &HostRules) -> Vec<ColumnRequest> {
    let names: BTreeSet<&str> =
        rules.skills.iter().map(|(_, skill)| skill.lead_field.as_str()).chain(rules.territory.as_deref()).collect();
    names
        .into_iter()
        .map(|name| ColumnRequest { name: name.to_owned(), kind: Kind::TextLists, required: false })
        .collect()
}

/// The people's columns that the rules look at.
#[must_use]
pub fn ruled_person_columns(rules: &HostRules) -> Vec<&'static str> {
    let asked = [
        ("skills", !rules.skills.is_empty()),
        ("territories", rules.territory.is_some()),
        ("max_daily", rules.max_daily.is_some() || rules.min_daily.is_some()),
    ];
    asked.into_iter().filter(|(_, asked)| *asked).map(|(name, _)| name).collect()
}

/// What of a lead the rules look at. Leads of one demand are dealt alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Demand {
    /// The skills that it asks for, by their place among the rules.
    skills: Vec<usize>,
    territory: Option<Arc<str>>,
    /// Which of the three priorities, where its rule tells people apart.
    priority: Option<usize>,
}

/// People as the rules see them.
struct Facts {
    skills: BTreeSet<String>,
    territories: BTreeSet<String>,
    rank: u32,
}

/// A person's place for a demand: lower is better. Weights, then whether no skill is there at all, no territory, not `junior_first`.
type Place = (i64, bool, bool, bool);

/// The rules and the people that they choose among.
pub(super) struct Suits<'a> {
    rules: &'a HostRules,
    /// Of each skill the values that ask for it, folded, and its weight in millionths, so that sums compare exactly.
    skills: Vec<(BTreeSet<String>, i64)>,
    people: Vec<Facts>,
    best: u32,
    last: u32,
}

impl<'a> Suits<'a> {
    pub(super) fn new(rules: &'a HostRules, people: &[Person]) -> Suits<'a> {
        let folded = |person: &Person, column: &str| {
            let texts = as_texts(person.fields.get(column).cloned().unwrap_or(FieldValue::Missing));
            texts.unwrap_or_default().iter().map(|text| fold(text)).collect()
        };
        let skill = |(_, skill): &(String, crate::config::written::Skill)| {
            let weight = (skill.weight.unwrap_or(1.0) * 1e6).round() as i64;
            (skill.values.iter().map(|value| fold(value)).collect(), weight)
        };
        Suits {
            rules,
            skills: rules.skills.iter().map(skill).collect(),
            people: people
                .iter()
                .map(|person| Facts {
                    skills: folded(person, "skills"),
                    territories: folded(person, "territories"),
                    rank: person.rank,
                })
                .collect(),
            best: people.iter().map(|person| person.rank).min().unwrap_or(0),
            last: people.iter().map(|person| person.rank).max().unwrap_or(0),
        }
    }

    /// What the rules look at.
    pub(super) fn demand(&self, lead: &Lead) -> Demand {
        let asks = |(at, (values, _)): (usize, &(BTreeSet<String>, i64))| {
            let field = &self.rules.skills.get(at)?.1.lead_field;
            texts(lead, field).iter().any(|text| values.contains(&fold(text))).then_some(at)
        };
        let class = match lead.priority {
            0 => 2,
            1 => 1,
            _ => 0,
        };
        Demand {
            skills: self.skills.iter().enumerate().filter_map(asks).collect(),
            territory: self.rules.territory.as_deref().and_then(|field| texts(lead, field).into_iter().next()),
            priority: (self.best != self.last && self.priority(class) != PriorityRule::AllLevels).then_some(class),
        }
    }

    fn priority(&self, class: usize) -> PriorityRule {
        self.rules.priority.and_then(|rules| rules.get(class).copied()).unwrap_or_default()
    }

    fn rule(&self, demand: &Demand) -> PriorityRule {
        demand.priority.map_or(PriorityRule::AllLevels, |class| self.priority(class))
    }

    /// The people who may get it, in tiers, the best first.
    pub(super) fn tiers(&self, demand: &Demand) -> Vec<Vec<usize>> {
        let mut tiers: BTreeMap<Place, Vec<usize>> = BTreeMap::new();
        for (row, person) in self.people.iter().enumerate() {
            if let Some(place) = self.place(demand, person) {
                tiers.entry(place).or_default().push(row);
            }
        }
        tiers.into_values().collect()
    }

    fn place(&self, demand: &Demand, person: &Facts) -> Option<Place> {
        let had = self.had(demand, person);
        let weight: i64 = had.iter().filter_map(|at| self.skills.get(*at)).map(|(_, weight)| weight).sum();
        let unskilled = !demand.skills.is_empty() && had.is_empty();
        let elsewhere = demand.territory.as_ref().is_some_and(|land| !person.territories.contains(&fold(land)));
        let rule = self.rule(demand);
        let barred = unskilled && self.rules.skill_required
            || elsewhere && self.rules.territory_required
            || rule == PriorityRule::SeniorOnly && person.rank != self.best;
        let later = rule == PriorityRule::JuniorFirst && person.rank != self.last;
        (!barred).then_some((-weight, unskilled, elsewhere, later))
    }

    /// The skills asked for that a person has.
    fn had(&self, demand: &Demand, person: &Facts) -> Vec<usize> {
        demand.skills.iter().copied().filter(|at| person.skills.contains(&fold(self.name(*at)))).collect()
    }

    fn name(&self, skill: usize) -> &str {
        self.rules.skills.get(skill).map_or("", |(name, _)| name)
    }

    fn names(&self, skills: &[usize]) -> String {
        skills.iter().map(|at| self.name(*at)).collect::<Vec<_>>().join(", ")
    }

    /// Why a person comes before others: what the rules found, where they tell people apart. Empty where they do not.
    pub(super) fn praise(&self, demand: &Demand, row: usize) -> Vec<String> {
        let Some(person) = self.people.get(row) else { return Vec::new() };
        let mut words = Vec::new();
        let had = self.had(demand, person);
        if !had.is_empty() && self.people.iter().any(|other| self.had(demand, other) != had) {
            let skills = if had.len() == 1 { "skill" } else { "skills" };
            words.push(format!("has the {skills} {}", self.names(&had)));
        }
        if let Some(land) = &demand.territory {
            let is_of = |person: &Facts| person.territories.contains(&fold(land));
            if is_of(person) && !self.people.iter().all(is_of) {
                words.push(format!("of the territory {}", one_line(land, SHOWN_BYTES)));
            }
        }
        match self.rule(demand) {
            PriorityRule::SeniorOnly => words.push("of the best rank".to_owned()),
            PriorityRule::JuniorFirst if person.rank == self.last => words.push("of the last rank".to_owned()),
            _ => {}
        }
        words
    }

    /// Whom alone the lead may go to; nothing where anybody may get it.
    pub(super) fn bounds(&self, demand: &Demand) -> Vec<String> {
        let mut words = Vec::new();
        if self.rules.skill_required && !demand.skills.is_empty() {
            let skills = if demand.skills.len() == 1 { "the skill" } else { "one of the skills" };
            words.push(format!("has {skills} {}", self.names(&demand.skills)));
        }
        if let Some(land) = demand.territory.as_ref().filter(|_| self.rules.territory_required) {
            words.push(format!("is of the territory {}", one_line(land, SHOWN_BYTES)));
        }
        if self.rule(demand) == PriorityRule::SeniorOnly {
            words.push("is of the best rank".to_owned());
        }
        words
    }
}

/// A lead's value as texts.
fn texts(lead: &Lead, name: &str) -> Vec<Arc<str>> {
    match lead_value(lead, name) {
        FieldValue::Missing => Vec::new(),
        FieldValue::Bool(flag) => vec![Arc::from(flag.to_string())],
        FieldValue::Integer(whole) => vec![Arc::from(whole.to_string())],
        FieldValue::Number(number) => vec![Arc::from(number.to_string())],
        FieldValue::Text(text) => vec![text],
        FieldValue::Texts(texts) => texts,
    }
}
