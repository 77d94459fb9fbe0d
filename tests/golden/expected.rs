//! What `expected.yaml` may say. Its keys are explained in `README.md`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// What is expected of a case's last command.
#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Expected {
    /// The exit code. Default: 2 where `errors` are expected, else 0.
    pub(super) code: Option<i32>,
    /// `status` of `--json`.
    pub(super) status: Option<String>,
    /// Of each lead that passed the filters who gets it; null is nobody, of a list anybody is right.
    pub(super) plan: Option<BTreeMap<String, Option<OneOrMany>>>,
    /// Of each person who takes part how many leads they get.
    pub(super) received: Option<BTreeMap<String, u64>>,
    /// Of each person of the source who takes no part the sentence why.
    pub(super) people_left_out: Option<BTreeMap<String, String>>,
    /// Of each lead that a filter held back the sentence why.
    pub(super) left_out: Option<BTreeMap<String, String>>,
    /// Every filter with its counts, in order.
    pub(super) funnel: Option<Vec<Step>>,
    /// Some of the filters.
    pub(super) funnel_contains: Option<Vec<Step>>,
    /// Texts on stdout.
    pub(super) stdout: Option<Vec<String>>,
    /// Texts on stderr. A warning or error that holds none of them is a failure.
    pub(super) stderr: Option<Vec<String>>,
    /// Texts that must not be on stderr.
    pub(super) not_stderr: Option<Vec<String>>,
    /// Every error on stderr, in order.
    pub(super) errors: Option<Vec<ErrorLine>>,
    /// Of some leads what the sandbox has of them afterwards.
    pub(super) written: Option<BTreeMap<String, BTreeMap<String, Value>>>,
    /// Of some methods how often they were called in all.
    pub(super) calls: Option<BTreeMap<String, usize>>,
    /// The API that every call came by: `json2` or `jsonrpc`.
    pub(super) transport: Option<String>,
    /// A language that calls asked for names in.
    pub(super) language: Option<String>,
    /// The last command took at least so long.
    pub(super) seconds_at_least: Option<f64>,
    /// Tracking messages that writes have left in Odoo.
    pub(super) tracking_messages: Option<u64>,
}

/// A text or several.
#[derive(Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    pub(super) fn texts(&self) -> &[String] {
        match self {
            OneOrMany::One(text) => std::slice::from_ref(text),
            OneOrMany::Many(texts) => texts,
        }
    }
}

/// A filter and its counts.
#[derive(Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) filter: String,
    pub(super) before: u64,
    pub(super) after: u64,
}

/// An error with its place.
#[derive(Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ErrorLine {
    /// The file it stands in. Default: the configuration.
    pub(super) file: Option<String>,
    /// The key's path; an empty text for none.
    pub(super) path: Option<String>,
    pub(super) line: Option<usize>,
    /// Texts of the sentence or its hint.
    pub(super) says: OneOrMany,
}

impl Expected {
    /// Whether nothing but perhaps a code of 0 is asked for.
    pub(super) fn is_empty(&self) -> bool {
        *self == Expected { code: self.code.filter(|code| *code == 0), ..Expected::default() }
    }

    /// Whether the run's JSON is needed.
    pub(super) fn needs_json(&self) -> bool {
        let listed = self.funnel.is_some() || self.funnel_contains.is_some() || self.status.is_some();
        listed
            || self.plan.is_some()
            || self.people_left_out.is_some()
            || self.received.is_some()
            || self.left_out.is_some()
    }
}
