//! The names by which reports count leads: each text once a run, referred to by number.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::decision::{About, Decision};
use crate::domain::run::RunId;
use crate::ledger::driver::{Row, Transaction, values};
use crate::ledger::error::{LedgerError, Result};

/// The numbers of a lead's status, web source and campaign.
pub(super) type Numbers = [Option<i64>; 3];

/// Writes each name once; gives the numbers of those of each decision.
pub(super) async fn write(
    transaction: &mut dyn Transaction,
    run: RunId,
    decisions: &[Decision],
) -> Result<Vec<Numbers>> {
    let mut known: HashMap<&str, i64> = HashMap::new();
    let mut rows = Vec::new();
    let mut numbers = Vec::with_capacity(decisions.len());
    for Decision { about, .. } in decisions {
        numbers.push([&about.status, &about.source, &about.campaign].map(|text| {
            let text = text.as_deref()?;
            Some(*known.entry(text).or_insert_with(|| {
                let number = rows.len() as i64;
                rows.push(values![run.0, number, text]);
                number
            }))
        }));
    }
    transaction.insert_all("run_labels", &["run_id", "number", "text"], rows).await?;
    Ok(numbers)
}

/// The names of a run by their numbers.
pub(super) struct Labels(HashMap<i64, Arc<str>>);

/// Reads them.
pub(super) async fn read(transaction: &mut dyn Transaction, run: RunId) -> Result<Labels> {
    let rows = transaction.rows("SELECT number, text FROM run_labels WHERE run_id = ?", values![run.0]).await?;
    let labels = rows.iter().map(|row| Ok((row.int("number")?, Arc::from(row.text("text")?))));
    Ok(Labels(labels.collect::<Result<_>>()?))
}

impl Labels {
    /// What the lead of a decision's row was.
    pub(super) fn about(&self, place: &str, row: &Row) -> Result<About> {
        let label = |column| -> Result<Option<Arc<str>>> {
            let Some(number) = row.maybe_int(column)? else { return Ok(None) };
            let found = self.0.get(&number).cloned();
            found.map(Some).ok_or_else(|| LedgerError::Corrupt {
                place: place.to_owned(),
                detail: "a decision has lost the name of its status, source or campaign".to_owned(),
            })
        };
        Ok(About { status: label("status_label")?, source: label("source_label")?, campaign: label("campaign_label")? })
    }
}
