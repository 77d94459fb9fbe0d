//! One person while leads are dealt out.

use odlm_strategy_sdk::{Share, Table};

use crate::settings::FillStrategy;

/// One person while leads are dealt out.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Odoo's `res.users` id.
    pub(crate) id: u64,
    pub(crate) rank: u32,
    pub(crate) target: u32,
    /// Owned now, with what this plan gave.
    pub(crate) workload: u64,
    /// Given by this plan.
    given: u32,
    /// What the host still accepts.
    room: u32,
}

impl Member {
    pub(crate) fn all(table: &Table<'_>) -> Vec<Member> {
        let member = |person: odlm_strategy_sdk::Person<'_>| Member {
            id: person.id(),
            rank: person.rank(),
            target: person.target(),
            workload: u64::from(person.workload()),
            given: 0,
            room: person.room(),
        };
        table.people().map(member).collect()
    }

    /// Leads below target; below 0: past it.
    pub(crate) fn deficit(&self) -> i64 {
        i64::from(self.target) - i64::try_from(self.workload).unwrap_or(i64::MAX)
    }

    /// How much of the target would be used with one more lead: the measure that leaves people of different targets most even.
    pub(crate) fn utilisation_after(&self) -> Share {
        Share::of(self.workload.saturating_add(1), f64::from(self.target))
    }

    pub(crate) fn receive(&mut self) {
        self.workload += 1;
        self.given += 1;
        self.room = self.room.saturating_sub(1);
    }

    /// Where they stand in their level's line, as long as they are below target.
    pub(crate) fn key(&self, fill: FillStrategy) -> Option<i64> {
        let key = match fill {
            FillStrategy::HighestPriorityFirst => -self.deficit(),
            FillStrategy::RoundRobinWithinLevel => i64::from(self.given),
        };
        (self.deficit() > 0 && self.room > 0).then_some(key)
    }

    /// Whether they may own one more lead when `limit` per cent past the target are allowed.
    pub(crate) fn may_overflow(&self, limit: f64) -> bool {
        // `as` saturates, and turns what is no number into 0.
        let extra = (f64::from(self.target) * limit / 100.0).floor() as u64;
        self.room > 0 && self.workload < u64::from(self.target).saturating_add(extra)
    }
}
