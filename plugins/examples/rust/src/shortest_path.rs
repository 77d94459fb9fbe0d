//! Successive shortest paths: each lead takes the cheapest augmenting path of the residual network, so the flow is always the cheapest of
//! all that serve the same leads.
//!
//! Dijkstra's algorithm finds the path, as potentials keep every reduced cost at 0 or above: Edmonds and Karp, "Theoretical improvements in
//! algorithmic efficiency for network flow problems" (1972); Tomizawa (1971). The search starts at the lead's class and ends at the sink,
//! and only what lies nearer than the sink gets another potential, as in Jonker and Volgenant's algorithm for assignments (1987).
//!
//! Three things keep it fast. Classes of one kind differ in their owner alone, so of each kind at most two are looked at: the nearest, and
//! the next one for the nearest one's owner. People of one profile lack the same, so the highest potential among them tells whether any of
//! them can lie nearer than the sink. And where no path leads to the sink none ever will: what such a search reached is full for good.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::Range;

use crate::needs::points;
use crate::network::{Class, Network};
use crate::people::Member;

/// What the search knows of a person.
#[derive(Clone, Copy, Debug, Default)]
struct PersonLabel {
    potential: i64,
    /// The search to which what follows belongs.
    search: u64,
    distance: i64,
    /// The class through which the path comes.
    via: usize,
    is_settled: bool,
    /// No path leads from here to the sink, and none ever will.
    is_full: bool,
}

/// What the search knows of a class.
#[derive(Clone, Copy, Debug, Default)]
struct ClassLabel {
    potential: i64,
    search: u64,
    distance: i64,
    /// The person who hands one of these leads on; none: the path starts here.
    from: Option<usize>,
    is_full: bool,
}

/// The nearest class of a kind that was looked at: the lowest distance with potential, and the lowest of one with another owner.
#[derive(Clone, Copy, Debug, Default)]
struct Nearest {
    search: u64,
    key: i64,
    owner: Option<usize>,
    second: i64,
}

/// The people of one profile.
#[derive(Clone, Debug)]
struct Group {
    people: Range<usize>,
    /// No potential among those who are not full is higher.
    highest: i64,
}

/// The nearest way to the sink: distance, what tells equal ones apart, person.
type End = (i64, i64, u32, usize);

/// The search, with the potentials that it leaves for the next one.
pub(crate) struct ShortestPaths {
    people: Vec<PersonLabel>,
    classes: Vec<ClassLabel>,
    nearest: Vec<Nearest>,
    /// By profile.
    groups: Vec<Group>,
    queue: BinaryHeap<Reverse<(i64, usize)>>,
    settled: Vec<usize>,
    reached: Vec<usize>,
    end: Option<End>,
    search: u64,
    steps: u64,
}

impl ShortestPaths {
    /// For a network without flow: all costs are 0 or above, so potentials of 0 serve.
    pub(crate) fn new(network: &Network<'_>) -> Self {
        ShortestPaths {
            people: vec![PersonLabel::default(); network.people().len()],
            classes: vec![ClassLabel::default(); network.classes().len()],
            nearest: vec![Nearest::default(); network.kinds()],
            groups: groups(network.people()),
            queue: BinaryHeap::new(),
            settled: Vec::new(),
            reached: Vec::new(),
            end: None,
            search: 0,
            steps: 0,
        }
    }

    /// Arcs looked at so far.
    pub(crate) fn steps(&self) -> u64 {
        self.steps
    }

    /// Gives one more lead of a class to whoever it is cheapest for, all exchanges of leads given before included. False: nobody can take
    /// it, whatever is exchanged.
    pub(crate) fn augment(&mut self, network: &mut Network<'_>, source: usize) -> bool {
        if self.classes.get(source).is_none_or(|label| label.is_full) {
            return false;
        }
        self.search += 1;
        self.queue.clear();
        self.settled.clear();
        self.reached.clear();
        self.end = None;
        self.reach(network, source, 0, None);
        while let Some(Reverse((distance, person))) = self.queue.pop() {
            if self.end.is_some_and(|(end, ..)| distance >= end) {
                break;
            }
            if !self.settle(person, distance) {
                continue;
            }
            for holding in network.held(person) {
                self.steps += 1;
                self.reach(network, holding.class, distance, Some(person));
            }
        }
        match self.end {
            Some((distance, .., person)) => {
                self.lower_potentials(distance);
                self.push(network, source, person);
                true
            }
            None => {
                self.mark_full();
                false
            }
        }
    }

    /// Whether a person is met here for the first time at their distance.
    fn settle(&mut self, person: usize, distance: i64) -> bool {
        let Some(label) = self.people.get_mut(person) else { return false };
        if label.is_settled || label.distance != distance {
            return false;
        }
        label.is_settled = true;
        self.settled.push(person);
        true
    }

    /// A class at a distance: looks at the people to whom its leads may go, unless another class of its kind makes that needless.
    fn reach(&mut self, network: &Network<'_>, index: usize, distance: i64, from: Option<usize>) {
        let (Some(class), Some(label)) = (network.class(index), self.classes.get_mut(index)) else { return };
        if label.search == self.search {
            return;
        }
        (label.search, label.distance, label.from) = (self.search, distance, from);
        let key = distance + label.potential;
        self.reached.push(index);
        let Some(nearest) = self.nearest.get_mut(class.kind) else { return };
        if nearest.search != self.search {
            *nearest = Nearest { search: self.search, key, owner: class.owner, second: i64::MAX };
        } else if key < nearest.key {
            let second = if class.owner == nearest.owner { nearest.second } else { nearest.key };
            *nearest = Nearest { search: self.search, key, owner: class.owner, second };
        } else {
            let owner = nearest.owner.filter(|owner| class.owner != Some(*owner) && key < nearest.second);
            if let Some(person) = owner {
                nearest.second = key;
                self.look_at_one(network, index, class, key, person);
            }
            return;
        }
        self.look_at_all(network, index, class, key);
    }

    fn look_at_all(&mut self, network: &Network<'_>, index: usize, class: Class, key: i64) {
        self.steps += self.groups.len() as u64;
        for (entry, group) in network.row(class.kind).iter().zip(&mut self.groups) {
            let Some(distance) = points(*entry).map(|lacking| key + lacking) else { continue };
            // What is as near as the sink may still tell equal ways apart.
            let limit = self.end.map_or(i64::MAX, |(end, ..)| end);
            if group.highest == i64::MIN || distance - group.highest > limit {
                continue;
            }
            self.steps += group.people.len() as u64;
            group.highest = i64::MIN;
            let (labels, members) =
                (self.people.get_mut(group.people.clone()), network.people().get(group.people.clone()));
            let each = labels.into_iter().flatten().zip(members.into_iter().flatten()).zip(group.people.clone());
            for ((label, member), person) in each {
                if label.is_full {
                    continue;
                }
                group.highest = group.highest.max(label.potential);
                let distance = distance - label.potential;
                let is_nearer = label.search != self.search || distance < label.distance;
                if is_nearer && class.owner != Some(person) {
                    relax(label, member, (self.search, distance, index, person), &mut self.end, &mut self.queue);
                }
            }
        }
    }

    fn look_at_one(&mut self, network: &Network<'_>, index: usize, class: Class, key: i64, person: usize) {
        self.steps += 1;
        let (Some(lacking), Some(member)) = (network.cost(class, person), network.person(person)) else { return };
        let Some(label) = self.people.get_mut(person) else { return };
        let distance = key + lacking - label.potential;
        if !label.is_full && (label.search != self.search || distance < label.distance) {
            relax(label, member, (self.search, distance, index, person), &mut self.end, &mut self.queue);
        }
    }

    /// Lowers the potential of all that lies nearer than the sink, so that reduced costs stay at 0 or above with the path's arcs turned.
    fn lower_potentials(&mut self, end: i64) {
        for person in &self.settled {
            if let Some(label) = self.people.get_mut(*person) {
                label.potential -= end - label.distance;
            }
        }
        for class in &self.reached {
            if let Some(label) = self.classes.get_mut(*class) {
                label.potential -= end - label.distance;
            }
        }
    }

    /// One unit of flow along the path, from its end back to the source.
    fn push(&self, network: &mut Network<'_>, source: usize, end: usize) {
        network.load(end, 1);
        let mut person = end;
        // Nobody is on a path twice.
        for _ in 0..self.people.len() {
            let Some(class) = self.people.get(person).map(|label| label.via) else { return };
            network.hold(class, person, 1);
            let from = self.classes.get(class).and_then(|label| label.from).filter(|_| class != source);
            let Some(from) = from else { return };
            network.release(class, from, 1);
            network.tidy(from);
            person = from;
        }
    }

    fn mark_full(&mut self) {
        for person in &self.settled {
            if let Some(label) = self.people.get_mut(*person) {
                label.is_full = true;
            }
        }
        for class in &self.reached {
            if let Some(label) = self.classes.get_mut(*class) {
                label.is_full = true;
            }
        }
    }
}

/// A shorter way to a person: search, distance, class through which it comes, person. Who lies no nearer than the sink need not be met.
fn relax(
    label: &mut PersonLabel,
    member: &Member,
    (search, distance, via, person): (u64, i64, usize, usize),
    end: &mut Option<End>,
    queue: &mut BinaryHeap<Reverse<(i64, usize)>>,
) {
    (label.search, label.distance, label.via, label.is_settled) = (search, distance, via, false);
    if let Some(next) = member.next() {
        let found = (distance + next + label.potential, member.fill(), member.place, person);
        if end.is_none_or(|end| found < end) {
            *end = Some(found);
        }
    }
    if end.is_none_or(|(nearest, ..)| distance < nearest) {
        queue.push(Reverse((distance, person)));
    }
}

/// Where each profile's people begin and end, all potentials being 0.
fn groups(people: &[Member]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (person, member) in people.iter().enumerate() {
        while groups.len() <= member.profile {
            groups.push(Group { people: person..person, highest: i64::MIN });
        }
        if let Some(group) = groups.last_mut() {
            *group = Group { people: group.people.start..person + 1, highest: 0 };
        }
    }
    groups
}
