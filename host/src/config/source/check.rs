//! Checks a value against its schema and says each mistake in our words, with its place. All mistakes at once.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Mistake;
use serde_json::Value;

use super::alternatives::{Choice, choose, names_of_kinds, values_offered};
use super::errors::ConfigErrors;
use super::message::{either, holds_credentials, is_secret, list, nearest, push_step, quote};
use super::place::{Place, Places, join, steps};
use super::schema::Wanted;
use super::tree::{Kind, Text};
use super::wording::{self, Subject};

/// Most mistakes that are looked at.
const MAX_MISTAKES: usize = 1_000;

/// Checks `value`, read from the file of `places`, and adds what is wrong.
pub(super) fn check(schema: &Value, value: &Value, places: &Places, errors: &mut ConfigErrors) {
    let validator = match jsonschema::options().build(schema) {
        Ok(validator) => validator,
        Err(error) => {
            let message = format!("the schema of the configuration is not sound: {error}");
            errors.add(Place::file(places.file()), "", message, "this is a mistake of the program".to_owned());
            return;
        }
    };
    let unreadable = errors.as_slice().iter().map(|error| error.place.clone()).collect();
    let mut check = Check { schema, value, places, errors, unreadable, left: MAX_MISTAKES };
    for mistake in validator.iter_errors(value).take(MAX_MISTAKES) {
        check.mistake(&mistake);
    }
}

/// The path of a pointer, as in `lead_finding.statuses[2]`.
pub(super) fn path(root: &Value, pointer: &str) -> String {
    let mut path = String::new();
    let mut value = Some(root);
    for step in steps(pointer) {
        let is_index = matches!(value, Some(Value::Array(_)));
        push_step(&mut path, &step, is_index);
        value = value.and_then(|value| match value {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            _ => value.get(&step),
        });
    }
    path
}

struct Check<'c> {
    schema: &'c Value,
    value: &'c Value,
    places: &'c Places,
    errors: &'c mut ConfigErrors,
    /// Places of values that are known to be wrong.
    unreadable: Vec<Place>,
    left: usize,
}

impl<'c> Check<'c> {
    fn mistake(&mut self, mistake: &ValidationError<'_>) {
        if self.left == 0 {
            return;
        }
        let at = mistake.instance_path().as_str();
        match mistake.kind() {
            Mistake::AnyOf { context } | Mistake::OneOfNotValid { context } => match choose(context, at) {
                Choice::Kinds(kinds) => self.wrong_kind(at, &kinds),
                Choice::Options(pointer, options) => self.no_option(&pointer, &options),
                Choice::Key(key, names) => {
                    self.unknown_key(at, &key, &names.iter().map(String::as_str).collect::<Vec<_>>())
                }
                Choice::Mistakes(mistakes) => mistakes.into_iter().for_each(|mistake| self.mistake(mistake)),
            },
            Mistake::AdditionalProperties { unexpected } | Mistake::UnevaluatedProperties { unexpected } => {
                let owner = mistake.schema_path().as_str();
                let known = self.known_keys(owner, at);
                for key in unexpected {
                    match self.refused_key(owner, key) {
                        Some(hint) => self.refuse_key(at, key, hint.to_owned()),
                        None => self.unknown_key(at, key, &known),
                    }
                }
            }
            // How a section that takes no key at all refuses one.
            Mistake::FalseSchema => {
                let (section, key) = at.rsplit_once('/').unwrap_or_default();
                let key = steps(&format!("/{key}")).next().unwrap_or_default();
                self.unknown_key(section, &key, &[]);
            }
            Mistake::Required { property } => self.missing_key(at, property.as_str().unwrap_or_default()),
            Mistake::Type { .. } => self.wrong_kind(at, &names_of_kinds(mistake.kind())),
            Mistake::Enum { .. } | Mistake::Constant { .. } => self.no_option(at, &values_offered(mistake.kind())),
            other => {
                let (message, hint) = wording::of_value(other, &self.subject(at));
                let own = self.own_hint(mistake.schema_path().as_str()).map(str::to_owned);
                let hint = own.or(hint);
                self.add(at, message, hint);
            }
        }
    }

    fn add(&mut self, at: &str, message: String, hint: Option<String>) {
        let place = self.places.place(at);
        // A value that could not be filled in is told once.
        if self.left > 0 && !self.unreadable.contains(&place) {
            self.left -= 1;
            self.errors.add(place, path(self.value, at), message, hint);
        }
    }

    fn unknown_key(&mut self, section: &str, key: &str, known: &[&str]) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let hint = match nearest(key, known.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.is_empty() => "no keys are taken here".to_owned(),
            None => format!("the keys known here are {}", list(known.iter().copied())),
        };
        let place = self.places.key_place(&join(section, key));
        self.errors.add(place, path(self.value, section), format!("unknown key {}", quote(key)), hint);
    }

    /// The way out for a key that the schema names as refused: its `x-refused` holds a hint by key.
    fn refused_key(&self, schema_path: &str, key: &str) -> Option<&'c str> {
        let (owner, _) = schema_path.rsplit_once('/')?;
        self.schema.pointer(owner)?.get("x-refused")?.get(key)?.as_str()
    }

    /// What the schema says itself to a mistake in a value: its `x-hint`.
    fn own_hint(&self, schema_path: &str) -> Option<&'c str> {
        let (owner, _) = schema_path.rsplit_once('/')?;
        self.schema.pointer(owner)?.get("x-hint")?.as_str()
    }

    fn refuse_key(&mut self, section: &str, key: &str, hint: String) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let place = self.places.key_place(&join(section, key));
        self.errors.add(place, path(self.value, section), format!("the key {} is not carried out", quote(key)), hint);
    }

    fn missing_key(&mut self, section: &str, key: &str) {
        let pointer = join(section, key);
        // The key is there when its value was nothing, which counts as absent.
        let (place, message) = match self.places.node(&pointer) {
            Some(_) => (self.places.key_place(&pointer), format!("the required key {} has no value", quote(key))),
            None => (self.places.place(section), format!("the required key {} is missing", quote(key))),
        };
        if self.left > 0 {
            self.left -= 1;
            self.errors.add(place, path(self.value, section), message, None);
        }
    }

    fn wrong_kind(&mut self, at: &str, kinds: &[String]) {
        let words = wording::kinds(kinds);
        let (found, hint) = match self.instance(at) {
            Some(value) => {
                (wording::found(value, &self.subject(at)), wording::mend_kind(value, kinds, &self.subject(at)))
            }
            None => ("nothing".to_owned(), None),
        };
        self.add(at, format!("expected {}, found {found}", either(&words)), hint);
    }

    fn no_option(&mut self, at: &str, options: &[Value]) {
        let names: Vec<String> = options.iter().map(wording::plain).collect();
        let written = self.instance(at).map(wording::plain).unwrap_or_default();
        let hint = match self.subject(at) {
            Subject::Literal(_) => nearest(&written, names.iter().map(String::as_str)),
            _ => None,
        };
        let hint = hint.map(|name| format!("did you mean `{name}`?"));
        let names = list(names.iter().map(String::as_str));
        let rule = if options.len() == 1 { format!("is not {names}") } else { format!("is none of {names}") };
        self.add(at, format!("{} {rule}", self.subject(at)), hint);
    }

    /// The keys of the very alternative that refused one, which only the schema's own path tells.
    fn known_keys(&self, schema_path: &str, at: &str) -> Vec<&'c str> {
        let owner = schema_path.rsplit_once('/').and_then(|(owner, _)| self.schema.pointer(owner));
        match owner.and_then(|owner| owner.get("properties")).and_then(Value::as_object) {
            Some(properties) => properties.keys().map(String::as_str).collect(),
            None => steps(at).fold(Wanted::root(self.schema), |wanted, step| wanted.key(&step)).keys().collect(),
        }
    }

    fn instance(&self, at: &str) -> Option<&Value> {
        self.value.pointer(at)
    }

    /// How the value at the pointer may be called.
    fn subject(&self, at: &str) -> Subject {
        let written = match self.places.node(at).map(|node| &node.kind) {
            Some(Kind::Text(Text { written: Some(written), .. })) => Some(written),
            _ => None,
        };
        match (self.instance(at), written) {
            _ if is_secret(steps(at)) => Subject::Hidden,
            (_, Some(written)) => Subject::Filled(written.clone()),
            (Some(Value::String(text)), None) if holds_credentials(text) => Subject::Hidden,
            (Some(value), None) => Subject::Literal(wording::plain(value)),
            (None, None) => Subject::Hidden,
        }
    }
}
