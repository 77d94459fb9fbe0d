//! What many decisions of a run have in common beside their reasons: values of further fields, and where old leads go. Each is written
//! once and referred to by number.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use crate::domain::decision::{Decision, Dropback, Values};
use crate::domain::run::RunId;
use crate::ledger::driver::{Row, Transaction, values};
use crate::ledger::error::{LedgerError, Result};
use serde_json::{Map, Value};

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
    transaction: &mut dyn Transaction,
    run: RunId,
    decisions: &[Decision],
) -> Result<Vec<Option<i64>>> {
    let (numbers, all) = numbered(texts(decisions).into_iter());
    let rows = (0_i64..).zip(&all).map(|(number, text)| values![run.0, number, &**text]).collect();
    transaction.insert_all("run_values", &["run_id", "number", "text"], rows).await?;
    Ok(numbers)
}

/// Writes each campaign and person of old leads once; gives the number of that of each decision.
pub(super) async fn write_dropback(
    transaction: &mut dyn Transaction,
    run: RunId,
    decisions: &[Decision],
) -> Result<Vec<Option<i64>>> {
    let (numbers, all) = numbered(decisions.iter().map(|decision| decision.dropback.as_deref()));
    let row =
        |(number, dropback): (i64, &&Dropback)| values![run.0, number, &dropback.campaign, dropback.person.as_deref()];
    let rows = (0_i64..).zip(&all).map(row).collect();
    transaction.insert_all("run_dropback", &["run_id", "number", "campaign", "person"], rows).await?;
    Ok(numbers)
}

/// What the decisions of a run have in common.
pub(super) struct Shared {
    values: HashMap<i64, Values>,
    dropback: HashMap<i64, Arc<Dropback>>,
    nothing: Values,
}

/// Reads it.
pub(super) async fn read(transaction: &mut dyn Transaction, run: RunId) -> Result<Shared> {
    let place = Arc::clone(&transaction.about().place);
    let rows = transaction.rows("SELECT number, text FROM run_values WHERE run_id = ?", values![run.0]).await?;
    let values = rows.iter().map(|row| {
        let values = serde_json::from_str(row.text("text")?);
        let values = values.map_err(|_| lost(&place, "values that are no JSON object"))?;
        Ok((row.int("number")?, Arc::new(values)))
    });
    let values = values.collect::<Result<_>>()?;
    let question = "SELECT number, campaign, person FROM run_dropback WHERE run_id = ?";
    let rows = transaction.rows(question, values![run.0]).await?;
    let dropback = rows.iter().map(|row| {
        let (campaign, person) = (row.string("campaign")?, row.maybe_text("person")?.map(str::to_owned));
        Ok((row.int("number")?, Arc::new(Dropback { campaign, person })))
    });
    let dropback = dropback.collect::<Result<_>>()?;
    Ok(Shared { values, dropback, nothing: Values::default() })
}

impl Shared {
    /// The values of a decision's row.
    pub(super) fn values(&self, place: &str, row: &Row) -> Result<Values> {
        let Some(number) = row.maybe_int("vals")? else { return Ok(Arc::clone(&self.nothing)) };
        self.values.get(&number).cloned().ok_or_else(|| lost(place, "no values where some were planned"))
    }

    /// Where the old lead of a decision's row goes.
    pub(super) fn dropback(&self, place: &str, row: &Row) -> Result<Option<Arc<Dropback>>> {
        let Some(number) = row.maybe_int("dropback")? else { return Ok(None) };
        let found = self.dropback.get(&number).cloned();
        found.map(Some).ok_or_else(|| lost(place, "no campaign where an old lead had one"))
    }
}

fn lost(place: &str, what: &str) -> LedgerError {
    LedgerError::Corrupt { place: place.to_owned(), detail: format!("a decision has {what}") }
}
