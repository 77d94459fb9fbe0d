//! What one run leaves for the next: people's credits and the strategies' memories.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{Row, SqliteConnection};

use super::database::Database;
use crate::domain::decision::State;
use crate::domain::ids::UserId;
use crate::ledger::convert;
use crate::ledger::error::Result;
use crate::ledger::store::Fairness;

const READING: &str = "read the credits";
const COUNTING: &str = "count what was received";
const REMEMBERING: &str = "read the memory of the strategy";
const ENDING: &str = "record the end of the run";

/// Credits by person's id.
pub(super) async fn credits(database: &Database, odoo: &str, campaign: &str) -> Result<Vec<(UserId, f64)>> {
    let fault = database.fault(READING);
    let mut transaction = database.read(READING).await?;
    let rows = sqlx::query("SELECT user_id, credit FROM credits WHERE odoo = ? AND campaign = ? ORDER BY user_id")
        .bind(odoo)
        .bind(campaign)
        .fetch_all(&mut *transaction)
        .await
        .map_err(&fault)?;
    rows.iter()
        .map(|row| {
            let user = convert::from_stored("id of a person", row.try_get("user_id").map_err(&fault)?)?;
            let credit = convert::finite("credit", row.try_get("credit").map_err(&fault)?)?;
            Ok((UserId(user), credit))
        })
        .collect()
}

/// Leads received by person, by live runs that ended since, or began since and have not ended.
pub(super) async fn received_since(database: &Database, odoo: &str, since: Timestamp) -> Result<HashMap<UserId, u32>> {
    let fault = database.fault(COUNTING);
    let mut transaction = database.read(COUNTING).await?;
    let rows = sqlx::query(
        "SELECT to_user, count(*) AS leads FROM runs JOIN decisions ON run_id = id
         WHERE odoo = ? AND dry_run = 0 AND coalesce(ended_ms, began_ms) >= ? AND state = ? AND to_user IS NOT NULL
         GROUP BY to_user",
    )
    .bind(odoo)
    .bind(since.as_millisecond())
    .bind(State::Done.name())
    .fetch_all(&mut *transaction)
    .await
    .map_err(&fault)?;
    rows.iter()
        .map(|row| {
            let user = convert::from_stored("id of a person", row.try_get("to_user").map_err(&fault)?)?;
            let leads: i64 = row.try_get("leads").map_err(&fault)?;
            Ok((UserId(user), u32::try_from(leads).unwrap_or(u32::MAX)))
        })
        .collect()
}

/// What the strategy left; empty when nothing.
pub(super) async fn memory(database: &Database, odoo: &str, campaign: &str, strategy: &str) -> Result<Vec<u8>> {
    let mut transaction = database.read(REMEMBERING).await?;
    let memory = sqlx::query_scalar("SELECT memory FROM memories WHERE odoo = ? AND campaign = ? AND strategy = ?")
        .bind(odoo)
        .bind(campaign)
        .bind(strategy)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(database.fault(REMEMBERING))?;
    Ok(memory.unwrap_or_default())
}

/// Replaces credits and memory, as part of the transaction that ends the run.
pub(super) async fn keep(database: &Database, connection: &mut SqliteConnection, fairness: &Fairness) -> Result<()> {
    let fault = database.fault(ENDING);
    for (user, credit) in &fairness.credits {
        sqlx::query(
            "INSERT INTO credits (odoo, campaign, user_id, credit) VALUES (?, ?, ?, ?)
             ON CONFLICT (odoo, campaign, user_id) DO UPDATE SET credit = excluded.credit",
        )
        .bind(&fairness.odoo)
        .bind(&fairness.campaign)
        .bind(convert::to_stored("id of a person", user.0)?)
        .bind(convert::finite("credit", *credit)?)
        .execute(&mut *connection)
        .await
        .map_err(&fault)?;
    }
    if let Some((strategy, memory)) = &fairness.memory {
        sqlx::query(
            "INSERT INTO memories (odoo, campaign, strategy, memory) VALUES (?, ?, ?, ?)
             ON CONFLICT (odoo, campaign, strategy) DO UPDATE SET memory = excluded.memory",
        )
        .bind(&fairness.odoo)
        .bind(&fairness.campaign)
        .bind(strategy)
        .bind(memory.as_slice())
        .execute(&mut *connection)
        .await
        .map_err(&fault)?;
    }
    Ok(())
}
