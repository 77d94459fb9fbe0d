//! Texts from outside are untrusted: made harmless and short before anybody stores or shows them.

/// Appended to a text that was cut.
const ELLIPSIS: &str = "…";

/// One line of at most `max_bytes` bytes (and an ellipsis where something is left out): without escape sequences, control
/// characters, direction overrides and invisible characters; line breaks and tabs are spaces.
#[must_use]
pub fn one_line(text: &str, max_bytes: usize) -> String {
    let mut out = String::new();
    let mut rest = text.trim().chars();
    while let Some(found) = rest.next() {
        let kept = match found {
            '\u{1b}' => {
                skip_escape(&mut rest);
                continue;
            }
            // The one-character forms of `ESC [` and of the sequences that run up to a terminator.
            '\u{9b}' => {
                skip_control_sequence(&mut rest);
                continue;
            }
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => {
                skip_string(&mut rest);
                continue;
            }
            '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
            hidden if is_hidden(hidden) => continue,
            visible => visible,
        };
        if out.len() + kept.len_utf8() > max_bytes {
            out.push_str(ELLIPSIS);
            break;
        }
        out.push(kept);
    }
    out
}

/// Whether a character shows nothing of itself or changes how others are shown. Joiners stay: scripts and emoji need them.
#[must_use]
pub fn is_hidden(found: char) -> bool {
    found.is_control()
        || matches!(
            found,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// After `ESC`: the rest of the sequence.
fn skip_escape(rest: &mut std::str::Chars<'_>) {
    match rest.clone().next() {
        Some('[') => {
            rest.next();
            skip_control_sequence(rest);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => skip_string(rest),
        Some('\u{20}'..='\u{2f}') => {
            rest.nth(1);
        }
        Some('\u{30}'..='\u{7e}') => {
            rest.next();
        }
        _ => {}
    }
}

/// Parameters and the final byte of a control sequence; an unfinished one ends before the first character that cannot be its part.
fn skip_control_sequence(rest: &mut std::str::Chars<'_>) {
    while let Some(next) = rest.clone().next() {
        match next {
            '\u{20}'..='\u{3f}' => rest.next(),
            '\u{40}'..='\u{7e}' => {
                rest.next();
                return;
            }
            _ => return,
        };
    }
}

/// A string for the terminal, up to its terminator or the end of the line.
fn skip_string(rest: &mut std::str::Chars<'_>) {
    while let Some(next) = rest.next() {
        match next {
            '\u{7}' | '\u{9c}' | '\n' => return,
            '\u{1b}' => {
                if rest.clone().next() == Some('\\') {
                    rest.next();
                }
                return;
            }
            _ => {}
        }
    }
}

/// A number of bytes for people, in the largest unit that divides it, otherwise to a tenth.
pub fn bytes(count: usize) -> String {
    const UNITS: [(&str, usize); 3] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)];
    for (unit, size) in UNITS {
        if count >= size {
            let tenths = count / (size / 10).max(1);
            return match count % size {
                0 => format!("{} {unit}", count / size),
                _ => format!("{}.{} {unit}", tenths / 10, tenths % 10),
            };
        }
    }
    format!("{count} bytes")
}

#[cfg(test)]
mod tests {
    use super::{bytes, one_line};

    #[test]
    fn escape_sequences_vanish_whole() {
        assert_eq!(one_line("\u{1b}[31mred\u{1b}[0m alert", 100), "red alert");
        assert_eq!(one_line("a\u{1b}]0;title\u{7}b\u{1b}]8;;http://x\u{1b}\\c", 100), "abc");
        assert_eq!(one_line("a\u{9b}2Jb\u{1b}(Bc\u{1b}cd", 100), "abcd");
    }

    #[test]
    fn hidden_characters_vanish_and_others_stay() {
        assert_eq!(one_line("pay \u{202e}gpj.exe\u{202c} now\u{200b}\u{0}", 100), "pay gpj.exe now");
        assert_eq!(one_line("Zoë 你好 👩‍💻", 100), "Zoë 你好 👩‍💻");
    }

    #[test]
    fn a_text_is_one_line_of_the_given_length() {
        assert_eq!(one_line("  one\ntwo\r\n", 100), "one two");
        assert_eq!(one_line("ääää", 5), "ää…");
        assert_eq!(one_line("abc", 3), "abc");
    }

    #[test]
    fn bytes_are_told_in_people_s_units() {
        assert_eq!(bytes(256 << 20), "256 MiB");
        assert_eq!(bytes(1000), "1000 bytes");
        assert_eq!(bytes(1536), "1.5 KiB");
    }
}
