//! The rule: whoever is below their daily minimum first, then whoever has the largest share of their capacity left, among those whom no
//! limit stops. Two lines, since leads of low priority may not use the reserve; most people stand in both.

use odlm_strategy_sdk::{Key, Lead, Line, Plan, PlanBuilder, Reason, Seat, Table, calendar, ties};

use crate::ledger::Ledger;
use crate::member::{Member, Standing};
use crate::settings::Settings;

const MINIMUM: Reason = Reason("still below their daily minimum");
const CAPACITY: Reason = Reason("most capacity left");
const NOT_TO_OWNER: Reason = Reason("only its owner could still take it, and a lead does not go back to its owner");
const NO_PEOPLE: Reason = Reason("nobody is eligible");
const RESERVED: Reason = Reason("what capacity is left is kept for high-priority leads");
const ALL_FULL: Reason =
    Reason("everybody who may take it has reached their capacity or their limit for the run, the day or the week");

/// Leads of this priority and above may use the reserve.
const IMPORTANT: u8 = 2;

/// Who gets which lead.
pub(crate) fn distribute(table: &Table<'_>, settings: &Settings) -> Plan {
    let request = table.request();
    let mut ledger = Ledger::load(&request.memory, request.now);
    let today = calendar::day(request.now);
    let members = table.people().map(|person| Member::new(&person, settings, today, &mut ledger)).collect();
    let mut deal = Deal::new(table, members);
    for lead in table.leads() {
        deal.serve(&lead);
    }
    let memory = ledger.save(deal.members.iter().map(|member| (member.id, member.account)));
    deal.plan.finish(memory)
}

struct Deal {
    members: Vec<Member>,
    /// Who may receive leads of high priority.
    important: Line<Standing>,
    /// Who may receive leads of low priority.
    ordinary: Line<Standing>,
    /// By member, in both lines.
    seats: Vec<Option<[Seat; 2]>>,
    explained: Vec<bool>,
    plan: PlanBuilder,
}

impl Deal {
    fn new(table: &Table<'_>, members: Vec<Member>) -> Self {
        let explained = table.explained();
        let plan = PlanBuilder::new(table);
        let (mut important, mut ordinary) = (Line::new(), Line::new());
        let mut seats = vec![None; members.len()];
        for row in ties::order(&ties::places(table)) {
            let Some((member, entry)) = members.get(row).zip(seats.get_mut(row)) else { continue };
            if let [Some(high), low] = member.standings() {
                let both = [important.join(row, high), ordinary.join(row, low.unwrap_or(Standing::LAST))];
                *entry = Some(both);
            }
        }
        Deal { members, important, ordinary, seats, explained, plan }
    }

    fn serve(&mut self, lead: &Lead<'_>) {
        let important = lead.priority() >= IMPORTANT;
        let line = if important { &mut self.important } else { &mut self.ordinary };
        let explain = self.explained.get(lead.row()).copied().unwrap_or_default();
        let Some((row, standing)) = line.first(lead.owner()) else {
            let is_empty = line.is_empty();
            let reason = self.nobody(lead, is_empty);
            self.plan.nobody(lead.row(), reason);
            if explain {
                self.plan.note(lead.row(), reason.0.to_owned());
            }
            return;
        };
        if explain {
            let [_, second] = line.first_two(lead.owner());
            let note = self.note(row, second.map(|(row, _)| row));
            self.plan.note(lead.row(), note);
        }
        self.plan.give(lead.row(), row, if standing.is_below_minimum() { MINIMUM } else { CAPACITY });
        let Some(member) = self.members.get_mut(row) else { return };
        member.receive(important);
        let [high, low] = member.standings();
        if let Some(Some(seats)) = self.seats.get(row) {
            self.important.update(seats[0], high);
            self.ordinary.update(seats[1], low);
        }
    }

    /// Why a lead finds nobody; `empty`: not even its owner could take it.
    fn nobody(&self, lead: &Lead<'_>, empty: bool) -> Reason {
        let reserve_is_left = self.important.first(lead.owner()).is_some();
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
