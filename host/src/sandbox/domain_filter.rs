//! Odoo's search domains: prefix `&`, `|` and `!`, conditions, an `&` between what stands side by side. Length and depth are bounded.

use jiff::tz::TimeZone;
use serde_json::Value;

use super::cell::Record;
use super::condition::{self, Condition};
use super::errors::OdooError;
use super::python;
use super::schema::Model;
use super::world::World;

/// Most items (operators and conditions) of a domain.
const LONGEST: usize = 10_000;
/// Deepest nesting after chains of one operator are made flat.
const DEEPEST: usize = 64;

/// What conditions are read against.
pub(crate) struct Scope<'a> {
    pub(crate) world: &'a World,
    /// The caller's zone: what a bare day means against a datetime.
    pub(crate) zone: &'a TimeZone,
    depth: usize,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(world: &'a World, zone: &'a TimeZone) -> Self {
        Self { world, zone, depth: 0 }
    }

    /// The scope of a related model, up to `deepest` steps away.
    pub(crate) fn deeper(&self, deepest: usize) -> Result<Self, OdooError> {
        if self.depth >= deepest {
            return Err(OdooError::value("Domain() is nested too deeply for the sandbox"));
        }
        Ok(Self { world: self.world, zone: self.zone, depth: self.depth + 1 })
    }
}

/// A domain made ready.
#[derive(Debug)]
pub(crate) enum Filter {
    Always(bool),
    Condition(Condition),
    Not(Box<Filter>),
    All(Vec<Filter>),
    Any(Vec<Filter>),
}

impl Filter {
    pub(crate) fn matches(&self, record: &Record) -> bool {
        match self {
            Self::Always(answer) => *answer,
            Self::Condition(condition) => condition.matches(record),
            Self::Not(inner) => !inner.matches(record),
            Self::All(parts) => parts.iter().all(|part| part.matches(record)),
            Self::Any(parts) => parts.iter().any(|part| part.matches(record)),
        }
    }
}

/// Reads a domain. Unknown fields and malformed items give Odoo's `ValueError`, a domain that is no list its `TypeError`.
pub(crate) fn parse(scope: &Scope<'_>, model: &'static Model, domain: &Value) -> Result<Filter, OdooError> {
    if matches!(domain, Value::Null | Value::Bool(false)) {
        return Ok(Filter::Always(true));
    }
    let Some(items) = domain.as_array() else {
        return Err(OdooError::kind(format!("Domain() invalid argument type for domain: {}", python::repr(domain))));
    };
    if items.len() > LONGEST {
        return Err(OdooError::value(format!("Domain() has {} items, the sandbox takes {LONGEST}", items.len())));
    }
    let malformed = || OdooError::value(format!("Domain() malformed domain {}", python::repr(domain)));
    // Read from the end: an operator finds its operands already on the stack, each with its depth.
    let mut stack: Vec<(Filter, usize)> = Vec::new();
    for item in items.iter().rev() {
        let next = match item.as_str() {
            Some("!") => {
                let (inner, depth) = stack.pop().ok_or_else(malformed)?;
                (Filter::Not(Box::new(inner)), depth + 1)
            }
            Some(operator @ ("&" | "|")) => {
                let one = stack.pop().ok_or_else(malformed)?;
                let two = stack.pop().ok_or_else(malformed)?;
                join(operator == "&", one, two)
            }
            _ => (leaf(scope, model, item)?, 1),
        };
        if next.1 > DEEPEST {
            return Err(OdooError::value("Domain() is nested too deeply for the sandbox"));
        }
        stack.push(next);
    }
    stack.reverse();
    Ok(Filter::All(stack.into_iter().map(|(part, _)| part).collect()))
}

/// Puts two operands under one operator, into the list of an operand that has the same one.
fn join(all: bool, one: (Filter, usize), two: (Filter, usize)) -> (Filter, usize) {
    let (depth_one, depth_two) = (one.1, two.1);
    let same = |filter: &Filter| matches!((all, filter), (true, Filter::All(_)) | (false, Filter::Any(_)));
    let flat_depth = |filter: &Filter, depth: usize| if same(filter) { depth } else { depth + 1 };
    let depth = flat_depth(&one.0, depth_one).max(flat_depth(&two.0, depth_two));
    let (first, mut parts) = match (one.0, two.0) {
        // The right operand of a chain `| a | b c` holds the longer list.
        (one, Filter::All(parts)) if all => (one, parts),
        (one, Filter::Any(parts)) if !all => (one, parts),
        (Filter::All(parts), two) if all => (two, parts),
        (Filter::Any(parts), two) if !all => (two, parts),
        (one, two) => (one, vec![two]),
    };
    parts.push(first);
    (if all { Filter::All(parts) } else { Filter::Any(parts) }, depth)
}

fn leaf(scope: &Scope<'_>, model: &'static Model, item: &Value) -> Result<Filter, OdooError> {
    let invalid = || OdooError::value(format!("Domain() invalid item in domain: {}", python::repr(item)));
    let Some([left, operator, value]) = item.as_array().map(Vec::as_slice) else { return Err(invalid()) };
    let operator = operator.as_str().ok_or_else(invalid)?;
    match (left, value) {
        (Value::Number(left), Value::Number(right)) => Ok(Filter::Always(match operator {
            "=" => left == right,
            "!=" => left != right,
            _ => return Err(invalid()),
        })),
        (Value::String(path), value) => condition::compile(scope, model, path, &operator.to_lowercase(), value),
        _ => Err(invalid()),
    }
}

/// True when the domain asks for `active` itself, which turns the hiding of archived records off.
pub(crate) fn asks_for_active(domain: &Value) -> bool {
    let items = domain.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().any(|item| item.get(0).and_then(Value::as_str) == Some("active"))
}
