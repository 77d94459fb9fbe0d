//! The rule: leads are served in order, each goes to whoever is furthest below target. Among equals whoever is owed most by earlier runs
//! comes first, then the seed decides: never the place in a list.

use odlm_strategy_sdk::{Lead, Line, Person, Plan, PlanBuilder, Table, ties};

use crate::settings::Settings;

const BELOW: &str = "furthest below target";
const PAST: &str = "everybody has reached their target, and they are least past it";
const NO_PEOPLE: &str = "nobody may receive leads";
const ALL_FULL: &str = "everybody who may take it has reached their target or their limit";

/// Lower is served first: leads past target (below 0: still to go), then the place among equals.
type Key = (i64, u32);

/// Who gets which lead. O(log people) a lead.
pub fn distribute(table: &Table<'_>, settings: &Settings) -> Plan {
    let mut people: Vec<Member> = table
        .people()
        .zip(ties::places(table))
        .map(|(person, place)| Member::new(&person, place))
        .collect();
    let mut line = Line::new();
    for (row, member) in people.iter().enumerate() {
        if let Some(key) = member.key(settings) {
            line.join(row, key);
        }
    }
    let explained = table.explained();
    let mut plan = PlanBuilder::new(table);
    for lead in table.leads() {
        if explained.get(lead.row()).copied().unwrap_or_default() {
            plan.note(lead.row(), note(&lead, &people, &mut line));
        }
        let mut reason = if people.is_empty() {
            NO_PEOPLE
        } else {
            ALL_FULL
        };
        // The line passes over the lead's owner: odlm refuses a plan that gives them their own lead.
        let receiver = line.serve(lead.owner(), |row, _| {
            let member = people.get_mut(row)?;
            reason = if member.to_go > 0 { BELOW } else { PAST };
            member.receive();
            member.key(settings)
        });
        match receiver {
            Some(row) => plan.give(lead.row(), row, reason),
            None => plan.nobody(lead.row(), reason),
        }
    }
    plan.finish(Vec::new())
}

/// Somebody who may receive leads.
struct Member {
    id: u64,
    /// Leads to go until the target is reached; 0 or below: it is.
    to_go: i64,
    /// Leads that odlm still accepts for them.
    room: u32,
    /// Place among equals, from 0.
    place: u32,
}

impl Member {
    fn new(person: &Person<'_>, place: u32) -> Self {
        let to_go = i64::from(person.target()) - i64::from(person.workload());
        Member {
            id: person.id(),
            to_go,
            room: person.room(),
            place,
        }
    }

    /// Their key in the line; nothing: they stand in it no longer.
    fn key(&self, settings: &Settings) -> Option<Key> {
        let may_receive = self.room > 0 && (self.to_go > 0 || settings.past_target);
        may_receive.then_some((-self.to_go, self.place))
    }

    fn receive(&mut self) {
        self.to_go -= 1;
        self.room -= 1;
    }
}

/// What `odlm runs explain` shows beside the reason: who came first and who next.
fn note(lead: &Lead<'_>, people: &[Member], line: &mut Line<Key>) -> String {
    let told = |found: Option<(usize, Key)>| {
        let member = people.get(found?.0)?;
        Some(format!("user {} with {} to go", member.id, member.to_go))
    };
    match line.first_two(lead.owner()).map(told) {
        [Some(first), Some(second)] => format!("{first}; then {second}"),
        [Some(first), None] => format!("{first}; nobody else could take it"),
        _ => "nobody could take it".to_owned(),
    }
}
