//! Keys of the Python tool that stand elsewhere now, and values that are written otherwise.

use serde_json::{Map, Value, json};

/// Where keys stood, and where they belong.
const MOVES: [(&str, &str); 14] = [
    ("advanced_rules", "distribution.advanced_rules"),
    ("round_robin_override", "distribution.round_robin_override"),
    ("error_handling", "distribution.error_handling"),
    ("distribution.fill_strategy", "distribution.level_based.fill_strategy"),
    ("distribution.allow_overflow", "distribution.level_based.allow_overflow"),
    ("distribution.overflow_limit", "distribution.level_based.overflow_limit"),
    ("distribution.levels", "distribution.level_based.levels"),
    ("lead_finding.required_fields", "lead_finding.additional_filters.required_fields"),
    ("lead_finding.priority_range", "lead_finding.additional_filters.priority_range"),
    ("lead_finding.exclude_tags", "lead_finding.additional_filters.exclude_tags"),
    ("lead_finding.include_tags", "lead_finding.additional_filters.include_tags"),
    ("lead_finding.additional_filters.assignment_filters", "lead_finding.assignment_filters"),
    (
        "lead_finding.additional_filters.dnc_filtering.dnc_statuses",
        "lead_finding.additional_filters.dnc_filtering.statuses",
    ),
    ("lead_finding.date_range.use_business_days", "lead_finding.date_range.business_days"),
];

/// Secrets, and the variables that hold them from now on.
const SECRETS: [(&str, &str); 2] =
    [("odoo_connection.password", "ODOO_PASSWORD"), ("database_connection.password", "TRACKING_DB_PASSWORD")];

/// Carries them out and notes each.
pub(super) fn carry_out(value: &mut Value, changed: &mut Vec<String>) {
    for (from, to) in MOVES {
        if at(value, to).is_some() {
            continue;
        }
        if let Some(moved) = take(value, from) {
            put(value, to, moved);
            changed.push(format!("`{from}` is `{to}` now"));
        }
    }
    if take(value, "distribution.override_existing_assignments") == Some(Value::Bool(true)) {
        put(value, "lead_finding.assignment_filters.exclude_assigned", Value::Bool(false));
        changed.push(
            "`distribution.override_existing_assignments: true` is `lead_finding.assignment_filters.exclude_assigned: false` now"
                .to_owned(),
        );
    }
    if at(value, "distribution.strategy") == Some(&json!("capacity_based")) {
        put(value, "distribution.strategy", json!("capacity"));
        changed.push(
            "`distribution.strategy: capacity_based`, which the Python tool did not know, is `capacity` now".to_owned(),
        );
    }
    for (key, variable) in SECRETS {
        let stands_there = at(value, key).is_some_and(|secret| !secret.is_null() && !is_variable(secret));
        if stands_there {
            put(value, key, json!(format!("${{{variable}}}")));
            changed.push(format!("the value of `{key}` is taken from the variable `{variable}`: write it into `.env`"));
        }
    }
    variables(value, &mut String::new(), changed);
}

/// The Python tool filled in a value that was one variable as a whole, and took any other `${` for itself; where that cannot be a
/// variable it stays so. The depth of the recursion is that of a value that was read.
fn variables(value: &mut Value, path: &mut String, changed: &mut Vec<String>) {
    match value {
        Value::String(text) if text.contains("${") && !is_variable(&json!(text)) => {
            let names_variables =
                text.split("${").skip(1).all(|rest| rest.split_once('}').is_some_and(|(name, _)| is_name(name)));
            if names_variables {
                changed.push(format!("the variables within the value of `{path}` are filled in now"));
            } else {
                *text = text.replace("${", "$${");
                changed.push(format!("the `${{` in the value of `{path}` stands for itself, and is written `$${{`"));
            }
        }
        Value::Object(entries) => {
            for (key, value) in entries {
                let length = path.len();
                if length > 0 {
                    path.push('.');
                }
                path.push_str(key);
                variables(value, path, changed);
                path.truncate(length);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| variables(item, path, changed)),
        _ => {}
    }
}

/// A value that is one variable and nothing else.
fn is_variable(value: &Value) -> bool {
    let name = value.as_str().and_then(|text| text.strip_prefix("${")).and_then(|text| text.strip_suffix('}'));
    name.is_some_and(|name| is_name(name.split(":-").next().unwrap_or_default()) && !name.contains('}'))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The value at a path of keys.
pub(super) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, key| value.get(key))
}

fn take(value: &mut Value, path: &str) -> Option<Value> {
    let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut steps = section.split('.').filter(|step| !step.is_empty());
    steps.try_fold(value, |value, step| value.get_mut(step))?.as_object_mut()?.shift_remove(key)
}

/// Puts a value in, with the sections around it; where one of them is no section, nothing is put.
fn put(value: &mut Value, path: &str, new: Value) {
    let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = value;
    for step in section.split('.').filter(|step| !step.is_empty()) {
        let Some(entries) = place.as_object_mut() else { return };
        let below = entries.entry(step.to_owned()).or_insert(Value::Null);
        if below.is_null() {
            *below = Value::Object(Map::new());
        }
        place = below;
    }
    if let Some(entries) = place.as_object_mut() {
        entries.insert(key.to_owned(), new);
    }
}
