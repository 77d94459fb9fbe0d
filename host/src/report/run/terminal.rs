//! The report of a dry run for a person at a terminal: every section, before anything is written. Returns text; the command line prints
//! it.

use std::fmt::Write as _;

use super::model::RunReport;
use super::tables::sections;
use crate::report::terminal::{Look, clean, first_line, last_line, left_out};

impl RunReport {
    /// The report as text.
    #[must_use]
    pub fn terminal(&self, look: Look) -> String {
        let mut out = first_line(&self.run);
        for section in sections(self) {
            // Writing to a text cannot fail.
            let _ = write!(out, "\n{}\n{}\n", section.title, section.terminal(look));
        }
        if !self.run.people_left_out.is_empty() {
            let _ = writeln!(out, "\n{}", left_out(&self.run.people_left_out));
        }
        if !self.recommendations.is_empty() {
            out.push_str("\nRecommendations\n");
            for advice in &self.recommendations {
                let _ = writeln!(out, "  {}", look.letters(&clean(&advice.text)));
            }
        }
        out + &last_line(&self.run)
    }
}
