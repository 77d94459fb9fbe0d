//! Keys of the Python tool that stand elsewhere now, and values that are written otherwise.

use serde_json::{Map, Value, json};

use super::super::source::Places;

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
const SECRETS: [(&str, &str); 3] = [
    ("odoo_connection.password", "ODOO_PASSWORD"),
    ("odoo_connection.api_key", "ODOO_API_KEY"),
    ("database_connection.password", "TRACKING_DB_PASSWORD"),
];
const OVERRIDE: &str = "distribution.override_existing_assignments";
const EXCLUDE_ASSIGNED: &str = "lead_finding.assignment_filters.exclude_assigned";

/// What was done.
#[derive(Default)]
pub(super) struct Done {
    pub(super) changed: Vec<String>,
    pub(super) dropped: Vec<String>,
    pub(super) honoured: Vec<String>,
    /// The keys that were moved: from where, to where.
    moved: Vec<(&'static str, &'static str)>,
}

impl Done {
    /// The pointer in the old file of what stands at this pointer now.
    pub(super) fn old_pointer(&self, pointer: &str) -> String {
        let slashed = |path: &str| format!("/{}", path.replace('.', "/"));
        let old = self.moved.iter().find_map(|(from, to)| {
            let below = pointer.strip_prefix(&slashed(to))?;
            (below.is_empty() || below.starts_with('/')).then(|| slashed(from) + below)
        });
        old.unwrap_or_else(|| pointer.to_owned())
    }
}

/// Carries them out and notes each.
pub(super) fn carry_out(value: &mut Value, places: &Places) -> Done {
    let mut done = Done::default();
    for (from, to) in MOVES {
        if at(value, to).is_some() {
            continue;
        }
        if let Some(moved) = take(value, from) {
            if put(value, to, moved.clone()) {
                done.moved.push((from, to));
                done.changed.push(format!("`{from}` is `{to}` now"));
            } else {
                // It stays, and is listed as what is not taken there.
                put(value, from, moved);
            }
        }
    }
    redistribution(value, places, &mut done);
    if at(value, "distribution.strategy") == Some(&json!("capacity_based"))
        && put(value, "distribution.strategy", json!("capacity"))
    {
        done.changed.push(
            "`distribution.strategy: capacity_based`, which the Python tool did not know, is `capacity` now".to_owned(),
        );
    }
    for (key, variable) in SECRETS {
        let stands_there = at(value, key).is_some_and(|secret| !secret.is_null() && !is_bare_variable(secret));
        if stands_there && put(value, key, json!(format!("${{{variable}}}"))) {
            done.changed
                .push(format!("the value of `{key}` is taken from the variable `{variable}`: write it into `.env`"));
        }
    }
    login(value, places, &mut done);
    variables(value, &mut String::new(), &mut done.changed);
    done
}

/// The tool's wish to deal anew what somebody owns. What the file says of owned leads itself wins: it takes nobody's leads away.
fn redistribution(value: &mut Value, places: &Places, done: &mut Done) {
    if at(value, OVERRIDE) != Some(&Value::Bool(true)) {
        return;
    }
    match at(value, EXCLUDE_ASSIGNED).filter(|written| !written.is_null()) {
        None => {
            if !put(value, EXCLUDE_ASSIGNED, Value::Bool(false)) {
                return;
            }
            done.changed.push(format!("`{OVERRIDE}: true` is `{EXCLUDE_ASSIGNED}: false` now"));
            done.honoured.push(format!("`{EXCLUDE_ASSIGNED}: false`: leads that somebody owns are dealt anew"));
        }
        Some(Value::Bool(false)) => {
            done.changed.push(format!("`{OVERRIDE}: true` is what `{EXCLUDE_ASSIGNED}: false` says already"));
            done.honoured.push(format!("`{EXCLUDE_ASSIGNED}: false`: leads that somebody owns are dealt anew"));
        }
        Some(written) => {
            let place = places.key_place(&format!("/{}", OVERRIDE.replace('.', "/")));
            // Anything but `true` is a mistake there, which the check tells; it is not repeated here.
            let written = if *written == Value::Bool(true) { ": true" } else { "" };
            done.dropped.push(format!("{place}: `{OVERRIDE}`: contradicts `exclude_assigned{written}`, which stays"));
        }
    }
    take(value, OVERRIDE);
}

/// A login within the host's URL, which would be a secret in the file.
fn login(value: &mut Value, places: &Places, done: &mut Done) {
    const HOST: &str = "odoo_connection.host";
    let Some(without) = at(value, HOST).and_then(Value::as_str).and_then(without_login) else { return };
    if put(value, HOST, json!(without)) {
        let place = places.place("/odoo_connection/host");
        done.dropped.push(format!(
            "{place}: `{HOST}`: the login within it; write `username`, and `password` as a variable in `.env`"
        ));
    }
}

/// The host without what stands before its last `@`; the scheme stays, and the beginning of a variable with a default.
fn without_login(host: &str) -> Option<String> {
    let (before, behind) = host.rsplit_once('@')?;
    let scheme = before.find("://").map(|found| found + "://".len());
    let default = (before.starts_with("${") && !before.contains('}')).then(|| before.find(":-")).flatten();
    let kept = scheme.max(default.map(|found| found + ":-".len())).unwrap_or(0);
    Some(format!("{}{behind}", before.get(..kept).unwrap_or_default()))
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

/// A value that is one variable without a default: a default would be the secret itself.
fn is_bare_variable(value: &Value) -> bool {
    let name = value.as_str().and_then(|text| text.strip_prefix("${")).and_then(|text| text.strip_suffix('}'));
    name.is_some_and(|name| is_name(name.strip_suffix(":-").unwrap_or(name)))
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

/// Puts a value in, with the sections around it; false where one of them is no section, and nothing is put.
fn put(value: &mut Value, path: &str, new: Value) -> bool {
    let (section, key) = path.rsplit_once('.').unwrap_or(("", path));
    let mut place = value;
    for step in section.split('.').filter(|step| !step.is_empty()) {
        let Some(entries) = place.as_object_mut() else { return false };
        let below = entries.entry(step.to_owned()).or_insert(Value::Null);
        if below.is_null() {
            *below = Value::Object(Map::new());
        }
        place = below;
    }
    let Some(entries) = place.as_object_mut() else { return false };
    entries.insert(key.to_owned(), new);
    true
}
