//! The rule: whoever is below their daily minimum first, then whoever has the largest share of their capacity left, among those whom no
//! limit stops. Two lines, since leads of low priority may not use the reserve; most people stand in both.

use std::collections::BTreeSet;

use odlm_strategy_sdk::{Lead, Plan, PlanBuilder, Table, calendar, ties};

use crate::ledger::Ledger;
use crate::member::{Entry, Member};
use crate::settings::Settings;

const MINIMUM: &str = "still below their daily minimum";
const CAPACITY: &str = "most capacity left";
const NOT_TO_OWNER: &str = "only its owner could still take it, and a lead does not go back to its owner";
const NO_PEOPLE: &str = "nobody is eligible";
const RESERVED: &str = "what capacity is left is kept for high-priority leads";
const ALL_FULL: &str =
    "everybody who may take it has reached their capacity or their limit for the run, the day or the week";

/// Leads of this priority and above may use the reserve.
const IMPORTANT: u8 = 2;

/// Who gets which lead.
pub(crate) fn distribute(table: &Table<'_>, settings: &Settings) -> Plan {
    let request = table.request();
    let mut ledger = Ledger::load(&request.memory, request.now);
    let today = calendar::day(request.now);
    let places = ties::places(table);
    let people = table.people().zip(places);
    let members = people.map(|(person, place)| Member::new(&person, place, settings, today, &mut ledger)).collect();
    let mut deal = Deal::new(table, members);
    for lead in table.leads() {
        deal.serve(&lead);
    }
    let memory = ledger.save(deal.members.iter().map(|member| (member.id, member.account)));
    deal.plan.finish(memory)
}

struct Deal {
    members: Vec<Member>,
    /// Who may receive leads of low priority.
    ordinary: BTreeSet<Entry>,
    /// Who may receive leads of high priority.
    important: BTreeSet<Entry>,
    explained: Vec<bool>,
    plan: PlanBuilder,
}

impl Deal {
    fn new(table: &Table<'_>, members: Vec<Member>) -> Self {
        let explained = table.explained();
        let plan = PlanBuilder::new(table);
        let mut deal = Deal { members, ordinary: BTreeSet::new(), important: BTreeSet::new(), explained, plan };
        for row in 0..deal.members.len() {
            deal.join(row);
        }
        deal
    }

    fn join(&mut self, row: usize) {
        if let Some(member) = self.members.get(row) {
            let entry = member.entry(row);
            if member.may_receive(true) {
                self.important.insert(entry);
            }
            if member.may_receive(false) {
                self.ordinary.insert(entry);
            }
        }
    }

    fn serve(&mut self, lead: &Lead<'_>) {
        let important = lead.priority() >= IMPORTANT;
        let line = if important { &self.important } else { &self.ordinary };
        let mut waiting = line.iter().filter(|(.., row)| Some(*row) != lead.owner()).copied();
        let (first, second) = (waiting.next(), waiting.next());
        let explain = self.explained.get(lead.row()).copied().unwrap_or_default();
        let Some(entry) = first else {
            let reason = self.nobody(lead, line.is_empty());
            self.plan.nobody(lead.row(), reason);
            if explain {
                self.plan.note(lead.row(), reason.to_owned());
            }
            return;
        };
        let (minimum_reached, _, _, row) = entry;
        if explain {
            let note = self.note(row, second.map(|(.., row)| row));
            self.plan.note(lead.row(), note);
        }
        self.plan.give(lead.row(), row, if minimum_reached { CAPACITY } else { MINIMUM });
        self.ordinary.remove(&entry);
        self.important.remove(&entry);
        if let Some(member) = self.members.get_mut(row) {
            member.receive(important);
        }
        self.join(row);
    }

    /// Why a lead finds nobody; `empty`: not even its owner could take it.
    fn nobody(&self, lead: &Lead<'_>, empty: bool) -> &'static str {
        let reserve_is_left = self.important.iter().any(|(.., row)| Some(*row) != lead.owner());
        match (self.members.is_empty(), empty, reserve_is_left) {
            (true, ..) => NO_PEOPLE,
            (false, false, _) => NOT_TO_OWNER,
            (false, true, true) => RESERVED,
            (false, true, false) => ALL_FULL,
        }
    }

    /// The figures of whoever is served and of the one behind.
    fn note(&self, first: usize, second: Option<usize>) -> String {
        let figures = |row: usize| {
            let member = self.members.get(row)?;
            let minimum = if member.is_below_minimum() {
                format!(" of at least {}", member.limits.minimum)
            } else {
                String::new()
            };
            let capacity = format!("{} of {} leads ({})", member.workload, member.limits.open, member.utilisation());
            Some(format!("user {} with {capacity} and {}{minimum} today", member.id, member.account.today))
        };
        let first = figures(first).unwrap_or_default();
        match second.and_then(figures) {
            Some(second) => format!("{first}; second was {second}"),
            None => format!("{first}; nobody else could take it"),
        }
    }
}
