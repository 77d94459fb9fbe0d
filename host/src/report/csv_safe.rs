//! Values for tables that people open in a spreadsheet: what a program there would carry out is made a text, and can be told back.

use std::borrow::Cow;

/// Beginnings that a spreadsheet takes for a formula or a command; the wide forms are those of East Asian keyboards.
const CARRIED_OUT: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What puts a text out of action in every spreadsheet.
const MARK: char = '\'';

/// A text as a cell: one that a spreadsheet would carry out gets a leading apostrophe. Numbers are not texts and do not come here. A text
/// of the same look that has the apostrophe already gets another one, so that [`original`] tells every cell back.
#[must_use]
pub fn csv_safe(text: &str) -> Cow<'_, str> {
    if is_carried_out(text.trim_start_matches(MARK)) {
        Cow::Owned(format!("{MARK}{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text of a cell that [`csv_safe`] made.
#[must_use]
pub fn original(cell: &str) -> &str {
    match cell.strip_prefix(MARK) {
        Some(text) if is_carried_out(text.trim_start_matches(MARK)) => text,
        _ => cell,
    }
}

fn is_carried_out(text: &str) -> bool {
    text.starts_with(CARRIED_OUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_carry_out_is_a_text_and_can_be_told_back() {
        for (text, cell) in [
            ("=cmd()", "'=cmd()"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''=1", "'''=1"),
            ("'tis", "'tis"),
            ("Zoë = 1", "Zoë = 1"),
            ("", ""),
        ] {
            assert_eq!(csv_safe(text), cell);
            assert_eq!(original(cell), text);
        }
    }
}
