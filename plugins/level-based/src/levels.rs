//! The rule. Each level is a line of its people below target. A lead goes to the first person of the first level that serves it; a level
//! that is finished is taken away, so a lead looks at two levels at most (the second one when only its owner waits in the first).

use std::collections::BTreeMap;

use odlm_strategy_sdk::{Lead, Line, Plan, PlanBuilder, Reason, Table, ties};

use crate::member::Member;
use crate::overflow::Overflow;
use crate::settings::{FillStrategy, Levels, Settings};

const NOT_TO_OWNER: Reason = Reason("only its owner could still take it, and a lead does not go back to its owner");
const NO_PEOPLE: Reason = Reason("nobody is eligible");
const ALL_FULL: Reason = Reason("everybody who may take it has reached their target or their limit for this run");
const SENIORS_FULL: Reason =
    Reason("kept for the most senior level, where everybody has reached their target or their limit for this run");

/// Who gets which lead. Nothing is remembered between runs: credit settles ties.
pub(crate) fn distribute(table: &Table<'_>, settings: &Settings) -> Plan {
    let mut deal = Deal::new(table, settings);
    let mut remaining = Vec::new();
    for lead in table.leads() {
        if !deal.serve(&lead) {
            remaining.push(lead);
        }
    }
    if settings.allow_overflow && !remaining.is_empty() {
        let mut overflow = Overflow::new(&deal.members, &deal.order, deal.senior, settings.overflow_limit);
        remaining.retain(|lead| {
            let seniors_only = settings.priority_handling.levels(lead.priority()) == Levels::SeniorOnly;
            let explain = deal.explained.get(lead.row()).copied().unwrap_or_default();
            !overflow.serve(lead, seniors_only, explain, &mut deal.members, &mut deal.plan)
        });
    }
    for lead in remaining {
        deal.leave(&lead);
    }
    deal.plan.finish(Vec::new())
}

struct Deal<'a> {
    settings: &'a Settings,
    members: Vec<Member>,
    /// Rows of the members, as ties are settled.
    order: Vec<usize>,
    /// Rank and people of each level that is not finished, by rank.
    lines: Vec<(u32, Line<i64>)>,
    senior: Option<u32>,
    explained: Vec<bool>,
    plan: PlanBuilder,
}

impl<'a> Deal<'a> {
    fn new(table: &Table<'_>, settings: &'a Settings) -> Self {
        let members = Member::all(table);
        let order = ties::order(&ties::places(table));
        let mut lines: BTreeMap<u32, Line<i64>> = BTreeMap::new();
        for (row, member) in order.iter().filter_map(|row| Some((*row, members.get(*row)?))) {
            if let Some(key) = member.key(settings.fill_strategy) {
                lines.entry(member.rank).or_default().join(row, key);
            }
        }
        let lines = lines.into_iter().collect();
        let senior = members.iter().map(|member| member.rank).min();
        Deal { settings, members, order, lines, senior, explained: table.explained(), plan: PlanBuilder::new(table) }
    }

    /// Gives the lead to somebody below target, if there is anybody.
    fn serve(&mut self, lead: &Lead<'_>) -> bool {
        let levels = self.settings.priority_handling.levels(lead.priority());
        let open = self.lines.len();
        let [first, second] = match levels {
            Levels::All => [0, 1],
            Levels::JuniorFirst => [open.wrapping_sub(1), open.wrapping_sub(2)],
            Levels::SeniorOnly => return self.serve_seniors(lead),
        };
        // Serving nobody finishes no level, so the second is where it was.
        self.serve_level(lead, first, levels) || self.serve_level(lead, second, levels)
    }

    fn serve_seniors(&mut self, lead: &Lead<'_>) -> bool {
        let seniors_are_open = self.lines.first().is_some_and(|(rank, _)| Some(*rank) == self.senior);
        seniors_are_open && self.serve_level(lead, 0, Levels::SeniorOnly)
    }

    /// Gives the lead to somebody of one of the open levels.
    fn serve_level(&mut self, lead: &Lead<'_>, level: usize, levels: Levels) -> bool {
        let Some((_, line)) = self.lines.get_mut(level) else { return false };
        let explain = self.explained.get(lead.row()).copied().unwrap_or_default();
        let note = if explain { note(line, lead.owner(), &self.members) } else { None };
        let (members, fill) = (&mut self.members, self.settings.fill_strategy);
        let served = line.serve(lead.owner(), |row, _| {
            let member = members.get_mut(row)?;
            member.receive();
            member.key(fill)
        });
        if line.is_empty() {
            self.lines.remove(level);
        }
        let Some(row) = served else { return false };
        self.plan.give(lead.row(), row, reason(fill, levels));
        if let Some(note) = note {
            self.plan.note(lead.row(), note);
        }
        true
    }

    fn leave(&mut self, lead: &Lead<'_>) {
        let seniors_only = self.settings.priority_handling.levels(lead.priority()) == Levels::SeniorOnly;
        let owner = lead.owner().and_then(|row| self.members.get(row));
        let owner_could = owner.is_some_and(|member| {
            member.key(self.settings.fill_strategy).is_some() && (!seniors_only || Some(member.rank) == self.senior)
        });
        let reason = if self.members.is_empty() {
            NO_PEOPLE
        } else if owner_could {
            NOT_TO_OWNER
        } else if seniors_only {
            SENIORS_FULL
        } else {
            ALL_FULL
        };
        self.plan.nobody(lead.row(), reason);
        if self.explained.get(lead.row()).copied().unwrap_or_default() {
            let below = self.members.iter().filter(|member| member.deficit() > 0).count();
            let all = self.members.len();
            self.plan.note(lead.row(), format!("at the end {below} of {all} people were below their target"));
        }
    }
}

fn reason(fill: FillStrategy, levels: Levels) -> Reason {
    Reason(match (levels, fill) {
        (Levels::All, FillStrategy::HighestPriorityFirst) => "furthest below target",
        (Levels::All, FillStrategy::RoundRobinWithinLevel) => "next in turn at their level",
        (Levels::SeniorOnly, FillStrategy::HighestPriorityFirst) => {
            "kept for the most senior level, furthest below target"
        }
        (Levels::SeniorOnly, FillStrategy::RoundRobinWithinLevel) => {
            "kept for the most senior level, next in turn there"
        }
        (Levels::JuniorFirst, FillStrategy::HighestPriorityFirst) => {
            "the most junior level comes first, furthest below target"
        }
        (Levels::JuniorFirst, FillStrategy::RoundRobinWithinLevel) => {
            "the most junior level comes first, next in turn there"
        }
    })
}

/// The figures of whoever is served now and of the one behind.
#[cold]
#[inline(never)]
fn note(line: &mut Line<i64>, owner: Option<usize>, members: &[Member]) -> Option<String> {
    let [first, second] = line.first_two(owner);
    let winner = members.get(first?.0)?;
    let mut note = format!(
        "user {} owned {} of {} leads, {} below target",
        winner.id,
        winner.workload,
        winner.target,
        winner.deficit()
    );
    match second.and_then(|(row, _)| members.get(row)) {
        Some(other) => note.push_str(&format!("; second was user {}, {} below target", other.id, other.deficit())),
        None => note.push_str("; nobody else at this level could take it"),
    }
    Some(note)
}
