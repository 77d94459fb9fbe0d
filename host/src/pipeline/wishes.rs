//! What the operator changed at the plan of a run. Without changes it is what the configuration says.

use std::collections::{BTreeMap, BTreeSet};

use super::gather::Gathered;
use super::planner::Planner;
use super::prepare::Prepared;
use super::steps::Change;
use crate::config::Config;
use crate::domain::ids::UserId;
use crate::domain::person::Person;
use crate::domain::run::LeftOutPerson;

/// Why somebody takes no part.
const TAKEN_OUT: &str = "taken out in step mode";

/// What a plan is asked for.
#[derive(Clone, Debug)]
pub(super) struct Wishes {
    /// The most leads given out.
    pub(super) max_leads: u32,
    /// The most leads of a person.
    pub(super) most: BTreeMap<UserId, u32>,
    /// Who takes no part.
    out: BTreeSet<UserId>,
    /// Which of the strategies plans; 0 is the configured one.
    strategy: usize,
}

impl Wishes {
    /// What the configuration says.
    pub(super) fn of(config: &Config) -> Wishes {
        Wishes { max_leads: config.execution.max_leads, most: BTreeMap::new(), out: BTreeSet::new(), strategy: 0 }
    }

    /// Takes a change.
    pub(super) fn take(&mut self, change: Change) {
        match change {
            Change::TakeOut(person) => {
                self.out.insert(person);
            }
            Change::PutBack(person) => {
                self.out.remove(&person);
            }
            Change::MaxLeads(most) => self.max_leads = most,
            Change::MaxOf(person, most) => {
                self.most.insert(person, most);
            }
            Change::Strategy(place) => self.strategy = place,
        }
    }

    /// The strategy that was chosen in place of the configured one.
    pub(super) fn planner<'a>(&self, prepared: &'a Prepared) -> Option<&'a Planner> {
        self.strategy.checked_sub(1).and_then(|place| prepared.others.get(place))
    }

    /// The changes, one sentence each.
    pub(super) fn sentences(&self, config: &Config, prepared: &Prepared, everybody: &[Person]) -> Vec<String> {
        let name = |id: &UserId| {
            let person = everybody.iter().find(|person| person.id == *id);
            person.map_or_else(|| format!("user {id}"), |person| person.name.clone())
        };
        let mut lines = Vec::new();
        if let Some(planner) = self.planner(prepared) {
            let configured = &prepared.planner.strategy.identity().name;
            lines.push(format!("{} plans in place of {configured}", planner.shown()));
        }
        if self.max_leads != config.execution.max_leads {
            lines.push(format!("the run gives out at most {}, not {}", self.max_leads, config.execution.max_leads));
        }
        lines.extend(self.out.iter().map(|person| format!("{} takes no part", name(person))));
        lines.extend(self.most.iter().map(|(person, most)| format!("{} receives at most {most}", name(person))));
        lines
    }
}

/// Everybody who was eligible when they were read.
pub(super) struct Everybody {
    pub(super) people: Vec<Person>,
    left_out: Vec<LeftOutPerson>,
}

impl Everybody {
    pub(super) fn of(gathered: &Gathered) -> Everybody {
        let people = &gathered.people;
        Everybody { people: people.eligible.clone(), left_out: people.left_out.clone() }
    }

    /// Makes of those who were read those who take part.
    pub(super) fn seat(&self, gathered: &mut Gathered, wishes: &Wishes) {
        let (out, part): (Vec<&Person>, Vec<&Person>) =
            self.people.iter().partition(|person| wishes.out.contains(&person.id));
        gathered.people.eligible = part.into_iter().cloned().collect();
        gathered.people.left_out.clone_from(&self.left_out);
        let out =
            out.into_iter().map(|person| LeftOutPerson { name: person.name.clone(), reason: TAKEN_OUT.to_owned() });
        gathered.people.left_out.extend(out);
    }

    /// Who was taken out.
    pub(super) fn out<'a>(&'a self, wishes: &'a Wishes) -> impl Iterator<Item = &'a Person> {
        self.people.iter().filter(|person| wishes.out.contains(&person.id))
    }
}
