//! Requests at the edges of what a host may send: empty, full, huge, without values. Each is a check of its own.

use rand::SeedableRng;
use rand_pcg::Pcg64;

use super::fill::standard;
use super::generate::roughen;
use super::shrink::clear;
use crate::domain::request::{Description, NOBODY, Request};

/// The edges, each with what it is.
pub(super) fn edges(description: &Description, settings: &str, seed: u64) -> Vec<(&'static str, Request)> {
    let plain = |leads, people| standard(description, settings, leads, people, seed);
    let changed = |leads, people, change: &dyn Fn(&mut Request)| {
        let mut request = plain(leads, people);
        change(&mut request);
        request
    };
    vec![
        ("no leads", plain(0, 5)),
        ("no salespeople", plain(5, 0)),
        ("neither leads nor salespeople", plain(0, 0)),
        ("one lead and one salesperson", plain(1, 1)),
        ("one lead that its only salesperson owns", changed(1, 1, &|request| request.leads.owner.fill(0))),
        ("every lead owned by one of two", changed(20, 2, &|request| request.leads.owner.fill(0))),
        ("more leads than room", changed(60, 5, &|request| request.salespeople.room.fill(3))),
        ("nobody has room", changed(20, 5, &|request| request.salespeople.room.fill(0))),
        (
            "one of five has room",
            changed(20, 5, &|request| {
                request.salespeople.room.fill(0);
                request.salespeople.room.last_mut().into_iter().for_each(|room| *room = u32::MAX);
            }),
        ),
        (
            "everybody at their target",
            changed(20, 5, &|request| {
                request.salespeople.workload.clone_from(&request.salespeople.target);
            }),
        ),
        ("targets of 0", changed(20, 5, &|request| request.salespeople.target.fill(0))),
        (
            "huge targets and workloads",
            changed(20, 5, &|request| {
                request.salespeople.target.fill(u32::MAX);
                request.salespeople.workload.fill(u32::MAX);
                request.salespeople.room.fill(u32::MAX);
            }),
        ),
        (
            "huge credits",
            changed(20, 6, &|request| {
                for (row, credit) in request.salespeople.credit.iter_mut().enumerate() {
                    *credit = if row % 2 == 0 { 1e12 } else { -1e12 };
                }
            }),
        ),
        (
            "everybody alike",
            changed(21, 7, &|request| {
                let people = &mut request.salespeople;
                people.rank.fill(1);
                people.target.fill(10);
                people.workload.fill(0);
                people.room.fill(10);
                people.credit.fill(0.0);
                request.leads.owner.fill(NOBODY);
            }),
        ),
        (
            "missing values in every optional column",
            changed(20, 5, &|request| {
                let leads = request.leads.columns.iter_mut().zip(&description.lead_columns);
                let people = request.salespeople.columns.iter_mut().zip(&description.salesperson_columns);
                leads.chain(people).filter(|(_, asked)| !asked.required).for_each(|(column, _)| clear(column));
            }),
        ),
        (
            "long and odd texts and numbers",
            changed(40, 8, &|request| {
                let mut chance = Pcg64::seed_from_u64(seed);
                let leads = request.leads.columns.iter_mut().zip(&description.lead_columns);
                let people = request.salespeople.columns.iter_mut().zip(&description.salesperson_columns);
                leads.chain(people).for_each(|(column, asked)| roughen(&mut chance, column, asked, 0.0, 1.0));
            }),
        ),
        ("every lead to be explained", changed(50, 5, &|request| request.explain = (0..50).collect())),
        ("65,536 leads", plain(65_536, 100)),
    ]
}
