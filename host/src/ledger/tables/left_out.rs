//! The people of the source who took no part in a run: written with the plan, read with the run.

use std::collections::HashMap;

use crate::domain::run::{LeftOutPerson, RunId};
use crate::ledger::convert::bounded;
use crate::ledger::driver::{Transaction, values};
use crate::ledger::error::Result;

/// Writes them down.
pub(super) async fn write(transaction: &mut dyn Transaction, run: RunId, people: &[LeftOutPerson]) -> Result<()> {
    let rows = (0_i64..)
        .zip(people)
        .map(|(position, person)| values![run.0, position, bounded(&person.name), bounded(&person.reason)]);
    transaction.insert_all("run_people_left_out", &["run_id", "position", "name", "reason"], rows.collect()).await
}

/// Those of the runs from `first` to `last`.
pub(super) async fn read(
    transaction: &mut dyn Transaction,
    first: RunId,
    last: RunId,
) -> Result<HashMap<RunId, Vec<LeftOutPerson>>> {
    let rows = transaction
        .rows(
            "SELECT * FROM run_people_left_out WHERE run_id BETWEEN ? AND ? ORDER BY run_id, position",
            values![first.0, last.0],
        )
        .await?;
    let mut people: HashMap<RunId, Vec<LeftOutPerson>> = HashMap::new();
    for row in &rows {
        let person = LeftOutPerson { name: row.string("name")?, reason: row.string("reason")? };
        people.entry(RunId(row.int("run_id")?)).or_default().push(person);
    }
    Ok(people)
}
