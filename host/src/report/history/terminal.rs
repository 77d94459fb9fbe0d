//! The history for a person at a terminal. Returns text; the command line prints it.

use std::fmt::Write as _;

use super::model::History;
use super::tables::{By, Section, heading, sections, summary};
use crate::report::terminal::{Look, NARROW, clean, table};

/// The most rows of a table; the rest is counted.
const ROWS_SHOWN: usize = 200;

impl History {
    /// The history as text.
    #[must_use]
    pub fn terminal(&self, by: Option<By>, look: Look) -> String {
        let mut out = clean(&heading(self)) + "\n";
        for line in summary(self) {
            out.push_str(&(clean(&line) + "\n"));
        }
        for section in sections(self, by) {
            // Writing to a text cannot fail.
            let _ = write!(out, "\n{}\n{}\n", section.title, shown(&section, look));
        }
        out
    }
}

fn shown(section: &Section, look: Look) -> String {
    let kept = |place: usize| look.width >= NARROW || section.columns.get(place).is_some_and(|column| column.is_kept);
    let columns: Vec<_> =
        section.columns.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, column)| column).collect();
    let header: Vec<&str> = columns.iter().map(|column| column.title).collect();
    let numbers: Vec<usize> =
        columns.iter().enumerate().filter(|(_, column)| column.is_number).map(|(place, _)| place).collect();
    let mut table = table(look, &header, &numbers);
    for row in section.rows.iter().take(ROWS_SHOWN) {
        let cells = row.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, cell)| clean(cell));
        table.add_row(cells.collect::<Vec<_>>());
    }
    let rest = section.rows.len().saturating_sub(ROWS_SHOWN);
    if rest > 0 {
        table.add_row([format!("and {rest} more")]);
    }
    table.to_string()
}
