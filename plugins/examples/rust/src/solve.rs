//! The order of the algorithms: cheapest paths lead by lead, and, where that takes too many steps, each lead to whoever is cheapest at its
//! turn and a maximum flow for what then finds nobody.
//!
//! Served one by one in their order, each lead is given out if it can be together with those before: the leads given out are the first
//! among the largest sets that can be, as such sets are the bases of a transversal matroid (Edmonds and Fulkerson, 1965). No other way, greedy
//! ones included, gives out more of the first `n` leads, for any `n`.

use crate::maximum_flow::saturate;
use crate::network::Network;
use crate::shortest_path::ShortestPaths;

/// Steps of the search that fit the host's usual limits of fuel and time, with half of them to spare: 100 million, and more for each lead.
const STEPS: u64 = 100_000_000;
const STEPS_A_LEAD: u64 = 1_000;

/// What the search came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Solved {
    /// Leads for which no cheapest path was looked for any more.
    pub(crate) beyond: usize,
    /// Steps after which the search ended.
    pub(crate) most_steps: u64,
}

/// Gives out as many leads as can be. `classes` has the class of each lead, in the order in which leads are served.
pub(crate) fn solve(network: &mut Network<'_>, classes: &[usize], most_steps: Option<u64>) -> Solved {
    let most_steps = most_steps.unwrap_or(STEPS + STEPS_A_LEAD * classes.len() as u64);
    let mut paths = ShortestPaths::new(network);
    let mut served = 0;
    for class in classes {
        if paths.steps() >= most_steps {
            break;
        }
        paths.augment(network, *class);
        served += 1;
    }
    let beyond = classes.get(served..).unwrap_or_default();
    if !beyond.is_empty() {
        give_directly(network, beyond);
    }
    Solved { beyond: beyond.len(), most_steps }
}

/// Each lead to whoever is cheapest at its turn; what finds nobody so, by exchanges.
fn give_directly(network: &mut Network<'_>, classes: &[usize]) {
    let mut left = vec![0; network.classes().len()];
    for index in classes {
        let Some(class) = network.class(*index) else { continue };
        match network.cheapest(class, None) {
            Some(person) => {
                network.hold(*index, person, 1);
                network.load(person, 1);
            }
            None => left.get_mut(*index).into_iter().for_each(|left| *left += 1),
        }
    }
    saturate(network, &mut left);
}
