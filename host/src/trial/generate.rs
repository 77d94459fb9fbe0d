//! Requests by chance, the same for the same seed: ordinary ones with holes, extremes and odd texts in them. A strategy must keep the
//! host's rules on each.

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use super::fill::standard;
use crate::domain::request::{Column, ColumnRequest, Description, NOBODY, Request, Values};

/// Texts that programs stumble over.
pub(super) const ODD_TEXTS: [&str; 12] = [
    "",
    " ",
    "0",
    "null",
    "Zoë Müller-Łukasz 🦄",
    "e\u{301}\u{302}\u{303}",
    "שלום עולם",
    "\u{202e}txt.exe",
    "a\u{0}b\tc\r\nd",
    "'; DROP TABLE crm_lead; --",
    "\u{feff}\u{200b}",
    "ﷺ𝔘𝔫𝔦𝔠𝔬𝔡𝔢\u{10ffff}",
];

/// The request of this number.
pub(super) fn generated(description: &Description, settings: &str, seed: u64, number: u64) -> Request {
    let mut chance = Pcg64::seed_from_u64(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(number));
    let leads = if chance.random_bool(0.1) { 0 } else { chance.random_range(1..=60) };
    let people = if chance.random_bool(0.05) { 0 } else { chance.random_range(1..=10) };
    let mut request = standard(description, settings, leads, people, chance.random_range(0..=u64::MAX));
    request.now += chance.random_range(0..=1_000) * 3_600;
    owners(&mut chance, &mut request);
    for workload in &mut request.salespeople.workload {
        *workload = one_of(&mut chance, *workload, &[0, 1, 1_000]);
    }
    for target in &mut request.salespeople.target {
        *target = one_of(&mut chance, *target, &[0, 1, 10_000]);
    }
    for room in &mut request.salespeople.room {
        *room = one_of(&mut chance, *room, &[0, 1, 2, u32::MAX]);
    }
    for credit in &mut request.salespeople.credit {
        *credit = one_of(&mut chance, *credit, &[0.0, -1.0, 1_000.5, 1.0 / 3.0]);
    }
    let rows = u32::try_from(leads).unwrap_or(0);
    let explained = chance.random_range(0..=rows.min(5));
    request.explain = (0..explained).map(|_| chance.random_range(0..rows)).collect();
    request.explain.sort_unstable();
    request.explain.dedup();
    let holes = f64::from(chance.random_range(0_u32..=4)) / 4.0;
    let odd = if chance.random_bool(0.3) { 0.3 } else { 0.0 };
    for (column, asked) in request.leads.columns.iter_mut().zip(&description.lead_columns) {
        roughen(&mut chance, column, asked, holes, odd);
    }
    for (column, asked) in request.salespeople.columns.iter_mut().zip(&description.salesperson_columns) {
        roughen(&mut chance, column, asked, holes, odd);
    }
    request
}

fn owners(chance: &mut Pcg64, request: &mut Request) {
    let people = u32::try_from(request.salespeople.id.len()).unwrap_or(0);
    let owned = f64::from(chance.random_range(0_u32..=4)) / 4.0;
    for owner in &mut request.leads.owner {
        *owner = if people > 0 && chance.random_bool(owned) { chance.random_range(0..people) } else { NOBODY };
    }
}

/// The value as it is, or in one of three cases another.
fn one_of<T: Copy>(chance: &mut Pcg64, value: T, others: &[T]) -> T {
    if chance.random_bool(0.67) {
        return value;
    }
    others.get(chance.random_range(0..others.len().max(1))).copied().unwrap_or(value)
}

/// Makes a share of a column's values missing and another odd. A required column keeps its first row, as a run without any is refused.
pub(super) fn roughen(chance: &mut Pcg64, column: &mut Column, asked: &ColumnRequest, holes: f64, odd: f64) {
    fn each<T>(chance: &mut Pcg64, rows: &mut [Option<T>], rates: (bool, f64, f64), strange: impl Fn(&mut Pcg64) -> T) {
        let (required, holes, odd) = rates;
        for (row, value) in rows.iter_mut().enumerate() {
            if chance.random_bool(odd) {
                *value = Some(strange(chance));
            }
            if chance.random_bool(holes) && !(required && row == 0) {
                *value = None;
            }
        }
    }
    let pick = |chance: &mut Pcg64| ODD_TEXTS.get(chance.random_range(0..ODD_TEXTS.len())).copied().unwrap_or_default();
    let text = |chance: &mut Pcg64| match chance.random_bool(0.1) {
        true => Arc::from("long ".repeat(4_000)),
        false => Arc::from(pick(chance)),
    };
    let rates = (asked.required, holes, odd);
    match &mut column.values {
        Values::Bools(rows) => each(chance, rows, rates, |chance| chance.random_bool(0.5)),
        Values::Integers(rows) => {
            let odd = [0, -1, 1, i64::from(u32::MAX), 1 << 53, -(1 << 53)];
            each(chance, rows, rates, |chance| one_of(chance, 0, &odd));
        }
        Values::Numbers(rows) => {
            let odd = [0.0, -0.0, -1.0, 1e-300, 1e300, 9_007_199_254_740_993.0];
            each(chance, rows, rates, |chance| one_of(chance, 0.5, &odd));
        }
        Values::Texts(rows) => each(chance, rows, rates, text),
        Values::TextLists(rows) => {
            each(chance, rows, rates, |chance| (0..chance.random_range(0..=4)).map(|_| text(chance)).collect());
        }
    }
}
