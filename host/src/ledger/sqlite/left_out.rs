//! The people of the source who took no part in a run: written with the plan, read with the run.

use std::collections::HashMap;

use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::database::Database;
use crate::domain::run::{LeftOutPerson, RunId};
use crate::ledger::convert::bounded;
use crate::ledger::error::Result;

/// Rows of one statement.
const ROWS: usize = 500;

/// Writes them down.
pub(super) async fn write(
    database: &Database,
    connection: &mut SqliteConnection,
    run: RunId,
    people: &[LeftOutPerson],
) -> Result<()> {
    let rows: Vec<(i64, &LeftOutPerson)> = (0_i64..).zip(people).collect();
    for chunk in rows.chunks(ROWS) {
        let mut insert =
            QueryBuilder::<Sqlite>::new("INSERT INTO run_people_left_out (run_id, position, name, reason) ");
        insert.push_values(chunk, |mut values, (position, person)| {
            values.push_bind(run.0).push_bind(*position);
            values.push_bind(bounded(&person.name)).push_bind(bounded(&person.reason));
        });
        insert.build().execute(&mut *connection).await.map_err(database.fault("record the people left out"))?;
    }
    Ok(())
}

/// Those of the runs from `first` to `last`.
pub(super) async fn read(
    database: &Database,
    connection: &mut SqliteConnection,
    first: RunId,
    last: RunId,
) -> Result<HashMap<RunId, Vec<LeftOutPerson>>> {
    let fault = database.fault("read the people left out");
    let rows = sqlx::query("SELECT * FROM run_people_left_out WHERE run_id BETWEEN ? AND ? ORDER BY run_id, position")
        .bind(first.0)
        .bind(last.0)
        .fetch_all(&mut *connection)
        .await
        .map_err(&fault)?;
    let mut people: HashMap<RunId, Vec<LeftOutPerson>> = HashMap::new();
    for row in &rows {
        let run = RunId(row.try_get("run_id").map_err(&fault)?);
        let person = LeftOutPerson {
            name: row.try_get("name").map_err(&fault)?,
            reason: row.try_get("reason").map_err(&fault)?,
        };
        people.entry(run).or_default().push(person);
    }
    Ok(people)
}
