//! Texts of Odoo in mails: one harmless line each, of bounded length, whose reading direction ends where the text ends.

use std::fmt;

use crate::text::one_line;

/// The longest text of Odoo in a mail, in bytes: 200 characters of any script.
const LONGEST: usize = 800;

/// A text of Odoo or of the configuration, made harmless. HTML escapes it when it is put there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown(String);

impl Shown {
    pub(super) fn new(text: &str) -> Shown {
        Shown(one_line(text, LONGEST))
    }

    /// For plain text: between the isolates of Unicode where it holds letters that run from right to left.
    pub(super) fn isolated(&self) -> String {
        if self.0.chars().any(runs_left) { format!("\u{2068}{}\u{2069}", self.0) } else { self.0.clone() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Shown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// Whether a letter is of a script that runs from right to left.
fn runs_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// `1 new lead` or `2 new leads`.
pub(super) fn new_leads(count: usize) -> String {
    format!("{count} new {}", if count == 1 { "lead" } else { "leads" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_and_keeps_its_direction_to_itself() {
        assert_eq!(Shown::new("a\r\nBcc: b").to_string(), "a  Bcc: b");
        assert_eq!(Shown::new("plain").isolated(), "plain");
        assert_eq!(Shown::new("\u{202e}שלום\u{202c}").isolated(), "\u{2068}שלום\u{2069}");
        let long = "ß".repeat(200);
        assert_eq!(Shown::new(&long).to_string(), long);
    }
}
