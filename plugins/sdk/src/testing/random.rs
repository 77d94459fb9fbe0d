//! Requests by chance, for property tests: small tables with everything that may be odd about them.

use proptest::collection::vec;
use proptest::prelude::*;

use super::RequestBuilder;
use crate::{NOBODY, Request};

/// How odd requests may become.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds {
    /// Everybody has endless room.
    pub endless_room: bool,
    /// Everybody has the same rank, target and workload.
    pub equal_people: bool,
    /// Memory is empty.
    pub no_memory: bool,
}

/// Up to 8 people and 40 leads; every lead is to be explained.
pub fn requests(bounds: Bounds) -> impl Strategy<Value = Request> {
    let room = prop_oneof![Just(0), 0_u32..6, Just(u32::MAX)];
    let target = prop_oneof![Just(0), 0_u32..12, Just(u32::MAX)];
    let workload = prop_oneof![Just(0), 0_u32..15, Just(u32::MAX)];
    let credit = prop_oneof![Just(0.0), -3.0..3.0, Just(f64::NAN), Just(f64::INFINITY), Just(f64::NEG_INFINITY)];
    let person = (1_u32..4, target, workload, room, credit);
    let lead = (any::<prop::sample::Index>(), any::<bool>(), 0_u8..5);
    let memory = prop_oneof![Just(Vec::new()), vec(any::<u8>(), 0..20)];
    let now = prop_oneof![-4_000_000_000_i64..4_000_000_000, Just(i64::MIN), Just(i64::MAX)];
    (vec(person, 0..8), vec(lead, 0..40), 0_u64..(1 << 53), memory, now).prop_map(
        move |(people, leads, seed, memory, now)| {
            let mut builder = RequestBuilder::new();
            for (id, (rank, target, workload, room, credit)) in (1..).zip(&people) {
                builder.person(id * 10).credit(*credit);
                if !bounds.equal_people {
                    builder.rank(*rank).target(*target).workload(*workload);
                }
                if !bounds.endless_room {
                    builder.room(*room);
                }
            }
            builder.seed(seed).now(now);
            if !bounds.no_memory {
                builder.memory(&memory);
            }
            let mut request = builder.build();
            for (id, (owner, owned, priority)) in (1..).zip(leads) {
                request.leads.id.push(id);
                request.leads.priority.push(priority);
                let owner =
                    if owned && !people.is_empty() { u32::try_from(owner.index(people.len())).ok() } else { None };
                request.leads.owner.push(owner.unwrap_or(NOBODY));
            }
            request.explain = (0..).zip(&request.leads.id).map(|(row, _)| row).collect();
            request
        },
    )
}
