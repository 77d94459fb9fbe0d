//! One person while leads are dealt out.

use odlm_strategy_sdk::{Person, Share};

use crate::ledger::{Account, Ledger};
use crate::limits::Limits;
use crate::settings::Settings;

/// Whether the daily minimum is reached, how far (of the minimum, then of the capacity), the place among equals, the row. Lower is
/// served first.
pub(crate) type Entry = (bool, Share, u32, usize);

/// One person while leads are dealt out.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) id: u64,
    pub(crate) limits: Limits,
    pub(crate) account: Account,
    /// Owned now, with what this plan gave.
    pub(crate) workload: u64,
    room: u32,
    place: u32,
}

impl Member {
    pub(crate) fn new(person: &Person<'_>, place: u32, settings: &Settings, today: i64, ledger: &mut Ledger) -> Self {
        let limits = Limits::of(person, settings, today);
        Member {
            id: person.id(),
            limits,
            account: ledger.open(person.id(), limits.open, limits.ordinary),
            workload: u64::from(person.workload()),
            room: person.room(),
            place,
        }
    }

    pub(crate) fn is_below_minimum(&self) -> bool {
        self.account.today < self.limits.minimum
    }

    /// Share of the capacity in use.
    pub(crate) fn utilisation(&self) -> Share {
        Share::of(self.workload, self.limits.open)
    }

    pub(crate) fn entry(&self, row: usize) -> Entry {
        if self.is_below_minimum() {
            (false, Share::of(self.account.today, self.limits.minimum as f64), self.place, row)
        } else {
            (true, self.utilisation(), self.place, row)
        }
    }

    /// Whether they may receive one more lead; `important`: of high priority, so that the reserve is open to it.
    pub(crate) fn may_receive(&self, important: bool) -> bool {
        let limit = if important {
            self.account.open.whole(self.limits.open)
        } else {
            let ordinary = self.account.ordinary.whole(self.limits.ordinary);
            ordinary.min(self.account.open.whole(self.limits.open))
        };
        self.room > 0
            && self.workload < limit
            && self.account.today < self.limits.daily
            && self.account.this_week < self.limits.weekly
    }

    pub(crate) fn receive(&mut self, important: bool) {
        self.account.open.spend(self.limits.open, self.workload);
        if !important {
            self.account.ordinary.spend(self.limits.ordinary, self.workload);
        }
        self.workload += 1;
        self.account.today = self.account.today.saturating_add(1);
        self.account.this_week = self.account.this_week.saturating_add(1);
        self.room = self.room.saturating_sub(1);
    }
}
