//! Questions to a JSON Schema: which kinds of value a place takes, which keys are known there. Checks nothing itself.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value};

/// Most alternatives of a place that are looked at: a bound against a schema that turns in a circle.
const MAX_ALTERNATIVES: usize = 256;

/// The JSON Schema (2020-12) of a type, with the bounds of the whole numbers that their Rust types cannot pass.
#[must_use]
pub fn of<T: JsonSchema>() -> Value {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<T>().to_value();
    bound_numbers(&mut schema);
    schema
}

/// schemars bounds `u8` and `u16` itself; of the wider types it gives the format alone, which the validator takes for a remark.
fn bound_numbers(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let bounds: Option<(i64, u64)> = match object.get("format").and_then(Value::as_str) {
                Some("int32") => Some((i32::MIN.into(), i32::MAX.unsigned_abs().into())),
                Some("uint32") => Some((0, u32::MAX.into())),
                Some("int64" | "int") => Some((i64::MIN, i64::MAX.unsigned_abs())),
                Some("uint64" | "uint") => Some((0, u64::MAX)),
                _ => None,
            };
            if let Some((minimum, maximum)) = bounds {
                object.entry("minimum").or_insert(minimum.into());
                object.entry("maximum").or_insert(maximum.into());
            }
            object.values_mut().for_each(bound_numbers);
        }
        Value::Array(items) => items.iter_mut().for_each(bound_numbers),
        _ => {}
    }
}

/// What a place may hold: the schemas that say so, references followed, alternatives side by side.
#[derive(Clone)]
pub(super) struct Wanted<'s> {
    root: &'s Value,
    schemas: Vec<&'s Value>,
}

/// Kinds of value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Kinds {
    pub(super) text: bool,
    pub(super) integer: bool,
    pub(super) number: bool,
    pub(super) boolean: bool,
    pub(super) null: bool,
    pub(super) map: bool,
}

impl<'s> Wanted<'s> {
    pub(super) fn root(root: &'s Value) -> Self {
        Self::with(root, [root])
    }

    fn with(root: &'s Value, schemas: impl IntoIterator<Item = &'s Value>) -> Self {
        let mut flat: Vec<&'s Value> = Vec::new();
        let mut open: Vec<&'s Value> = schemas.into_iter().collect();
        while let Some(schema) = open.pop() {
            if flat.len() >= MAX_ALTERNATIVES || flat.iter().any(|known| std::ptr::eq(*known, schema)) {
                continue;
            }
            flat.push(schema);
            let reference =
                schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
            open.extend(reference.and_then(|pointer| root.pointer(pointer)));
            for keyword in ["anyOf", "oneOf", "allOf"] {
                open.extend(schema.get(keyword).and_then(Value::as_array).into_iter().flatten());
            }
        }
        Self { root, schemas: flat }
    }

    /// What a key of this place may hold.
    pub(super) fn key(&self, key: &str) -> Self {
        let below = self.schemas.iter().filter_map(|schema| {
            let own = schema.get("properties").and_then(|properties| properties.get(key));
            own.or_else(|| schema.get("additionalProperties"))
        });
        Self::with(self.root, below)
    }

    /// Whether the key is one of a fixed set, not a name that the user chooses.
    pub(super) fn has_key(&self, key: &str) -> bool {
        self.keys().any(|known| known == key)
    }

    /// The fixed keys of this place.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'s str> {
        let properties = |schema: &&'s Value| schema.get("properties").and_then(Value::as_object);
        self.schemas.iter().filter_map(properties).flat_map(Map::keys).map(String::as_str)
    }

    /// Whether the place takes the key at all, as one of its own or as a name that the user chooses.
    pub(super) fn takes_key(&self, key: &str) -> bool {
        self.schemas.iter().any(|schema| {
            let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
            let is_map = **schema == Value::Bool(true)
                || schema.get("type").is_some_and(|kind| {
                    kind == "object" || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "object"))
                });
            schema.get("properties").is_some_and(|own| own.get(key).is_some()) || (is_map && !closed)
        })
    }

    /// The way out for a key that the place refuses by name.
    pub(super) fn refused(&self, key: &str) -> Option<&'s str> {
        self.schemas.iter().find_map(|schema| schema.get("x-refused")?.get(key)?.as_str())
    }

    /// What an item of this place may hold.
    pub(super) fn item(&self, index: usize) -> Self {
        let below = self.schemas.iter().filter_map(|schema| {
            let own = schema.get("prefixItems").and_then(|items| items.get(index));
            own.or_else(|| schema.get("items"))
        });
        Self::with(self.root, below)
    }

    /// The first of the values that this place takes, where it takes only certain ones.
    pub(super) fn first_choice(&self) -> Option<&'s Value> {
        let choices = |schema: &'s Value| {
            let first = schema.get("enum").and_then(Value::as_array).and_then(|values| values.first());
            schema.get("const").or(first)
        };
        let is_open = |schema: &&'s Value| {
            choices(schema).is_none()
                && schema.get("type").is_some_and(|kind| {
                    *kind != "null" && !schema.get("oneOf").or(schema.get("anyOf")).is_some_and(Value::is_array)
                })
        };
        if self.schemas.iter().copied().any(|schema| is_open(&schema)) {
            return None;
        }
        // The alternatives are laid flat in reverse.
        self.schemas.iter().rev().find_map(|schema| choices(schema).filter(|value| !value.is_null()))
    }

    /// The kinds of value that this place takes.
    pub(super) fn kinds(&self) -> Kinds {
        let mut kinds = Kinds::default();
        for schema in &self.schemas {
            match (schema.get("type"), schema.get("const"), schema.get("enum")) {
                (Some(Value::String(name)), ..) => kinds.add(name),
                (Some(Value::Array(names)), ..) => {
                    names.iter().filter_map(Value::as_str).for_each(|name| kinds.add(name))
                }
                (_, Some(value), _) => kinds.add(kind_of(value)),
                (_, _, Some(Value::Array(values))) => values.iter().for_each(|value| kinds.add(kind_of(value))),
                // A schema without any of these takes everything, unless it only refers to others.
                _ if ["$ref", "anyOf", "oneOf", "allOf"].iter().all(|keyword| schema.get(keyword).is_none()) => {
                    return Kinds { text: true, integer: true, number: true, boolean: true, null: true, map: true };
                }
                _ => {}
            }
        }
        kinds
    }
}

impl Kinds {
    fn add(&mut self, name: &str) {
        match name {
            "string" => self.text = true,
            "integer" => self.integer = true,
            "number" => self.number = true,
            "boolean" => self.boolean = true,
            "null" => self.null = true,
            "object" => self.map = true,
            _ => {}
        }
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
