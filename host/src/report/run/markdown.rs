//! The report of a run as Markdown, with pipe tables. Names are escaped: none is a heading, a link or a tag.

use std::fmt::Write as _;

use super::model::RunReport;
use super::tables::{heading, sections, sentences};
use crate::report::section::plain;

impl RunReport {
    /// The report as Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n\n", plain(&heading(self)));
        for line in sentences(self) {
            // Writing to a text cannot fail.
            let _ = writeln!(out, "- {}", plain(&line));
        }
        if !self.recommendations.is_empty() {
            out.push_str("\n## Recommendations\n\n");
            for advice in &self.recommendations {
                let _ = writeln!(out, "- {}", plain(&advice.text));
            }
        }
        for section in sections(self) {
            let _ = write!(out, "\n## {}\n\n{}", section.title, section.markdown());
        }
        out
    }
}
