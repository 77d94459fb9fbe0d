//! Some runs added up: counts, and what each person received beside their fair share.

use std::collections::BTreeMap;

use super::model::{Figures, PersonLine};
use super::told::Told;
use crate::domain::ids::UserId;
use crate::domain::summary::{fair_shares, gini, largest_gap, percent};

/// A person: ids are counted by each Odoo for itself.
pub(in crate::report) type Who = (String, UserId);

/// Runs added up, the oldest first.
#[derive(Clone, Debug, Default)]
pub(in crate::report) struct Group {
    figures: Figures,
    people: BTreeMap<Who, Part>,
    without_people: u64,
}

/// A person's part in some runs.
#[derive(Clone, Debug, Default)]
struct Part {
    name: String,
    level: String,
    runs: u64,
    received: u64,
    fair: f64,
    target: u32,
    before: u32,
    after: u32,
}

impl Group {
    /// Adds a run.
    pub(in crate::report) fn add(&mut self, run: &Told<'_>) {
        let (sum, counts) = (&mut self.figures, run.counts);
        sum.runs += 1;
        sum.unfinished += u64::from(run.is_unfinished());
        sum.found += counts.found;
        sum.eligible += counts.eligible;
        sum.planned += counts.planned;
        sum.assigned += counts.assigned;
        sum.conflicts += counts.conflicts;
        sum.refused += counts.refused;
        sum.unknown += counts.unknown;
        sum.seconds += run.seconds();
        if run.people.is_empty() {
            self.without_people += run.given();
            return;
        }
        let parts: Vec<(f64, f64)> =
            run.people.iter().map(|person| (f64::from(person.received), f64::from(person.target))).collect();
        for (person, fair) in run.people.iter().zip(fair_shares(&parts)) {
            let part = self.people.entry((run.odoo().to_owned(), person.id)).or_default();
            if part.runs == 0 {
                part.before = person.before;
            }
            part.name.clone_from(&person.name);
            part.level.clone_from(&person.level);
            part.runs += 1;
            part.received += u64::from(person.received);
            part.fair += fair;
            (part.target, part.after) = (person.target, person.after);
        }
    }

    /// Leads given by runs whose people are not known.
    pub(super) fn without_people(&self) -> u64 {
        self.without_people
    }

    /// The figures; of one person also what they received.
    pub(in crate::report) fn figures(&self, dry_runs: bool, person: Option<&Who>) -> Figures {
        let parts: Vec<(f64, f64)> = self.people.values().map(|part| (part.received as f64, part.fair)).collect();
        let received: f64 = parts.iter().map(|(received, _)| received).sum();
        let used = self.people.values().filter(|part| part.target > 0);
        let (owned, targets) = used.fold((0.0, 0.0), |(owned, targets), part| {
            (owned + f64::from(part.after), targets + f64::from(part.target))
        });
        let given = self.figures.given(dry_runs);
        Figures {
            seconds: round(self.figures.seconds),
            received: person.map(|who| self.people.get(who).map_or(0, |part| part.received)),
            efficiency: percent(given as f64, self.figures.eligible as f64).map(round),
            participants: self.people.len() as u64,
            recipients: self.people.values().filter(|part| part.received > 0).count() as u64,
            mean: if parts.is_empty() { 0.0 } else { round(received / parts.len() as f64) },
            utilisation: percent(owned, targets).map(round),
            gini: round(gini(&parts)),
            largest_gap: round(largest_gap(&parts)),
            ..self.figures.clone()
        }
    }

    /// Each person's numbers, whoever received most first.
    pub(in crate::report) fn people(&self, dry_runs: bool) -> Vec<PersonLine> {
        let given = self.figures.given(dry_runs) as f64;
        let line = |((odoo, id), part): (&Who, &Part)| PersonLine {
            id: id.0,
            name: part.name.clone(),
            odoo: odoo.clone(),
            level: part.level.clone(),
            runs: part.runs,
            received: part.received,
            share: percent(part.received as f64, given).map(round),
            fair_share: round(part.fair),
            gap: round(part.received as f64 - part.fair),
            target: part.target,
            share_of_target: percent(part.received as f64, f64::from(part.target)).map(round),
            before: part.before,
            after: part.after,
            utilisation: percent(f64::from(part.after), f64::from(part.target)).map(round),
        };
        let mut lines: Vec<PersonLine> = self.people.iter().map(line).collect();
        lines.sort_by(|one, other| {
            (other.received, &one.name, &one.odoo, one.id).cmp(&(one.received, &other.name, &other.odoo, other.id))
        });
        lines
    }
}

/// Thousandths are enough.
pub(in crate::report) fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}
