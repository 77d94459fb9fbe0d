//! The matcher against a plain one written here from its meaning: loops over letters, a fold by hand for the alphabet of the test, and a
//! backtracking search in place of the engine of regular expressions.

use odlm::config::Patterns;
use odlm::config::written::MatchMode;
use odlm::leads::{Matcher, PatternList};
use proptest::collection::vec;
use proptest::prelude::*;

/// Letters whose folding or composing is special, spaces, and the signs that mean something in a pattern.
const LETTERS: [char; 31] = [
    'a', 'b', 's', 'S', 'e', 'E', 'i', 'I', 'é', 'É', 'ß', 'ẞ', 'İ', 'ı', 'Σ', 'σ', 'ς', '\u{301}', ' ', '\u{a0}', '*',
    '?', '.', '(', '[', '+', '\\', '\n', '^', '😀', 'ﬀ',
];

/// Full case folding of Unicode, of the letters above: what `CaseFolding.txt` has as C and F.
fn folded(letter: char) -> Vec<char> {
    match letter {
        'ß' | 'ẞ' => vec!['s', 's'],
        'İ' => vec!['i', '\u{307}'],
        'ﬀ' => vec!['f', 'f'],
        'Σ' | 'ς' => vec!['σ'],
        'É' => vec!['é'],
        'Í' => vec!['í'],
        'Ś' => vec!['ś'],
        'Á' => vec!['á'],
        other => vec![other.to_ascii_lowercase()],
    }
}

/// Puts a combining accent together with the letter before it, where Unicode has such a letter.
fn composed(letters: &[char]) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for letter in letters {
        let pairs = [('a', 'á'), ('A', 'Á'), ('e', 'é'), ('E', 'É'), ('i', 'í'), ('I', 'Í'), ('s', 'ś'), ('S', 'Ś')];
        let joined = pairs.iter().find(|(bare, _)| *letter == '\u{301}' && out.last() == Some(bare));
        match joined {
            Some((_, joined)) => *out.last_mut().unwrap() = *joined,
            None => out.push(*letter),
        }
    }
    out
}

/// The letters of a text as they are compared.
fn letters(text: &str, case_sensitive: bool) -> Vec<char> {
    let mut out: Vec<char> = text.chars().collect();
    let space = |letter: Option<&char>| letter.is_some_and(|letter| [' ', '\u{a0}', '\n'].contains(letter));
    while space(out.last()) {
        out.pop();
    }
    while space(out.first()) {
        out.remove(0);
    }
    out = composed(&out);
    if !case_sensitive {
        out = composed(&out.iter().flat_map(|letter| folded(*letter)).collect::<Vec<_>>());
    }
    out
}

fn contains(value: &[char], part: &[char]) -> bool {
    (0..=value.len()).any(|at| value[at..].starts_with(part))
}

fn glob(pattern: &[char], value: &[char]) -> bool {
    match pattern.split_first() {
        None => value.is_empty(),
        Some(('*', rest)) => (0..=value.len()).any(|at| glob(rest, &value[at..])),
        Some(('?', rest)) => !value.is_empty() && glob(rest, &value[1..]),
        Some((letter, rest)) => value.first() == Some(letter) && glob(rest, &value[1..]),
    }
}

/// A part of a regular expression.
#[derive(Clone, Debug)]
enum Part {
    Letter(char),
    Any,
    OneOf(Vec<char>),
    Start,
    End,
    Both(Box<Part>, Box<Part>),
    Either(Box<Part>, Box<Part>),
    /// At least and at most so often.
    Times(Box<Part>, usize, usize),
}

impl Part {
    /// As it is written.
    fn written(&self) -> String {
        match self {
            Part::Letter(letter) => escaped(*letter),
            Part::Any => ".".to_owned(),
            Part::OneOf(letters) => format!("[{}]", letters.iter().map(|letter| escaped(*letter)).collect::<String>()),
            Part::Start => "^".to_owned(),
            Part::End => "$".to_owned(),
            Part::Both(first, second) => format!("{}{}", first.written(), second.written()),
            Part::Either(first, second) => format!("(?:{}|{})", first.written(), second.written()),
            Part::Times(part, 0, 1) => format!("(?:{})?", part.written()),
            Part::Times(part, least, most) => format!("(?:{}){{{least},{most}}}", part.written()),
        }
    }

    /// Where it may end when it begins at `at`, each handed on.
    fn ends(&self, value: &[char], at: usize, any_case: bool, then: &mut dyn FnMut(usize) -> bool) -> bool {
        let same =
            |wanted: char| value.get(at).is_some_and(|found| found == &wanted || any_case && alike(*found, wanted));
        match self {
            Part::Letter(letter) => same(*letter) && then(at + 1),
            Part::Any => value.get(at).is_some_and(|found| *found != '\n') && then(at + 1),
            Part::OneOf(letters) => letters.iter().any(|letter| same(*letter)) && then(at + 1),
            Part::Start => at == 0 && then(at),
            Part::End => at == value.len() && then(at),
            Part::Both(first, second) => {
                first.ends(value, at, any_case, &mut |end| second.ends(value, end, any_case, then))
            }
            Part::Either(first, second) => {
                first.ends(value, at, any_case, then) || second.ends(value, at, any_case, then)
            }
            Part::Times(part, least, most) => {
                if *least == 0 && then(at) {
                    return true;
                }
                let rest = Part::Times(part.clone(), least.saturating_sub(1), most.saturating_sub(1));
                *most > 0 && part.ends(value, at, any_case, &mut |end| rest.ends(value, end, any_case, then))
            }
        }
    }

    fn found(&self, value: &[char], any_case: bool) -> bool {
        (0..=value.len()).any(|at| self.ends(value, at, any_case, &mut |_| true))
    }
}

fn escaped(letter: char) -> String {
    if letter.is_ascii_punctuation() { format!("\\{letter}") } else { letter.to_string() }
}

/// Simple case folding, one letter for one: `ß` and `İ` have none that leads to other letters here.
fn alike(one: char, other: char) -> bool {
    let simple = |letter: char| match letter {
        'Σ' | 'ς' => 'σ',
        'ẞ' => 'ß',
        'É' => 'é',
        'Á' => 'á',
        'Í' => 'í',
        'Ś' => 'ś',
        other => other.to_ascii_lowercase(),
    };
    simple(one) == simple(other)
}

fn text() -> impl Strategy<Value = String> {
    vec(prop::sample::select(&LETTERS[..]), 0..7).prop_map(|letters| letters.into_iter().collect())
}

/// Texts of few letters, so that many of them match.
fn short() -> impl Strategy<Value = String> {
    let few = ['s', 'S', 'ß', 'é', 'e', '\u{301}', 'σ', 'ς', '*', '?', ' ', 'İ'];
    vec(prop::sample::select(few.to_vec()), 0..5).prop_map(|letters| letters.into_iter().collect())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![text(), short()]
}

/// Expressions without a combining accent by itself: composing would join it with the letter that is written before it.
fn part() -> impl Strategy<Value = Part> {
    let letters: Vec<char> = LETTERS.into_iter().filter(|letter| *letter != '\u{301}').collect();
    let letter = prop_oneof![prop::sample::select(letters), prop::sample::select(vec!['s', 'ß', 'é', 'σ', 'i'])];
    let leaf = prop_oneof![
        6 => letter.clone().prop_map(Part::Letter),
        1 => Just(Part::Any),
        1 => vec(letter, 1..4).prop_map(Part::OneOf),
        1 => Just(Part::Start),
        1 => Just(Part::End),
    ];
    leaf.prop_recursive(4, 12, 2, |inner| {
        let two = (inner.clone(), inner.clone()).prop_map(|(first, second)| (Box::new(first), Box::new(second)));
        prop_oneof![
            3 => two.clone().prop_map(|(first, second)| Part::Both(first, second)),
            1 => two.prop_map(|(first, second)| Part::Either(first, second)),
            1 => (inner, 0_usize..3, 0_usize..3).prop_map(|(part, least, more)| Part::Times(Box::new(part), least, least + more)),
        ]
    })
}

fn mode() -> impl Strategy<Value = MatchMode> {
    prop::sample::select(vec![MatchMode::Exact, MatchMode::Partial, MatchMode::Wildcard])
}

fn plain(names: &[String], mode: MatchMode, case_sensitive: bool, value: &str) -> bool {
    let value = letters(value, case_sensitive);
    names.iter().map(|name| letters(name, case_sensitive)).any(|name| match mode {
        MatchMode::Exact => value == name,
        MatchMode::Partial => contains(&value, &name),
        MatchMode::Wildcard => glob(&name, &value),
        MatchMode::Regex => panic!("has a reference of its own"),
    })
}

fn searched(parts: &[Part], case_sensitive: bool, value: &str) -> bool {
    let value = letters(value, true);
    parts.iter().any(|part| part.found(&value, !case_sensitive))
}

fn written(parts: &[Part]) -> Vec<String> {
    parts.iter().map(Part::written).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn names_match_as_a_plain_comparison_does(
        names in vec(any_text(), 0..5), values in vec(any_text(), 1..8), mode in mode(), case_sensitive in any::<bool>(),
    ) {
        let matcher = Matcher::of(&Patterns { names: names.clone(), mode, case_sensitive, ..Patterns::default() }).unwrap();
        for value in values.iter().chain(&names) {
            let wanted = plain(&names, mode, case_sensitive, value);
            prop_assert_eq!(matcher.matches(value), wanted, "{:?} {:?} {:?}", mode, case_sensitive, value);
        }
    }

    #[test]
    fn expressions_match_as_a_plain_search_does(
        parts in vec(part(), 0..4), values in vec(any_text(), 1..8), case_sensitive in any::<bool>(),
    ) {
        let names = written(&parts);
        let matcher = Matcher::of(&Patterns { names: names.clone(), mode: MatchMode::Regex, case_sensitive, ..Patterns::default() });
        let matcher = matcher.unwrap();
        for value in &values {
            let wanted = searched(&parts, case_sensitive, value);
            prop_assert_eq!(matcher.matches(value), wanted, "{:?} {:?} {:?}", names, case_sensitive, value);
        }
    }

    #[test]
    fn the_lists_together_match_what_any_of_them_does(
        names in vec(any_text(), 0..3), globs in vec(any_text(), 0..3), parts in vec(part(), 0..2), mode in mode(),
        values in vec(any_text(), 1..8), case_sensitive in any::<bool>(),
    ) {
        let expressions = written(&parts);
        let patterns = Patterns { names: names.clone(), mode, globs: globs.clone(), expressions: expressions.clone(), case_sensitive };
        let matcher = Matcher::of(&patterns).unwrap();
        for value in &values {
            let wanted = plain(&names, mode, case_sensitive, value)
                || plain(&globs, MatchMode::Wildcard, case_sensitive, value)
                || searched(&parts, case_sensitive, value);
            prop_assert_eq!(matcher.matches(value), wanted, "{:?} {:?}", patterns, value);
        }
    }

    #[test]
    fn any_text_is_a_name_and_only_an_expression_can_be_refused(
        names in vec(any::<String>(), 0..4), value in any::<String>(), mode in mode(), case_sensitive in any::<bool>(),
    ) {
        let matcher = Matcher::of(&Patterns { names: names.clone(), mode, globs: names.clone(), case_sensitive, ..Patterns::default() }).unwrap();
        let _ = matcher.matches(&value);
        for name in names.iter().filter(|name| !name.contains('\\')) {
            prop_assert!(matcher.matches(name), "{:?} is not on its own list", name);
        }
        let _ = Matcher::loose(&names).matches(&value);
    }

    #[test]
    fn a_bad_expression_is_named_by_its_place(before in vec(part(), 0..4), noise in any::<String>(), after in vec(part(), 0..3)) {
        let mut names = written(&before);
        names.push(format!("({noise}"));
        names.extend(written(&after));
        let patterns = Patterns { names: names.clone(), mode: MatchMode::Regex, ..Patterns::default() };
        if let Err(error) = Matcher::of(&patterns) {
            prop_assert_eq!((error.list, error.index, &error.pattern), (PatternList::Names, before.len(), &names[before.len()]));
            prop_assert!(!error.detail.contains('\n'), "{}", error.detail);
        } else {
            prop_assert!(noise.contains(')'), "{} was taken", names[before.len()]);
        }
    }
}

#[test]
fn many_values_are_compared_with_many_names() {
    let words = |count: usize, form: &dyn Fn(usize) -> String| (0..count).map(form).collect::<Vec<_>>();
    let names = words(1000, &|index| format!("source_{index}_form"));
    let globs = words(1000, &|index| format!("*campaign {index} ?*x"));
    let expressions = words(100, &|index| format!("^page {index}( |$)"));
    for mode in [MatchMode::Exact, MatchMode::Partial, MatchMode::Wildcard, MatchMode::Regex] {
        let (names, globs, expressions) = (names.clone(), globs.clone(), expressions.clone());
        let patterns = Patterns { names, mode, globs, expressions, case_sensitive: false };
        let matcher = Matcher::of(&patterns).unwrap();
        let found = (0..3000).filter(|index| {
            let value = match index % 3 {
                0 => format!("SOURCE_{index}_Form"),
                1 => format!("My Campaign {index} is x"),
                _ => format!("Page {index} of the site"),
            };
            matcher.matches(&value)
        });
        assert_eq!(found.count(), 334 + 333 + 33, "{mode:?}");
    }
}

#[test]
fn a_nested_repetition_neither_grows_nor_lasts() {
    let nested = vec!["(a*)*b", "(a|aa)+$", "((a+)+)+b"].into_iter().map(str::to_owned).collect();
    let matcher = Matcher::of(&Patterns { expressions: nested, ..Patterns::default() }).unwrap();
    assert!(!matcher.matches(&format!("{}c", "a".repeat(50_000))));
    let globs = vec!["*a".repeat(200) + "b"];
    let matcher = Matcher::of(&Patterns { globs, ..Patterns::default() }).unwrap();
    assert!(!matcher.matches(&"a".repeat(20_000)));
    for large in ["((((a{200}){200}){200}){200})", "\\pL{2000}", &"(".repeat(100_000), &"?".repeat(2_000_000)] {
        let expressions = vec![large.to_owned()];
        let error = Matcher::of(&Patterns { expressions, ..Patterns::default() }).unwrap_err();
        assert_eq!((error.list, error.index), (PatternList::Expressions, 0));
    }
}
