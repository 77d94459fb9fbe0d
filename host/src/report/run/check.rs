//! Whether the figures of a report add up. Asked before anything is written: a report that contradicts itself is worse than none.

use std::collections::HashMap;

use thiserror::Error;

use super::model::{RunReport, ShareLine};
use crate::domain::decision::State;
use crate::report::DecisionLine;

/// Two figures that should be the same.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the report of run {run} contradicts itself: {one} is {first}, {other} is {second}")]
pub struct Contradiction {
    /// The run.
    pub run: i64,
    /// What one counts.
    pub one: String,
    /// How many.
    pub first: u64,
    /// What the other counts.
    pub other: String,
    /// How many.
    pub second: u64,
}

/// Passes when two figures with their names are the same.
type Same<'a> = dyn Fn(&str, u64, &str, u64) -> Result<(), Contradiction> + 'a;

impl RunReport {
    /// Passes when all totals add up.
    ///
    /// # Errors
    /// The first two figures that do not.
    pub fn check(&self) -> Result<(), Contradiction> {
        let same = |one: &str, first: u64, other: &str, second: u64| match first == second {
            true => Ok(()),
            false => {
                Err(Contradiction { run: self.run.run, one: one.to_owned(), first, other: other.to_owned(), second })
            }
        };
        // A run that an error ended has counts of as far as it came.
        if !["complete", "partial", "nothing", "dry_run", "interrupted", "declined", "running"]
            .contains(&self.run.status.as_str())
        {
            return Ok(());
        }
        let overview = &self.overview;
        let counted = if self.dry_run { self.run.planned } else { self.run.assigned };
        same("leads given by the decisions", overview.given, "leads given by the run's counts", counted)?;
        let stages = [overview.dropback, overview.filtered_out, overview.eligible].iter().sum();
        same("leads found", overview.found, "old, filtered out and eligible leads together", stages)?;
        same(
            "eligible leads",
            overview.eligible,
            "planned and unassigned ones together",
            overview.planned + overview.unassigned,
        )?;
        let mut before = None;
        for step in &self.run.funnel {
            same(
                &format!("leads before the filter `{}`", step.filter),
                step.before,
                "leads that the filter before it let through",
                before.unwrap_or(step.before),
            )?;
            before = Some(step.after);
        }
        if let (Some(first), Some(last)) = (self.run.funnel.first(), self.run.funnel.last()) {
            same("leads found", overview.found, "leads before the first filter", first.before)?;
            // Old leads leave at a step of their own; leads that another campaign of a folder planned do too.
            same("eligible leads", overview.eligible, "leads behind the last filter", last.after)?;
        }
        let stages = self.opportunity_stages.iter().map(|line| line.leads).sum::<u64>();
        // A run of before stages were kept has none.
        if let Some(step) = self.run.funnel.iter().find(|step| stages > 0 && step.filter == "sales") {
            same(
                "leads by the stage of an opportunity",
                stages,
                "leads that the filter `sales` left out",
                step.before - step.after.min(step.before),
            )?;
        }
        self.check_people(&same)?;
        let decisions = self.run.decisions.as_deref().unwrap_or_default();
        if decisions.is_empty() {
            // Decisions that are not kept tell nothing more.
            return Ok(());
        }
        for (name, lines) in [("status", &self.statuses), ("web source", &self.sources), ("campaign", &self.campaigns)]
        {
            if lines.is_empty() {
                continue;
            }
            let sum = |count: fn(&ShareLine) -> u64| lines.iter().map(count).sum::<u64>();
            same("leads read", decisions.len() as u64, &format!("leads by {name}"), sum(|line| line.found))?;
            same("eligible leads", overview.eligible, &format!("eligible leads by {name}"), sum(|line| line.eligible))?;
            same("leads given", overview.given, &format!("leads given by {name}"), sum(|line| line.given))?;
        }
        let reasons = self.run.reasons.iter().map(|line| line.leads).sum();
        same("leads read", decisions.len() as u64, "leads by reason", reasons)?;
        self.check_outcomes(decisions, &same)?;
        self.check_workloads(decisions, &same)
    }

    /// What was planned came to one outcome each, and the outcomes are those counted.
    fn check_outcomes(&self, decisions: &[DecisionLine], same: &Same<'_>) -> Result<(), Contradiction> {
        let count = |states: &[State], is_planned: bool| {
            let is_of = |line: &&DecisionLine| states.iter().any(|state| state.name() == line.state);
            let counts = |line: &&DecisionLine| !is_planned || (line.to.is_some() && line.dropback.is_none());
            decisions.iter().filter(is_of).filter(counts).count() as u64
        };
        for (name, counted, states) in [
            ("conflicts", self.run.conflicts, &[State::Conflict][..]),
            ("refused leads", self.run.refused, &[State::Refused]),
            ("leads of unknown outcome", self.run.unknown, &[State::Unknown, State::Intent]),
        ] {
            same(name, counted, &format!("{name} among the decisions"), count(states, false))?;
        }
        let came: Vec<State> =
            State::ALL.into_iter().filter(|state| !matches!(state, State::LeftOut | State::Unassigned)).collect();
        let come_to = count(&came, true);
        same("planned leads", self.run.planned, "planned leads by their outcome", come_to)
    }

    /// What somebody owns after is what was before, and what came, less what went to others.
    fn check_workloads(&self, decisions: &[DecisionLine], same: &Same<'_>) -> Result<(), Contradiction> {
        let mut changes: HashMap<u64, (u64, u64)> = HashMap::new();
        for line in decisions {
            let Some(to) = line.to.filter(|_| self.dry_run || line.state == State::Done.name()) else { continue };
            changes.entry(to).or_default().0 += 1;
            if let Some(from) = line.from {
                changes.entry(from).or_default().1 += 1;
            }
        }
        for person in &self.salespeople {
            let (come, gone) = changes.get(&person.id).copied().unwrap_or_default();
            // Leads that are no part of anybody's workload, like won ones, can be given away too.
            let after = (u64::from(person.before) + come).saturating_sub(gone);
            same(
                &format!("leads of user {} after", person.id),
                u64::from(person.after),
                "those before and those that came, less those that went to others",
                after,
            )?;
        }
        Ok(())
    }

    fn check_people(&self, same: &Same<'_>) -> Result<(), Contradiction> {
        let mut listed = 0;
        for person in &self.salespeople {
            listed += u64::from(person.received);
            let leads = person.leads.len() as u64;
            if leads > 0 {
                same(
                    &format!("leads received by user {}", person.id),
                    u64::from(person.received),
                    "those listed",
                    leads,
                )?;
            }
            for (moment, owned, counts) in
                [("before", person.before, &person.statuses_before), ("after", person.after, &person.statuses_after)]
            {
                // After a run others may have been at work in Odoo: what is counted then is a second look, not a sum.
                if !counts.is_empty() && moment == "before" {
                    let sum = counts.iter().map(|count| count.leads).sum();
                    same(&format!("leads of user {} before", person.id), u64::from(owned), "those by status", sum)?;
                }
            }
        }
        same("leads given", self.overview.given, "leads that people received", listed)
    }
}
