//! One run as the history counts it. A run that was killed has no counts of its own: its decisions tell.

use std::borrow::Cow;

use crate::domain::decision::{Decision, State};
use crate::domain::ids::UserId;
use crate::domain::run::{Counts, PersonCount, RunRecord, Status};

/// A run.
pub(in crate::report) struct Told<'a> {
    record: &'a RunRecord,
    decisions: &'a [Decision],
    pub(super) counts: Counts,
    pub(super) people: Cow<'a, [PersonCount]>,
}

impl<'a> Told<'a> {
    pub(super) fn new(record: &'a RunRecord, decisions: &'a [Decision]) -> Told<'a> {
        let people = match record.settled() {
            Some(_) => Cow::Borrowed(record.people.as_slice()),
            None => Cow::Owned(record.people_now(decisions)),
        };
        Told { record, decisions, counts: record.counts_now(decisions), people }
    }

    /// A run as it would have been with other counts and people.
    pub(in crate::report) fn would_be(record: &'a RunRecord, counts: Counts, people: &'a [PersonCount]) -> Told<'a> {
        Told { record, decisions: &[], counts, people: Cow::Borrowed(people) }
    }

    pub(super) fn odoo(&self) -> &str {
        &self.record.new.odoo
    }

    pub(super) fn campaign(&self) -> &str {
        &self.record.new.campaign
    }

    /// Seconds since 1970-01-01 UTC at its begin.
    pub(super) fn began(&self) -> i64 {
        self.record.new.now
    }

    pub(super) fn seconds(&self) -> f64 {
        self.record.end.as_ref().map_or(0.0, |end| end.seconds)
    }

    /// Whether it did not come to its end.
    pub(super) fn is_unfinished(&self) -> bool {
        match self.record.status {
            Status::Running | Status::Refused | Status::Failed | Status::Interrupted | Status::Declined => true,
            Status::Complete | Status::Partial | Status::Nothing | Status::DryRun => false,
        }
    }

    /// Leads given: of a dry run those that would be.
    pub(super) fn given(&self) -> u64 {
        if self.record.new.dry_run { self.counts.planned } else { self.counts.assigned }
    }

    /// The decisions that gave a lead to somebody, with who it is; old leads go past the distribution and are not among them.
    pub(super) fn gifts(&self) -> impl Iterator<Item = (&'a Decision, UserId)> {
        let dry_run = self.record.new.dry_run;
        let given = self.decisions.iter().filter(move |one| is_given(one, dry_run));
        given.filter_map(|one| Some((one, one.to?)))
    }
}

fn is_given(decision: &Decision, dry_run: bool) -> bool {
    decision.dropback.is_none() && decision.to.is_some() && (dry_run || decision.state == State::Done)
}
