//! What is remembered: for each person how many turns they are behind whoever had most, and who waited longest.
//!
//! Turns are counted, not pointed at, so that people may come and go:
//! - Whoever was due when they went away (or lost their room) is due when they come back, once, however long it took.
//! - Whoever had had their turn joins the round that is going on; rounds they missed are not made up for.
//! - Whoever stays but could not be served, since all leads were their own, keeps every turn they missed.

use std::collections::BTreeMap;

use odlm_strategy_sdk::memory;
use serde::{Deserialize, Serialize};

use crate::settings::{Reset, Settings};

const FORMAT: &str = "round-robin";
const VERSION: u32 = 1;
/// People who are away and still remembered; the ones longest away are forgotten first.
const MOST_AWAY: usize = 10_000;
/// Bounds what a forged memory can claim.
const MOST_BEHIND: i64 = 1 << 40;

#[derive(Serialize, Deserialize)]
struct Stored {
    reset: Reset,
    period: i64,
    /// `res.users` id and turns less than whoever had most (0 or below), whoever waited longest first.
    people: Vec<(u64, i64)>,
}

/// Turns of earlier runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Turns {
    /// By id: turns behind as a number up to 0, and when they were last served (higher is later).
    people: BTreeMap<u64, (i64, u64)>,
}

/// Somebody who takes part in this run.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    pub(crate) id: u64,
    /// Turns, counted from where whoever had most stood at the beginning of the run.
    pub(crate) count: i64,
    /// When they were last served; 0: never that is remembered.
    pub(crate) served: u64,
    /// Whether they still have room.
    pub(crate) has_room: bool,
}

impl Turns {
    /// The turns in a request's memory, unless a new period has begun.
    pub(crate) fn load(bytes: &[u8], settings: &Settings, now: i64) -> Self {
        let Some(stored) = memory::load::<Stored>(FORMAT, VERSION, bytes) else { return Turns::default() };
        if stored.reset != settings.reset || stored.period != settings.reset.period(now) {
            return Turns::default();
        }
        let entry = |(served, (id, count)): (u64, (u64, i64))| (id, (count.clamp(-MOST_BEHIND, 0), served));
        Turns { people: (1..).zip(stored.people).map(entry).collect() }
    }

    /// The turns of those who take part. Whoever is not remembered joins the round that is going on: they are due as long as somebody
    /// present is.
    pub(crate) fn start(&self, ids: &[u64]) -> Vec<Turn> {
        let open = ids.iter().any(|id| self.people.get(id).is_some_and(|(count, _)| *count == -1));
        let join = (if open { -1 } else { 0 }, 0);
        let turn = |id: &u64| {
            let (count, served) = self.people.get(id).copied().unwrap_or(join);
            Turn { id: *id, count, served, has_room: true }
        };
        ids.iter().map(turn).collect()
    }

    /// The memory after a run in which `turns` took part.
    pub(crate) fn save(mut self, turns: &[Turn], settings: &Settings, now: i64) -> Vec<u8> {
        let top = turns.iter().map(|turn| turn.count).max().unwrap_or(0).max(0);
        let here: BTreeMap<u64, &Turn> = turns.iter().map(|turn| (turn.id, turn)).collect();
        let mut away = Vec::new();
        for (id, (count, served)) in std::mem::take(&mut self.people) {
            // Due stays due, once; whoever had their turn is forgotten as soon as others had one more.
            if !here.contains_key(&id) && (count < 0 || top == 0) {
                away.push((served, id, count.max(-1)));
            }
        }
        away.sort_unstable();
        let forgotten = away.len().saturating_sub(MOST_AWAY);
        let mut people: Vec<(u64, u64, i64)> = away.into_iter().skip(forgotten).collect();
        // Whoever ran out of room is as good as away from then on.
        let stayed = turns.iter().filter(|turn| turn.has_room || turn.count == top);
        people.extend(stayed.map(|turn| (turn.served, turn.id, turn.count.saturating_sub(top))));
        people.sort_unstable();
        let people = people.into_iter().map(|(_, id, count)| (id, count)).collect();
        memory::save(FORMAT, VERSION, &Stored { reset: settings.reset, period: settings.reset.period(now), people })
    }

    /// The latest time of service that is remembered.
    pub(crate) fn latest(&self) -> u64 {
        self.people.values().map(|(_, served)| *served).max().unwrap_or(0)
    }
}
