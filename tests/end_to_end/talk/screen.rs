//! How wide a text is on a terminal, for the letters that the tests use.

/// The columns that a line takes: two for East Asian and pictorial characters, none for what combines.
pub(super) fn columns(line: &str) -> usize {
    line.chars().map(of_character).sum()
}

fn of_character(character: char) -> usize {
    match u32::from(character) {
        0x300..=0x36f | 0x200b..=0x200f | 0xfe0f => 0,
        0x1100..=0x115f | 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xff01..=0xff60 | 0x1f300..=0x1faff => {
            2
        }
        _ => 1,
    }
}

/// Every table fits, and its lines are equally wide. Sentences around tables are broken by the terminal.
pub(in crate::end_to_end) fn fits(text: &str, width: usize) {
    let mut of_table = None;
    let mut tables = 0;
    for line in text.lines() {
        if !line.starts_with(['┌', '│', '╞', '└', '├', '+', '|']) {
            of_table = None;
            continue;
        }
        let wide = columns(line);
        assert!(wide <= width, "{wide} columns, {width} are there: `{line}` in\n{text}");
        tables += usize::from(of_table.is_none());
        assert_eq!(*of_table.get_or_insert(wide), wide, "`{line}` in\n{text}");
    }
    assert!(tables > 0, "{text}");
}
