//! One matcher for every list of names: whole values, parts of them, globs and regular expressions, with letters' case kept or folded.
//!
//! Names and globs are compared in the folded form, where `ß` is the two characters `ss`. Regular expressions are compared with the
//! composed value and take letters for the same one by one, so there `ß` is not `ss`.

use std::collections::HashSet;

use aho_corasick::AhoCorasick;
use regex::{RegexSet, RegexSetBuilder};

use crate::config::Patterns;
use crate::config::written::MatchMode;
use crate::text::{compose, fold, normalize};

/// The largest compiled set of globs or of expressions, in bytes; a set may use as much again while it searches.
const REGEX_LIMIT: usize = 10 << 20;

/// A list of [`Patterns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternList {
    /// The names.
    Names,
    /// The globs.
    Globs,
    /// The regular expressions.
    Expressions,
}

/// A pattern that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {kind} `{pattern}` cannot be used: {detail}")]
pub struct PatternError {
    /// Where it stands.
    pub list: PatternList,
    /// Its place in the list, from 0.
    pub index: usize,
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub detail: String,
    /// What it was taken for, in words.
    kind: &'static str,
}

/// Lists of names, ready to be compared.
#[derive(Clone, Debug)]
pub struct Matcher {
    form: Form,
    whole: HashSet<String>,
    parts: Option<AhoCorasick>,
    globs: Option<RegexSet>,
    expressions: Option<RegexSet>,
}

/// The form in which names and values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Letters keep their case.
    Composed,
    /// Any case.
    Folded,
    /// Letters and digits alone, in any case.
    Bare,
}

impl Form {
    fn of(self, text: &str) -> String {
        match self {
            Form::Composed => compose(text),
            Form::Folded => fold(text),
            Form::Bare => bare(text),
        }
    }
}

impl Matcher {
    /// Prepares lists. Without any pattern nothing matches.
    ///
    /// # Errors
    /// The first pattern that cannot be used, or with which the list gets too large.
    pub fn of(patterns: &Patterns) -> Result<Matcher, PatternError> {
        let form = if patterns.case_sensitive { Form::Composed } else { Form::Folded };
        let mut matcher = Matcher::whole_values(&[], form);
        let (mut globs, mut expressions) = (Vec::new(), Vec::new());
        match patterns.mode {
            MatchMode::Exact => matcher = Matcher::whole_values(&patterns.names, form),
            MatchMode::Partial => matcher.parts = Some(parts(&patterns.names, form)?),
            MatchMode::Wildcard => globs.extend(of_list(PatternList::Names, &patterns.names)),
            MatchMode::Regex => expressions.extend(of_list(PatternList::Names, &patterns.names)),
        }
        globs.extend(of_list(PatternList::Globs, &patterns.globs));
        expressions.extend(of_list(PatternList::Expressions, &patterns.expressions));
        matcher.globs = set("pattern", &globs, false, |glob| as_expression(&form.of(glob)))?;
        matcher.expressions = set("regular expression", &expressions, !patterns.case_sensitive, normalize)?;
        Ok(matcher)
    }

    /// A list of words for do-not-call, which must not be missed for a space: `do_not_call` is also `Do Not Call` and `do-not-call`.
    #[must_use]
    pub fn loose(names: &[String]) -> Matcher {
        Matcher::whole_values(names, Form::Bare)
    }

    /// A list of whole values in any case.
    #[must_use]
    pub fn exact(names: &[String]) -> Matcher {
        Matcher::whole_values(names, Form::Folded)
    }

    fn whole_values(names: &[String], form: Form) -> Matcher {
        let whole = names.iter().map(|name| form.of(name)).collect();
        Matcher { form, whole, parts: None, globs: None, expressions: None }
    }

    /// Whether a value is on a list.
    #[must_use]
    pub fn matches(&self, value: &str) -> bool {
        let formed = self.form.of(value);
        self.whole.contains(&formed)
            || self.parts.as_ref().is_some_and(|parts| parts.is_match(&formed))
            || self.globs.as_ref().is_some_and(|globs| globs.is_match(&formed))
            || self.expressions.as_ref().is_some_and(|expressions| expressions.is_match(&compose(value)))
    }
}

/// The letters and digits of a name, in any case; of a name that has none, the name.
fn bare(name: &str) -> String {
    let folded = fold(name);
    let bare: String = folded.chars().filter(|letter| letter.is_alphanumeric()).collect();
    if bare.is_empty() { folded } else { bare }
}

/// The patterns of a list, each with its place.
fn of_list(list: PatternList, patterns: &[String]) -> impl Iterator<Item = (PatternList, usize, &String)> {
    patterns.iter().enumerate().map(move |(index, pattern)| (list, index, pattern))
}

fn parts(names: &[String], form: Form) -> Result<AhoCorasick, PatternError> {
    AhoCorasick::new(names.iter().map(|name| form.of(name))).map_err(|error| PatternError {
        list: PatternList::Names,
        index: names.len().saturating_sub(1),
        pattern: names.last().cloned().unwrap_or_default(),
        detail: error.to_string(),
        kind: "name",
    })
}

/// The regular expression that says the same as a glob.
fn as_expression(glob: &str) -> String {
    let mut expression = String::from(r"\A(?s:");
    let mut literal = String::new();
    let mut before = None;
    for character in glob.chars() {
        let wild = match character {
            // Two of them say no more than one, and cost more.
            '*' if before == Some('*') => "",
            '*' => ".*",
            '?' => ".",
            other => {
                literal.push(other);
                before = Some(other);
                continue;
            }
        };
        expression.push_str(&regex::escape(&std::mem::take(&mut literal)));
        expression.push_str(wild);
        before = Some(character);
    }
    expression.push_str(&regex::escape(&literal));
    expression.push_str(r")\z");
    expression
}

/// Compiles patterns to one set; none to none.
fn set(
    kind: &'static str,
    patterns: &[(PatternList, usize, &String)],
    any_case: bool,
    expression: impl Fn(&str) -> String,
) -> Result<Option<RegexSet>, PatternError> {
    if patterns.is_empty() {
        return Ok(None);
    }
    let expressions: Vec<String> = patterns.iter().map(|(_, _, pattern)| expression(pattern)).collect();
    let build = |count: usize| {
        RegexSetBuilder::new(expressions.iter().take(count))
            .case_insensitive(any_case)
            .size_limit(REGEX_LIMIT)
            .dfa_size_limit(REGEX_LIMIT)
            .build()
    };
    build(patterns.len()).map(Some).map_err(|of_all| {
        // What cannot be used with fewer patterns cannot be with more, so that the one at fault is found by halves. Each by itself would
        // take long where many are large.
        let (mut good, mut bad, mut error) = (0, patterns.len(), of_all);
        while bad - good > 1 {
            let middle = good.midpoint(bad);
            match build(middle) {
                Ok(_) => good = middle,
                Err(found) => (bad, error) = (middle, found),
            }
        }
        let (list, index, pattern) =
            patterns.get(good).map_or((PatternList::Names, 0, String::new()), |(list, index, pattern)| {
                (*list, *index, (*pattern).clone())
            });
        PatternError { list, index, pattern, detail: detail(&error), kind }
    })
}

/// What is wrong, without the drawing in which the library points at it.
fn detail(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "it is too large, by itself or with those before it".to_owned(),
        other => {
            let text = other.to_string();
            text.lines().last().unwrap_or_default().trim().trim_start_matches("error: ").to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matcher(pattern: &str, mode: MatchMode, case_sensitive: bool) -> Matcher {
        let names = vec![pattern.to_owned()];
        Matcher::of(&Patterns { names, mode, case_sensitive, ..Patterns::default() }).expect("a good pattern")
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
            ("face*_form", MatchMode::Wildcard, false, "Facebook_Form", true),
            ("face*_form", MatchMode::Wildcard, true, "Facebook_Form", false),
            ("face*", MatchMode::Wildcard, false, "my facebook", false),
            ("form?", MatchMode::Wildcard, false, "form", false),
            ("form?", MatchMode::Wildcard, false, "formé", true),
            ("a.b[c]", MatchMode::Wildcard, false, "a.b[c]", true),
            ("a.b[c]", MatchMode::Wildcard, false, "axbc", false),
            (r"form\ ", MatchMode::Regex, false, "a form here", true),
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
        let sign = Matcher::loose(&["⛔".to_owned()]);
        assert!(
            sign.matches(" ⛔") && !sign.matches("") && !sign.matches("—"),
            "a word without letters is that word alone"
        );
    }

    #[test]
    fn a_bad_pattern_is_named_by_list_and_place_and_a_nested_one_cannot_explode() {
        let list = |patterns: &[&str]| patterns.iter().map(|pattern| (*pattern).to_owned()).collect::<Vec<_>>();
        let (names, globs, expressions) = (list(&["a*", "("]), list(&["b(", "["]), list(&["c", "d", "e(", "f("]));
        let patterns = Patterns { names, globs, expressions, ..Patterns::default() };
        let error = Matcher::of(&patterns).expect_err("half a group");
        assert_eq!((error.list, error.index, error.pattern.as_str()), (PatternList::Expressions, 2, "e("));
        assert_eq!(error.to_string(), "the regular expression `e(` cannot be used: unclosed group");
        let error = Matcher::of(&Patterns { mode: MatchMode::Regex, ..patterns }).expect_err("a repetition of nothing");
        assert_eq!((error.list, error.index, error.pattern.as_str()), (PatternList::Names, 1, "("));

        let large = list(&["a", "(((a{100}){100}){100})", "b"]);
        let error = Matcher::of(&Patterns { expressions: large, ..Patterns::default() }).expect_err("too large");
        assert_eq!((error.index, error.detail.as_str()), (1, "it is too large, by itself or with those before it"));
        let many = vec!["[a-zäöü]{1,40}x".to_owned(); 20_000];
        let error = Matcher::of(&Patterns { expressions: many.clone(), ..Patterns::default() })
            .expect_err("too large together");
        assert!(error.index > 0 && error.index < many.len(), "{}", error.index);
    }
}
