//! The rule: each lead goes to whoever had fewest turns; the order decides among equals. Counts of people who stay differ by one at most,
//! within a run and over any number of runs, unless a run has only leads of their own for whoever is behind.

use std::collections::BTreeMap;

use odlm_strategy_sdk::{Lead, Line, Plan, PlanBuilder, Reason, Table, ties};

use crate::exchange::Exchange;
use crate::settings::{Order, Settings};
use crate::turns::{Turn, Turns};

const SWAPPED: Reason = Reason("next in turn, in exchange for a lead of their own");
const SWAPPED_AWAY: Reason = Reason("in exchange for another lead, as it came with the turn of its owner");
const NOT_TO_OWNER: Reason = Reason("only its owner could still take it, and a lead does not go back to its owner");
const NO_PEOPLE: Reason = Reason("nobody is eligible");
const ALL_FULL: Reason = Reason("everybody who may take it has reached their limit for this run");

/// A credit, in millionths of a lead, that is beyond what anybody can be given or owe: 2 thousand million leads.
const MOST_CREDIT: i64 = 1 << 51;

/// Who gets which lead.
pub(crate) fn distribute(table: &Table<'_>, settings: &Settings) -> Plan {
    let request = table.request();
    let turns = Turns::load(&request.memory, settings, request.now);
    let mut deal = Deal::new(table, settings.order, &turns);
    for lead in table.leads() {
        deal.serve(&lead);
    }
    for (lead, note) in deal.notes {
        deal.plan.note(lead, note);
    }
    let after: Vec<Turn> =
        deal.members.into_iter().filter(|member| member.takes_part).map(|member| member.turn).collect();
    let memory = turns.save(&after, settings, request.now);
    deal.plan.finish(memory)
}

struct Member {
    turn: Turn,
    /// Whether they had room when the run began.
    takes_part: bool,
    room: u32,
    given: u32,
    /// Millionths of a lead.
    credit: i64,
}

impl Member {
    fn key(&self, order: Order) -> Option<u128> {
        let (received, served) = match order {
            // Credit as it is after what this run gave, so that a turn made up for does not come twice in a row.
            Order::Fairness => (i64::from(self.given) * 1_000_000 - self.credit, self.turn.served),
            Order::Random => (0, 0),
            Order::Alphabetical | Order::Seniority => (0, self.turn.served),
        };
        (self.room > 0).then(|| key(self.turn.count, received, served))
    }

    fn receive(&mut self, served: u64) {
        self.turn.count += 1;
        self.turn.served = served;
        self.given += 1;
        self.room = self.room.saturating_sub(1);
        self.turn.has_room = self.room > 0;
    }
}

/// Lower is served first: turns, then leads received beyond credit, then when they were last served. 41, 54 and 33 bits hold what they can
/// be: turns are at least -2^40 where they are read, a run gives less than 2^32 of them, and credit is at most [`MOST_CREDIT`].
fn key(turns: i64, received: i64, served: u64) -> u128 {
    let bits = |value: i64, bits: u32| {
        let half = 1_i64 << (bits - 1);
        u128::from(value.saturating_add(half).clamp(0, 2 * half - 1).unsigned_abs())
    };
    bits(turns, 41) << 87 | bits(received, 54) << 33 | u128::from(served.min((1 << 33) - 1))
}

struct Deal {
    order: Order,
    members: Vec<Member>,
    line: Line<u128>,
    exchange: Exchange,
    /// When somebody was last served.
    clock: u64,
    explained: Vec<bool>,
    notes: BTreeMap<usize, String>,
    plan: PlanBuilder,
}

impl Deal {
    fn new(table: &Table<'_>, order: Order, turns: &Turns) -> Self {
        let taking_part: Vec<u64> =
            table.people().filter(|person| person.room() > 0).map(|person| person.id()).collect();
        let mut started = turns.start(&taking_part).into_iter();
        let member = |person: odlm_strategy_sdk::Person<'_>| {
            let takes_part = person.room() > 0;
            let turn = if takes_part { started.next() } else { None };
            Member {
                turn: turn.unwrap_or(Turn { id: person.id(), count: 0, served: 0, has_room: takes_part }),
                takes_part,
                room: person.room(),
                given: 0,
                credit: ties::whole_credit(person.credit()).clamp(-MOST_CREDIT, MOST_CREDIT),
            }
        };
        let members: Vec<Member> = table.people().map(member).collect();
        let mut line = Line::new();
        for row in ties::order(&order.places(table)) {
            if let Some(key) = members.get(row).and_then(|member| member.key(order)) {
                line.join(row, key);
            }
        }
        Deal {
            order,
            line,
            exchange: Exchange::new(members.len()),
            clock: turns.latest(),
            explained: table.explained(),
            notes: BTreeMap::new(),
            plan: PlanBuilder::new(table),
            members,
        }
    }

    fn serve(&mut self, lead: &Lead<'_>) {
        if !self.serve_by_exchange(lead) {
            self.serve_in_turn(lead);
        }
    }

    /// When it is nobody's turn but the owner's: an exchange, if there is a lead to exchange.
    fn serve_by_exchange(&mut self, lead: &Lead<'_>) -> bool {
        let Some(owner) = lead.owner() else { return false };
        if !self.is_alone_in_turn(owner) {
            return false;
        }
        let Some((earlier, holder)) = self.exchange.swap(lead.row(), owner) else { return false };
        self.take_turn(None);
        self.plan.give(earlier, owner, SWAPPED);
        self.plan.give(lead.row(), holder, SWAPPED_AWAY);
        let ids = self
            .members
            .get(owner)
            .zip(self.members.get(holder))
            .map(|(owner, holder)| (owner.turn.id, holder.turn.id));
        if let Some((owner, holder)) = ids {
            self.note(earlier, || {
                format!("it was user {owner}'s turn with a lead of their own, so they exchanged with user {holder}")
            });
            self.note(lead.row(), || {
                format!("it came with the turn of its owner, user {owner}, who exchanged it with user {holder}")
            });
        }
        true
    }

    /// Whether somebody comes first, and everybody else has had more turns.
    fn is_alone_in_turn(&mut self, person: usize) -> bool {
        if self.line.first(None).is_none_or(|(first, _)| first != person) {
            return false;
        }
        let turns = |row: usize| self.members.get(row).map(|member| member.turn.count);
        match self.line.first_two(None) {
            [Some((first, _)), Some((second, _))] => turns(second) > turns(first),
            _ => false,
        }
    }

    fn serve_in_turn(&mut self, lead: &Lead<'_>) {
        let behind = if self.is_explained(lead.row()) { self.line.first_two(lead.owner())[1] } else { None };
        let Some(person) = self.take_turn(lead.owner()) else {
            let reason = match (self.members.is_empty(), self.line.is_empty()) {
                (true, _) => NO_PEOPLE,
                (false, true) => ALL_FULL,
                (false, false) => NOT_TO_OWNER,
            };
            self.plan.nobody(lead.row(), reason);
            self.note(lead.row(), || reason.0.to_owned());
            return;
        };
        self.exchange.gave(lead.row(), lead.owner(), person);
        self.plan.give(lead.row(), person, self.order.reason());
        let after = behind.and_then(|(row, _)| self.members.get(row)).map(|member| member.turn.id);
        let Some(member) = self.members.get(person) else { return };
        let (id, given) = (member.turn.id, member.given);
        self.note(lead.row(), || match after {
            Some(after) => format!("user {id}'s turn, number {given} of theirs in this run; then came user {after}"),
            None => format!("user {id}'s turn, number {given} of theirs in this run; nobody else could take it"),
        });
    }

    /// The first in line, passing over `except`, has their turn.
    fn take_turn(&mut self, except: Option<usize>) -> Option<usize> {
        self.clock += 1;
        let (members, order, clock) = (&mut self.members, self.order, self.clock);
        self.line.serve(except, |row, _| {
            let member = members.get_mut(row)?;
            member.receive(clock);
            member.key(order)
        })
    }

    fn is_explained(&self, lead: usize) -> bool {
        self.explained.get(lead).copied().unwrap_or_default()
    }

    fn note(&mut self, lead: usize, text: impl FnOnce() -> String) {
        if self.is_explained(lead) {
            self.notes.insert(lead, text());
        }
    }
}
