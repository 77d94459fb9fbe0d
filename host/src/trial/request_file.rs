//! A request as a person writes it: row by row, with defaults for whatever is not said. The types and their published schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::cases::CaseFile;
use crate::config::source::schema_of;

/// One call of a strategy, as `odlm strategy run --request` takes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestFile {
    /// The leads to distribute, in the order in which they are to be served. Default: none.
    #[serde(default)]
    pub leads: Vec<LeadRow>,
    /// Who may receive them. Default: nobody.
    #[serde(default)]
    pub salespeople: Vec<PersonRow>,
    /// The strategy's settings. Default: those of its own schema.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub settings: Map<String, Value>,
    /// Seconds since 1970-01-01 UTC. Default: 1767600000, which is 2026-01-05 08:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
    /// The only source of chance, below 2^53. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 9_007_199_254_740_991_u64))]
    pub seed: Option<u64>,
    /// What the run before left, in base64. Default: nothing, as in a first run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory: Option<String>,
    /// Leads about which the strategy is to say more, by id or name. Default: none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explain: Vec<Reference>,
}

/// A lead. Every other key is a column, by the name under which the strategy asks for it; a column that is not there or null is missing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LeadRow {
    /// Odoo's id. Default: the row's number, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// What it is called here. The strategy sees it only if it asks for a column `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who owns it now, by id or name. Default: nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Reference>,
    /// Odoo's priority, 0 (low) to 3 (very high). Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(max = 3))]
    pub priority: Option<u8>,
    /// The columns.
    #[serde(flatten)]
    pub columns: BTreeMap<String, Value>,
}

/// A salesperson. Every other key is a column, as of a lead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PersonRow {
    /// Odoo's id of the user. Default: the row's number, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u64>,
    /// What they are called here. The strategy sees it only if it asks for the column `name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Rank of their level; 1 is served first. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    /// Leads that they should own. Default: 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<u32>,
    /// Leads that they own now, those of this request left out. Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workload: Option<u32>,
    /// The most leads that the host accepts for them in this run. Default: no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<u32>,
    /// Leads that earlier runs owe them. Default: 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<f64>,
    /// The columns.
    #[serde(flatten)]
    pub columns: BTreeMap<String, Value>,
}

/// A row by its id or by its name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "an id, which is a whole number, or a name is wanted")]
pub enum Reference {
    /// Odoo's id.
    Id(u64),
    /// A name.
    Name(String),
}

/// The JSON Schema (2020-12) of requests, committed as `config/request.schema.json`.
#[must_use]
pub fn request_schema() -> Value {
    named(schema_of::<RequestFile>(), "urn:odlm:request", "A request to a strategy of odlm")
}

/// The JSON Schema (2020-12) of cases, committed as `config/case.schema.json`.
#[must_use]
pub fn case_schema() -> Value {
    named(schema_of::<CaseFile>(), "urn:odlm:case", "A case of a strategy of odlm")
}

fn named(mut schema: Value, id: &str, title: &str) -> Value {
    if let Value::Object(root) = &mut schema {
        root.insert("$id".to_owned(), id.into());
        root.insert("title".to_owned(), title.into());
    }
    schema
}
