//! Whether the figures of a report add up. Asked before anything is written: a report that contradicts itself is worse than none.

use thiserror::Error;

use super::model::{RunReport, ShareLine};

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
        same("leads read", decisions.len() as u64, "leads by reason", reasons)
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
