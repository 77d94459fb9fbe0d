//! A line of people waiting for leads: the lowest key is served first, and among equals whoever joined first. O(log m) a lead; the owner
//! of a lead is passed over.
//!
//! It is a tournament (Knuth, The Art of Computer Programming 3, 5.4.1): every pair of seats plays, then every pair of winners, up to one.
//! A new key is played against the rivals on one way up, whatever it is, so the work is known beforehand and hardly branches, which is what
//! WebAssembly runs quickest.

use crate::Key;

/// People in line by key, each of them once.
#[derive(Clone, Debug)]
pub struct Line<K: Key> {
    /// By seat; [`Key::LAST`] where nobody waits. A power of two, or none.
    keys: Vec<K>,
    /// By seat. As many as have joined.
    people: Vec<usize>,
    /// The seat that won at each node: 1 is the final, 2 and 3 lead to it, and so on down to the seats themselves.
    winners: Vec<u32>,
}

/// A place in a line that its person keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat(u32);

impl<K: Key> Default for Line<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Key> Line<K> {
    /// An empty line.
    #[must_use]
    pub fn new() -> Self {
        Line { keys: Vec::new(), people: Vec::new(), winners: Vec::new() }
    }

    /// Puts a person in line, who must not have a seat yet: to call somebody back, [`update`](Line::update) it. Whoever joins first is served
    /// first among equals, so let people join in an order without favourites: [`ties::order`](crate::ties::order).
    pub fn join(&mut self, person: usize, key: K) -> Seat {
        let seat = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
        self.people.push(person);
        if self.people.len() > self.keys.len() {
            self.grow();
        }
        self.update(Seat(seat), Some(key));
        Seat(seat)
    }

    /// Whether nobody waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.winner().is_none()
    }

    /// Gives whoever has a seat another key, or lets them go with `None` or [`Key::LAST`]; a later key calls them back.
    pub fn update(&mut self, seat: Seat, key: Option<K>) {
        if let Some(entry) = self.keys.get_mut(index(seat.0)) {
            *entry = key.unwrap_or(K::LAST);
            self.replay(seat.0);
        }
    }

    /// Who would be served now, with their key: the first, passing over `except`.
    #[must_use]
    pub fn first(&self, except: Option<usize>) -> Option<(usize, K)> {
        self.told(self.front(except)?)
    }

    /// The first two in line, passing over `except`.
    #[must_use]
    #[inline(never)]
    pub fn first_two(&mut self, except: Option<usize>) -> [Option<(usize, K)>; 2] {
        let Some(first) = self.front(except) else { return [None, None] };
        // Whoever is passed over is either before the first or right behind them, and is out of the way for as long as that matters.
        let passed = [self.winner(), self.behind(first)].into_iter().flatten().find(|seat| self.is(*seat, except));
        let key = passed.and_then(|seat| self.keys.get(index(seat)).copied());
        if let Some(seat) = passed {
            self.update(Seat(seat), None);
        }
        let second = self.behind(first);
        let two = [self.told(first), second.and_then(|second| self.told(second))];
        if let Some(seat) = passed {
            self.update(Seat(seat), key);
        }
        two
    }

    /// Serves the first in line, passing over `except`. `next` is told who it is and their key, and returns the key with which they wait
    /// on, or `None` (or [`Key::LAST`]) to let them go.
    pub fn serve(&mut self, except: Option<usize>, next: impl FnOnce(usize, K) -> Option<K>) -> Option<usize> {
        let seat = self.front(except)?;
        let (person, key) = self.told(seat)?;
        let next = next(person, key);
        self.update(Seat(seat), next);
        Some(person)
    }

    fn told(&self, seat: u32) -> Option<(usize, K)> {
        self.people.get(index(seat)).copied().zip(self.keys.get(index(seat)).copied())
    }

    fn is(&self, seat: u32, person: Option<usize>) -> bool {
        person.is_some() && self.people.get(index(seat)).copied() == person
    }

    /// The seat that comes first, passing over a person.
    fn front(&self, except: Option<usize>) -> Option<u32> {
        let first = self.winner()?;
        if self.is(first, except) { self.behind(first) } else { Some(first) }
    }

    /// The seat that comes first.
    fn winner(&self) -> Option<u32> {
        self.waiting(self.winners.get(1).copied()?)
    }

    /// The seat that would come first without this one, if this one comes first: one of those that it won against.
    #[inline(never)]
    fn behind(&self, seat: u32) -> Option<u32> {
        let mut node = self.keys.len() + index(seat);
        let (mut best, mut lowest) = (seat, K::LAST);
        while node > 1 {
            let rival = self.winners.get(node ^ 1).copied().unwrap_or(seat);
            let key = self.key(rival);
            if (key, rival) < (lowest, best) && key < K::LAST {
                (best, lowest) = (rival, key);
            }
            node /= 2;
        }
        self.waiting(best).filter(|best| *best != seat)
    }

    fn waiting(&self, seat: u32) -> Option<u32> {
        (self.key(seat) < K::LAST).then_some(seat)
    }

    fn key(&self, seat: u32) -> K {
        self.keys.get(index(seat)).copied().unwrap_or(K::LAST)
    }

    /// Plays a seat's key from its first round to the final. This is what a lead costs: nothing in it is decided by a branch but the end.
    fn replay(&mut self, seat: u32) {
        let (keys, winners) = (self.keys.as_slice(), self.winners.as_mut_slice());
        let mut node = keys.len() + index(seat);
        let Some(&(mut key)) = keys.get(index(seat)) else { return };
        let mut winner = seat;
        while node > 1 {
            let Some(&rival) = winners.get(node ^ 1) else { return };
            let Some(&other) = keys.get(index(rival)) else { return };
            let loses = (other < key) | ((other == key) & (rival < winner));
            winner = if loses { rival } else { winner };
            key = if loses { other } else { key };
            node /= 2;
            let Some(entry) = winners.get_mut(node) else { return };
            *entry = winner;
        }
    }

    /// Makes room for as many again, and plays the larger tournament once.
    fn grow(&mut self) {
        let seats = self.keys.len().saturating_mul(2).max(2);
        self.keys.resize(seats, K::LAST);
        self.winners = vec![0; seats];
        self.winners.extend((0..seats).filter_map(|seat| u32::try_from(seat).ok()));
        for node in (1..seats).rev() {
            let [one, other] = [node * 2, node * 2 + 1].map(|node| self.winners.get(node).copied().unwrap_or(u32::MAX));
            let winner = if self.key(other) < self.key(one) { other } else { one };
            if let Some(entry) = self.winners.get_mut(node) {
                *entry = winner;
            }
        }
    }
}

fn index(seat: u32) -> usize {
    usize::try_from(seat).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Line<u32> {
        let mut line = Line::new();
        for (person, key) in [(0, 5), (1, 3), (2, 4)] {
            line.join(person, key);
        }
        line
    }

    #[test]
    fn the_lowest_key_is_served_and_joins_again_where_it_belongs() {
        let mut line = line();
        assert_eq!(line.serve(None, |_, key| Some(key + 2)), Some(1));
        assert_eq!(line.serve(None, |_, _| None), Some(2));
        assert_eq!(line.first_two(None), [Some((0, 5)), Some((1, 5))]);
        assert_eq!(line.first_two(Some(1)), [Some((0, 5)), None]);
    }

    #[test]
    fn the_owner_is_passed_over_and_keeps_their_place() {
        let mut line = line();
        assert_eq!(line.first_two(Some(1)), [Some((2, 4)), Some((0, 5))]);
        assert_eq!(line.first_two(Some(2)), [Some((1, 3)), Some((0, 5))]);
        assert_eq!(line.serve(Some(1), |_, key| Some(key + 9)), Some(2));
        assert_eq!(line.first(None), Some((1, 3)));
    }

    #[test]
    fn among_equals_whoever_joined_first_is_served_first() {
        let mut line = Line::new();
        for person in [7, 3, 5] {
            line.join(person, 1_u32);
        }
        assert_eq!(line.first_two(None), [Some((7, 1)), Some((3, 1))]);
        assert_eq!(line.first_two(Some(3)), [Some((7, 1)), Some((5, 1))]);
        let served: Vec<_> = (0..6).filter_map(|_| line.serve(None, |_, key| Some(key + 1))).collect();
        assert_eq!(served, [7, 3, 5, 7, 3, 5]);
    }

    #[test]
    fn a_seat_is_left_and_taken_again() {
        let mut line = Line::new();
        let [one, other] = [(1, 10_u64), (2, 20)].map(|(person, key)| line.join(person, key));
        line.update(one, None);
        assert_eq!(line.first(None), Some((2, 20)));
        line.update(other, None);
        assert!(line.is_empty() && line.first(None).is_none());
        line.update(one, Some(5));
        assert_eq!(line.first_two(None), [Some((1, 5)), None]);
    }

    #[test]
    fn a_line_serves_as_sorting_again_and_again_would() {
        let mut chance = 9_u64;
        let mut draw = |below: u64| {
            chance = crate::ties::mix(chance);
            chance % below
        };
        for people in 1..40_u64 {
            let mut keys: Vec<Option<u64>> = (0..people).map(|_| Some(draw(6))).collect();
            let mut line = Line::new();
            for (person, key) in keys.iter().flatten().enumerate() {
                line.join(person, *key);
            }
            for _ in 0..200 {
                let except = Some(draw(people) as usize).filter(|_| keys.len() % 2 == 0);
                let mut waiting: Vec<(u64, usize)> =
                    keys.iter().zip(0..).filter_map(|(key, person)| Some(((*key)?, person))).collect();
                waiting.retain(|(_, person)| Some(*person) != except);
                waiting.sort_unstable();
                let mut told = waiting.iter().map(|(key, person)| (*person, *key));
                let two = [told.next(), told.next()];
                assert_eq!(line.first_two(except), two);
                assert_eq!(line.first(except), two[0]);
                let next = (draw(9) > 0).then(|| draw(6));
                assert_eq!(line.serve(except, |_, _| next), two[0].map(|(person, _)| person));
                if let Some(key) = two[0].and_then(|(person, _)| keys.get_mut(person)) {
                    *key = next;
                }
            }
        }
    }

    #[test]
    fn alone_in_line_the_owner_gets_nothing() {
        let mut line = Line::new();
        line.join(4, 1);
        assert_eq!(line.serve(Some(4), |_, key| Some(key)), None);
        assert_eq!(line.serve(None, |_, _| None), Some(4));
        assert!(line.is_empty());
    }
}
