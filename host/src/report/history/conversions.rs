//! What became of the leads that people received, counted. Nothing is kept of a single lead.

use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasher;

use super::build::Received;
use super::group::round;
use super::model::{Conversions, OutcomeLine, Outcomes, PersonLine};
use crate::domain::ids::{LeadId, UserId};
use crate::domain::outcome::{Fate, Outcome};
use crate::domain::summary::percent;

/// Counts what became of each person's leads. `odoo` is the one that was asked; `at` is when, UTC.
#[must_use]
pub fn conversions<S: BuildHasher>(
    received: &Received,
    outcomes: &HashMap<LeadId, Outcome, S>,
    people: &[PersonLine],
    (odoo, at): (&str, String),
) -> Conversions {
    let mut totals = Outcomes::default();
    let mut lines = Vec::new();
    // In the order in which the people are told otherwise.
    for person in people.iter().filter(|person| person.odoo == odoo) {
        let who = (person.odoo.clone(), UserId(person.id));
        let Some(leads) = received.get(&who) else { continue };
        let counted = count(leads, outcomes, who.1);
        add(&mut totals, &counted);
        lines.push(OutcomeLine { id: person.id, name: person.name.clone(), outcomes: rated(counted) });
    }
    Conversions { at, totals: rated(totals), people: lines }
}

fn count<S: BuildHasher>(leads: &BTreeSet<LeadId>, outcomes: &HashMap<LeadId, Outcome, S>, person: UserId) -> Outcomes {
    let mut counts = Outcomes { leads: leads.len() as u64, ..Outcomes::default() };
    for lead in leads {
        let Some(now) = outcomes.get(lead) else {
            counts.gone += 1;
            continue;
        };
        counts.opportunities += u64::from(now.is_opportunity);
        match now.fate {
            Fate::Open => counts.open += 1,
            Fate::Archived => counts.archived += 1,
            Fate::Won => counts.won += 1,
            Fate::Lost => counts.lost += 1,
        }
        match now.owner {
            Some(owner) if owner == person => counts.kept += 1,
            Some(_) => counts.reassigned += 1,
            None => counts.unowned += 1,
        }
    }
    counts
}

fn add(sum: &mut Outcomes, one: &Outcomes) {
    sum.leads += one.leads;
    sum.opportunities += one.opportunities;
    sum.open += one.open;
    sum.archived += one.archived;
    sum.won += one.won;
    sum.lost += one.lost;
    sum.kept += one.kept;
    sum.reassigned += one.reassigned;
    sum.unowned += one.unowned;
    sum.gone += one.gone;
}

fn rated(counts: Outcomes) -> Outcomes {
    Outcomes { win_rate: percent(counts.won as f64, counts.leads as f64).map(round), ..counts }
}
