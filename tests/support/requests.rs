//! Requests for strategies under test.

use odlm::domain::request::{LeadTable, NOBODY, PersonTable, Request};

/// A sound request of so many leads, owned by nobody, and so many salespeople, all alike.
pub(crate) fn request(leads: usize, people: usize) -> Request {
    Request {
        leads: LeadTable {
            id: (1..).take(leads).collect(),
            owner: vec![NOBODY; leads],
            priority: vec![1; leads],
            columns: Vec::new(),
        },
        salespeople: PersonTable {
            id: (1..).take(people).collect(),
            rank: vec![1; people],
            target: vec![100; people],
            workload: vec![0; people],
            room: vec![100; people],
            credit: vec![0.0; people],
            columns: Vec::new(),
        },
        settings: "{}".into(),
        now: 1_760_000_000,
        seed: 7,
        memory: Vec::new(),
        explain: Vec::new(),
    }
}
