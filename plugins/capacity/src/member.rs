//! One person while leads are dealt out.

use odlm_strategy_sdk::{Key, Person, Share};

use crate::ledger::{Account, Ledger};
use crate::limits::Limits;
use crate::settings::Settings;

/// Where somebody stands: whoever is below their daily minimum first, by how much of it they have; then by how much of their capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing(u64);

impl Standing {
    /// The highest bit of a share is free: it is not below 0.
    const MINIMUM_REACHED: u64 = 1 << 63;

    pub(crate) fn is_below_minimum(self) -> bool {
        self.0 < Self::MINIMUM_REACHED
    }
}

impl Key for Standing {
    const LAST: Self = Standing(u64::MAX);
}

/// One person while leads are dealt out.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) id: u64,
    pub(crate) limits: Limits,
    pub(crate) account: Account,
    /// Owned now, with what this plan gave.
    pub(crate) workload: u64,
    room: u32,
}

impl Member {
    pub(crate) fn new(person: &Person<'_>, settings: &Settings, today: i64, ledger: &mut Ledger) -> Self {
        let limits = Limits::of(person, settings, today);
        Member {
            id: person.id(),
            limits,
            account: ledger.open(person.id(), limits.open, limits.ordinary),
            workload: u64::from(person.workload()),
            room: person.room(),
        }
    }

    pub(crate) fn is_below_minimum(&self) -> bool {
        self.account.today < self.limits.minimum
    }

    /// Share of the capacity in use.
    pub(crate) fn utilisation(&self) -> Share {
        Share::of(self.workload, self.limits.open)
    }

    fn standing(&self) -> Standing {
        if self.is_below_minimum() {
            Standing(Share::of(self.account.today, self.limits.minimum as f64).to_bits())
        } else {
            Standing(Standing::MINIMUM_REACHED | self.utilisation().to_bits())
        }
    }

    /// Where they stand among those who may receive a lead of high priority, and of low priority.
    pub(crate) fn standings(&self) -> [Option<Standing>; 2] {
        let standing = self.standing();
        [true, false].map(|important| self.may_receive(important).then_some(standing))
    }

    /// Whether they may receive one more lead; `important`: of high priority, so that the reserve is open to it.
    fn may_receive(&self, important: bool) -> bool {
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
