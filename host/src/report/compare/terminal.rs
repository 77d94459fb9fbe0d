//! The comparison for a person at a terminal. Returns text; the command line prints it.

use std::fmt::Write as _;

use super::model::Comparison;
use super::tables::{heading, sections, summary};
use crate::report::paragraph;
use crate::report::terminal::{Look, clean};
use crate::text::one_line;

/// The longest sentence, in bytes.
const SENTENCE: usize = 1_000;

impl Comparison {
    /// The comparison as text.
    #[must_use]
    pub fn terminal(&self, look: Look) -> String {
        let mut out = clean(&heading(self)) + "\n";
        for line in summary(self) {
            out.push_str(&paragraph(&look.letters(&one_line(&line, SENTENCE)), 0, usize::from(look.width)));
        }
        for section in sections(self) {
            // Writing to a text cannot fail.
            let _ = write!(out, "\n{}\n{}\n", section.title, section.terminal(look));
        }
        out
    }
}
