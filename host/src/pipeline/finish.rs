//! What a run has to tell when it ends, whichever way: decisions, counts, people, fairness.

use std::collections::HashMap;
use std::sync::Arc;

use super::ask::Asked;
use super::gather::Gathered;
use crate::config::Config;
use crate::domain::decision::{Decision, State};
use crate::domain::ids::UserId;
use crate::domain::run::{Counts, FunnelStep, PersonCount, RunRecord};
use crate::ledger::{Fairness, PlanRecord};
use crate::plan::{credits_after, untouched};

/// What is known so far.
#[derive(Default)]
pub(super) struct Ending {
    /// One decision a lead that was found: those of the plan first, in the order in which they are served.
    pub(super) decisions: Vec<Decision>,
    people: Vec<PersonCount>,
    funnel: Vec<FunnelStep>,
    /// The strategy's name and what it wants to find next time; none until there is a plan.
    memory: Option<(String, Vec<u8>)>,
}

impl Ending {
    /// What a run that began earlier has come to.
    pub(super) fn of_record(record: &RunRecord, decisions: Vec<Decision>, memory: Vec<u8>) -> Ending {
        let memory = record.strategy.as_ref().map(|strategy| (strategy.name.clone(), memory));
        Ending { decisions, people: record.people.clone(), funnel: record.funnel.clone(), memory }
    }

    /// Takes what was read; until there is a plan, eligible leads are nobody's.
    pub(super) fn take(&mut self, gathered: &Gathered) {
        self.funnel.clone_from(&gathered.filtered.funnel);
        self.people = gathered
            .people
            .eligible
            .iter()
            .map(|person| PersonCount {
                id: person.id,
                name: person.name.clone(),
                level: person.level.clone(),
                target: person.target,
                room: 0,
                before: person.workload,
                received: 0,
                after: person.workload,
            })
            .collect();
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
        self.memory = Some(asked.memory);
        for (person, room) in self.people.iter_mut().zip(asked.room) {
            person.room = room;
        }
    }

    /// The plan as the ledger keeps it.
    pub(super) fn record<'a>(&'a self, people: &'a [PersonCount]) -> PlanRecord<'a> {
        let memory = self.memory.as_ref().map(|(_, memory)| memory.as_slice()).unwrap_or_default();
        PlanRecord { people, decisions: &self.decisions, funnel: &self.funnel, memory }
    }

    /// Leads for which the plan names somebody.
    pub(super) fn planned(&self) -> usize {
        self.decisions.iter().filter(|decision| decision.to.is_some()).count()
    }

    /// Whether every planned lead is done.
    pub(super) fn is_complete(&self) -> bool {
        self.decisions.iter().all(|decision| decision.to.is_none() || decision.state == State::Done)
    }

    /// Whether leads are left that a later `resume` can write.
    pub(super) fn is_open(&self) -> bool {
        self.decisions.iter().any(|decision| matches!(decision.state, State::Planned | State::Intent))
    }

    /// The counts of a run that ends now.
    pub(super) fn counts(&self) -> Counts {
        let count =
            |states: &[State]| self.decisions.iter().filter(|decision| states.contains(&decision.state)).count() as u64;
        let found = self.decisions.len() as u64;
        Counts {
            found,
            eligible: found - count(&[State::LeftOut]),
            planned: self.planned() as u64,
            assigned: count(&[State::Done]),
            conflicts: count(&[State::Conflict]),
            refused: count(&[State::Refused]),
            unknown: count(&[State::Unknown, State::Intent]),
        }
    }

    /// Each person's numbers: of a plan that was not applied what they would receive, else what they received.
    pub(super) fn people(&self, applied: bool) -> Vec<PersonCount> {
        let received = self.received(applied);
        let counted = self.people.iter().cloned().map(|person| {
            let received = received.get(&person.id).copied().unwrap_or(0);
            PersonCount { received, after: person.before.saturating_add(received), ..person }
        });
        counted.collect()
    }

    fn received(&self, applied: bool) -> HashMap<UserId, u32> {
        let mut received = HashMap::new();
        let counts = |decision: &&Decision| if applied { decision.state == State::Done } else { true };
        for person in self.decisions.iter().filter(counts).filter_map(|decision| decision.to) {
            *received.entry(person).or_insert(0) += 1;
        }
        received
    }

    /// What the run leaves for the next one of its campaign; none when nobody received anything.
    pub(super) fn fairness(&self, config: &Config, before: &HashMap<UserId, f64>) -> Option<Fairness> {
        let received = self.received(true);
        if received.is_empty() {
            return None;
        }
        Some(Fairness {
            odoo: config.connection.identity(),
            campaign: config.campaign.clone(),
            credits: credits_after(before, &self.people, &received),
            memory: Some(self.memory.clone()?),
        })
    }
}
