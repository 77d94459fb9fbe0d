//! What all screens have alike: the heading, marks and bullets, as far as the terminal shows them.

use std::fmt::{Display, Write as _};

use crate::report::terminal::Look;

/// The widest rule.
const RULE: u16 = 80;

/// How screens look.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns and lines.
    pub look: Look,
    /// Whether the terminal shows pictures.
    pub emoji: bool,
}

impl Style {
    /// A picture with a space, where the terminal shows any.
    pub(super) fn mark(self, picture: &str) -> String {
        if self.emoji { format!("{picture} ") } else { String::new() }
    }

    fn bullet(self) -> &'static str {
        if self.look.unicode { "•" } else { "*" }
    }
}

/// A screen that is being written.
pub(super) struct Page {
    style: Style,
    text: String,
}

impl Page {
    /// A screen that begins with a step's heading.
    pub(super) fn step(style: Style, number: u8, title: &str, what: &str) -> Page {
        let rule = "=".repeat(usize::from(style.look.width.min(RULE)));
        let (step, note) = (style.mark("🔄"), style.mark("📝"));
        Page { style, text: format!("\n{rule}\n{step}Step {number}: {title}\n{note}{what}\n{rule}\n") }
    }

    /// A screen without a heading.
    pub(super) fn plain(style: Style) -> Page {
        Page { style, text: String::new() }
    }

    /// A paragraph or a table, with an empty line before it.
    pub(super) fn part(&mut self, part: impl Display) {
        // Writing to a text cannot fail.
        let _ = writeln!(self.text, "\n{part}");
    }

    /// A list with a title; nothing where it is empty.
    pub(super) fn list(&mut self, picture: &str, title: &str, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        let mark = self.style.mark(picture);
        let _ = writeln!(self.text, "\n{mark}{title}:");
        for line in lines {
            let _ = writeln!(self.text, "   {} {line}", self.style.bullet());
        }
    }

    pub(super) fn end(self) -> String {
        self.text
    }
}

/// A number with what it counts.
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
}

/// A number of leads.
pub(super) fn leads(number: u64) -> String {
    count(number, "lead", "leads")
}
