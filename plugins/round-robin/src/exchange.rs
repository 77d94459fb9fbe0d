//! Exchanging leads within a run, so that nobody falls behind because the lead that comes with their turn is their own.
//!
//! When it is one person's turn alone and the lead is theirs, somebody else takes it and hands them a lead received earlier in this run
//! instead: both stay in turn. Each person looks at each lead once, and passes over only leads that are or were theirs, so all looking
//! together takes time proportional to the number of leads.

/// Leads given in this run, in the order of giving.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exchange {
    given: Vec<Given>,
    /// For each person where in `given` they look next.
    next: Vec<usize>,
    /// For each person entries of `given` that they passed over while they held them, and have given away since.
    again: Vec<Vec<usize>>,
}

/// A lead that was given in this run.
#[derive(Clone, Copy, Debug)]
struct Given {
    lead: usize,
    owner: Option<usize>,
    holder: usize,
}

impl Exchange {
    pub(crate) fn new(people: usize) -> Self {
        Exchange { given: Vec::new(), next: vec![0; people], again: vec![Vec::new(); people] }
    }

    /// Notes that a lead was given.
    pub(crate) fn gave(&mut self, lead: usize, owner: Option<usize>, holder: usize) {
        self.given.push(Given { lead, owner, holder });
    }

    /// Finds a lead for `person`, who owns `own`: returns that earlier lead, which is theirs now, and who held it, to whom `own` goes.
    pub(crate) fn swap(&mut self, own: usize, person: usize) -> Option<(usize, usize)> {
        let entry = self.find(person)?;
        let given = self.given.get_mut(entry)?;
        let holder = std::mem::replace(&mut given.holder, person);
        let lead = given.lead;
        if let Some(again) = self.again.get_mut(holder) {
            again.push(entry);
        }
        self.gave(own, Some(person), holder);
        Some((lead, holder))
    }

    /// The first entry that somebody else holds and `person` does not own.
    fn find(&mut self, person: usize) -> Option<usize> {
        let suits = |given: &Given| given.holder != person && given.owner != Some(person);
        let again = self.again.get_mut(person)?;
        while let Some(entry) = again.pop() {
            if self.given.get(entry).is_some_and(suits) {
                return Some(entry);
            }
        }
        let next = self.next.get_mut(person)?;
        while let Some(given) = self.given.get(*next) {
            *next += 1;
            if suits(given) {
                return Some(*next - 1);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_lead_that_is_neither_owned_nor_held_is_swapped() {
        let mut exchange = Exchange::new(3);
        exchange.gave(10, Some(0), 1);
        exchange.gave(11, None, 0);
        assert_eq!(exchange.swap(20, 0), None);
        exchange.gave(12, None, 2);
        assert_eq!(exchange.swap(21, 0), Some((12, 2)), "person 2 takes 21 for it");
        assert_eq!(exchange.swap(22, 0), None, "21 is their own");
    }

    #[test]
    fn a_lead_that_was_given_away_can_come_back() {
        let mut exchange = Exchange::new(3);
        exchange.gave(10, None, 0);
        assert_eq!(exchange.swap(20, 0), None);
        assert_eq!(exchange.swap(21, 1), Some((10, 0)));
        assert_eq!(exchange.swap(22, 0), Some((10, 1)));
    }
}
