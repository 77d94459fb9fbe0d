//! Patterns of `like`, `ilike` and their kin, as SQL has them. Knows no cells and no domains.

/// A pattern of `like` and its kin: `%` any text, `_` any letter, a backslash before either takes it literally.
#[derive(Debug)]
pub(crate) struct Pattern {
    parts: Vec<Part>,
    fold: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Part {
    Any,
    One,
    Letter(char),
}

impl Pattern {
    /// `fold` ignores case; `inside` looks for the pattern anywhere in the text.
    pub(crate) fn new(text: &str, fold: bool, inside: bool) -> Self {
        let folded = if fold { text.to_lowercase() } else { text.to_owned() };
        let mut parts = if inside { vec![Part::Any] } else { Vec::new() };
        let mut letters = folded.chars();
        while let Some(letter) = letters.next() {
            parts.push(match letter {
                '%' => Part::Any,
                '_' => Part::One,
                '\\' => letters.next().map_or(Part::Letter('\\'), Part::Letter),
                letter => Part::Letter(letter),
            });
        }
        if inside {
            parts.push(Part::Any);
        }
        parts.dedup_by(|one, two| *one == Part::Any && *two == Part::Any);
        Self { parts, fold }
    }

    /// True when the whole text fits.
    pub(crate) fn fits(&self, text: &str) -> bool {
        let letters: Vec<char> = if self.fold { text.to_lowercase().chars().collect() } else { text.chars().collect() };
        // One place to return to is enough: a later `%` can take over whatever an earlier one swallowed.
        let (mut part, mut letter, mut back) = (0, 0, None);
        while let Some(current) = letters.get(letter) {
            match self.parts.get(part) {
                Some(Part::Any) => {
                    back = Some((part, letter));
                    part += 1;
                }
                Some(Part::One) => (part, letter) = (part + 1, letter + 1),
                Some(Part::Letter(wanted)) if wanted == current => (part, letter) = (part + 1, letter + 1),
                _ => match back {
                    Some((at, from)) => {
                        back = Some((at, from + 1));
                        (part, letter) = (at + 1, from + 1);
                    }
                    None => return false,
                },
            }
        }
        self.parts.iter().skip(part).all(|rest| *rest == Part::Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_as_sql_has_them() {
        let cases = [
            ("ut", true, true, "Utr", true),
            ("ut", false, true, "Utr", false),
            ("u%", false, false, "utr", true),
            ("u_r", true, false, "UTR", true),
            ("%<1%0>", false, true, "Söhne <120>", true),
            ("000_01", false, true, "Lead 000201", true),
            ("100\\%", false, true, "100 leads", false),
            ("MÜLLER", true, true, "Müller", true),
            ("a%b", false, false, "aXbXb", true),
            ("a%b", false, false, "aXbX", false),
        ];
        for (pattern, fold, inside, text, fits) in cases {
            assert_eq!(Pattern::new(pattern, fold, inside).fits(text), fits, "{pattern} on {text}");
        }
    }
}
