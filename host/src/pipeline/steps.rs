//! Where somebody may look on and decide: after people, leads, workloads and the plan, and before anything is written.
//!
//! Who looks on sees and says; nothing of a run is theirs to change but by a [`Change`], after which the strategy is asked again.

use std::collections::HashMap;

use async_trait::async_trait;

use super::finish::Ending;
use super::gather::Gathered;
use crate::domain::decision::Decision;
use crate::domain::ids::{LeadId, UserId};
use crate::domain::lead::Lead;
use crate::domain::run::RunId;
use crate::error::Error;
use crate::report::step::{
    ApplicationStep, LeadLook, LeadRow, LeadsStep, PeopleStep, PersonLook, PlanStep, WorkloadStep,
};

/// What is shown.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// Runs of the campaign that did not end, and would be finished before this one: each with its leads still to be written.
    Earlier(&'a [(RunId, u64)]),
    /// Who may receive.
    People(&'a PeopleStep),
    /// Which leads.
    Leads(&'a LeadsStep),
    /// How full everybody is.
    Workload(&'a WorkloadStep),
    /// What will be written.
    Application(&'a ApplicationStep),
}

/// What becomes of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is accepted.
    Go,
    /// The run ends; nothing is written.
    Stop,
    /// Something is changed, and the strategy asked again.
    Change(Change),
}

/// What may be changed at the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Somebody takes no part.
    TakeOut(UserId),
    /// Somebody who was taken out takes part.
    PutBack(UserId),
    /// The most leads of the run.
    MaxLeads(u32),
    /// The most leads that somebody receives.
    MaxOf(UserId, u32),
    /// Another strategy plans: its place in [`PlanStep::strategies`].
    Strategy(usize),
}

/// Who looks on. Whoever implements nothing is silent and lets everything go on.
#[async_trait]
pub trait Steps: Send + Sync {
    /// Whether somebody looks on; else nothing is made ready to be shown.
    fn is_on(&self) -> bool {
        false
    }

    /// Shows a step. `false` ends the run.
    ///
    /// # Errors
    /// It cannot be shown, or nobody can be asked.
    async fn show(&self, _step: Step<'_>) -> Result<bool, Error> {
        Ok(true)
    }

    /// Shows a plan.
    ///
    /// # Errors
    /// As [`show`](Steps::show).
    async fn plan(&self, _plan: &PlanView<'_>) -> Result<Verdict, Error> {
        Ok(Verdict::Go)
    }
}

/// Nobody looks on.
pub struct Unattended;

impl Steps for Unattended {}

/// A plan that can be looked into.
pub struct PlanView<'a> {
    /// What is shown first.
    pub step: &'a PlanStep,
    pub(super) gathered: &'a Gathered,
    pub(super) ending: &'a Ending,
}

impl PlanView<'_> {
    /// One person's part; none of somebody who takes no part.
    #[must_use]
    pub fn person(&self, id: UserId) -> Option<PersonLook> {
        let person = self.step.people.iter().find(|person| person.id == id.0)?.clone();
        let leads: HashMap<LeadId, &Lead> = self.leads().map(|lead| (lead.id, lead)).collect();
        let given = self.ending.decisions.iter().filter(|decision| decision.to == Some(id));
        let rows = given.map(|decision| row(decision, leads.get(&decision.lead).copied()));
        Some(PersonLook { person, leads: rows.collect() })
    }

    /// One lead of those that were found.
    #[must_use]
    pub fn lead(&self, id: LeadId) -> Option<LeadLook> {
        let decision = self.ending.decisions.iter().find(|decision| decision.lead == id)?;
        let lead = row(decision, self.leads().find(|lead| lead.id == id));
        Some(LeadLook {
            lead,
            campaign: decision.about.campaign.as_ref().map(ToString::to_string),
            from: decision.from.map(|person| self.name(person)),
            to: decision.to.map(|person| self.name(person)),
            state: decision.state.name().to_owned(),
        })
    }

    fn leads(&self) -> impl Iterator<Item = &Lead> {
        let left_out = self.gathered.filtered.left_out.iter().chain(&self.gathered.stay);
        self.gathered.leads.iter().chain(left_out.map(|(lead, _)| lead))
    }

    fn name(&self, id: UserId) -> String {
        let person = self.step.people.iter().find(|person| person.id == id.0);
        person.map_or_else(|| format!("user {id}"), |person| person.name.clone())
    }
}

/// A decision with what is known of its lead; of an old one only what the decision keeps.
fn row(decision: &Decision, lead: Option<&Lead>) -> LeadRow {
    LeadRow {
        id: decision.lead,
        priority: lead.map(|lead| lead.priority),
        date: lead.and_then(|lead| lead.date),
        source: decision.about.source.as_ref().map(ToString::to_string),
        status: decision.about.status.as_ref().map(ToString::to_string),
        reason: decision.reason.to_string(),
    }
}
