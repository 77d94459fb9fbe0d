//! The request to a strategy, built from what was read and remembered.

use std::collections::HashMap;

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::columns::{lead_columns, person_columns};
use super::grants::Withheld;
use crate::domain::ids::UserId;
use crate::domain::lead::Lead;
use crate::domain::person::Person;
use crate::domain::request::{Description, LeadTable, NOBODY, PersonTable, Request};

/// What a strategy is told beside leads and people.
#[derive(Clone, Debug)]
pub struct Circumstances {
    /// The strategy's settings as one JSON object.
    pub settings: String,
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// Today, in the run's time zone.
    pub today: Date,
    /// Below 2^53.
    pub seed: u64,
    /// What the strategy left behind last time.
    pub memory: Vec<u8>,
    /// What earlier runs owe each person.
    pub credits: HashMap<UserId, f64>,
}

/// Builds the request. `room` has one entry a person. What is withheld from the strategy is missing.
#[must_use]
pub fn question(
    leads: &[&Lead],
    people: &[Person],
    room: &[u32],
    about: &Circumstances,
    description: &Description,
    withheld: &Withheld,
) -> Request {
    let rows: HashMap<UserId, u32> = people.iter().zip(0..).map(|(person, row)| (person.id, row)).collect();
    let owner: Vec<u32> =
        leads.iter().map(|lead| lead.owner.and_then(|owner| rows.get(&owner).copied()).unwrap_or(NOBODY)).collect();
    Request {
        leads: LeadTable {
            id: leads.iter().map(|lead| lead.id.0).collect(),
            owner,
            priority: leads.iter().map(|lead| lead.priority).collect(),
            columns: lead_columns(&description.lead_columns, leads, about.today, withheld),
        },
        salespeople: PersonTable {
            id: people.iter().map(|person| person.id.0).collect(),
            rank: people.iter().map(|person| person.rank).collect(),
            target: people.iter().map(|person| person.target).collect(),
            workload: people.iter().map(|person| person.workload).collect(),
            room: room.to_vec(),
            credit: people.iter().map(|person| about.credits.get(&person.id).copied().unwrap_or(0.0)).collect(),
            columns: person_columns(&description.salesperson_columns, people, withheld),
        },
        settings: about.settings.clone(),
        now: about.now,
        seed: about.seed,
        memory: about.memory.clone(),
        explain: Vec::new(),
    }
}

/// The seed of a campaign's day: a dry run and the run after it draw the same lots, another day draws others. Below 2^53.
#[must_use]
pub fn seed(campaign: &str, today: Date) -> u64 {
    let digest = Sha256::digest(format!("{campaign}\n{today}"));
    digest.iter().take(8).fold(0_u64, |seed, byte| (seed << 8) | u64::from(*byte)) >> 11
}
