//! Values for a spreadsheet: what it would take for a formula is made a text by a leading apostrophe; numbers stay numbers.

use std::borrow::Cow;

/// The value as a spreadsheet may have it.
#[must_use]
pub fn harmless(value: &str) -> Cow<'_, str> {
    match value.chars().next() {
        // The full-width forms are taken for formulas too.
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') if !is_number(value) => {
            Cow::Owned(format!("'{value}"))
        }
        _ => Cow::Borrowed(value),
    }
}

/// Digits, perhaps behind a minus, perhaps with a point between them.
fn is_number(value: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = value.strip_prefix('-').unwrap_or(value);
    match value.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(value),
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_become_texts_and_the_rest_stays() {
        for formula in
            ["=cmd|' /C calc'!A0", "+49 170 1", "-2+3", "@SUM(1)", "\t=1", "\r=1", "\n=1", "-", "＝1", "-1-1"]
        {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for plain in ["", "-5", "-12.50", "7", "Zoë = Z", "'=1", "a\n=b", "مرحبا", "2026-11-24"] {
            assert_eq!(harmless(plain), plain);
        }
    }
}
