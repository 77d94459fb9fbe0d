//! A line of people waiting for leads: the lowest key is served first. O(log m) a lead; the owner of a lead is passed over.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;

/// People in line by key. A person may stand in it once.
#[derive(Clone, Debug)]
pub struct Line<K: Ord> {
    heap: BinaryHeap<Reverse<(K, usize)>>,
}

impl<K: Ord + Clone> Default for Line<K> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord + Clone> Line<K> {
    /// An empty line.
    #[must_use]
    pub fn new() -> Self {
        Line { heap: BinaryHeap::new() }
    }

    /// Puts a person in line.
    pub fn join(&mut self, person: usize, key: K) {
        self.heap.push(Reverse((key, person)));
    }

    /// How many stand in line.
    #[must_use]
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nobody stands in line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }

    /// Who would be served now, with their key: the first, passing over `except`.
    #[must_use]
    pub fn first(&mut self, except: Option<usize>) -> Option<(usize, K)> {
        let passed = self.pass_over(except);
        let first = self.heap.peek().map(|Reverse((key, person))| (*person, key.clone()));
        self.heap.extend(passed);
        first
    }

    /// The first two in line, passing over `except`.
    #[must_use]
    pub fn first_two(&mut self, except: Option<usize>) -> [Option<(usize, K)>; 2] {
        let passed = self.pass_over(except);
        let first = self.heap.pop();
        // Only one person can be `except`, so behind the first there is no need to look for them again unless they were second.
        let second = self.first(except);
        let shown = first.as_ref().map(|Reverse((key, person))| (*person, key.clone()));
        self.heap.extend(passed.into_iter().chain(first));
        [shown, second]
    }

    /// Serves the first in line, passing over `except`. `next` is told who it is and their key, and returns the key with which they
    /// join the line again, or `None` to let them go.
    pub fn serve(&mut self, except: Option<usize>, next: impl FnOnce(usize, &K) -> Option<K>) -> Option<usize> {
        let passed = self.pass_over(except);
        let served = self.heap.peek_mut().map(|mut top| {
            let Reverse((key, person)) = &mut *top;
            let person = *person;
            match next(person, key) {
                Some(again) => *key = again,
                None => {
                    PeekMut::pop(top);
                }
            }
            person
        });
        self.heap.extend(passed);
        served
    }

    /// Takes `except` out of the line when they are first; the caller puts them back.
    fn pass_over(&mut self, except: Option<usize>) -> Option<Reverse<(K, usize)>> {
        let except = except?;
        let top = self.heap.peek_mut()?;
        if top.0.1 == except { Some(PeekMut::pop(top)) } else { None }
    }
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
        assert_eq!(line.len(), 2);
    }

    #[test]
    fn the_owner_is_passed_over_and_keeps_their_place() {
        let mut line = line();
        assert_eq!(line.first_two(Some(1)), [Some((2, 4)), Some((0, 5))]);
        assert_eq!(line.first_two(Some(2)), [Some((1, 3)), Some((0, 5))]);
        assert_eq!(line.serve(Some(1), |_, key| Some(key + 9)), Some(2));
        assert_eq!(line.first(None), Some((1, 3)));
        assert_eq!(line.len(), 3);
    }

    #[test]
    fn alone_in_line_the_owner_gets_nothing() {
        let mut line = Line::new();
        line.join(4, 1);
        assert_eq!(line.serve(Some(4), |_, key| Some(*key)), None);
        assert_eq!(line.serve(None, |_, _| None), Some(4));
        assert!(line.is_empty());
    }
}
