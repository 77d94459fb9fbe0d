//! How figures and names are written in a report for people.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::text::one_line;

/// Between groups of three digits, and before a unit: a space at which no line is broken.
const SPACE: char = '\u{202f}';

/// A whole number; from five digits on in groups of three.
#[must_use]
pub fn whole(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(SPACE);
        }
        out.push(digit);
    }
    out
}

/// Per cent without decimals, or with one where the number is below ten and not whole.
#[must_use]
pub fn percent(number: f64) -> String {
    format!("{}{SPACE}%", decimal(number, if number.abs() < 10.0 { 1 } else { 0 }))
}

/// A number with at most so many decimals, without zeros at its end.
#[must_use]
pub fn decimal(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text };
    if text == "-0" { "0".to_owned() } else { text }
}

/// `1 lead`, `2 leads`.
#[must_use]
pub fn leads(number: u64) -> String {
    format!("{} {}", whole(number), if number == 1 { "lead" } else { "leads" })
}

/// A name of the program, like `left_out` or `web_sources`, as words.
#[must_use]
pub fn words(name: &str) -> String {
    name.replace('_', " ")
}

/// The first letter large.
#[must_use]
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A moment in a zone: `2026-05-24 08:00`.
#[must_use]
pub fn moment(seconds: i64, zone: &TimeZone) -> String {
    Timestamp::from_second(seconds).map_or_else(
        |_| seconds.to_string(),
        |moment| moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// A label of at most so many columns: one line, without hidden characters; wide characters count twice.
#[must_use]
pub fn label(text: &str, columns: usize) -> String {
    let text = one_line(text, columns.saturating_mul(4));
    let mut out = String::new();
    let mut used = 0;
    for letter in text.chars() {
        used += if matches!(letter, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
        {
            2
        } else {
            1
        };
        if used > columns {
            return out.trim_end().to_owned() + "…";
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_for_people() {
        assert_eq!((whole(0), whole(9_999)), ("0".to_owned(), "9999".to_owned()));
        assert_eq!(
            (whole(10_000), whole(1_234_567)),
            ("10\u{202f}000".to_owned(), "1\u{202f}234\u{202f}567".to_owned())
        );
        assert_eq!(
            (percent(77.6), percent(4.25), percent(0.0)),
            ("78\u{202f}%".into(), "4.2\u{202f}%".into(), "0\u{202f}%".into())
        );
        assert_eq!((decimal(2.50, 2), decimal(100.0, 0), decimal(-0.001, 1)), ("2.5".into(), "100".into(), "0".into()));
        assert_eq!(moment(1_779_602_400, &TimeZone::UTC), "2026-05-24 06:00");
    }

    #[test]
    fn a_label_is_short_and_shows_what_it_says() {
        assert_eq!(label("Anna", 4), "Anna");
        assert_eq!(label("Annabel", 4), "Anna…");
        assert_eq!(label("你好吗", 4), "你好…");
        assert_eq!(label("a\u{202e}b", 9), "ab");
    }
}
