//! Texts of a request as words that can be compared: `French`, ` french ` and, of a language, `French / Français` are one word.

use std::collections::BTreeMap;

/// Letters of a word that a reason shows.
const SHOWN: usize = 40;

/// The words of the leads in one column. Each has a number, from 0 in the order in which the leads have them.
pub(crate) struct Words<'a> {
    texts: &'a [String],
    /// What of a text counts.
    part: fn(&str) -> &str,
    known: BTreeMap<String, usize>,
    shown: Vec<String>,
    /// Of each text its word, once it was looked up; inside: nothing, when it is none of the leads'.
    looked_up: Vec<Option<Option<usize>>>,
}

impl<'a> Words<'a> {
    /// No words yet, of the request's texts.
    pub(crate) fn new(texts: &'a [String], part: fn(&str) -> &str) -> Self {
        Words { texts, part, known: BTreeMap::new(), shown: Vec::new(), looked_up: vec![None; texts.len()] }
    }

    /// The word of a lead's text; none, when it is empty.
    pub(crate) fn learn(&mut self, text: u32) -> Option<usize> {
        self.look_up(text, true)
    }

    /// The word of anybody's text; none, when no lead has it. Only after all leads' words were learnt.
    pub(crate) fn find(&mut self, text: u32) -> Option<usize> {
        self.look_up(text, false)
    }

    /// The word that somebody wrote elsewhere, when a lead has it.
    pub(crate) fn find_written(&self, text: &str) -> Option<usize> {
        self.known.get(&fold((self.part)(text))).copied()
    }

    /// How many words there are.
    pub(crate) fn len(&self) -> usize {
        self.shown.len()
    }

    /// A word as people read it: one line, not too long, without a full stop at its end.
    pub(crate) fn shown(&self, word: usize) -> &str {
        self.shown.get(word).map_or("", String::as_str)
    }

    fn look_up(&mut self, text: u32, learn: bool) -> Option<usize> {
        let index = usize::try_from(text).ok()?;
        if let Some(word) = self.looked_up.get(index).copied().flatten() {
            return word;
        }
        let part = (self.part)(self.texts.get(index)?);
        let key = fold(part);
        let word = match self.known.get(&key) {
            Some(word) => Some(*word),
            None if learn && !key.is_empty() => {
                self.known.insert(key, self.shown.len());
                self.shown.push(one_line(part));
                Some(self.shown.len() - 1)
            }
            None => None,
        };
        if let Some(entry) = self.looked_up.get_mut(index) {
            *entry = Some(word);
        }
        word
    }
}

/// A skill's text, whole.
pub(crate) fn whole(text: &str) -> &str {
    text
}

/// Odoo calls languages `French / Français`: the part before the slash counts.
pub(crate) fn before_slash(text: &str) -> &str {
    text.split_once(" / ").map_or(text, |(before, _)| before)
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

fn one_line(text: &str) -> String {
    let plain = |letter: char| if letter.is_control() { ' ' } else { letter };
    let line: String = text.trim().chars().map(plain).take(SHOWN).collect();
    let line = line.trim_end_matches(['.', ' ']);
    if line.is_empty() { "it".to_owned() } else { line.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_are_one_word_and_it_is_shown_as_the_first_lead_has_it() {
        let texts: Vec<String> = ["", "French / Français", " FRENCH ", "Solar", " "].map(str::to_owned).to_vec();
        let mut words = Words::new(&texts, before_slash);
        assert_eq!((words.learn(0), words.learn(1), words.learn(2), words.learn(4)), (None, Some(0), Some(0), None));
        assert_eq!((words.find(3), words.find(9), words.len()), (None, None, 1));
        assert_eq!((words.shown(0), words.find_written("french")), ("French", Some(0)));
    }

    #[test]
    fn odd_words_are_shown_as_one_short_line() {
        assert_eq!(one_line("a\u{0}b\r\nc."), "a b  c");
        assert_eq!(one_line(&"long ".repeat(100)).chars().count(), 39);
        assert_eq!(one_line("..."), "it");
    }
}
