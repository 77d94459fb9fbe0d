//! From a file to a typed value: fetch, parse, fill in variables, check, convert. The one entrance of the reader.

use std::path::Path;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use super::build::build;
use super::check;
use super::environment::Environment;
use super::errors::ConfigErrors;
use super::file;
use super::message::{holds_credentials, is_secret};
use super::place::{Places, join, steps};
use super::schema::{self, Wanted};
use super::syntax::Format;
use super::value;

/// A configuration that was read.
#[derive(Clone, Debug)]
pub struct Read<T> {
    /// What the file says.
    pub value: T,
    /// Where it says it.
    pub places: Places,
}

impl<T> Read<T> {
    /// Whether the value at a JSON Pointer came from the environment; see [`Places::is_from_environment`].
    #[must_use]
    pub fn is_from_environment(&self, pointer: &str) -> bool {
        self.places.is_from_environment(pointer)
    }
}

/// Reads a file, JSON where its name ends in `.json` and YAML otherwise, into `T`.
///
/// The schema that schemars derives from `T` is the rule: structs with `#[serde(deny_unknown_fields)]` refuse unknown keys.
/// `${NAME}` is filled in within values, not within keys; such a value is a text, or the number or truth value that `T` wants
/// there. A key with an empty value counts as absent unless `T` takes null there; an empty file is an empty mapping.
///
/// # Errors
/// All mistakes of the file at once, sorted by place: of the text as such (then nothing else is checked), unset variables,
/// unknown and missing keys, values of the wrong kind or out of bounds, and last what `T`'s own conversion refuses.
pub fn read<T: DeserializeOwned + JsonSchema>(path: &Path, environment: &Environment) -> Result<Read<T>, ConfigErrors> {
    let text = file::read_text_file(path)?;
    from_text(path, &text, Format::of(path), environment)
}

/// Reads bytes as [`read`] does a file; `path` names them in errors.
///
/// # Errors
/// As [`read`].
pub fn read_bytes<T: DeserializeOwned + JsonSchema>(
    path: &Path,
    bytes: &[u8],
    format: Format,
    environment: &Environment,
) -> Result<Read<T>, ConfigErrors> {
    let text = file::decode(path, bytes)?;
    from_text(path, &text, format, environment)
}

/// Reads a file as it stands: no variable is filled in and no key is checked.
///
/// # Errors
/// The file cannot be read, or is no YAML or JSON.
pub fn read_verbatim(path: &Path) -> Result<Read<serde_json::Value>, ConfigErrors> {
    let text = file::read_text_file(path)?;
    from_text(path, &text, Format::of(path), &Environment::verbatim())
}

/// Reads a file into `T` with its keys checked, as [`read`] does, but no variable is filled in: `${NAME}` is a text like any other.
///
/// # Errors
/// As [`read`].
pub fn read_as_written<T: DeserializeOwned + JsonSchema>(path: &Path) -> Result<Read<T>, ConfigErrors> {
    let text = file::read_text_file(path)?;
    from_text(path, &text, Format::of(path), &Environment::verbatim())
}

fn from_text<T: DeserializeOwned + JsonSchema>(
    path: &Path,
    text: &str,
    format: Format,
    environment: &Environment,
) -> Result<Read<T>, ConfigErrors> {
    let mut errors = ConfigErrors::new();
    let built = build(text, format, environment);
    built.problems.into_iter().for_each(|problem| errors.add_problem(path, problem));
    let Some(root) = built.root else { return Err(errors) };
    let schema = schema::of::<T>();
    let value = value::value(&root, &Wanted::root(&schema));
    let places = Places::new(path, root);
    check::check(&schema, &value, &places, &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    match serde_path_to_error::deserialize::<_, T>(&value) {
        Ok(typed) => Ok(Read { value: typed, places }),
        Err(error) => {
            let pointer = pointer(error.path());
            let shown = |text: &serde_json::Value| !text.as_str().is_some_and(holds_credentials);
            let hidden = is_secret(steps(&pointer))
                || places.is_from_environment(&pointer)
                || !value.pointer(&pointer).is_none_or(shown);
            let message = match hidden {
                true => "the value is not taken here".to_owned(),
                false => error.inner().to_string(),
            };
            errors.add(places.place(&pointer), check::path(&value, &pointer), message, None);
            Err(errors)
        }
    }
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter().fold(String::new(), |pointer, segment| match segment {
        Segment::Seq { index } => join(&pointer, &index.to_string()),
        Segment::Map { key } => join(&pointer, key),
        Segment::Enum { .. } | Segment::Unknown => pointer,
    })
}
