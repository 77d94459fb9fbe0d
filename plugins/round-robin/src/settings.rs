//! The settings of `settings.schema.json` as types, and what each order makes of people.

use std::cmp::Reverse;

use odlm_strategy_sdk::{Reason, Table, calendar, ties};
use serde::{Deserialize, Serialize};

/// All of them.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    pub(crate) order: Order,
    pub(crate) reset: Reset,
}

/// Who goes first among people who had equally many turns.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Order {
    #[default]
    Fairness,
    Random,
    Alphabetical,
    Seniority,
}

/// When turns are forgotten.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reset {
    #[default]
    Never,
    Daily,
    Weekly,
    Monthly,
}

impl Order {
    /// Each person's place in the order, from 0, for those who have waited equally long.
    pub(crate) fn places(self, table: &Table<'_>) -> Vec<u32> {
        let seed = table.request().seed;
        match self {
            Order::Fairness => ties::places(table),
            Order::Random => ties::places_by(table, |person| ties::draw(seed, person.id())),
            Order::Alphabetical => ties::places_by(table, |person| {
                // People whose name is not known come last, by chance.
                let name = person.text("name").map(str::to_lowercase);
                (name.is_none(), name, ties::draw(seed, person.id()))
            }),
            Order::Seniority => ties::places_by(table, |person| {
                (person.rank(), Reverse(ties::whole_credit(person.credit())), ties::draw(seed, person.id()))
            }),
        }
    }

    /// Why somebody is served.
    pub(crate) fn reason(self) -> Reason {
        Reason(match self {
            Order::Fairness => "next in turn",
            Order::Random => "next in turn, in random order",
            Order::Alphabetical => "next in turn, in alphabetical order",
            Order::Seniority => "next in turn, in order of seniority",
        })
    }
}

impl Reset {
    /// The number of the period that a time belongs to; another number: turns are forgotten.
    pub(crate) fn period(self, now: i64) -> i64 {
        match self {
            Reset::Never => 0,
            Reset::Daily => calendar::day(now),
            Reset::Weekly => calendar::week(now),
            Reset::Monthly => calendar::month(now),
        }
    }
}
