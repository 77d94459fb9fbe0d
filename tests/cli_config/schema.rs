//! `config/odlm.schema.json` is what the program prints and what it reads by.

use odlm::config::json_schema;
use serde_json::Value;

use super::folder::Folder;

fn committed() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/odlm.schema.json")
}

#[test]
fn the_committed_schema_is_the_programs() {
    let text = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
    if std::env::var_os("ODLM_WRITE_SCHEMA").is_some() {
        std::fs::write(committed(), &text).unwrap();
    }
    let committed = std::fs::read_to_string(committed()).unwrap();
    assert_eq!(committed, text, "run this test once with ODLM_WRITE_SCHEMA=1 and look at what changed");
    assert_eq!(Folder::new().odlm(&["config", "schema"]), (0, text, String::new()));
}

#[test]
fn an_editor_is_told_what_each_key_is_and_which_are_none() {
    let schema = json_schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    jsonschema::meta::validate(&schema).unwrap();
    let mut open = vec![("", &schema)];
    let mut keys = 0;
    while let Some((_, place)) = open.pop() {
        match place {
            Value::Object(entries) => {
                for (name, key) in place["properties"].as_object().into_iter().flatten() {
                    assert!(key["description"].is_string(), "`{name}` has no description");
                    keys += 1;
                }
                open.extend(entries.iter().map(|(name, value)| (name.as_str(), value)));
            }
            Value::Array(items) => open.extend(items.iter().map(|item| ("", item))),
            _ => {}
        }
    }
    assert!(keys > 150, "{keys}");
    let mistaken = serde_json::json!({"odoo_connection": {"host": "h", "database": "d"}, "lead_findin": {}});
    assert!(!jsonschema::is_valid(&schema, &mistaken));
}
