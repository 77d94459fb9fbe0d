//! The history as CSV: one table, a line each day, person or campaign, numbers as they are, no formula in any name.

use super::model::{Figures, History, OutcomeLine};
use super::tables::By;
use crate::report::csv_safe;

const FIGURES: [&str; 17] = [
    "runs",
    "unfinished",
    "found",
    "eligible",
    "planned",
    "assigned",
    "received",
    "conflicts",
    "refused",
    "unknown",
    "seconds",
    "efficiency",
    "participants",
    "recipients",
    "utilisation",
    "gini",
    "largest_gap",
];

const PERSON: [&str; 14] = [
    "id",
    "name",
    "odoo",
    "level",
    "runs",
    "received",
    "share",
    "fair_share",
    "gap",
    "target",
    "share_of_target",
    "before",
    "after",
    "utilisation",
];

const OUTCOMES: [&str; 11] =
    ["leads", "opportunities", "open", "archived", "won", "lost", "kept", "reassigned", "unowned", "gone", "win_rate"];

impl History {
    /// One breakdown as CSV.
    ///
    /// # Errors
    /// The writer's own.
    pub fn csv(&self, by: By) -> Result<String, csv::Error> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        match by {
            By::Day => {
                writer.write_record(["day"].iter().chain(&FIGURES))?;
                for line in &self.days {
                    writer.write_record(std::iter::once(line.day.clone()).chain(figures(&line.figures)))?;
                }
            }
            By::Campaign => {
                writer.write_record(["campaign", "odoo"].iter().chain(&FIGURES))?;
                for line in &self.campaigns {
                    let names = [name(&line.campaign), name(&line.odoo)];
                    writer.write_record(names.into_iter().chain(figures(&line.figures)))?;
                }
            }
            By::Person => self.people_csv(&mut writer)?,
        }
        let bytes = writer.into_inner().map_err(|error| error.into_error())?;
        String::from_utf8(bytes).map_err(|error| std::io::Error::other(error).into())
    }

    fn people_csv(&self, writer: &mut csv::Writer<Vec<u8>>) -> Result<(), csv::Error> {
        let further = if self.conversions.is_some() { &OUTCOMES[..] } else { &[] };
        writer.write_record(PERSON.iter().chain(further))?;
        for line in &self.people {
            let mut row = vec![
                line.id.to_string(),
                name(&line.name),
                name(&line.odoo),
                name(&line.level),
                line.runs.to_string(),
                line.received.to_string(),
                maybe(line.share),
                line.fair_share.to_string(),
                line.gap.to_string(),
                line.target.to_string(),
                maybe(line.share_of_target),
                line.before.to_string(),
                line.after.to_string(),
                maybe(line.utilisation),
            ];
            if let Some(conversions) = &self.conversions {
                row.extend(outcomes(conversions.people.iter().find(|one| one.id == line.id)));
            }
            writer.write_record(row)?;
        }
        Ok(())
    }
}

fn figures(one: &Figures) -> [String; FIGURES.len()] {
    [
        one.runs.to_string(),
        one.unfinished.to_string(),
        one.found.to_string(),
        one.eligible.to_string(),
        one.planned.to_string(),
        one.assigned.to_string(),
        one.received.map_or_else(String::new, |received| received.to_string()),
        one.conflicts.to_string(),
        one.refused.to_string(),
        one.unknown.to_string(),
        one.seconds.to_string(),
        maybe(one.efficiency),
        one.participants.to_string(),
        one.recipients.to_string(),
        maybe(one.utilisation),
        one.gini.to_string(),
        one.largest_gap.to_string(),
    ]
}

fn outcomes(line: Option<&OutcomeLine>) -> Vec<String> {
    let one = line.map(|line| line.outcomes.clone()).unwrap_or_default();
    let counts = [
        one.leads,
        one.opportunities,
        one.open,
        one.archived,
        one.won,
        one.lost,
        one.kept,
        one.reassigned,
        one.unowned,
        one.gone,
    ];
    counts.iter().map(u64::to_string).chain([maybe(one.win_rate)]).collect()
}

fn maybe(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn name(text: &str) -> String {
    csv_safe(text).into_owned()
}
