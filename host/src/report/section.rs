//! A table of texts, which terminal, Markdown and HTML show each in their way. Nothing in it is escaped.

use super::link::lead_link;
use super::terminal::{Look, NARROW, clean, table};
use crate::text::one_line;

/// The most rows of a table on a terminal; the rest is counted.
const ROWS_SHOWN: usize = 200;
/// The longest text of a page, in bytes.
const TEXT_LIMIT: usize = 1_000;

/// A table.
#[derive(Clone, Debug, Default)]
pub(super) struct Section {
    pub(super) title: &'static str,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<String>>,
    /// Leads of each row, in its order, in a last column; none for a table without.
    pub(super) leads: Vec<Vec<u64>>,
}

/// A row of a page.
pub(super) struct PageRow {
    pub(super) cells: Vec<PageCell>,
    /// Leads with their links.
    pub(super) leads: Vec<(u64, Option<String>)>,
    /// Leads that are not listed.
    pub(super) more: usize,
}

/// A cell of a page.
pub(super) struct PageCell {
    pub(super) text: String,
    pub(super) is_number: bool,
}

/// A table of a page.
pub(super) struct PageSection {
    pub(super) title: &'static str,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<PageRow>,
    pub(super) has_leads: bool,
}

/// The most leads of a row that a page lists.
const LEADS_SHOWN: usize = 200;

/// A column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) title: &'static str,
    /// Whether it is aligned as numbers are.
    pub(super) is_number: bool,
    /// Whether it stays where there is little room.
    pub(super) is_kept: bool,
}

pub(super) const fn text(title: &'static str) -> Column {
    Column { title, is_number: false, is_kept: true }
}

pub(super) const fn number(title: &'static str) -> Column {
    Column { title, is_number: true, is_kept: true }
}

pub(super) const fn wide(title: &'static str) -> Column {
    Column { title, is_number: true, is_kept: false }
}

impl Section {
    /// The table on a terminal.
    pub(super) fn terminal(&self, look: Look) -> String {
        let kept = |place: usize| look.width >= NARROW || self.columns.get(place).is_some_and(|column| column.is_kept);
        let columns: Vec<_> =
            self.columns.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, column)| column).collect();
        let header: Vec<&str> = columns.iter().map(|column| column.title).collect();
        let numbers: Vec<usize> =
            columns.iter().enumerate().filter(|(_, column)| column.is_number).map(|(place, _)| place).collect();
        let mut table = table(look, &header, &numbers);
        for row in self.rows.iter().take(ROWS_SHOWN) {
            let cells =
                row.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, cell)| look.letters(&clean(cell)));
            table.add_row(cells.collect::<Vec<_>>());
        }
        let rest = self.rows.len().saturating_sub(ROWS_SHOWN);
        if rest > 0 {
            table.add_row([format!("and {rest} more")]);
        }
        table.to_string()
    }

    /// The table in Markdown, with pipes.
    pub(super) fn markdown(&self) -> String {
        let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut out = row(self.columns.iter().map(|column| column.title.to_owned()).collect());
        out.push_str(&row(self.columns.iter().map(|one| if one.is_number { "---:" } else { "---" }.into()).collect()));
        for cells in &self.rows {
            out.push_str(&row(cells.iter().map(|cell| plain(cell)).collect()));
        }
        out
    }

    /// The same for a page: every text on one line, bounded, leads linked by a pattern.
    pub(super) fn for_page(self, links: Option<&str>) -> PageSection {
        let Section { title, columns, rows, leads } = self;
        let has_leads = !leads.is_empty();
        let mut leads = leads.into_iter();
        let rows = rows.into_iter().map(|cells| {
            let cells = cells.iter().zip(&columns);
            let cells = cells.map(|(cell, column)| PageCell { text: for_page(cell), is_number: column.is_number });
            let leads = leads.next().unwrap_or_default();
            let more = leads.len().saturating_sub(LEADS_SHOWN);
            let linked = |lead: u64| (lead, links.map(|pattern| lead_link(pattern, lead)));
            PageRow { cells: cells.collect(), leads: leads.into_iter().take(LEADS_SHOWN).map(linked).collect(), more }
        });
        let rows = rows.collect();
        PageSection { title, columns, rows, has_leads }
    }
}

/// A text on one line, bounded, for a page.
pub(super) fn for_page(text: &str) -> String {
    one_line(text, TEXT_LIMIT)
}

/// A text that Markdown takes for nothing else: one line, with every letter escaped that means something.
pub(super) fn plain(text: &str) -> String {
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
