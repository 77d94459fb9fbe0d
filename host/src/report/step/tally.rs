//! Counts leads by what they are, for the second step, and reads a plan as the report does, for the fourth.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::model::{Breakdown, Share};
use crate::domain::decision::{Decision, State};
use crate::domain::lead::Lead;
use crate::domain::run::PersonCount;
use crate::report::model::{PersonLine, ReasonLine, reasons};

/// Ages with the days up to which they go.
const AGES: [(&str, i32); 5] =
    [("up to 1 day", 1), ("2 to 7 days", 7), ("8 to 30 days", 30), ("31 to 90 days", 90), ("over 90 days", i32::MAX)];

/// Odoo's names of priorities 0 to 3.
const PRIORITIES: [&str; 4] = ["0 low", "1 medium", "2 high", "3 very high"];

/// The leads by status, source, campaign, age and priority. Each adds up to all leads.
#[must_use]
pub fn breakdowns(leads: &[Lead], today: Date) -> Vec<Breakdown> {
    vec![
        commonest("Status", leads, |lead| lead.status.as_ref()),
        commonest("Source", leads, |lead| lead.source.as_ref()),
        commonest("Campaign", leads, |lead| lead.campaign.as_ref()),
        ordered("Age", leads, AGES.map(|(name, _)| name), |lead| {
            let days = today.since(lead.date?).map_or(0, |span| span.get_days());
            AGES.iter().position(|(_, most)| days <= *most)
        }),
        ordered("Priority", leads, PRIORITIES, |lead| Some(usize::from(lead.priority.min(3)))),
    ]
}

/// The commonest value first.
fn commonest(by: &'static str, leads: &[Lead], value: fn(&Lead) -> Option<&Arc<str>>) -> Breakdown {
    let mut counts: HashMap<Option<&str>, u64> = HashMap::new();
    for lead in leads {
        *counts.entry(value(lead).map(AsRef::as_ref)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|(one, leads), (other, more)| (more, one).cmp(&(leads, other)));
    let shares = counts.into_iter().map(|(value, leads)| Share { value: value.map(str::to_owned), leads });
    Breakdown { by, shares: shares.collect() }
}

/// Values in their own order; last the leads without one. Values that no lead has are not told.
fn ordered<const N: usize>(
    by: &'static str,
    leads: &[Lead],
    names: [&str; N],
    place: impl Fn(&Lead) -> Option<usize>,
) -> Breakdown {
    let (mut counts, mut without) = ([0_u64; N], 0);
    for lead in leads {
        match place(lead).and_then(|place| counts.get_mut(place)) {
            Some(count) => *count += 1,
            None => without += 1,
        }
    }
    let known = names.into_iter().zip(counts).map(|(name, leads)| Share { value: Some(name.to_owned()), leads });
    let all = known.chain([Share { value: None, leads: without }]);
    Breakdown { by, shares: all.filter(|share| share.leads > 0).collect() }
}

/// The people of a plan, as a report tells them.
#[must_use]
pub fn planned_people(people: &[PersonCount]) -> Vec<PersonLine> {
    people.iter().map(PersonLine::from).collect()
}

/// The reasons of a plan, as a report tells them, without those of leads that filters left out.
#[must_use]
pub fn planned_reasons(decisions: &[Decision]) -> Vec<ReasonLine> {
    let mut lines = reasons(decisions);
    lines.retain(|line| line.state != State::LeftOut.name());
    lines
}
