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
    Partial(Vec<String>),
    Regex(RegexSet),
}

/// A regular expression that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a regular expression of the list cannot be used: {0}")]
pub struct PatternError(String);

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
            MatchMode::Regex => {
                let set = RegexSetBuilder::new(patterns.iter().map(|text| compose(text)))
                    .case_insensitive(!case_sensitive)
                    .size_limit(REGEX_LIMIT)
                    .build()
                    .map_err(|error| {
                        PatternError(error.to_string().lines().last().unwrap_or_default().trim().to_owned())
                    })?;
                Rule::Regex(set)
            }
        };
        Ok(Matcher { rule, case_sensitive })
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
            Rule::Partial(names) => {
                let value = form();
                names.iter().any(|name| value.contains(name.as_str()))
            }
            Rule::Regex(set) => set.is_match(&compose(value)),
        }
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
    fn a_bad_expression_is_an_error_and_a_nested_one_cannot_explode() {
        assert!(Matcher::new(&["(".to_owned()], MatchMode::Regex, false).is_err());
        assert!(Matcher::new(&["(((a{100}){100}){100})".to_owned()], MatchMode::Regex, false).is_err());
    }
}
