//! Of a value that fits none of several alternatives (`anyOf`, `oneOf`): the one that was most likely meant, so that its own
//! mistake is shown rather than that nothing fits. Words are not chosen here.

use jsonschema::ValidationError;
use jsonschema::error::{TypeKind, ValidationErrorKind as Mistake};
use serde_json::Value;

use super::place::steps;

/// Mistakes of one alternative.
type Branch<'e> = &'e [ValidationError<'static>];

/// What is to be said.
pub(super) enum Choice<'e> {
    /// No alternative takes this kind of value; the names of the kinds that are taken.
    Kinds(Vec<String>),
    /// The value at the pointer is none of these.
    Options(String, Vec<Value>),
    /// The key is none of these, of which one must be there.
    Key(String, Vec<String>),
    /// These mistakes.
    Mistakes(Vec<&'e ValidationError<'static>>),
}

/// Chooses among alternatives for the value at the pointer `at`.
pub(super) fn choose<'e>(context: &'e [Vec<ValidationError<'static>>], at: &str) -> Choice<'e> {
    let mut branches = Vec::new();
    flatten(context, at, &mut branches);
    let (mut kinds, mut options, mut fitting) = (Vec::new(), Vec::new(), Vec::new());
    for branch in branches {
        let here = || branch.iter().filter(|mistake| mistake.instance_path().as_str() == at).map(ValidationError::kind);
        let wrong_kinds: Vec<String> = here().flat_map(names_of_kinds).collect();
        let offered: Vec<Value> = here().flat_map(values_offered).collect();
        if !wrong_kinds.is_empty() {
            add_new(&mut kinds, wrong_kinds);
        } else if !offered.is_empty() {
            add_new(&mut options, offered);
        } else {
            fitting.push(branch);
        }
    }
    if !fitting.is_empty() {
        among_sections(fitting, at)
    } else if !options.is_empty() {
        Choice::Options(at.to_owned(), options)
    } else {
        Choice::Kinds(kinds)
    }
}

/// Alternatives of alternatives count as alternatives.
fn flatten<'e>(context: &'e [Vec<ValidationError<'static>>], at: &str, branches: &mut Vec<Branch<'e>>) {
    for branch in context {
        match branch.as_slice() {
            [only] if only.instance_path().as_str() == at => match only.kind() {
                Mistake::AnyOf { context } | Mistake::OneOfNotValid { context } => flatten(context, at, branches),
                _ => branches.push(branch),
            },
            _ => branches.push(branch),
        }
    }
}

/// Alternatives of the right kind: a key with a fixed value tells which was meant, then the fewest keys missing or unknown.
fn among_sections<'e>(mut branches: Vec<Branch<'e>>, at: &str) -> Choice<'e> {
    let depth = steps(at).count();
    let tags = |branch: Branch<'e>| {
        let below = branch.iter().filter(|mistake| steps(mistake.instance_path().as_str()).count() == depth + 1);
        below.filter(|mistake| !values_offered(mistake.kind()).is_empty()).collect::<Vec<_>>()
    };
    if branches.iter().any(|branch| tags(branch).is_empty()) {
        branches.retain(|branch| tags(branch).is_empty());
    } else if let Some(tag) = branches.first().and_then(|branch| tags(branch).first().copied()) {
        let pointer = tag.instance_path().as_str();
        let same = |branch: Branch<'e>| tags(branch).into_iter().find(|tag| tag.instance_path().as_str() == pointer);
        if branches.len() > 1 && branches.iter().all(|branch| same(branch).is_some()) {
            let mut options = Vec::new();
            for tag in branches.iter().filter_map(|branch| same(branch)) {
                add_new(&mut options, values_offered(tag.kind()));
            }
            return Choice::Options(pointer.to_owned(), options);
        }
    }
    if let [first, _, ..] = branches.as_slice() {
        let missing =
            |branch: Branch<'e>| branch.iter().filter_map(move |mistake| missing(mistake, at)).collect::<Vec<_>>();
        let unknown = unknown(first, at).first().map(|key| (*key).clone());
        if let Some(key) = unknown
            && branches.iter().all(|branch| !missing(branch).is_empty() && self::unknown(branch, at).contains(&&key))
        {
            let mut names = Vec::new();
            add_new(&mut names, branches.iter().flat_map(|branch| missing(branch)).map(str::to_owned));
            return Choice::Key(key, names);
        }
        // A key that each alternative misses is the one that tells them apart.
        let common = first.iter().filter(|mistake| {
            self::missing(mistake, at).is_some_and(|name| branches.iter().all(|branch| missing(branch).contains(&name)))
        });
        let common: Vec<_> = common.collect();
        if !common.is_empty() {
            return Choice::Mistakes(common);
        }
    }
    let score = |branch: &Branch<'e>| {
        let missing = branch.iter().filter(|mistake| missing(mistake, at).is_some()).count();
        (missing + unknown(branch, at).len(), branch.len())
    };
    Choice::Mistakes(branches.into_iter().min_by_key(score).unwrap_or_default().iter().collect())
}

/// The key that is missing in the section at the pointer.
fn missing<'e>(mistake: &'e ValidationError<'static>, at: &str) -> Option<&'e str> {
    match mistake.kind() {
        Mistake::Required { property } if mistake.instance_path().as_str() == at => property.as_str(),
        _ => None,
    }
}

/// The keys that are unknown in the section at the pointer.
fn unknown<'e>(branch: Branch<'e>, at: &str) -> Vec<&'e String> {
    let here = branch.iter().filter(|mistake| mistake.instance_path().as_str() == at);
    here.flat_map(|mistake| match mistake.kind() {
        Mistake::AdditionalProperties { unexpected } | Mistake::UnevaluatedProperties { unexpected } => {
            unexpected.iter()
        }
        _ => [].iter(),
    })
    .collect()
}

/// The kinds that a mistake of kind says are taken.
pub(super) fn names_of_kinds(mistake: &Mistake) -> Vec<String> {
    match mistake {
        Mistake::Type { kind: TypeKind::Single(kind) } => vec![kind.to_string()],
        Mistake::Type { kind: TypeKind::Multiple(kinds) } => kinds.iter().map(|kind| kind.to_string()).collect(),
        _ => Vec::new(),
    }
}

/// The values that a mistake of value says are taken.
pub(super) fn values_offered(mistake: &Mistake) -> Vec<Value> {
    match mistake {
        Mistake::Constant { expected_value } => vec![Value::clone(expected_value)],
        Mistake::Enum { options } => options.as_array().cloned().unwrap_or_default(),
        _ => Vec::new(),
    }
}

fn add_new<T: PartialEq>(all: &mut Vec<T>, more: impl IntoIterator<Item = T>) {
    for item in more {
        if !all.contains(&item) {
            all.push(item);
        }
    }
}
