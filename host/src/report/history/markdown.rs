//! The history as Markdown, with pipe tables. Names are escaped: none is a heading, a link or a tag.

use std::fmt::Write as _;

use super::model::History;
use super::tables::{By, Section, heading, sections, summary};
use crate::text::one_line;

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
            let _ = write!(out, "\n## {}\n\n{}", section.title, table(&section));
        }
        out
    }
}

fn table(section: &Section) -> String {
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut out = row(section.columns.iter().map(|column| column.title.to_owned()).collect());
    out.push_str(&row(section.columns.iter().map(|one| if one.is_number { "---:" } else { "---" }.into()).collect()));
    for cells in &section.rows {
        out.push_str(&row(cells.iter().map(|cell| plain(cell)).collect()));
    }
    out
}

/// A text that Markdown takes for nothing else: one line, with every letter escaped that means something.
fn plain(text: &str) -> String {
    let mut out = String::new();
    for letter in one_line(text, 1_000).chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' | '$' => {
                out.push('\\');
                out.push(letter);
            }
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_of_a_name_means_anything() {
        assert_eq!(plain("a|b *c* [d](e) <f>\n# g"), "a\\|b \\*c\\* \\[d\\](e) &lt;f&gt; \\# g");
    }
}
