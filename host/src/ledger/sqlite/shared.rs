//! What many decisions of a run have in common beside their reasons: values of further fields, and where old leads go. Each is written
//! once and referred to by number.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use serde_json::{Map, Value};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use super::database::Database;
use crate::domain::decision::{Decision, Dropback, Values};
use crate::domain::run::RunId;
use crate::ledger::error::{LedgerError, Result};

const PLANNING: &str = "record the plan";
const READING: &str = "read the decisions";

/// Numbers each distinct key from 0, in the order of first use; gives the number of each decision and the keys.
fn numbered<K: Eq + Hash + Clone>(keys: impl Iterator<Item = Option<K>>) -> (Vec<Option<i64>>, Vec<K>) {
    let mut known: HashMap<K, i64> = HashMap::new();
    let mut all = Vec::new();
    let mut next = 0_i64;
    let numbers = keys.map(|key| {
        let key = key?;
        Some(*known.entry(key).or_insert_with_key(|key| {
            all.push(key.clone());
            next += 1;
            next - 1
        }))
    });
    (numbers.collect(), all)
}

/// The values of each decision as text. Decisions share their values: a text is made once for each that is shared, not once a lead.
fn texts(decisions: &[Decision]) -> Vec<Option<Arc<str>>> {
    let mut texts: HashMap<*const Map<String, Value>, Arc<str>> = HashMap::new();
    let text = |decision: &Decision| {
        let text = || Arc::from(Value::Object((*decision.values).clone()).to_string());
        let is_some = !decision.values.is_empty();
        is_some.then(|| Arc::clone(texts.entry(Arc::as_ptr(&decision.values)).or_insert_with(text)))
    };
    decisions.iter().map(text).collect()
}

/// Writes each set of values once; gives the number of that of each decision.
pub(super) async fn write_values(
    database: &Database,
    connection: &mut SqliteConnection,
    run: RunId,
    decisions: &[Decision],
) -> Result<Vec<Option<i64>>> {
    let (numbers, all) = numbered(texts(decisions).into_iter());
    for (number, text) in (0_i64..).zip(all) {
        sqlx::query("INSERT INTO run_values (run_id, number, text) VALUES (?, ?, ?)")
            .bind(run.0)
            .bind(number)
            .bind(&*text)
            .execute(&mut *connection)
            .await
            .map_err(database.fault(PLANNING))?;
    }
    Ok(numbers)
}

/// Writes each campaign and person of old leads once; gives the number of that of each decision.
pub(super) async fn write_dropback(
    database: &Database,
    connection: &mut SqliteConnection,
    run: RunId,
    decisions: &[Decision],
) -> Result<Vec<Option<i64>>> {
    let (numbers, all) = numbered(decisions.iter().map(|decision| decision.dropback.as_deref()));
    for (number, dropback) in (0_i64..).zip(all) {
        sqlx::query("INSERT INTO run_dropback (run_id, number, campaign, person) VALUES (?, ?, ?, ?)")
            .bind(run.0)
            .bind(number)
            .bind(&dropback.campaign)
            .bind(dropback.person.as_deref())
            .execute(&mut *connection)
            .await
            .map_err(database.fault(PLANNING))?;
    }
    Ok(numbers)
}

/// What the decisions of a run have in common.
pub(super) struct Shared {
    values: HashMap<i64, Values>,
    dropback: HashMap<i64, Arc<Dropback>>,
    nothing: Values,
}

/// Reads it.
pub(super) async fn read(database: &Database, connection: &mut SqliteConnection, run: RunId) -> Result<Shared> {
    let fault = database.fault(READING);
    let rows = sqlx::query("SELECT number, text FROM run_values WHERE run_id = ?")
        .bind(run.0)
        .fetch_all(&mut *connection)
        .await
        .map_err(&fault)?;
    let values = rows.iter().map(|row| {
        let text: &str = row.try_get("text").map_err(&fault)?;
        let values = serde_json::from_str(text).map_err(|_| lost(database, "values that are no JSON object"))?;
        Ok((row.try_get("number").map_err(&fault)?, Arc::new(values)))
    });
    let values = values.collect::<Result<_>>()?;
    let rows = sqlx::query("SELECT number, campaign, person FROM run_dropback WHERE run_id = ?")
        .bind(run.0)
        .fetch_all(&mut *connection)
        .await
        .map_err(&fault)?;
    let dropback = rows.iter().map(|row| {
        let (campaign, person) = (row.try_get("campaign").map_err(&fault)?, row.try_get("person").map_err(&fault)?);
        Ok((row.try_get("number").map_err(&fault)?, Arc::new(Dropback { campaign, person })))
    });
    let dropback = dropback.collect::<Result<_>>()?;
    Ok(Shared { values, dropback, nothing: Values::default() })
}

impl Shared {
    /// The values of a decision's row.
    pub(super) fn values(&self, database: &Database, row: &SqliteRow) -> Result<Values> {
        let number: Option<i64> = row.try_get("vals").map_err(database.fault(READING))?;
        let Some(number) = number else { return Ok(Arc::clone(&self.nothing)) };
        self.values.get(&number).cloned().ok_or_else(|| lost(database, "no values where some were planned"))
    }

    /// Where the old lead of a decision's row goes.
    pub(super) fn dropback(&self, database: &Database, row: &SqliteRow) -> Result<Option<Arc<Dropback>>> {
        let number: Option<i64> = row.try_get("dropback").map_err(database.fault(READING))?;
        let Some(number) = number else { return Ok(None) };
        let found = self.dropback.get(&number).cloned();
        found.map(Some).ok_or_else(|| lost(database, "no campaign where an old lead had one"))
    }
}

fn lost(database: &Database, what: &str) -> LedgerError {
    LedgerError::Corrupt { place: database.place().to_owned(), detail: format!("a decision has {what}") }
}
