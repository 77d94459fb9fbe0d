//! The history for a person at a terminal. Returns text; the command line prints it.

use std::fmt::Write as _;

use super::model::History;
use super::tables::{By, heading, sections, summary};
use crate::report::terminal::{Look, clean};

impl History {
    /// The history as text.
    #[must_use]
    pub fn terminal(&self, by: Option<By>, look: Look) -> String {
        let mut out = clean(&heading(self)) + "\n";
        for line in summary(self) {
            out.push_str(&(look.letters(&clean(&line)) + "\n"));
        }
        for section in sections(self, by) {
            // Writing to a text cannot fail.
            let _ = write!(out, "\n{}\n{}\n", section.title, section.terminal(look));
        }
        out
    }
}
