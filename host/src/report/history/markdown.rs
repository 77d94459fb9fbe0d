//! The history as Markdown, with pipe tables. Names are escaped: none is a heading, a link or a tag.

use std::fmt::Write as _;

use super::model::History;
use super::tables::{By, heading, sections, summary};
use crate::report::section::plain;

impl History {
    /// The history as Markdown.
    #[must_use]
    pub fn markdown(&self, by: Option<By>) -> String {
        let mut out = format!("# {}\n\n", plain(&heading(self)));
        for line in summary(self) {
            // Writing to a text cannot fail.
            let _ = writeln!(out, "- {}", plain(&line));
        }
        for section in sections(self, by) {
            let _ = write!(out, "\n## {}\n\n{}", section.title, section.markdown());
        }
        out
    }
}
