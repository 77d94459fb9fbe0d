//! Ordinary requests of any size: plausible values in every column, the same for the same seed. What is out of the ordinary is made
//! elsewhere out of these.

use std::sync::Arc;

use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;

use super::question::NOW;
use crate::domain::request::{
    Column, ColumnRequest, Description, Kind, LeadTable, NOBODY, PersonTable, Request, Values,
};

/// Ids of generated salespeople begin here, so that no id is a row.
const FIRST_PERSON: u64 = 1001;
/// Ids of generated leads begin here.
const FIRST_LEAD: u64 = 500_001;

/// An ordinary request: every column filled, targets that the leads just about fill, one lead in ten owned already.
#[must_use]
pub fn standard(description: &Description, settings: &str, leads: usize, people: usize, seed: u64) -> Request {
    let mut chance = Pcg64::seed_from_u64(seed);
    let share = u32::try_from(leads / people.max(1)).unwrap_or(u32::MAX / 4).clamp(4, u32::MAX / 4);
    let owner = |chance: &mut Pcg64| {
        let row = chance.random_range(0..people.max(1));
        if people > 1 && chance.random_bool(0.1) { u32::try_from(row).unwrap_or(NOBODY) } else { NOBODY }
    };
    let target: Vec<u32> = (0..people).map(|_| chance.random_range(share..=share * 2)).collect();
    let workload: Vec<u32> = target.iter().map(|target| chance.random_range(0..=target / 3)).collect();
    let people_columns = description.salesperson_columns.iter();
    Request {
        leads: LeadTable {
            id: (FIRST_LEAD..).take(leads).collect(),
            owner: (0..leads).map(|_| owner(&mut chance)).collect(),
            priority: (0..leads).map(|_| chance.random_range(0..=3)).collect(),
            columns: description.lead_columns.iter().map(|asked| column(&mut chance, asked, leads, share)).collect(),
        },
        salespeople: PersonTable {
            id: (FIRST_PERSON..).take(people).collect(),
            rank: (0..people).map(|_| chance.random_range(1..=3)).collect(),
            room: target.iter().zip(&workload).map(|(target, workload)| target.saturating_sub(*workload)).collect(),
            target,
            workload,
            credit: (0..people).map(|_| f64::from(chance.random_range(-8_i32..=8)) / 4.0).collect(),
            columns: people_columns.map(|asked| column(&mut chance, asked, people, share)).collect(),
        },
        settings: settings.to_owned(),
        now: NOW,
        seed: chance.random_range(0..1_u64 << 53),
        memory: Vec::new(),
        explain: (0..3).filter(|row| (*row as usize) < leads).collect(),
    }
}

/// A column with a value in every row. `share`: leads for each person.
fn column(chance: &mut Pcg64, asked: &ColumnRequest, rows: usize, share: u32) -> Column {
    let name = asked.name.as_str();
    let pool = pool(name);
    let pick = |chance: &mut Pcg64| pool.get(chance.random_range(0..pool.len().max(1))).cloned().unwrap_or_default();
    let values = match asked.kind {
        Kind::Bools => Values::Bools((0..rows).map(|_| Some(chance.random_bool(0.5))).collect()),
        Kind::Integers => Values::Integers((0..rows).map(|_| Some(chance.random_range(whole(name, share)))).collect()),
        Kind::Numbers if bounds_leads(name) => {
            Values::Numbers((0..rows).map(|_| Some(f64::from(chance.random_range(share..=share * 2)))).collect())
        }
        Kind::Numbers => {
            Values::Numbers((0..rows).map(|_| Some(f64::from(chance.random_range(0_u32..=40_000)) / 400.0)).collect())
        }
        Kind::Texts if name == "name" => {
            Values::Texts((1..=rows).map(|row| Some(Arc::from(format!("Name {row}")))).collect())
        }
        Kind::Texts => Values::Texts((0..rows).map(|_| Some(pick(chance))).collect()),
        Kind::TextLists => {
            let list = |chance: &mut Pcg64| (0..chance.random_range(0..=3)).map(|_| pick(chance)).collect();
            Values::TextLists((0..rows).map(|_| Some(list(chance))).collect())
        }
    };
    Column { name: asked.name.clone(), values }
}

/// Whether a column says how many leads somebody may have: then it is as large as targets, or hardly a lead would be given.
fn bounds_leads(name: &str) -> bool {
    name == "capacity" || name.starts_with("max")
}

fn whole(name: &str, share: u32) -> std::ops::RangeInclusive<i64> {
    match name {
        _ if bounds_leads(name) => i64::from(share)..=i64::from(share) * 2,
        "created" => NOW - 90 * 86_400..=NOW,
        "age-days" => 0..=400,
        _ => 1..=100,
    }
}

/// Texts that a column of this name might hold.
fn pool(name: &str) -> Vec<Arc<str>> {
    let words: &[&str] = match name {
        "country" | "territories" => &["DE", "AT", "CH", "FR", "IT", "PL"],
        "email_from" | "email_normalized" => {
            &["ada@acme.example", "bob@acme.example", "eve@globex.example", "zoe@müller.example", "ada@gmail.com"]
        }
        "language" | "languages" => &["de", "fr", "it", "pl", "en"],
        "source" => &["facebook_form", "google_ads", "website_contact", "linkedin_ads"],
        "level" => &["junior", "senior", "expert"],
        _ if ["date", "created", "start", "since", "until"].iter().any(|word| name.contains(word)) => {
            &["2025-06-02", "2025-11-17", "2025-12-22", "2026-01-05"]
        }
        _ => {
            return (1..=8).map(|number| Arc::from(format!("{name} {number}"))).collect();
        }
    };
    words.iter().map(|word| Arc::from(*word)).collect()
}
