//! Plain tables and paragraphs for a terminal, for whatever is not the report of a run.

use super::terminal::{Look, clean, table};

/// A table; `numbers` are the columns that stand on the right.
#[must_use]
pub fn grid(look: Look, header: &[&str], numbers: &[usize], rows: &[Vec<String>]) -> String {
    let mut table = table(look, header, numbers);
    for row in rows {
        table.add_row(row.iter().map(|cell| clean(cell)));
    }
    table.to_string()
}

/// A text in lines of at most so many letters, every line indented; a longer word stands alone.
#[must_use]
pub fn paragraph(text: &str, indent: usize, width: usize) -> String {
    let mut out = String::new();
    let mut line = String::new();
    let room = width.saturating_sub(indent).max(20);
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > room {
            out.push_str(&format!("{:indent$}{line}\n", ""));
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        out.push_str(&format!("{:indent$}{line}\n", ""));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::paragraph;

    #[test]
    fn a_paragraph_breaks_between_words() {
        assert_eq!(paragraph("one two three four five", 2, 22), "  one two three four\n  five\n");
        assert_eq!(paragraph("", 2, 80), "");
        assert_eq!(paragraph(&"x".repeat(30), 0, 20), format!("{}\n", "x".repeat(30)));
    }
}
