//! A request as a person writes it: row by row, with defaults for whatever is not said. The types and their published schema.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::cases::CaseFile;
use crate::config::source::schema_of;

/// One call of a strategy, as `odlm strategy run --request` takes it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestFile {
    /// The leads to distribute, in the order in which they are to be served, 2,000,000 at most. Default: none.
    #[serde(default, deserialize_with = "leads")]
    #[schemars(length(max = 2_000_000))]
    pub leads: Vec<LeadRow>,
    /// Who may receive them, 200,000 at most. Default: nobody.
    #[serde(default, deserialize_with = "salespeople")]
    #[schemars(length(max = 200_000))]
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

/// Most leads of a request that is read: an empty row, three bytes in the file, takes a hundred times as many here.
const MOST_LEADS: usize = 2_000_000;
/// Most salespeople of one.
const MOST_SALESPEOPLE: usize = 200_000;

fn leads<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<LeadRow>, D::Error> {
    from.deserialize_seq(Rows { most: MOST_LEADS, row: PhantomData })
}

fn salespeople<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<PersonRow>, D::Error> {
    from.deserialize_seq(Rows { most: MOST_SALESPEOPLE, row: PhantomData })
}

/// Reads a list up to a number of rows.
struct Rows<T> {
    most: usize,
    row: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Rows<T> {
    type Value = Vec<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "a list of at most {} rows", self.most)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        let mut rows = Vec::new();
        while let Some(row) = list.next_element()? {
            if rows.len() == self.most {
                return Err(A::Error::custom(format!("there are more than {} rows", self.most)));
            }
            rows.push(row);
        }
        Ok(rows)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_up_to_its_most_rows() {
        let read = |text: &str| {
            let mut source = serde_json::Deserializer::from_str(text);
            source.deserialize_seq(Rows::<LeadRow> { most: 2, row: PhantomData })
        };
        assert_eq!(read("[{}, {}]").unwrap().len(), 2);
        assert!(read("[{}, {}, {}]").unwrap_err().to_string().starts_with("there are more than 2 rows"));
        assert!(read("7").unwrap_err().to_string().contains("a list of at most 2 rows"));
    }
}
