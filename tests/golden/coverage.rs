//! Every key of the configuration's schema, and every setting of a shipped strategy, stands in a case that is not refused.

use std::collections::BTreeSet;

use odlm::config::written::Written;
use odlm::pipeline::load_strategy;
use odlm::strategy::{Host, Limits, shipped};
use serde_json::Value;

use super::case::{Case, folders};

/// Deepest place of a schema that is followed: a bound against one that turns in a circle.
const DEEPEST: usize = 20;

/// Every key that a schema names, as a dotted path from `at`; what is named by the user is `*`.
fn keys(root: &Value, schema: &Value, at: &str, depth: usize, found: &mut BTreeSet<String>) {
    if depth > DEEPEST {
        return;
    }
    if let Some(pointer) = schema["$ref"].as_str() {
        keys(root, root.pointer(pointer.trim_start_matches('#')).unwrap(), at, depth + 1, found);
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
        for alternative in schema[keyword].as_array().into_iter().flatten() {
            keys(root, alternative, at, depth + 1, found);
        }
    }
    for (name, below) in schema["properties"].as_object().into_iter().flatten() {
        let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        keys(root, below, &path, depth + 1, found);
        found.insert(path);
    }
    if schema["additionalProperties"].is_object() {
        keys(root, &schema["additionalProperties"], &format!("{at}.*"), depth + 1, found);
    }
    if schema["items"].is_object() {
        keys(root, &schema["items"], at, depth + 1, found);
    }
}

/// Notes which of `wanted` stand in a configuration.
fn note(value: &Value, places: &[String], wanted: &BTreeSet<String>, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, below) in map {
                let under = |key: &str| {
                    let join =
                        |place: &String| if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
                    places.iter().map(join).collect::<Vec<String>>()
                };
                // A key that the user chose is both: what a list of names holds, and a place of its own.
                let next: Vec<String> = under(key).into_iter().chain(under("*")).collect();
                found.extend(next.iter().filter(|place| wanted.contains(*place)).cloned());
                note(below, &next, wanted, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| note(item, places, wanted, found)),
        _ => {}
    }
}

/// Keys that need what no folder holds: a component of one's own, a registry, a file that is looked at afterwards, somebody who listens.
const ELSEWHERE: &[(&str, &str)] = &[
    ("alerts", include_str!("../notify/alerts.rs")),
    ("alerts.dry_run", include_str!("../notify/alerts.rs")),
    ("alerts.email", include_str!("../notify/alerts.rs")),
    ("alerts.enabled", include_str!("../notify/alerts.rs")),
    ("alerts.on", include_str!("../notify/alerts.rs")),
    ("alerts.slow_after_seconds", include_str!("../notify/alerts.rs")),
    ("alerts.webhook", include_str!("../notify/alerts.rs")),
    ("alerts.webhook.bearer_token", include_str!("../notify/alerts.rs")),
    ("alerts.webhook.headers", include_str!("../notify/alerts.rs")),
    ("alerts.webhook.signing_secret", include_str!("../notify/alerts.rs")),
    ("alerts.webhook.timeout_seconds", include_str!("../notify/alerts.rs")),
    ("alerts.webhook.url", include_str!("../notify/alerts.rs")),
    ("distribution.error_handling.strategy_failure", include_str!("../end_to_end/hostile_plans.rs")),
    ("distribution.plugins", include_str!("../end_to_end/plugins.rs")),
    ("distribution.plugins.*.allow_unpinned", include_str!("../plugin_config/pinned.rs")),
    ("distribution.plugins.*.fast_floats", LIMITS),
    ("distribution.plugins.*.limits", LIMITS),
    ("distribution.plugins.*.limits.assign_fuel", LIMITS),
    ("distribution.plugins.*.limits.assign_seconds", LIMITS),
    ("distribution.plugins.*.limits.log_kib", LIMITS),
    ("distribution.plugins.*.limits.memory_mib", LIMITS),
    ("distribution.plugins.*.sha256", include_str!("../plugin_config/pinned.rs")),
    ("distribution.plugins.*.fields", include_str!("../end_to_end/plugins.rs")),
    ("distribution.plugins.*.path", include_str!("../end_to_end/plugins.rs")),
    ("distribution.plugins.*.oci", include_str!("../registry/own.rs")),
    ("distribution.plugins.*.key", include_str!("../registry/demanded.rs")),
    ("distribution.plugins.*.plain_http", include_str!("../registry/demanded.rs")),
    ("distribution.plugins.*.settings", include_str!("../end_to_end/plugins.rs")),
    ("reporting.email.from", include_str!("../notify/digest.rs")),
    ("reporting.email.manager", include_str!("../notify/digest.rs")),
    ("reporting.email.reply_to", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp.ca_cert", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp.host", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp.password", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp.port", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp.security", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp.timeout_seconds", include_str!("../notify/digest.rs")),
    ("reporting.email.smtp.username", include_str!("../notify/digest.rs")),
    ("reporting.email.subject_prefix", include_str!("../notify/digest.rs")),
    ("reporting.email.to_salespeople", include_str!("../notify/digest.rs")),
    ("logging", LOGS),
    ("logging.file", LOGS),
    ("logging.format", LOGS),
    ("logging.keep", LOGS),
    ("logging.rotation", LOGS),
    ("metrics", METRICS),
    ("metrics.push", METRICS),
    ("metrics.push.job", METRICS),
    ("metrics.push.password", METRICS),
    ("metrics.push.timeout_seconds", METRICS),
    ("metrics.push.url", METRICS),
    ("metrics.push.username", METRICS),
    ("metrics.textfile", METRICS),
    ("telemetry", TRACES),
    ("telemetry.otlp", TRACES),
    ("telemetry.otlp.endpoint", TRACES),
    ("telemetry.otlp.headers", TRACES),
    ("telemetry.otlp.service_name", TRACES),
    ("telemetry.otlp.timeout_seconds", TRACES),
];

const LIMITS: &str = include_str!("../plugin_config/limits.rs");
const LOGS: &str = include_str!("../end_to_end/talk/logs.rs");
const METRICS: &str = include_str!("../end_to_end/watched/metrics.rs");
const TRACES: &str = include_str!("../end_to_end/watched/traces.rs");

#[test]
fn every_schema_key_has_a_case() {
    let mut wanted = BTreeSet::new();
    let schema = schemars::schema_for!(Written).to_value();
    keys(&schema, &schema, "", 0, &mut wanted);
    let host = Host::new(Limits::default(), None).unwrap();
    for (name, _) in shipped() {
        let schema: Value =
            serde_json::from_str(&load_strategy(&host, name).unwrap().description().settings_schema).unwrap();
        keys(&schema, &schema, &format!("distribution.{}", name.replace('-', "_")), 0, &mut wanted);
    }
    assert!(wanted.contains("distribution.level_based.levels.*.target_leads"), "{wanted:?}");
    assert!(wanted.len() > 60, "{wanted:?}");
    let mut found = BTreeSet::new();
    for folder in folders() {
        if let Some(configuration) = Case::read(&folder).ok().and_then(|case| case.configuration()) {
            note(&configuration, &[String::new()], &wanted, &mut found);
        }
    }
    for (key, source) in ELSEWHERE {
        let last = key.rsplit('.').next().unwrap();
        assert!(!found.contains(*key) && source.contains(last), "{key} is not where this list says");
        found.insert((*key).to_owned());
    }
    let missing: Vec<&String> = wanted.difference(&found).collect();
    assert!(missing.is_empty(), "no case under tests/golden has these keys: {missing:#?}");
}
