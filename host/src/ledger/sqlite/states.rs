//! Moving the leads of a run from state to state: the write-ahead part of the ledger, before and after each chunk that Odoo sees.

use std::collections::{HashMap, HashSet};

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::database::Database;
use crate::domain::ids::LeadId;
use crate::domain::run::RunId;
use crate::ledger::convert::{bounded, to_stored};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::StateChange;

const MOVING: &str = "record how far leads have come";

/// Rows of one statement, with 3 values each.
const ROWS: usize = 500;

/// Moves leads to new states, all or none.
pub(super) async fn set_states(database: &Database, run: RunId, changes: &[StateChange]) -> Result<()> {
    let fault = database.fault(MOVING);
    // The last change of a lead stands; the statement below would take any of several.
    let last: HashMap<LeadId, &StateChange> = changes.iter().map(|change| (change.lead, change)).collect();
    let rows = last.into_values().map(|change| Ok((to_stored("id of a lead", change.lead.0)?, change)));
    let mut rows = rows.collect::<Result<Vec<_>>>()?;
    // The order of the key: neighbours share their pages.
    rows.sort_unstable_by_key(|(lead, _)| *lead);
    let mut transaction = database.write(MOVING).await?;
    for chunk in rows.chunks(ROWS) {
        let mut update = QueryBuilder::<Sqlite>::new("WITH changes (lead_id, state, detail) AS (");
        update.push_values(chunk, |mut values, (lead, change)| {
            values.push_bind(*lead).push_bind(change.state.name());
            values.push_bind(change.detail.as_deref().map(bounded));
        });
        update.push(
            ") UPDATE decisions SET state = changes.state, detail = changes.detail FROM changes
             WHERE decisions.lead_id = changes.lead_id AND decisions.run_id = ",
        );
        update.push_bind(run.0);
        let moved = update.build().execute(&mut *transaction).await.map_err(&fault)?;
        if moved.rows_affected() != chunk.len() as u64 {
            return Err(missing_lead(database, &mut transaction, run, chunk).await?);
        }
    }
    database.commit(transaction, MOVING).await
}

/// The first lead of `rows`, by its id, that the run does not have.
async fn missing_lead(
    database: &Database,
    connection: &mut SqliteConnection,
    run: RunId,
    rows: &[(i64, &StateChange)],
) -> Result<LedgerError> {
    let known: HashSet<i64> = sqlx::query_scalar("SELECT lead_id FROM decisions WHERE run_id = ?")
        .bind(run.0)
        .fetch_all(&mut *connection)
        .await
        .map_err(database.fault(MOVING))?
        .into_iter()
        .collect();
    let missing = rows.iter().filter(|(lead, _)| !known.contains(lead)).map(|(_, change)| change.lead).min();
    Ok(match missing {
        Some(lead) => LedgerError::UnknownLead { run, lead },
        None => LedgerError::Failed {
            place: database.place().to_owned(),
            doing: MOVING,
            detail: "the number of rows that changed is not the number of leads".to_owned(),
        },
    })
}
