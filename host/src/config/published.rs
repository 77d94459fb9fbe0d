//! The JSON Schema of configurations, as editors take it: `odlm config schema`, committed as `config/odlm.schema.json`.

use serde_json::Value;

use super::source::schema_of;
use super::written::Written;

/// The schema (2020-12) with descriptions. What odlm refuses by name is left out: that is advice for the reader's messages.
#[must_use]
pub fn json_schema() -> Value {
    let mut schema = schema_of::<Written>();
    strip(&mut schema);
    if let Value::Object(root) = &mut schema {
        root.insert("$id".to_owned(), "urn:odlm:configuration".into());
        root.insert("title".to_owned(), "Configuration of odlm".into());
    }
    schema
}

/// Takes the program's own remarks out. The depth of the recursion is that of the types.
fn strip(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.shift_remove("x-refused");
            object.shift_remove("x-hint");
            object.values_mut().for_each(strip);
        }
        Value::Array(items) => items.iter_mut().for_each(strip),
        _ => {}
    }
}
