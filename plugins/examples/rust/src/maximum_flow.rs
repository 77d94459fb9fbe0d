//! Dinic's algorithm: the maximum flow from classes with leads left over to the sink, on top of the flow that is there. It looks at no cost.
//!
//! Layers are laid out from all sources at once, then every path along them is filled, until no layer reaches the sink: E. A. Dinic,
//! "Algorithm for solution of a problem of maximum flow in networks with power estimation" (1970). Of its searches each looks at an arc
//! once, by a mark at every class and person of where to go on. Flow out of a source never goes back to it, so no lead loses its receiver.

use crate::network::Network;

/// In no layer.
const NOWHERE: u32 = u32::MAX;

/// Gives out as much of `left` (leads by class) as can be, and leaves in it what cannot.
pub(crate) fn saturate(network: &mut Network<'_>, left: &mut [u32]) {
    while let Some(mut layers) = Layers::lay_out(network, left) {
        for source in 0..left.len() {
            while let Some(supply) = left.get_mut(source).filter(|supply| **supply > 0) {
                match layers.path(network, source) {
                    Some(path) => *supply -= fill(network, &path, *supply),
                    None => break,
                }
            }
        }
        for person in 0..network.people().len() {
            network.tidy(person);
        }
    }
}

/// An arc of a path from class to person; the next one begins with a class that this person hands on.
#[derive(Clone, Copy, Debug)]
struct Step {
    class: usize,
    person: usize,
}

/// The most flow that a path takes, put onto it: how much it was.
fn fill(network: &mut Network<'_>, path: &[Step], supply: u32) -> u32 {
    let room = path.last().and_then(|step| network.person(step.person)).map_or(0, |member| member.room());
    let handed = |pair: &[Step]| match pair {
        [from, to] => leads_of(network, to.class, from.person),
        _ => 0,
    };
    let flow = path.windows(2).map(handed).fold(room.min(supply), u32::min);
    for (at, step) in path.iter().enumerate() {
        if let Some(from) = at.checked_sub(1).and_then(|before| path.get(before)) {
            network.release(step.class, from.person, flow);
        }
        network.hold(step.class, step.person, flow);
    }
    if let Some(step) = path.last() {
        network.load(step.person, flow);
    }
    flow
}

fn leads_of(network: &Network<'_>, class: usize, person: usize) -> u32 {
    network.held(person).iter().filter(|holding| holding.class == class).map(|holding| holding.leads).sum()
}

/// Classes and people by how many exchanges away from a source they are, and where each goes on looking.
struct Layers {
    class: Vec<u32>,
    person: Vec<u32>,
    next_person: Vec<usize>,
    next_holding: Vec<usize>,
}

impl Layers {
    /// The layers up to the first with room; none, when there is no room to be reached.
    fn lay_out(network: &Network<'_>, left: &[u32]) -> Option<Layers> {
        let (classes, people) = (network.classes().len(), network.people().len());
        let mut layers = Layers {
            class: vec![NOWHERE; classes],
            person: vec![NOWHERE; people],
            next_person: vec![0; classes],
            next_holding: vec![0; people],
        };
        // Of each kind the owner whom alone further classes of it can reach; inside none: there is nobody else to reach.
        let mut seen: Vec<Option<Option<usize>>> = vec![None; network.kinds()];
        let mut front: Vec<usize> =
            (0..classes).filter(|class| left.get(*class).is_some_and(|left| *left > 0)).collect();
        for depth in 0..NOWHERE {
            let mut reached = Vec::new();
            for class in front {
                layers.enter(network, class, depth, &mut seen, &mut reached);
            }
            let is_roomy = |person: &usize| network.person(*person).is_some_and(|member| member.room() > 0);
            if reached.iter().any(is_roomy) {
                return Some(layers);
            }
            let held = reached.iter().flat_map(|person| network.held(*person)).map(|holding| holding.class);
            front = held.filter(|class| layers.class.get(*class) == Some(&NOWHERE)).collect();
            front.sort_unstable();
            front.dedup();
            if front.is_empty() {
                return None;
            }
        }
        None
    }

    /// Puts a class into a layer, and the people that it reaches first.
    fn enter(
        &mut self,
        network: &Network<'_>,
        index: usize,
        depth: u32,
        seen: &mut [Option<Option<usize>>],
        reached: &mut Vec<usize>,
    ) {
        if let Some(layer) = self.class.get_mut(index) {
            *layer = depth;
        }
        let Some(class) = network.class(index) else { return };
        let Some(seen) = seen.get_mut(class.kind) else { return };
        let mut meet = |person: usize| {
            let is_new = self.person.get(person) == Some(&NOWHERE) && network.cost(class, person).is_some();
            if let Some(layer) = self.person.get_mut(person).filter(|_| is_new) {
                *layer = depth;
                reached.push(person);
            }
        };
        match *seen {
            None => {
                (0..network.people().len()).for_each(&mut meet);
                *seen = Some(class.owner);
            }
            Some(Some(owner)) if class.owner != Some(owner) => {
                meet(owner);
                *seen = Some(None);
            }
            Some(_) => {}
        }
    }

    /// A path from a source to somebody with room, going on where the last search stopped.
    fn path(&mut self, network: &Network<'_>, source: usize) -> Option<Vec<Step>> {
        let mut path: Vec<Step> = Vec::new();
        let mut class = source;
        loop {
            match self.person_after(network, class) {
                Some(person) => {
                    path.push(Step { class, person });
                    if network.person(person).is_some_and(|member| member.room() > 0) {
                        return Some(path);
                    }
                }
                // A blind alley: back to the person who would have handed these leads on.
                None => advance(&mut self.next_holding, path.last()?.person),
            }
            let last = *path.last()?;
            class = match self.class_after(network, last.person) {
                Some(handed) => handed,
                None => {
                    path.pop();
                    advance(&mut self.next_person, last.class);
                    last.class
                }
            };
        }
    }

    /// The next person in the layer of a class to whom its leads may go.
    fn person_after(&mut self, network: &Network<'_>, index: usize) -> Option<usize> {
        let (class, layer) = (network.class(index)?, *self.class.get(index)?);
        let next = self.next_person.get_mut(index)?;
        let found = (*next..self.person.len())
            .find(|person| self.person.get(*person) == Some(&layer) && network.cost(class, *person).is_some());
        *next = found.unwrap_or(self.person.len());
        found
    }

    /// The next class in the layer behind a person of which they have leads.
    fn class_after(&mut self, network: &Network<'_>, person: usize) -> Option<usize> {
        let behind = self.person.get(person)?.checked_add(1)?;
        let next = self.next_holding.get_mut(person)?;
        let held = network.held(person);
        let suits = |class: usize| self.class.get(class) == Some(&behind);
        let found = (*next..held.len())
            .find(|at| held.get(*at).is_some_and(|holding| holding.leads > 0 && suits(holding.class)));
        *next = found.unwrap_or(held.len());
        held.get(found?).map(|holding| holding.class)
    }
}

fn advance(marks: &mut [usize], at: usize) {
    if let Some(mark) = marks.get_mut(at) {
        *mark += 1;
    }
}
