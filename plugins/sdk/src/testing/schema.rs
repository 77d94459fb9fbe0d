//! Settings schemas: what a host fills in, and whether an author forgot something.

use serde_json::{Map, Value};

/// The settings as a host fills them in when the operator writes none: every property's default, as JSON.
///
/// # Errors
/// When the schema is no JSON object of draft 2020-12, lets unknown settings pass, or has a property without a description.
pub fn default_settings(schema: &str) -> Result<String, String> {
    let schema: Value = serde_json::from_str(schema).map_err(|error| format!("the schema is no JSON: {error}"))?;
    if schema.get("$schema").and_then(Value::as_str) != Some("https://json-schema.org/draft/2020-12/schema") {
        return Err("the schema does not say that it is of draft 2020-12".to_owned());
    }
    defaults(&schema, "the settings").map(|defaults| Value::Object(defaults).to_string())
}

/// Settings are a few levels deep; a schema that goes on is refused.
fn defaults(schema: &Value, place: &str) -> Result<Map<String, Value>, String> {
    if place.split('.').count() > 8 {
        return Err(format!("{place} are nested too deeply"));
    }
    if schema.get("additionalProperties").is_none_or(|more| more == &Value::Bool(true)) {
        return Err(format!("{place} let unknown settings pass"));
    }
    let mut filled = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, property) in properties.into_iter().flatten() {
        let place = format!("{place}.{name}");
        if property.get("description").and_then(Value::as_str).is_none_or(str::is_empty) {
            return Err(format!("{place} has no description"));
        }
        if property.get("type").and_then(Value::as_str) == Some("object") {
            let inner = defaults(property, &place)?;
            if property.get("default").is_some() {
                filled.insert(name.clone(), Value::Object(inner));
            }
        } else if let Some(default) = property.get("default") {
            filled.insert(name.clone(), default.clone());
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAFT: &str = r#""$schema": "https://json-schema.org/draft/2020-12/schema""#;

    #[test]
    fn defaults_are_gathered() {
        let schema = format!(
            r#"{{{DRAFT}, "additionalProperties": false, "properties": {{
                "a": {{"description": "x", "default": 3}}, "b": {{"description": "y"}}}}}}"#
        );
        assert_eq!(default_settings(&schema).as_deref(), Ok(r#"{"a":3}"#));
    }

    #[test]
    fn what_an_author_forgot_is_named() {
        let undescribed = format!(r#"{{{DRAFT}, "additionalProperties": false, "properties": {{"a": {{}}}}}}"#);
        assert_eq!(default_settings(&undescribed).unwrap_err(), "the settings.a has no description");
        assert!(default_settings(&format!("{{{DRAFT}}}")).unwrap_err().contains("unknown settings"));
        assert!(default_settings("{}").unwrap_err().contains("2020-12"));
    }
}
