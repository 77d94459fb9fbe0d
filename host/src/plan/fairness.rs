//! What a run leaves on each person's account: what a fair share would have given, less what they got.

use std::collections::HashMap;

use crate::domain::ids::UserId;
use crate::domain::person::Person;
use crate::domain::request::{Answer, NOBODY};
use crate::domain::run::PersonCount;

/// The credits after a run in which `received` leads reached each person.
///
/// A fair share of the leads given out is by target among the people who had room, by heads when none of them has a target. Somebody
/// who was not eligible, or had no room, neither gains nor loses (`catch_up: none`).
#[must_use]
pub fn credits_after(
    before: &HashMap<UserId, f64>,
    people: &[PersonCount],
    received: &HashMap<UserId, u32>,
) -> Vec<(UserId, f64)> {
    let able: Vec<(UserId, u32)> =
        people.iter().filter(|person| person.room > 0).map(|person| (person.id, person.target)).collect();
    let mut after = before.clone();
    share_out(&mut after, &able, received);
    let mut after: Vec<(UserId, f64)> = after.into_iter().collect();
    after.sort_by_key(|(id, _)| *id);
    // Sums of thirds never meet zero again; what is less than a millionth of a lead is nothing.
    after.iter_mut().filter(|(_, credit)| credit.abs() < 1e-6).for_each(|(_, credit)| *credit = 0.0);
    after
}

/// The credits with which the next round of a run is asked: those before this one, as if it had been a run.
pub(super) fn credits_between(
    before: &HashMap<UserId, f64>,
    people: &[Person],
    room: &[u32],
    answer: &Answer,
) -> HashMap<UserId, f64> {
    let able: Vec<(UserId, u32)> =
        people.iter().zip(room).filter(|(_, room)| **room > 0).map(|(person, _)| (person.id, person.target)).collect();
    let mut received = HashMap::new();
    for row in answer.assignee.iter().filter(|row| **row != NOBODY) {
        if let Some(person) = people.get(*row as usize) {
            *received.entry(person.id).or_insert(0) += 1;
        }
    }
    let mut after = before.clone();
    share_out(&mut after, &able, &received);
    after
}

/// Adds to the credits of those who had room, given with their targets, a fair share less what they received.
fn share_out(credits: &mut HashMap<UserId, f64>, able: &[(UserId, u32)], received: &HashMap<UserId, u32>) {
    let got = |person: &UserId| received.get(person).map_or(0.0, |count| f64::from(*count));
    let given: f64 = able.iter().map(|(person, _)| got(person)).sum();
    let targets: f64 = able.iter().map(|(_, target)| f64::from(*target)).sum();
    for (person, target) in able {
        let share = if targets > 0.0 { f64::from(*target) / targets } else { 1.0 / able.len() as f64 };
        *credits.entry(*person).or_insert(0.0) += given * share - got(person);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(id: u64, target: u32, room: u32) -> PersonCount {
        let (name, level) = (String::new(), String::new());
        PersonCount { id: UserId(id), name, level, target, room, before: 0, received: 0, after: 0 }
    }

    #[test]
    fn credits_of_a_run_add_up_to_nothing() {
        let people = [person(1, 100, 9), person(2, 100, 9), person(3, 50, 9)];
        let received = HashMap::from([(UserId(1), 5)]);
        let after = credits_after(&HashMap::new(), &people, &received);
        assert_eq!(after, vec![(UserId(1), -3.0), (UserId(2), 2.0), (UserId(3), 1.0)]);
    }

    #[test]
    fn who_had_no_room_neither_gains_nor_loses() {
        let people = [person(1, 0, 9), person(2, 0, 9), person(3, 0, 0)];
        let before = HashMap::from([(UserId(3), 1.5)]);
        let after = credits_after(&before, &people, &HashMap::from([(UserId(2), 2)]));
        assert_eq!(after, vec![(UserId(1), 1.0), (UserId(2), -1.0), (UserId(3), 1.5)]);
    }
}
