//! A run: what is known when it begins, what is known when it ends.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::decision::{Decision, State};
use super::ids::UserId;
use super::summary::Summary;

/// A run's number in its ledger, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RunId(pub i64);

impl fmt::Display for RunId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// How a run ended, or that it has not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Begun and not ended: at work, or killed.
    Running,
    /// Every planned lead is done.
    Complete,
    /// Some leads were refused, in conflict or unknown.
    Partial,
    /// Nothing to distribute.
    Nothing,
    /// Planned only.
    DryRun,
    /// The plan broke a rule of the host, or the strategy gave none.
    Refused,
    /// Ended by an error.
    Failed,
    /// Stopped before all was written, by the operator or by an error: what is left can be resumed.
    Interrupted,
    /// The operator declined it in step mode: nothing was written, and nothing is left to be resumed.
    Declined,
}

impl Status {
    /// Every status, in the order above.
    pub const ALL: [Status; 9] = [
        Status::Running,
        Status::Complete,
        Status::Partial,
        Status::Nothing,
        Status::DryRun,
        Status::Refused,
        Status::Failed,
        Status::Interrupted,
        Status::Declined,
    ];

    /// The name under which the ledger and the JSON keep it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Status::Running => "running",
            Status::Complete => "complete",
            Status::Partial => "partial",
            Status::Nothing => "nothing",
            Status::DryRun => "dry_run",
            Status::Refused => "refused",
            Status::Failed => "failed",
            Status::Interrupted => "interrupted",
            Status::Declined => "declined",
        }
    }
}

/// Which strategy a run asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrategyIdentity {
    /// The name it gives itself.
    pub name: String,
    /// Its semantic version.
    pub version: String,
    /// SHA-256 of the component, in hexadecimal.
    pub digest: String,
}

/// What is written down before a run asks anybody anything.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRun {
    /// The campaign's name.
    pub campaign: String,
    /// Which Odoo: URL and database, no credentials.
    pub odoo: String,
    /// Whether it is only planned.
    pub dry_run: bool,
    /// Seconds since 1970-01-01 UTC, as the strategy sees it.
    pub now: i64,
    /// The strategy's seed.
    pub seed: u64,
    /// SHA-256 of the resolved configuration without its secrets, in hexadecimal.
    pub config_digest: String,
}

/// Counts of a run. `found` = old leads + left out + `eligible`; `eligible` = `planned` + unassigned. Old leads, which go to a fixed person,
/// are none of `eligible`, `planned` and `assigned`, but conflicts, refusals and unknown outcomes count whichever leads have them, since
/// they make a run partial. Without old leads `planned` = assigned + conflicts + refused + unknown, once a run is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Leads that Odoo returned for the window, and old leads beyond it.
    pub found: u64,
    /// Leads that passed every filter.
    pub eligible: u64,
    /// Leads for which the plan names somebody.
    pub planned: u64,
    /// Leads written and read back; in a dry run 0.
    pub assigned: u64,
    /// Leads changed by somebody else meanwhile.
    pub conflicts: u64,
    /// Leads that Odoo refused.
    pub refused: u64,
    /// Leads whose write has no known outcome.
    pub unknown: u64,
}

impl Counts {
    /// The counts that a run's decisions add up to.
    #[must_use]
    pub fn of(decisions: &[Decision]) -> Counts {
        let count = |states: &[State]| decisions.iter().filter(|one| states.contains(&one.state)).count() as u64;
        let distributed = |counts: fn(&Decision) -> bool| {
            decisions.iter().filter(|one| one.dropback.is_none()).filter(|one| counts(one)).count() as u64
        };
        Counts {
            found: decisions.len() as u64,
            eligible: distributed(|one| one.state != State::LeftOut),
            planned: distributed(|one| one.to.is_some()),
            assigned: distributed(|one| one.state == State::Done),
            conflicts: count(&[State::Conflict]),
            refused: count(&[State::Refused]),
            unknown: count(&[State::Unknown, State::Intent]),
        }
    }
}

/// A person's numbers in a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonCount {
    /// Odoo's user id.
    pub id: UserId,
    /// The name as Odoo has it.
    pub name: String,
    /// The level's name.
    pub level: String,
    /// Leads that the person should own.
    pub target: u32,
    /// The most leads that the host accepted for the person; 4294967295 sets no bound.
    pub room: u32,
    /// Open leads owned before the run.
    pub before: u32,
    /// Leads received; in a dry run those that would be.
    pub received: u32,
    /// `before` and `received`, less the leads of theirs that went to others.
    pub after: u32,
}

/// Somebody of the salespeople's source who took no part in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutPerson {
    /// The name as Odoo has it, else as the source has it; no login.
    pub name: String,
    /// Why, in one sentence.
    pub reason: String,
}

/// One filter of the funnel: how many leads came to it and how many it let through.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunnelStep {
    /// The filter's name, like `web_sources`.
    pub filter: String,
    /// Leads before it.
    pub before: u64,
    /// Leads after it.
    pub after: u64,
}

/// A count of leads that a report tells beside the funnel, like how many have a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// What it belongs to; see the constants.
    pub topic: String,
    /// What is counted, like `e-mail`.
    pub label: String,
    /// How many leads.
    pub leads: u64,
}

impl Figure {
    /// Eligible leads that can be reached, or are known already: `e-mail`, `phone`, `mobile`, `contact`, `owner`.
    pub const REACH: &str = "reach";
    /// Leads that the sales filter left out, by the stage of their contact's opportunity.
    pub const OPPORTUNITY_STAGE: &str = "opportunity_stage";
}

/// Before or after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// When the people were read.
    Before,
    /// When everything was written.
    After,
}

impl Moment {
    /// The name under which the ledger keeps it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Moment::Before => "before",
            Moment::After => "after",
        }
    }
}

/// How many open leads of one status a person owns, by Odoo's own count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatusCount {
    /// The person.
    pub person: UserId,
    /// When it was counted. A dry run has counts before only.
    pub moment: Moment,
    /// The mapped status: of a many2one its name, of a selection its key; none where it is empty.
    pub status: Option<String>,
    /// How many leads.
    pub leads: u64,
}

impl RunRecord {
    /// How it ended, once nothing more will come of it. An interrupted run may have been resumed, and killed, since its end was written.
    #[must_use]
    pub fn settled(&self) -> Option<&RunEnd> {
        self.end.as_ref().filter(|_| self.status != Status::Interrupted)
    }

    /// Its counts: those of its end; until it is settled, what its decisions add up to.
    #[must_use]
    pub fn counts_now(&self, decisions: &[Decision]) -> Counts {
        match (self.settled(), &self.end) {
            (Some(end), _) => end.counts,
            // Whose decisions are not kept has no other counts.
            (None, Some(end)) if decisions.is_empty() => end.counts,
            (None, _) => {
                let counts = Counts::of(decisions);
                // What Odoo left out by itself has no decision, and was found all the same.
                let found = self.funnel.first().map_or(counts.found, |step| step.before);
                Counts { found, ..counts }
            }
        }
    }

    /// The people with what they received. Of a live run that is not settled the ledger may have what was planned; what came true is
    /// counted from its decisions.
    #[must_use]
    pub fn people_now(&self, decisions: &[Decision]) -> Vec<PersonCount> {
        if self.settled().is_some() || self.new.dry_run || decisions.is_empty() {
            return self.people.clone();
        }
        let count = |by: fn(&Decision) -> Option<UserId>| {
            let mut counts: HashMap<UserId, u32> = HashMap::new();
            for person in decisions.iter().filter(|one| one.state == State::Done).filter_map(by) {
                *counts.entry(person).or_insert(0) += 1;
            }
            counts
        };
        let received = count(|one| one.to.filter(|_| one.dropback.is_none()));
        let (come, gone) = (count(|one| one.to), count(|one| one.from.filter(|_| one.to.is_some())));
        let counted = self.people.iter().cloned().map(|person| {
            let of = |counts: &HashMap<UserId, u32>| counts.get(&person.id).copied().unwrap_or(0);
            let after = person.before.saturating_add(of(&come)).saturating_sub(of(&gone));
            PersonCount { received: of(&received), after, ..person }
        });
        counted.collect()
    }
}

/// What is known when a run has ended.
#[derive(Clone, Debug, PartialEq)]
pub struct RunEnd {
    /// How it ended.
    pub status: Status,
    /// Its counts.
    pub counts: Counts,
    /// Calls to Odoo.
    pub rpc_calls: u64,
    /// Seconds spent waiting for Odoo.
    pub rpc_seconds: f64,
    /// Seconds from begin to end.
    pub seconds: f64,
    /// What went wrong, in one sentence without personal data.
    pub error: Option<String>,
}

/// A run as the ledger knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// Its number.
    pub id: RunId,
    /// What it began with.
    pub new: NewRun,
    /// The strategy asked, once it was loaded.
    pub strategy: Option<StrategyIdentity>,
    /// Fuel the strategy used, once it answered.
    pub fuel: Option<u64>,
    /// Its status now.
    pub status: Status,
    /// When it ended and how; none while it runs.
    pub end: Option<RunEnd>,
    /// The funnel in the order of the filters, once there is a plan.
    pub funnel: Vec<FunnelStep>,
    /// The people and their counts, in the order in which they were recorded.
    pub people: Vec<PersonCount>,
    /// People of the source who took no part.
    pub left_out: Vec<LeftOutPerson>,
    /// What else was counted.
    pub figures: Vec<Figure>,
    /// The people's leads by status, before and after.
    pub statuses: Vec<StatusCount>,
    /// How even the run was, once it has ended; none where the configuration does not want it kept.
    pub summary: Option<Summary>,
}
