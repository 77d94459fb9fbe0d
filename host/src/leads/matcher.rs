//! One matcher for every list of names: whole value, part of it, or regular expression, with letters' case kept or folded.

use std::collections::HashSet;

use regex::{RegexSet, RegexSetBuilder};

use crate::config::written::MatchMode;
use crate::text::{compose, fold};

/// The largest compiled set of expressions, in bytes.
const REGEX_LIMIT: usize = 10 << 20;

/// A list of names, ready to be compared.
#[derive(Clone, Debug)]
pub struct Matcher {
    rule: Rule,
    case_sensitive: bool,
}

#[derive(Clone, Debug)]
enum Rule {
    Exact(HashSet<String>),
    Loose(HashSet<String>),
    Partial(Vec<String>),
    Regex(RegexSet),
}

/// A regular expression that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the regular expression `{pattern}` cannot be used: {detail}")]
pub struct PatternError {
    /// Its place in the list, from 0.
    pub index: usize,
    /// The expression.
    pub pattern: String,
    /// What is wrong with it.
    pub detail: String,
}

impl Matcher {
    /// Prepares a list.
    ///
    /// # Errors
    /// The expression that cannot be used.
    pub fn new(patterns: &[String], mode: MatchMode, case_sensitive: bool) -> Result<Matcher, PatternError> {
        let form = |text: &String| if case_sensitive { compose(text) } else { fold(text) };
        let rule = match mode {
            MatchMode::Exact => Rule::Exact(patterns.iter().map(form).collect()),
            MatchMode::Partial => Rule::Partial(patterns.iter().map(form).collect()),
            MatchMode::Regex => Rule::Regex(
                expressions(patterns, case_sensitive).map_err(|error| at_fault(patterns, case_sensitive, &error))?,
            ),
        };
        Ok(Matcher { rule, case_sensitive })
    }

    /// A list of words for do-not-call, which must not be missed for a space: `do_not_call` is also `Do Not Call` and `do-not-call`.
    #[must_use]
    pub fn loose(names: &[String]) -> Matcher {
        Matcher { rule: Rule::Loose(names.iter().map(|name| bare(name)).collect()), case_sensitive: false }
    }

    /// A list of whole values in any case.
    #[must_use]
    pub fn exact(names: &[String]) -> Matcher {
        Matcher { rule: Rule::Exact(names.iter().map(|name| fold(name)).collect()), case_sensitive: false }
    }

    /// Whether a value is on the list.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        let form = || if self.case_sensitive { compose(value) } else { fold(value) };
        match &self.rule {
            Rule::Exact(names) => names.contains(&form()),
            Rule::Loose(names) => names.contains(&bare(value)),
            Rule::Partial(names) => {
                let value = form();
                names.iter().any(|name| value.contains(name.as_str()))
            }
            Rule::Regex(set) => set.is_match(&compose(value)),
        }
    }
}

/// The letters and digits of a name, in any case.
fn bare(name: &str) -> String {
    fold(name).chars().filter(|letter| letter.is_alphanumeric()).collect()
}

fn expressions(patterns: &[String], case_sensitive: bool) -> Result<RegexSet, regex::Error> {
    RegexSetBuilder::new(patterns.iter().map(|text| compose(text)))
        .case_insensitive(!case_sensitive)
        .size_limit(REGEX_LIMIT)
        .build()
}

/// The first expression that cannot be used by itself; the last of the list where only all together are too large.
fn at_fault(patterns: &[String], case_sensitive: bool, of_all: &regex::Error) -> PatternError {
    let alone = |(index, pattern): (usize, &String)| {
        Some((index, expressions(std::slice::from_ref(pattern), case_sensitive).err()?))
    };
    let found = patterns.iter().enumerate().find_map(alone);
    let (index, error) = found.unwrap_or_else(|| (patterns.len().saturating_sub(1), of_all.clone()));
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default().trim();
    PatternError {
        index,
        pattern: patterns.get(index).cloned().unwrap_or_default(),
        detail: last.trim_start_matches("error: ").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(pattern: &str, mode: MatchMode, case_sensitive: bool) -> Matcher {
        Matcher::new(&[pattern.to_owned()], mode, case_sensitive).expect("a good pattern")
    }

    #[test]
    fn the_modes_compare_as_they_say() {
        let table = [
            ("facebook_form", MatchMode::Exact, false, "Facebook_Form", true),
            ("facebook_form", MatchMode::Exact, true, "Facebook_Form", false),
            ("facebook", MatchMode::Exact, false, "facebook_form", false),
            ("facebook", MatchMode::Partial, false, "Facebook_Form_EU", true),
            // The configured text is looked for in the lead's value, never the other way round.
            ("facebook", MatchMode::Partial, false, "a", false),
            ("form", MatchMode::Regex, false, "FACEBOOK_FORM", true),
            ("^form", MatchMode::Regex, false, "facebook_form", false),
            ("form", MatchMode::Regex, true, "FACEBOOK_FORM", false),
            ("straße", MatchMode::Exact, false, "STRASSE", true),
        ];
        for (pattern, mode, case_sensitive, value, expected) in table {
            assert_eq!(
                matcher(pattern, mode, case_sensitive).matches(value),
                expected,
                "{pattern} {mode:?} {case_sensitive} {value}"
            );
        }
    }

    #[test]
    fn loose_names_ignore_what_stands_between_the_words() {
        let names = Matcher::loose(&["do_not_call".to_owned(), "dont_call".to_owned()]);
        for value in ["Do Not Call", "do-not-call", "DO_NOT_CALL", "Don't call", "don’t call"] {
            assert!(names.matches(value), "{value}");
        }
        assert!(!names.matches("do call") && !names.matches("not"));
    }

    #[test]
    fn a_bad_expression_is_an_error_and_a_nested_one_cannot_explode() {
        let error =
            Matcher::new(&["a".to_owned(), "b(".to_owned()], MatchMode::Regex, false).expect_err("half a group");
        assert_eq!((error.index, error.pattern.as_str(), error.detail.as_str()), (1, "b(", "unclosed group"));
        assert!(Matcher::new(&["(((a{100}){100}){100})".to_owned()], MatchMode::Regex, false).is_err());
    }
}
