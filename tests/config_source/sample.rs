//! A configuration with every shape that the reader must tell the mistakes of, and helpers to read it.

use std::collections::BTreeMap;
use std::path::Path;

use odlm::config::source::{ConfigErrors, Environment, Format, Read, read_bytes};
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Sample {
    pub(super) odoo_connection: Option<Connection>,
    pub(super) lead_finding: LeadFinding,
    pub(super) levels: BTreeMap<String, Level>,
    pub(super) source: Option<Source>,
    pub(super) status: Option<Status>,
    pub(super) turn: Option<Turn>,
    pub(super) note: String,
    pub(super) anything: Option<serde_json::Value>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Connection {
    pub(super) host: String,
    pub(super) port: Option<u16>,
    pub(super) password: String,
    #[serde(default)]
    pub(super) verify: bool,
    #[serde(default)]
    pub(super) big: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct LeadFinding {
    pub(super) web_sources: WebSources,
    #[schemars(range(min = 0, max = 3650))]
    pub(super) younger_than_days: i64,
    #[schemars(length(min = 1))]
    pub(super) statuses: Option<Vec<String>>,
    #[schemars(regex(pattern = r"^[a-z_]+$"))]
    pub(super) field: Option<String>,
    pub(super) share: Option<f64>,
    pub(super) day: Option<Day>,
}

#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WebSources {
    pub(super) match_mode: MatchMode,
    pub(super) match_patterns: Vec<String>,
    pub(super) case_sensitive: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum MatchMode {
    /// Whole values.
    #[default]
    Exact,
    /// Values that contain it.
    Partial,
    Regex,
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Level {
    pub(super) target_leads: u32,
    #[serde(default)]
    pub(super) rank: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(tag = "source_type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Source {
    File { file_path: String },
    List { people: Vec<String> },
    Database { domain: Option<String> },
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Status {
    List(Vec<String>),
    Rule(StatusRule),
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct StatusRule {
    pub(super) enabled: bool,
    pub(super) values: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum Turn {
    Keep,
    /// With keys of its own.
    Every {
        days: u32,
    },
    After(Level),
}

/// A text that the schema takes and the conversion may refuse.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(with = "String")]
pub(super) struct Day(pub(super) u32);

impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map(Self).map_err(|_| format!("`{text}` is no day"))
    }
}

pub(super) const FILE: &str = "config/daily.yaml";

pub(super) fn environment() -> Environment {
    Environment::from_pairs([("HOST", "odoo.example"), ("PORT", "8069"), ("PASSWORD", "hunter2"), ("EMPTY", "")])
}

pub(super) fn read_as(format: Format, text: &str) -> Result<Read<Sample>, ConfigErrors> {
    read_bytes(Path::new(FILE), text.as_bytes(), format, &environment())
}

pub(super) fn yaml(text: &str) -> Result<Read<Sample>, ConfigErrors> {
    read_as(Format::Yaml, text)
}

/// Each mistake as `LINE:COLUMN PATH: MESSAGE | HINT`.
pub(super) fn mistakes(outcome: Result<Read<Sample>, ConfigErrors>) -> Vec<String> {
    let Err(errors) = outcome else { return Vec::new() };
    let described = errors.as_slice().iter().map(|error| {
        let path = if error.path.is_empty() { String::new() } else { format!(" {}", error.path) };
        let hint = error.hint.as_ref().map(|hint| format!(" | {hint}")).unwrap_or_default();
        format!("{}:{}{path}: {}{hint}", error.place.line, error.place.column, error.message)
    });
    described.collect()
}

/// Reads each text and compares all of its mistakes.
#[track_caller]
pub(super) fn expect(cases: &[(&str, &[&str])]) {
    let mut wrong = String::new();
    for (text, wanted) in cases {
        let found = mistakes(yaml(text));
        if found != *wanted {
            wrong.push_str(&format!("{text}\n  wanted {wanted:#?}\n  found {found:#?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
