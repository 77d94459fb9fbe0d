//! What is remembered: leads given today and this week, and fractions of capacity that have not made a whole lead yet.

use std::collections::BTreeMap;

use odlm_strategy_sdk::{calendar, memory};
use serde::{Deserialize, Serialize};

const FORMAT: &str = "capacity";
const VERSION: u32 = 1;
/// People who are away and still remembered.
const MOST_AWAY: usize = 10_000;

/// What is remembered of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
pub(crate) struct Account {
    /// Leads given on the ledger's day.
    pub(crate) today: u64,
    /// Leads given in the ledger's week.
    pub(crate) this_week: u64,
    /// Fractions of open leads saved up.
    pub(crate) open: Carry,
    /// The same, for leads of low priority.
    pub(crate) ordinary: Carry,
}

/// Fractions saved up: each day adds what a limit has beyond whole leads, and a whole lead is spent when it is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(transparent)]
pub(crate) struct Carry(f64);

impl Carry {
    /// One more day with this limit. At most one lead, and the day's own fraction, is saved up.
    fn save_up(&mut self, limit: f64) {
        let fraction = limit.fract();
        self.0 = if fraction > 0.0 { (self.0 + fraction).clamp(0.0, 1.0 + fraction) } else { 0.0 };
    }

    /// Whole leads that a limit allows now: its own, and one that was saved up. (Tenths do not add up to one exactly.)
    pub(crate) fn whole(self, limit: f64) -> u64 {
        let saved = limit.fract() > 0.0 && self.0 > 1.0 - 1e-9;
        // Limits are bounded by what the contract can count, and not below 0.
        (limit.floor() as u64).saturating_add(u64::from(saved))
    }

    /// A lead was given: spends what was saved up, when the limit's own whole leads do not cover it.
    pub(crate) fn spend(&mut self, limit: f64, workload_before: u64) {
        if workload_before >= limit.floor() as u64 {
            self.0 = (self.0 - 1.0).max(0.0);
        }
    }
}

/// All accounts.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Ledger {
    day: i64,
    week: i64,
    /// By `res.users` id.
    people: BTreeMap<u64, Account>,
    /// Whether a new day has begun since the last run: fractions are saved up once a day.
    #[serde(skip)]
    is_new_day: bool,
}

impl Ledger {
    /// The ledger in a request's memory, brought forward to `now`.
    pub(crate) fn load(bytes: &[u8], now: i64) -> Self {
        let (day, week) = (calendar::day(now), calendar::week(now));
        let stored = memory::load::<Ledger>(FORMAT, VERSION, bytes);
        let is_new_day = stored.as_ref().is_none_or(|ledger| ledger.day != day);
        let mut ledger = stored.unwrap_or_default();
        let is_new_week = ledger.week != week;
        for account in ledger.people.values_mut() {
            if is_new_day {
                account.today = 0;
            }
            if is_new_week {
                account.this_week = 0;
            }
        }
        Ledger { day, week, people: ledger.people, is_new_day }
    }

    /// Takes a person's account out of the ledger for a run in which they may own `open` (and `ordinary`) leads.
    pub(crate) fn open(&mut self, id: u64, open: f64, ordinary: f64) -> Account {
        let known = self.people.remove(&id);
        let mut account = known.unwrap_or_default();
        if self.is_new_day || known.is_none() {
            account.open.save_up(open);
            account.ordinary.save_up(ordinary);
        }
        account
    }

    /// The memory after a run, with the accounts of those who took part. Of people who are away only this week is remembered.
    pub(crate) fn save(mut self, accounts: impl Iterator<Item = (u64, Account)>) -> Vec<u8> {
        let away = std::mem::take(&mut self.people).into_iter().filter(|(_, account)| account.this_week > 0);
        self.people = away.take(MOST_AWAY).chain(accounts).collect();
        memory::save(FORMAT, VERSION, &self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_make_a_whole_lead_in_time() {
        let mut carry = Carry::default();
        let mut days = Vec::new();
        for _ in 0..10 {
            carry.save_up(0.3);
            days.push(carry.whole(0.3));
            if carry.whole(0.3) > 0 {
                carry.spend(0.3, 0);
            }
        }
        assert_eq!(days, [0, 0, 0, 1, 0, 0, 1, 0, 0, 1], "3 in 10 days");
    }

    #[test]
    fn a_whole_limit_is_never_passed() {
        let mut carry = Carry::default();
        for _ in 0..5 {
            carry.save_up(2.5);
        }
        assert_eq!(carry.whole(2.5), 3, "no more than one lead is saved up");
        carry.save_up(2.0);
        assert_eq!(carry.whole(2.0), 2);
        assert_eq!(Carry(1e300).whole(2.0), 2, "whatever the memory says");
    }

    #[test]
    fn days_and_weeks_end_and_fractions_stay() {
        let account = Account { today: 2, this_week: 3, open: Carry(0.5), ordinary: Carry(0.25) };
        let monday = 20_780 * 86_400;
        let saved = Ledger::load(&[], monday).save([(7, account)].into_iter());
        let at = |now| Ledger::load(&saved, now).open(7, 1.0 / 3.0, 0.0);
        assert_eq!(at(monday + 86_399), account, "the same day");
        let tomorrow = at(monday + 86_400);
        assert_eq!((tomorrow.today, tomorrow.this_week), (0, 3));
        assert!(tomorrow.open.0 > 0.8);
        assert_eq!(at(monday + 7 * 86_400).this_week, 0);
    }
}
