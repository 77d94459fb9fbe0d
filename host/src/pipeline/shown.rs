//! What was read and planned as the steps show it. Counts; decides nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::Job;
use super::begin::Begun;
use super::finish::Ending;
use super::gather::Gathered;
use super::planner::Planner;
use super::prepare::Prepared;
use super::wishes::{Everybody, Wishes};
use crate::config::{Config, DateWindow};
use crate::domain::decision::State;
use crate::domain::ids::UserId;
use crate::domain::lead::FieldValue;
use crate::domain::person::Person;
use crate::domain::run::PersonCount;
use crate::plan::room;
use crate::report::step::{
    ApplicationStep, Choice, LeadsStep, PeopleStep, PersonRow, PlanStep, Receiver, WorkloadRow, WorkloadStep,
    breakdowns, planned_people, planned_reasons,
};

/// Of people in a sentence so many are named.
const NAMED: usize = 5;

/// Step 1.
pub(super) fn people(job: &Job<'_>, prepared: &Prepared, gathered: &Gathered) -> PeopleStep {
    let config = job.config;
    let row = |person: &Person| PersonRow {
        id: person.id,
        name: person.name.clone(),
        level: person.level.clone(),
        target: person.target,
        team: match person.fields.get("team") {
            Some(FieldValue::Text(team)) if !team.trim().is_empty() => Some(team.to_string()),
            _ => person.team.map(|team| format!("team {team}")),
        },
    };
    PeopleStep {
        people: gathered.people.eligible.iter().map(row).collect(),
        left_out: gathered.people.left_out.clone(),
        campaign: config.campaign.clone(),
        strategy: prepared.planner.shown(),
        window: window(config),
        max_leads: config.execution.max_leads,
        dry_run: config.execution.dry_run,
    }
}

fn window(config: &Config) -> String {
    match config.leads.window {
        DateWindow::Days { older_than, younger_than, working } => {
            let days = if working { "working days" } else { "days" };
            if older_than == 0 {
                format!("{younger_than} {days}")
            } else {
                format!("{older_than} to {younger_than} {days} old")
            }
        }
        DateWindow::Between(from, Some(to)) => format!("{from} to {to}"),
        DateWindow::Between(from, None) => format!("{from} to today"),
    }
}

/// Step 2.
pub(super) fn leads(begun: &Begun, ending: &Ending, gathered: &Gathered) -> LeadsStep {
    let dates: BTreeSet<_> = gathered.leads.iter().filter_map(|lead| lead.date).collect();
    LeadsStep {
        found: ending.counts().found,
        eligible: gathered.leads.len() as u64,
        old: gathered.dropped.decisions.len() as u64,
        funnel: gathered.filtered.funnel.clone(),
        breakdowns: breakdowns(&gathered.leads, begun.today),
        dates: dates.first().copied().zip(dates.last().copied()),
    }
}

/// Step 3. The room is that of the configured strategy.
pub(super) fn workload(prepared: &Prepared, begun: &Begun, gathered: &Gathered) -> WorkloadStep {
    let planner = &prepared.planner;
    let settings: Value = serde_json::from_str(&planner.settings).unwrap_or_default();
    let row = |person: &Person| {
        let current = gathered.owned.leads.get(&person.id).copied().unwrap_or(0);
        WorkloadRow {
            name: person.name.clone(),
            level: person.level.clone(),
            current,
            pooled: current.saturating_sub(person.workload),
            target: person.target,
            room: Some(room(person.target, person.workload, planner.room, &settings)).filter(|room| *room < u32::MAX),
            credit: begun.credits.get(&person.id).copied().unwrap_or(0.0),
        }
    };
    WorkloadStep {
        people: gathered.people.eligible.iter().map(row).collect(),
        left_out: gathered.people.left_out.clone(),
        leads: gathered.leads.len() as u64,
    }
}

/// Step 4.
pub(super) fn plan(
    job: &Job<'_>,
    prepared: &Prepared,
    (gathered, ending): (&Gathered, &Ending),
    (everybody, wishes): (&Everybody, &Wishes),
    planned_by: String,
    refused: Option<String>,
) -> PlanStep {
    let people = ending.people(false);
    let planned = ending.counts().planned;
    let old = gathered.dropped.decisions.iter().filter(|decision| decision.to.is_some()).count() as u64;
    let configured = format!("{}, as configured", prepared.planner.shown());
    PlanStep {
        people: planned_people(&people),
        reasons: planned_reasons(&ending.decisions),
        limits: limits(&people, planned, gathered.leads.len() as u64, wishes.max_leads),
        changes: wishes.sentences(job.config, prepared, &everybody.people),
        refused,
        strategy: planned_by,
        eligible: gathered.leads.len() as u64,
        planned,
        old,
        max_leads: wishes.max_leads,
        taken_out: everybody.out(wishes).map(|person| Choice { id: person.id, name: person.name.clone() }).collect(),
        strategies: std::iter::once(configured).chain(prepared.others.iter().map(Planner::shown)).collect(),
    }
}

/// What keeps the plan from giving more, and who is past their target.
fn limits(people: &[PersonCount], planned: u64, eligible: u64, max_leads: u32) -> Vec<String> {
    let mut lines = Vec::new();
    let left = eligible.saturating_sub(planned);
    if left > 0 && planned >= u64::from(max_leads) {
        lines.push(format!("the run's maximum of {max_leads} is reached, {left} eligible leads are left"));
    }
    let full = |person: &&PersonCount| person.room < u32::MAX && person.received >= person.room;
    if let Some(names) = named(people.iter().filter(full)) {
        lines.push(format!("at the most that they may receive in this run: {names}"));
    }
    let past = |person: &&PersonCount| person.received > 0 && person.after > person.target;
    if let Some(names) = named(people.iter().filter(past)) {
        lines.push(format!("past their target afterwards: {names}"));
    }
    lines
}

fn named<'a>(people: impl Iterator<Item = &'a PersonCount>) -> Option<String> {
    let all: Vec<&str> = people.map(|person| person.name.as_str()).collect();
    let mut names: Vec<String> = all.iter().take(NAMED).map(|name| (*name).to_owned()).collect();
    let more = all.len().saturating_sub(NAMED);
    if more > 0 {
        names.push(format!("{more} more"));
    }
    (!names.is_empty()).then(|| names.join(", "))
}

/// Step 5.
pub(super) fn application(job: &Job<'_>, gathered: &Gathered, ending: &Ending) -> ApplicationStep {
    let config = job.config;
    let known: HashMap<UserId, &str> =
        gathered.people.eligible.iter().map(|person| (person.id, person.name.as_str())).collect();
    let mut receivers: BTreeMap<UserId, Receiver> = BTreeMap::new();
    let mut fields = BTreeSet::new();
    for decision in ending.decisions.iter().filter(|decision| decision.state == State::Planned) {
        let Some(person) = decision.to else { continue };
        let dropper = decision.dropback.as_ref();
        let name = || {
            let named = known.get(&person).copied().or_else(|| dropper?.person.as_deref());
            named.map_or_else(|| format!("user {person}"), str::to_owned)
        };
        let receiver = receivers.entry(person).or_insert_with(|| Receiver { name: name(), leads: 0, old: 0 });
        *(if dropper.is_some() { &mut receiver.old } else { &mut receiver.leads }) += 1;
        fields.insert("user_id".to_owned());
        if decision.to_team.is_some() {
            fields.insert("team_id".to_owned());
        }
        fields.extend(decision.values.keys().cloned());
    }
    let leads = receivers.values().map(|receiver| receiver.leads + receiver.old).sum();
    let mut receivers: Vec<Receiver> = receivers.into_values().collect();
    receivers.sort_by(|one, other| (other.leads + other.old, &one.name).cmp(&(one.leads + one.old, &other.name)));
    ApplicationStep {
        odoo: config.connection.identity(),
        dry_run: config.execution.dry_run,
        receivers,
        leads,
        fields: fields.into_iter().collect(),
        batch_size: config.execution.batch_size,
    }
}
