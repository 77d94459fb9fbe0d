//! The run as it is told, and as `--json` prints it: fields are only ever added.

use std::collections::{BTreeMap, HashMap};

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::domain::decision::{Decision, Dropback, State};
use crate::domain::ids::UserId;
use crate::domain::run::{FunnelStep, LeftOutPerson, PersonCount, RunRecord};

/// A run.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Report {
    /// Its number in the ledger.
    pub run: i64,
    /// How it ended: `complete`, `partial`, `nothing`, `dry_run`, `refused`, `failed`, `interrupted`; `running` while it has not.
    pub status: String,
    /// The campaign.
    pub campaign: String,
    /// Which Odoo: URL and database.
    pub odoo: String,
    /// The strategy asked; none when the run ended before.
    pub strategy: Option<StrategyLine>,
    /// Leads that Odoo returned for the window, and old leads beyond it that go to a fixed person.
    pub found: u64,
    /// Leads that passed every filter.
    pub eligible: u64,
    /// Leads for which the plan names somebody; old leads are counted apart, as in `assigned`.
    pub planned: u64,
    /// Leads of the distribution written and read back.
    pub assigned: u64,
    /// Leads changed by somebody else meanwhile, old ones among them, as in `refused` and `unknown`.
    pub conflicts: u64,
    /// Leads that Odoo refused.
    pub refused: u64,
    /// Leads whose write has no known outcome.
    pub unknown: u64,
    /// Old leads that go to a fixed person instead of being distributed; absent where nobody looks for them, and
    /// where the run's decisions are not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropback: Option<DropbackReport>,
    /// Leads before and after each filter.
    pub funnel: Vec<FunnelLine>,
    /// Who got how many.
    pub people: Vec<PersonLine>,
    /// People of the source who took no part.
    pub people_left_out: Vec<LeftOutLine>,
    /// Each lead's decision, where they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<DecisionLine>>,
    /// How many leads went for which reason.
    pub reasons: Vec<ReasonLine>,
    /// Calls to Odoo.
    pub rpc: Rpc,
    /// Seconds from begin to end.
    pub seconds: f64,
    /// What ended the run early.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Old leads that go to a fixed person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DropbackReport {
    /// Old leads that were taken up, inside the window or not: those that go to a person, or that are only counted. They are among the
    /// run's `found`, and the funnel's step `dropback` takes them out.
    pub found: u64,
    /// Those written and read back.
    pub assigned: u64,
    /// How many for which campaign.
    pub by_campaign: Vec<DropbackLine>,
}

/// The old leads of one campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct DropbackLine {
    /// The campaign that their web source belongs to.
    pub campaign: String,
    /// The name of the person to whom they go; none where they are only counted.
    pub person: Option<String>,
    /// How many of `found`.
    pub leads: u64,
}

/// The strategy asked.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct StrategyLine {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of its component, in hexadecimal.
    pub digest: String,
    /// What the plan cost, reproducibly; none when it gave none.
    pub fuel: Option<u64>,
}

/// One filter.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FunnelLine {
    /// Its name.
    pub filter: String,
    /// Leads before it.
    pub before: u64,
    /// Leads after it.
    pub after: u64,
}

/// A person's numbers.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PersonLine {
    /// Odoo's user id.
    pub id: u64,
    /// The name as Odoo has it.
    pub name: String,
    /// The level.
    pub level: String,
    /// Leads that the person should own.
    pub target: u32,
    /// The most leads that odlm accepted for the person in this run; none without a bound.
    pub room: Option<u32>,
    /// Open leads owned before.
    pub before: u32,
    /// Leads received by the distribution; in a dry run those that would be.
    pub received: u32,
    /// Open leads owned after: those before and received, old leads that came to them, less those of theirs that went to others.
    pub after: u32,
    /// `after` in per cent of the target; none without a target.
    pub utilisation: Option<f64>,
}

/// Somebody who took no part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeftOutLine {
    /// The name as Odoo has it, else as the source has it.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// One lead's decision.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DecisionLine {
    /// Odoo's lead id.
    pub lead: u64,
    /// Its owner before.
    pub from: Option<u64>,
    /// Who gets it.
    pub to: Option<u64>,
    /// Values of further fields that are written with it, by the field's name; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Map<String, Value>>,
    /// Of an old lead the campaign that it was taken up for; absent for a lead of the distribution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dropback: Option<String>,
    /// Why, or why nobody.
    pub reason: String,
    /// How far it came: `left_out`, `unassigned`, `planned`, `intent`, `done`, `conflict`, `refused`, `unknown`.
    pub state: String,
    /// What Odoo said, what changed, or which value Odoo keeps otherwise than it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// How many leads went for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ReasonLine {
    /// Why.
    pub reason: String,
    /// What became of them, as in `decisions`.
    pub state: String,
    /// How many.
    pub leads: u64,
}

/// Calls to Odoo.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct Rpc {
    /// How many, retries counted.
    pub calls: u64,
    /// Seconds spent waiting for them.
    pub seconds: f64,
}

impl Report {
    /// The report of a recorded run; with `full` each lead's decision too.
    #[must_use]
    pub fn new(record: &RunRecord, decisions: &[Decision], full: bool) -> Report {
        let end = record.end.as_ref();
        let counts = record.counts_now(decisions);
        Report {
            run: record.id.0,
            status: record.status.name().to_owned(),
            campaign: record.new.campaign.clone(),
            odoo: record.new.odoo.clone(),
            strategy: record.strategy.as_ref().map(|strategy| StrategyLine {
                name: strategy.name.clone(),
                version: strategy.version.clone(),
                digest: strategy.digest.clone(),
                fuel: record.fuel,
            }),
            found: counts.found,
            eligible: counts.eligible,
            planned: counts.planned,
            assigned: counts.assigned,
            conflicts: counts.conflicts,
            refused: counts.refused,
            unknown: counts.unknown,
            dropback: dropback(&record.funnel, decisions),
            funnel: record.funnel.iter().map(FunnelLine::from).collect(),
            people: record.people_now(decisions).iter().map(PersonLine::from).collect(),
            people_left_out: record.left_out.iter().map(LeftOutLine::from).collect(),
            decisions: full.then(|| decisions.iter().map(DecisionLine::from).collect()),
            reasons: reasons(decisions),
            rpc: Rpc {
                calls: end.map_or(0, |end| end.rpc_calls),
                seconds: end.map_or(0.0, |end| round(end.rpc_seconds)),
            },
            seconds: end.map_or(0.0, |end| round(end.seconds)),
            error: end.and_then(|end| end.error.clone()),
        }
    }

    /// The names of the people, by id.
    #[must_use]
    pub fn names(&self) -> HashMap<u64, &str> {
        self.people.iter().map(|person| (person.id, person.name.as_str())).collect()
    }
}

impl From<&FunnelStep> for FunnelLine {
    fn from(step: &FunnelStep) -> FunnelLine {
        FunnelLine { filter: step.filter.clone(), before: step.before, after: step.after }
    }
}

impl From<&PersonCount> for PersonLine {
    fn from(person: &PersonCount) -> PersonLine {
        let utilisation =
            (person.target > 0).then(|| round(100.0 * f64::from(person.after) / f64::from(person.target)));
        PersonLine {
            id: person.id.0,
            name: person.name.clone(),
            level: person.level.clone(),
            target: person.target,
            room: (person.room < u32::MAX).then_some(person.room),
            before: person.before,
            received: person.received,
            after: person.after,
            utilisation,
        }
    }
}

impl From<&LeftOutPerson> for LeftOutLine {
    fn from(person: &LeftOutPerson) -> LeftOutLine {
        LeftOutLine { name: person.name.clone(), reason: person.reason.clone() }
    }
}

impl From<&Decision> for DecisionLine {
    fn from(decision: &Decision) -> DecisionLine {
        DecisionLine {
            lead: decision.lead.0,
            from: decision.from.map(|UserId(id)| id),
            to: decision.to.map(|UserId(id)| id),
            values: (!decision.values.is_empty()).then(|| (*decision.values).clone()),
            dropback: decision.dropback.as_ref().map(|dropback| dropback.campaign.clone()),
            reason: decision.reason.to_string(),
            state: decision.state.name().to_owned(),
            detail: decision.detail.clone(),
        }
    }
}

/// The old leads of a run, where it looked for them: then the funnel has the step. None where the step took leads out and no decision is
/// kept that would tell what became of them.
fn dropback(funnel: &[FunnelStep], decisions: &[Decision]) -> Option<DropbackReport> {
    let took = |step: &FunnelStep| step.filter == Dropback::STEP && step.before > step.after;
    if decisions.is_empty() && funnel.iter().any(took) {
        return None;
    }
    let mut lines: BTreeMap<&Dropback, u64> = BTreeMap::new();
    let old = || decisions.iter().filter_map(|decision| Some((decision.dropback.as_deref()?, decision.state)));
    old().for_each(|(dropback, _)| *lines.entry(dropback).or_default() += 1);
    (!lines.is_empty() || funnel.iter().any(|step| step.filter == Dropback::STEP)).then(|| DropbackReport {
        found: lines.values().sum(),
        assigned: old().filter(|(_, state)| *state == State::Done).count() as u64,
        by_campaign: lines
            .into_iter()
            .map(|(Dropback { campaign, person }, leads)| DropbackLine {
                campaign: campaign.clone(),
                person: person.clone(),
                leads,
            })
            .collect(),
    })
}

/// Counts by state and reason: what was given first, then what was not, each with the commonest reason first.
pub(super) fn reasons(decisions: &[Decision]) -> Vec<ReasonLine> {
    let mut counts: HashMap<(State, &str), u64> = HashMap::new();
    for decision in decisions {
        *counts.entry((decision.state, decision.reason.as_ref())).or_default() += 1;
    }
    let rank = |state: State| State::ALL.iter().rev().position(|other| *other == state);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|((state, reason), leads), ((other_state, other_reason), other_leads)| {
        (rank(*state), other_leads, reason).cmp(&(rank(*other_state), leads, other_reason))
    });
    counts
        .into_iter()
        .map(|((state, reason), leads)| ReasonLine { reason: reason.to_owned(), state: state.name().to_owned(), leads })
        .collect()
}

/// Milliseconds are enough.
fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
