//! The filters that run here, in their order. The first that fails names why the lead is left out; the counts make the funnel.

mod days;
mod names;
mod state;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::days_off::DaysOff;
use super::lists::Lists;
use super::mapping::Reading;
use super::read::Found;
use crate::config::LeadRules;
use crate::domain::ids::UserId;
use crate::domain::lead::Lead;
use crate::domain::run::FunnelStep;

/// What is known of owners.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    /// Owners whose leads are given to others: users who are inactive, or excluded by the configuration.
    pub released: BTreeSet<UserId>,
    /// Users who are inactive.
    pub inactive: BTreeSet<UserId>,
    /// Owners whose leads are never taken.
    pub shielded: BTreeSet<UserId>,
}

/// What leads are held against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The rules.
    pub rules: &'a LeadRules,
    /// Their lists.
    pub lists: &'a Lists,
    /// The fields that the rules read.
    pub reading: &'a Reading,
    /// What is known of owners.
    pub owners: &'a Owners,
    /// The holidays.
    pub off: &'a DaysOff,
    /// Today in the run's time zone.
    pub today: Date,
}

/// The leads of the window, told apart.
#[derive(Debug, Default)]
pub struct Filtered {
    /// Those that passed every filter.
    pub eligible: Vec<Lead>,
    /// Those left out, each with the rule that it failed first.
    pub left_out: Vec<(Lead, Arc<str>)>,
    /// The counts before and after each filter.
    pub funnel: Vec<FunnelStep>,
}

/// One filter: its name, and of a lead that fails it the sentence why.
struct Filter<'a> {
    name: &'static str,
    fails: Test<'a>,
}

/// Of a lead that does not pass the sentence why.
type Test<'a> = Box<dyn Fn(&Lead) -> Option<Arc<str>> + 'a>;

impl<'a> Filter<'a> {
    /// A filter with one sentence for every lead that does not pass.
    fn new(name: &'static str, sentence: &str, passes: impl Fn(&Lead) -> bool + 'a) -> Filter<'a> {
        let sentence: Arc<str> = Arc::from(sentence);
        Filter { name, fails: Box::new(move |lead| (!passes(lead)).then(|| Arc::clone(&sentence))) }
    }
}

/// Runs every filter over every lead. Where Odoo left leads out, the funnel begins with the step `odoo`.
#[must_use]
pub fn filter(found: Found, against: &Against<'_>) -> Filtered {
    let mut filters: Vec<Filter<'_>> = Vec::new();
    days::dated(&mut filters, against);
    names::do_not_call(&mut filters, against);
    state::shielded(&mut filters, against);
    names::listed(&mut filters, against);
    names::tagged(&mut filters, against);
    state::valued(&mut filters, against);
    days::active(&mut filters, against);
    state::owned(&mut filters, against);
    let mut stopped = vec![0_u64; filters.len()];
    let mut filtered = Filtered::default();
    let mut before = found.leads.len() as u64;
    if let Some(in_window) = found.in_window {
        let step = FunnelStep { filter: "odoo".to_owned(), before: in_window.max(before), after: before };
        filtered.funnel.push(step);
    }
    for lead in found.leads {
        let failed = filters.iter().zip(&mut stopped).find_map(|(filter, stopped)| {
            let sentence = (filter.fails)(&lead)?;
            *stopped += 1;
            Some(sentence)
        });
        match failed {
            Some(sentence) => filtered.left_out.push((lead, sentence)),
            None => filtered.eligible.push(lead),
        }
    }
    for (filter, stopped) in filters.iter().zip(stopped) {
        let after = before - stopped;
        filtered.funnel.push(FunnelStep { filter: filter.name.to_owned(), before, after });
        before = after;
    }
    filtered
}
