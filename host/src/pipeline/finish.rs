//! What a run has to tell when it ends, whichever way: decisions, counts, people, fairness.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::ask::Asked;
use super::gather::Gathered;
use crate::config::Config;
use crate::domain::decision::{Decision, State, Values};
use crate::domain::ids::{LeadId, UserId};
use crate::domain::request::Request;
use crate::domain::run::{Counts, Figure, FunnelStep, LeftOutPerson, PersonCount, RunRecord, StatusCount};
use crate::ledger::{Fairness, PlanRecord, StateChange};
use crate::plan::{credits_after, untouched};

/// What is known so far.
#[derive(Default)]
pub(super) struct Ending {
    /// One decision a lead that was found: those of the plan first, in the order in which they are served.
    pub(super) decisions: Vec<Decision>,
    people: Vec<PersonCount>,
    left_out: Vec<LeftOutPerson>,
    funnel: Vec<FunnelStep>,
    figures: Vec<Figure>,
    statuses: Vec<StatusCount>,
    /// The people's leads by status once everything was written.
    pub(super) statuses_after: Vec<StatusCount>,
    /// The strategy's name and what it wants to find next time; none until there is a plan.
    memory: Option<(String, Vec<u8>)>,
    /// What the strategy was asked, where that is to be kept.
    requests: Vec<Request>,
}

impl Ending {
    /// What a run that began earlier has come to.
    pub(super) fn of_record(record: &RunRecord, decisions: Vec<Decision>, memory: Vec<u8>) -> Ending {
        let memory = record.strategy.as_ref().map(|strategy| (strategy.name.clone(), memory));
        let (people, left_out) = (record.people.clone(), record.left_out.clone());
        Ending { decisions, people, left_out, funnel: record.funnel.clone(), memory, ..Ending::default() }
    }

    /// Takes what was read; until there is a plan, eligible leads are nobody's.
    pub(super) fn take(&mut self, gathered: &Gathered) {
        self.funnel.clone_from(&gathered.filtered.funnel);
        self.left_out.clone_from(&gathered.people.left_out);
        self.figures.clone_from(&gathered.figures);
        self.statuses.clone_from(&gathered.owned.statuses);
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
                before: gathered.owned.leads.get(&person.id).copied().unwrap_or(0),
                received: 0,
                after: gathered.owned.leads.get(&person.id).copied().unwrap_or(0),
            })
            .collect();
        let nobody: Arc<str> = Arc::from("nobody is eligible to receive leads");
        self.decisions =
            gathered.leads.iter().map(|lead| untouched(lead, Arc::clone(&nobody), State::Unassigned)).collect();
        let left_out = gathered.filtered.left_out.iter().chain(&gathered.stay);
        self.decisions.extend(left_out.map(|(lead, rule)| untouched(lead, Arc::clone(rule), State::LeftOut)));
        self.decisions.extend(gathered.dropped.decisions.iter().cloned());
    }

    /// Takes the plan.
    pub(super) fn plan(&mut self, gathered: &Gathered, asked: Asked) {
        let rest = self.decisions.split_off(asked.decisions.len().min(self.decisions.len()));
        let beyond = gathered.leads.len().saturating_sub(asked.decisions.len());
        self.decisions = asked.decisions;
        self.decisions.extend(rest);
        // Leads that the run's maximum kept from being asked about.
        let reason: Arc<str> = Arc::from("past the most leads of one run");
        let from = gathered.leads.len() - beyond;
        for decision in self.decisions.iter_mut().skip(from).take(beyond) {
            decision.reason = Arc::clone(&reason);
        }
        self.memory = Some(asked.memory);
        self.requests = asked.requests;
        for (person, room) in self.people.iter_mut().zip(asked.room) {
            person.room = room;
        }
    }

    /// The plan as the ledger keeps it.
    pub(super) fn record<'a>(&'a self, people: &'a [PersonCount]) -> PlanRecord<'a> {
        let memory = self.memory.as_ref().map(|(_, memory)| memory.as_slice()).unwrap_or_default();
        PlanRecord {
            people,
            left_out: &self.left_out,
            decisions: &self.decisions,
            funnel: &self.funnel,
            memory,
            figures: &self.figures,
            statuses: &self.statuses,
            requests: &self.requests,
        }
    }

    /// Leads that are to be written: those for which the plan names somebody, and old ones.
    pub(super) fn planned(&self) -> usize {
        self.decisions.iter().filter(|decision| decision.to.is_some()).count()
    }

    /// The eligible people.
    pub(super) fn people_ids(&self) -> impl Iterator<Item = UserId> {
        self.people.iter().map(|person| person.id)
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
        let counts = Counts::of(&self.decisions);
        // What Odoo left out by itself has no decision, and was found all the same.
        let found = self.funnel.first().map_or(counts.found, |step| step.before);
        Counts { found, ..counts }
    }

    /// A run that stops before it distributes leaves nothing behind that a later one would write.
    pub(super) fn give_nothing(&mut self, why: &str) {
        let why: Arc<str> = Arc::from(why);
        for decision in self.decisions.iter_mut().filter(|decision| decision.state == State::Planned) {
            // An old lead is no part of the distribution, whoever gets it.
            decision.state = if decision.dropback.is_some() { State::LeftOut } else { State::Unassigned };
            (decision.to, decision.to_team, decision.values) = (None, None, Values::default());
            decision.reason = Arc::clone(&why);
        }
        self.memory = None;
        self.requests.clear();
    }

    /// A run that the operator declined leaves what was found, and no plan.
    pub(super) fn decline(&mut self) {
        const WHY: &str = "the run was declined in step mode";
        self.give_nothing(WHY);
        let why: Arc<str> = Arc::from(WHY);
        for decision in self.decisions.iter_mut().filter(|decision| decision.state == State::Unassigned) {
            decision.reason = Arc::clone(&why);
        }
    }

    /// Decisions about people whom a later look found no longer eligible, and about leads that are blocked now, become conflicts; returns those. Who gets old leads need be no
    /// salesperson of the campaign: `active` tells whether they may still own leads.
    pub(super) fn withdraw(
        &mut self,
        eligible: &BTreeSet<UserId>,
        active: impl Fn(UserId) -> bool,
        blocked: &BTreeSet<LeadId>,
    ) -> Vec<StateChange> {
        let open = |decision: &&mut Decision| {
            let may = |person| if decision.dropback.is_some() { active(person) } else { eligible.contains(&person) };
            decision.state == State::Planned
                && decision.to.is_some_and(|person| !may(person) || blocked.contains(&decision.lead))
        };
        let withdrawn = self.decisions.iter_mut().filter(open).map(|decision| {
            let detail = match blocked.contains(&decision.lead) {
                true => "a do-not-call list of Odoo holds it now",
                false => "its person is no longer eligible to receive leads",
            };
            (decision.state, decision.detail) = (State::Conflict, Some(detail.to_owned()));
            StateChange { lead: decision.lead, state: decision.state, detail: decision.detail.clone() }
        });
        withdrawn.collect()
    }

    /// Each person's numbers: of a plan that was not applied what they would receive, else what they received. Leads of theirs that
    /// went to others are theirs no more.
    pub(super) fn people(&self, applied: bool) -> Vec<PersonCount> {
        let received = self.received(applied);
        let come = self.count(applied, |decision| decision.to);
        let passed_on = self.count(applied, |decision| decision.from);
        let counted = self.people.iter().cloned().map(|person| {
            let of = |counts: &HashMap<UserId, u32>| counts.get(&person.id).copied().unwrap_or(0);
            let after = person.before.saturating_add(of(&come)).saturating_sub(of(&passed_on));
            PersonCount { received: of(&received), after, ..person }
        });
        counted.collect()
    }

    /// Leads that each person received by the distribution; old ones go past it.
    fn received(&self, applied: bool) -> HashMap<UserId, u32> {
        self.count(applied, |decision| decision.to.filter(|_| decision.dropback.is_none()))
    }

    /// Counts planned decisions by a person; when `applied`, only those that are done.
    fn count(&self, applied: bool, by: fn(&Decision) -> Option<UserId>) -> HashMap<UserId, u32> {
        let mut counts = HashMap::new();
        let given = self.decisions.iter().filter(|decision| decision.to.is_some());
        for person in given.filter(|decision| !applied || decision.state == State::Done).filter_map(by) {
            *counts.entry(person).or_insert(0) += 1;
        }
        counts
    }

    /// What an ended run leaves for the next one of its campaign. Its memory is kept when something of the plan came true, or when
    /// the plan gave nothing, which came true as well.
    pub(super) fn fairness(&self, config: &Config, before: &HashMap<UserId, f64>) -> Option<Fairness> {
        let received = self.received(true);
        if received.is_empty() && self.counts().planned > 0 {
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
