//! What a strategy is asked and what it answers: tables as columns, the shape of `wit/v1/strategy.wit` without WIT.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Row number that stands for nobody, in `owner` and `assignee`.
pub const NOBODY: u32 = u32::MAX;

/// What a column holds, one entry a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// True or false.
    Bools,
    /// Whole numbers.
    Integers,
    /// Numbers.
    Numbers,
    /// Texts.
    Texts,
    /// Lists of texts.
    TextLists,
}

/// A column that a strategy wants beside the fixed ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnRequest {
    /// A well-known name of the contract, or a field's name.
    pub name: String,
    /// What its rows are to be.
    pub kind: Kind,
    /// Whether a run that cannot supply it is refused.
    pub required: bool,
}

/// A column's rows; `None` is a missing value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Values {
    /// See [`Kind::Bools`].
    Bools(Vec<Option<bool>>),
    /// See [`Kind::Integers`].
    Integers(Vec<Option<i64>>),
    /// See [`Kind::Numbers`].
    Numbers(Vec<Option<f64>>),
    /// See [`Kind::Texts`].
    Texts(Vec<Option<Arc<str>>>),
    /// See [`Kind::TextLists`].
    TextLists(Vec<Option<Vec<Arc<str>>>>),
}

/// A granted column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The name under which it was asked for.
    pub name: String,
    /// One entry a row of its table.
    pub values: Values,
}

/// The leads to distribute, in the order in which they are to be served. All vectors have one entry a lead.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LeadTable {
    /// Odoo's ids.
    pub id: Vec<u64>,
    /// Row of the owner among the salespeople, or [`NOBODY`].
    pub owner: Vec<u32>,
    /// 0 (low) to 3 (very high).
    pub priority: Vec<u8>,
    /// Granted columns, in the order of the requests.
    pub columns: Vec<Column>,
}

/// The eligible salespeople. All vectors have one entry a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PersonTable {
    /// Odoo's `res.users` ids.
    pub id: Vec<u64>,
    /// Rank of the level; 1 is served first.
    pub rank: Vec<u32>,
    /// Leads that the person should own.
    pub target: Vec<u32>,
    /// Leads owned now, those of this request left out.
    pub workload: Vec<u32>,
    /// The most leads that the host accepts for the person in this run.
    pub room: Vec<u32>,
    /// Leads that a fair share would have given in earlier runs, less those received. Above 0: owed.
    pub credit: Vec<f64>,
    /// Granted columns, in the order of the requests.
    pub columns: Vec<Column>,
}

/// One question to a strategy. The same request gives the same answer, bit for bit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The leads, served in this order.
    pub leads: LeadTable,
    /// Who may receive them.
    pub salespeople: PersonTable,
    /// One JSON object, valid against the strategy's schema, defaults filled in.
    pub settings: String,
    /// Seconds since 1970-01-01 UTC.
    pub now: i64,
    /// The only source of chance; below 2^53.
    pub seed: u64,
    /// What the last applied plan of this campaign and strategy left.
    pub memory: Vec<u8>,
    /// Rows of leads about which the answer's notes are to say more.
    pub explain: Vec<u32>,
}

/// A strategy's answer, not yet checked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// For each lead the row of who gets it, or [`NOBODY`].
    pub assignee: Vec<u32>,
    /// For each lead why: index into `reasons`.
    pub reason: Vec<u16>,
    /// Sentences a salesperson understands.
    pub reasons: Vec<String>,
    /// More about single leads, by row.
    pub notes: Vec<(u32, String)>,
    /// To be kept when the plan is applied.
    pub memory: Vec<u8>,
}

/// What a strategy says of itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// kebab-case.
    pub name: String,
    /// Semantic version.
    pub version: String,
    /// One sentence.
    pub summary: String,
    /// JSON Schema (2020-12) of the settings; empty: none are taken.
    pub settings_schema: String,
    /// Columns of the leads.
    pub lead_columns: Vec<ColumnRequest>,
    /// Columns of the salespeople.
    pub salesperson_columns: Vec<ColumnRequest>,
}
