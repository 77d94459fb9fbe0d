//! Who may receive leads: caps, and what the next lead of each costs.
//!
//! The cost of a person's `k`-th lead of a run is `(load + k − ½) / target`, in whole per cent. A sum of these is, but for a constant, half
//! of `Σ load² / target`, so the cheapest loads are those in proportion to the targets: the divisor method of Webster and Sainte-Laguë
//! (Balinski and Young, "Fair Representation", 1982). It grows with `k`, so the cost of a load is convex.

use odlm_strategy_sdk::{Person, Table, ties};

use crate::settings::Settings;

/// No cost is above it, in per cent; the cost of every lead of somebody whose target is 0.
const DEAREST: i64 = 1_000_000;

/// Somebody who may receive leads.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Member {
    /// Their row in the request.
    pub(crate) row: usize,
    /// Their user id.
    pub(crate) id: u64,
    /// What they can do, see `needs.rs`.
    pub(crate) profile: usize,
    /// Their place among equals: the last thing that tells two people apart.
    pub(crate) place: u32,
    target: u32,
    workload: u32,
    /// Leads that they may still receive.
    room: u32,
    given: u32,
    /// The next lead's cost in per cent; nothing, when there is no room.
    next: Option<i64>,
    /// Leads with the next one by target, in millionths: tells equal costs apart.
    fill: i64,
}

impl Member {
    fn new(person: &Person<'_>, place: u32, profile: usize, settings: &Settings) -> Self {
        let own = person.integer("maximum").map(|most| u32::try_from(most.max(0)).unwrap_or(u32::MAX));
        let maximum = own.or(settings.maximum).unwrap_or(u32::MAX);
        let target = if settings.past_target { u32::MAX } else { person.target() };
        let most = target.min(maximum);
        // Without any limit a workload takes no room.
        let room = if most == u32::MAX { u32::MAX } else { most.saturating_sub(person.workload()) };
        let mut member = Member {
            row: person.row(),
            id: person.id(),
            profile,
            place,
            target: person.target(),
            workload: person.workload(),
            room: room.min(person.room()),
            given: 0,
            next: None,
            fill: 0,
        };
        member.price();
        member
    }

    /// Leads that they may still receive.
    pub(crate) fn room(&self) -> u32 {
        self.room
    }

    /// What the next lead costs, in per cent; nothing, when there is no room.
    pub(crate) fn next(&self) -> Option<i64> {
        self.next
    }

    /// Tells equal costs apart: whoever is less full comes first.
    pub(crate) fn fill(&self) -> i64 {
        self.fill
    }

    /// Leads owned with those of this run, and the target.
    pub(crate) fn load(&self) -> (u64, u32) {
        (u64::from(self.workload) + u64::from(self.given), self.target)
    }

    /// Takes so many leads; there must be room for them.
    pub(crate) fn receive(&mut self, leads: u32) {
        self.given = self.given.saturating_add(leads);
        self.room = self.room.saturating_sub(leads);
        self.price();
    }

    fn price(&mut self) {
        let load = i64::from(self.workload) + i64::from(self.given);
        let target = i64::from(self.target);
        let cost = if target == 0 { DEAREST } else { (100 * (2 * load + 1) / (2 * target)).min(DEAREST) };
        self.next = (self.room > 0).then_some(cost);
        self.fill = 1_000_000 * (load + 1) / target.max(1);
    }
}

/// Everybody with room, by profile, then in the order in which ties are settled: credit, then the seed's draw. The order of the request
/// means nothing.
pub(crate) fn with_room(table: &Table<'_>, profiles: &[usize], settings: &Settings) -> Vec<Member> {
    let mut people: Vec<Member> = table
        .people()
        .zip(ties::places(table))
        .zip(profiles)
        .map(|((person, place), profile)| Member::new(&person, place, *profile, settings))
        .filter(|member| member.room > 0)
        .collect();
    people.sort_unstable_by_key(|member| (member.profile, member.place));
    people
}

#[cfg(test)]
mod tests {
    use odlm_strategy_sdk::testing::RequestBuilder;

    use super::*;

    fn member(target: u32, workload: u32, room: u32, settings: &Settings) -> Member {
        let request = RequestBuilder::new().person(7).target(target).workload(workload).room(room).build();
        let person = Table::of(&request).unwrap().people().next().unwrap();
        Member::new(&person, 0, 0, settings)
    }

    #[test]
    fn the_narrowest_of_target_maximum_and_room_counts() {
        let settings = Settings::default();
        let narrow = Settings { maximum: Some(8), ..Settings::default() };
        let past = Settings { past_target: true, ..Settings::default() };
        let room = |target, workload, room, settings| member(target, workload, room, settings).room();
        assert_eq!(room(10, 4, u32::MAX, &settings), 6);
        assert_eq!(room(10, 4, 5, &settings), 5);
        assert_eq!(room(10, 12, u32::MAX, &settings), 0);
        assert_eq!(room(10, 4, u32::MAX, &narrow), 4);
        assert_eq!(room(10, 12, u32::MAX, &past), u32::MAX);
        assert_eq!(room(10, 12, 3, &past), 3);
    }

    #[test]
    fn each_further_lead_costs_at_least_as_much_until_there_is_no_room() {
        for (target, workload) in [(10, 0), (3, 1), (0, 0), (u32::MAX, 5), (1, u32::MAX)] {
            let past = Settings { past_target: true, ..Settings::default() };
            let mut member = member(target, workload, 50, &past);
            let mut costs = Vec::new();
            while let Some(cost) = member.next() {
                costs.push(cost);
                member.receive(1);
            }
            assert!(costs.len() == 50 && costs.is_sorted(), "{target}: {costs:?}");
        }
        let mut ten = member(10, 0, 50, &Settings::default());
        assert_eq!(ten.next(), Some(5));
        ten.receive(9);
        assert_eq!((ten.next(), ten.load()), (Some(95), (9, 10)));
        ten.receive(1);
        assert_eq!((ten.next(), ten.load()), (None, (10, 10)));
    }
}
