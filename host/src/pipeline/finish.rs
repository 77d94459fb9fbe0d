//! What a run has to tell when it ends, whichever way: decisions, counts, people, fairness.

use std::collections::HashMap;
use std::sync::Arc;

use super::ask::Asked;
use super::gather::Gathered;
use crate::config::Config;
use crate::domain::decision::{Decision, State};
use crate::domain::ids::UserId;
use crate::domain::person::Person;
use crate::domain::run::{Counts, FunnelStep, PersonCount};
use crate::ledger::Fairness;
use crate::plan::{credits_after, untouched};

/// What is known so far.
#[derive(Default)]
pub struct Ending {
    /// One decision a lead that was found: those of the plan first, in the order in which they are served.
    pub decisions: Vec<Decision>,
    /// The funnel.
    pub(super) funnel: Vec<FunnelStep>,
    found: u64,
    eligible: u64,
    salespeople: Vec<Person>,
    room: Vec<u32>,
    memory: Option<(String, Vec<u8>)>,
    planned: bool,
}

/// The counts of a run that ends now.
#[must_use]
pub fn counts(ending: &Ending) -> Counts {
    let count =
        |states: &[State]| ending.decisions.iter().filter(|decision| states.contains(&decision.state)).count() as u64;
    Counts {
        found: ending.found,
        eligible: ending.eligible,
        planned: ending.planned() as u64,
        assigned: count(&[State::Done]),
        conflicts: count(&[State::Conflict]),
        refused: count(&[State::Refused]),
        unknown: count(&[State::Unknown, State::Intent]),
    }
}

impl Ending {
    /// Takes what was read; until there is a plan, eligible leads are nobody's.
    pub(super) fn take(&mut self, gathered: &Gathered) {
        self.funnel.clone_from(&gathered.filtered.funnel);
        self.eligible = (gathered.leads.len() + gathered.beyond.len()) as u64;
        self.found = self.eligible + gathered.filtered.left_out.len() as u64;
        self.salespeople.clone_from(&gathered.people.eligible);
        let nobody: Arc<str> = Arc::from("nobody is eligible to receive leads");
        self.decisions =
            gathered.leads.iter().map(|lead| untouched(lead, Arc::clone(&nobody), State::Unassigned)).collect();
        let beyond: Arc<str> = Arc::from("past the most leads of one run");
        self.decisions
            .extend(gathered.beyond.iter().map(|lead| untouched(lead, Arc::clone(&beyond), State::Unassigned)));
        let mut rules: HashMap<&str, Arc<str>> = HashMap::new();
        for (lead, rule) in &gathered.filtered.left_out {
            let rule = rules.entry(rule).or_insert_with(|| Arc::from(*rule));
            self.decisions.push(untouched(lead, Arc::clone(rule), State::LeftOut));
        }
    }

    /// Takes the plan.
    pub(super) fn plan(&mut self, gathered: &Gathered, asked: Asked) {
        let rest = self.decisions.split_off(gathered.leads.len().min(self.decisions.len()));
        self.decisions = asked.decisions;
        self.decisions.extend(rest);
        (self.room, self.memory, self.planned) = (asked.room, Some(asked.memory), true);
    }

    /// Leads for which the plan names somebody.
    pub(super) fn planned(&self) -> usize {
        self.decisions.iter().filter(|decision| decision.to.is_some()).count()
    }

    /// Whether every planned lead is done.
    pub(super) fn is_complete(&self) -> bool {
        self.decisions.iter().all(|decision| decision.to.is_none() || decision.state == State::Done)
    }

    /// Each person's numbers; planned leads count as received while nothing was written.
    pub(super) fn people(&self) -> Vec<PersonCount> {
        let applied = self
            .decisions
            .iter()
            .any(|decision| !matches!(decision.state, State::LeftOut | State::Unassigned | State::Planned));
        let received = self.received(if applied { State::Done } else { State::Planned });
        self.salespeople
            .iter()
            .map(|person| {
                let received = received.get(&person.id).copied().unwrap_or(0);
                PersonCount {
                    id: person.id,
                    name: person.name.clone(),
                    level: person.level.clone(),
                    target: person.target,
                    before: person.workload,
                    received,
                    after: person.workload.saturating_add(received),
                }
            })
            .collect()
    }

    fn received(&self, state: State) -> HashMap<UserId, u32> {
        let mut received = HashMap::new();
        for person in
            self.decisions.iter().filter(|decision| decision.state == state).filter_map(|decision| decision.to)
        {
            *received.entry(person).or_insert(0) += 1;
        }
        received
    }

    /// What the run leaves for the next one of its campaign; none when nobody received anything.
    pub(super) fn fairness(&self, config: &Config, before: &HashMap<UserId, f64>) -> Option<Fairness> {
        let received = self.received(State::Done);
        if !self.planned || received.is_empty() {
            return None;
        }
        Some(Fairness {
            odoo: config.connection.identity(),
            campaign: config.campaign.clone(),
            credits: credits_after(before, &self.salespeople, &self.room, &received),
            memory: self.memory.clone(),
        })
    }
}
