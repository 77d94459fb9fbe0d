//! How large a write is: it grows while calls are quick and shrinks when they are slow (aim: 2 to 10 s a call), and it holds leads of one
//! person and one set of values.

use std::time::Duration;

use serde_json::Value;

use crate::domain::decision::{Decision, State};

/// The first call's leads.
const FIRST: usize = 100;
const QUICK: Duration = Duration::from_secs(2);
const SLOW: Duration = Duration::from_secs(10);

/// The size of the next call.
#[derive(Debug)]
pub(super) struct ChunkSize {
    size: usize,
    most: usize,
}

impl ChunkSize {
    pub(super) fn new(most: usize) -> ChunkSize {
        ChunkSize { size: FIRST.min(most).max(1), most: most.max(1) }
    }

    pub(super) fn get(&self) -> usize {
        self.size
    }

    /// Learns from a call of `leads` that took `took`.
    pub(super) fn learn(&mut self, leads: usize, took: Duration) {
        if took > SLOW {
            self.shrink();
        } else if took < QUICK && leads >= self.size {
            self.size = (self.size * 2).min(self.most);
        }
    }

    /// The server found a call too large.
    pub(super) fn shrink(&mut self) {
        self.size = (self.size / 2).max(1);
    }
}

/// The decisions that are still to be written, in the order of person, team and values, within it in the plan's order.
pub(super) fn to_write(decisions: &mut [Decision]) -> Vec<&mut Decision> {
    let mut planned: Vec<&mut Decision> =
        decisions.iter_mut().filter(|decision| matches!(decision.state, State::Planned | State::Intent)).collect();
    // A text orders values; mostly there are none.
    planned.sort_by_cached_key(|decision| {
        let values = (!decision.values.is_empty()).then(|| Value::Object((*decision.values).clone()).to_string());
        (decision.to, decision.to_team, values)
    });
    planned
}

/// How many of the first decisions belong to one write of at most `size`.
pub(super) fn first_chunk(decisions: &[&mut Decision], size: usize) -> usize {
    let Some(first) = decisions.first() else { return 0 };
    let same = |other: &Decision| (other.to, other.to_team, &other.values) == (first.to, first.to_team, &first.values);
    decisions.iter().take(size).take_while(|other| same(other)).count()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::domain::decision::{About, Values};
    use crate::domain::ids::{LeadId, TeamId, UserId};

    #[test]
    fn a_write_holds_one_person_one_team_and_one_set_of_values() {
        let decision = |lead: u64, to: u64, team: u64, values: Value| Decision {
            lead: LeadId(lead),
            from: None,
            from_team: None,
            to: Some(UserId(to)),
            to_team: Some(TeamId(team)),
            values: values.as_object().map_or_else(Values::default, |values| Arc::new(values.clone())),
            dropback: None,
            about: About::default(),
            reason: "".into(),
            write_date: String::new(),
            state: State::Planned,
            detail: None,
        };
        let new = || json!({"status": "new"});
        let mut plan = vec![
            decision(1, 8, 1, json!({})),
            decision(2, 7, 1, new()),
            decision(3, 7, 1, json!({})),
            decision(4, 7, 2, new()),
            decision(5, 7, 1, new()),
            Decision { state: State::Done, ..decision(6, 7, 1, new()) },
        ];
        let mut queue = to_write(&mut plan);
        let mut chunks = Vec::new();
        while !queue.is_empty() {
            let rest = queue.split_off(first_chunk(&queue, 100));
            chunks.push(queue.iter().map(|decision| decision.lead.0).collect::<Vec<_>>());
            queue = rest;
        }
        assert_eq!(chunks, [vec![3], vec![2, 5], vec![4], vec![1]]);
    }

    #[test]
    fn quick_calls_grow_up_to_the_most_and_slow_ones_shrink() {
        let mut size = ChunkSize::new(300);
        size.learn(100, Duration::from_secs(1));
        assert_eq!(size.get(), 200);
        size.learn(200, Duration::from_secs(1));
        assert_eq!(size.get(), 300);
        // A call with fewer leads than allowed says nothing about larger ones.
        size.learn(7, Duration::from_millis(1));
        assert_eq!(size.get(), 300);
        size.learn(300, Duration::from_secs(5));
        assert_eq!(size.get(), 300);
        size.learn(300, Duration::from_secs(11));
        assert_eq!(size.get(), 150);
        let mut small = ChunkSize::new(1);
        small.shrink();
        assert_eq!(small.get(), 1);
    }
}
