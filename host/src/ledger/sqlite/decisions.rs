//! Reading the decisions of a run. They are written in `plan` and moved in `states`.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::database::Database;
use super::shared::{self, Shared};
use crate::domain::decision::{About, Decision};
use crate::domain::ids::{LeadId, TeamId, UserId};
use crate::domain::run::RunId;
use crate::ledger::convert::{from_stored, state};
use crate::ledger::error::{LedgerError, Result};

const READING: &str = "read the decisions";

/// The decisions of a run in the order in which they were recorded.
pub(super) async fn all(database: &Database, run: RunId) -> Result<Vec<Decision>> {
    let fault = database.fault(READING);
    let mut transaction = database.read(READING).await?;
    let reasons = sqlx::query("SELECT number, text FROM run_reasons WHERE run_id = ?")
        .bind(run.0)
        .fetch_all(&mut *transaction)
        .await
        .map_err(&fault)?;
    let reasons = reasons
        .iter()
        .map(|row| {
            let text: Arc<str> = row.try_get::<&str, _>("text").map_err(&fault)?.into();
            Ok((row.try_get("number").map_err(&fault)?, text))
        })
        .collect::<Result<HashMap<i64, Arc<str>>>>()?;
    let shared = shared::read(database, &mut transaction, run).await?;
    let rows = sqlx::query("SELECT * FROM decisions WHERE run_id = ? ORDER BY position")
        .bind(run.0)
        .fetch_all(&mut *transaction)
        .await
        .map_err(&fault)?;
    rows.iter().map(|row| decision(database, row, &reasons, &shared)).collect()
}

fn decision(
    database: &Database,
    row: &SqliteRow,
    reasons: &HashMap<i64, Arc<str>>,
    shared: &Shared,
) -> Result<Decision> {
    let fault = database.fault(READING);
    let id = |column: &'static str| -> Result<Option<u64>> {
        let id: Option<i64> = row.try_get(column).map_err(&fault)?;
        id.map(|id| from_stored(column, id)).transpose()
    };
    let reason: i64 = row.try_get("reason").map_err(&fault)?;
    let reason = reasons.get(&reason).cloned().ok_or_else(|| LedgerError::Corrupt {
        place: database.place().to_owned(),
        detail: "a decision has lost its reason".to_owned(),
    })?;
    let state = state(row.try_get("state").map_err(&fault)?)?;
    Ok(Decision {
        lead: LeadId(from_stored("lead_id", row.try_get("lead_id").map_err(&fault)?)?),
        from: id("from_user")?.map(UserId),
        from_team: id("from_team")?.map(TeamId),
        to: id("to_user")?.map(UserId),
        to_team: id("to_team")?.map(TeamId),
        values: shared.values(database, row)?,
        about: About::default(),
        dropback: shared.dropback(database, row)?,
        reason,
        write_date: row.try_get("write_date").map_err(&fault)?,
        state,
        detail: row.try_get("detail").map_err(&fault)?,
    })
}
