//! How large a write is: it grows while calls are quick and shrinks when they are slow (aim: 2 to 10 s a call), and it holds leads of one
//! person and one set of values.

use std::time::Duration;

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

/// The decisions that are still to be written, in the order of person and team, within it in the plan's order.
pub(super) fn to_write(decisions: &mut [Decision]) -> Vec<&mut Decision> {
    let mut planned: Vec<&mut Decision> =
        decisions.iter_mut().filter(|decision| matches!(decision.state, State::Planned | State::Intent)).collect();
    planned.sort_by_key(|decision| (decision.to, decision.to_team));
    planned
}

/// How many of the first decisions belong to one write of at most `size`.
pub(super) fn first_chunk(decisions: &[&mut Decision], size: usize) -> usize {
    let Some(first) = decisions.first() else { return 0 };
    decisions.iter().take(size).take_while(|other| (other.to, other.to_team) == (first.to, first.to_team)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

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
