//! The rule: each lead goes to the lowest (workload + given) / target. Room is the only cap.

use std::collections::BTreeMap;

use odlm_strategy_sdk::{Line, Person, Plan, PlanBuilder, Reason, Share, Table, ties};
use serde::Deserialize;

const NOT_TO_OWNER: Reason = Reason("only its owner could still take it, and a lead does not go back to its owner");
const NO_PEOPLE: Reason = Reason("nobody is eligible");
const ALL_FULL: Reason = Reason("everybody who may take it has reached their limit for this run");

/// The settings of `settings.schema.json`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    /// By `res.users` id.
    weights: BTreeMap<u64, f64>,
}

/// What people's workloads are measured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measure {
    Targets,
    Weights,
    /// Nobody has a target (or weight): leads go round, whatever the workloads.
    Turns,
}

struct Member {
    id: u64,
    /// Target or weight.
    whole: f64,
    /// Owned now, with what this plan gave.
    workload: u64,
    room: u32,
}

impl Member {
    fn share(&self) -> Share {
        Share::of(self.workload, self.whole)
    }

    fn key(&self) -> Option<Share> {
        (self.room > 0 && self.whole > 0.0).then(|| self.share())
    }
}

/// Who gets which lead. Nothing is remembered between runs: credit settles ties.
pub(crate) fn distribute(table: &Table<'_>, settings: &Settings) -> Plan {
    let (measure, mut members) = members(table, settings);
    let mut line = Line::new();
    for row in ties::order(&ties::places(table)) {
        if let Some(key) = members.get(row).and_then(Member::key) {
            line.join(row, key);
        }
    }
    let explained = table.explained();
    let mut plan = PlanBuilder::new(table);
    for lead in table.leads() {
        let explain = explained.get(lead.row()).copied().unwrap_or_default();
        let note = if explain { note(&line.first_two(lead.owner()), &members) } else { None };
        let served = line.serve(lead.owner(), |row, _| {
            let member = members.get_mut(row)?;
            member.workload += 1;
            member.room = member.room.saturating_sub(1);
            member.key()
        });
        let reason = match served {
            Some(person) => {
                plan.give(lead.row(), person, measure.reason());
                measure.reason()
            }
            None => {
                let reason = if members.is_empty() {
                    NO_PEOPLE
                } else if line.is_empty() {
                    ALL_FULL
                } else {
                    NOT_TO_OWNER
                };
                plan.nobody(lead.row(), reason);
                reason
            }
        };
        if explain {
            plan.note(lead.row(), note.unwrap_or_else(|| reason.0.to_owned()));
        }
    }
    plan.finish(Vec::new())
}

impl Measure {
    fn reason(self) -> Reason {
        Reason(match self {
            Measure::Targets => "has the least of their target",
            Measure::Weights => "has the least for their weight",
            Measure::Turns => "nobody has a target or a weight, so leads go round in turn",
        })
    }
}

fn members(table: &Table<'_>, settings: &Settings) -> (Measure, Vec<Member>) {
    let whole = |person: &Person<'_>| match settings.weights.get(&person.id()) {
        _ if settings.weights.is_empty() => f64::from(person.target()),
        weight => weight.copied().unwrap_or(1.0),
    };
    let member = |person: Person<'_>| Member {
        id: person.id(),
        whole: whole(&person),
        workload: u64::from(person.workload()),
        room: person.room(),
    };
    let mut members: Vec<Member> = table.people().map(member).collect();
    // Only people with room count: somebody who cannot receive must not change what the others get.
    if members.iter().any(|member| member.room > 0 && member.whole > 0.0) {
        let measure = if settings.weights.is_empty() { Measure::Targets } else { Measure::Weights };
        return (measure, members);
    }
    for member in &mut members {
        member.whole = 1.0;
        member.workload = 0;
    }
    (Measure::Turns, members)
}

/// The figures of the first two in line.
fn note(waiting: &[Option<(usize, Share)>; 2], members: &[Member]) -> Option<String> {
    let [first, second] = waiting;
    let first = members.get(first.as_ref()?.0)?;
    let mut note = format!("user {} had {} of {}, {}", first.id, first.workload, first.whole, first.share());
    match second.as_ref().and_then(|(row, _)| members.get(*row)) {
        Some(other) => note.push_str(&format!("; second was user {} at {}", other.id, other.share())),
        None => note.push_str("; nobody else could take it"),
    }
    Some(note)
}
