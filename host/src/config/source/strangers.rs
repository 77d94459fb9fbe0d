//! Takes out of a value the keys that its schema does not know, and says of each what it was.

use serde_json::Value;

use super::message::nearest;
use super::place::join;
use super::schema::Wanted;

/// A key that a schema does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stranger {
    /// Where it stood, as a JSON Pointer.
    pub pointer: String,
    /// Why it is refused, where the schema refuses it by name.
    pub refused: Option<String>,
    /// The known key that is most like it.
    pub nearest: Option<String>,
}

/// Takes them out. The depth of the recursion is that of a value that was read, which is bounded.
pub fn take_strangers(schema: &Value, value: &mut Value) -> Vec<Stranger> {
    let mut found = Vec::new();
    take(&Wanted::root(schema), value, "", &mut found);
    found
}

fn take(wanted: &Wanted<'_>, value: &mut Value, at: &str, found: &mut Vec<Stranger>) {
    match value {
        Value::Object(entries) => {
            let strangers: Vec<String> = entries.keys().filter(|key| !wanted.takes_key(key)).cloned().collect();
            for key in strangers {
                entries.shift_remove(&key);
                found.push(Stranger {
                    pointer: join(at, &key),
                    refused: wanted.refused(&key).map(str::to_owned),
                    nearest: nearest(&key, wanted.keys()).map(str::to_owned),
                });
            }
            for (key, value) in entries {
                take(&wanted.key(key), value, &join(at, key), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                take(&wanted.item(index), item, &join(at, &index.to_string()), found);
            }
        }
        _ => {}
    }
}
