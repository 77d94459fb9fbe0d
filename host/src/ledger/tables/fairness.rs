//! What one run leaves for the next: people's credits and the strategies' memories.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::domain::decision::State;
use crate::domain::ids::UserId;
use crate::ledger::convert;
use crate::ledger::driver::{Database, Transaction, values};
use crate::ledger::error::Result;
use crate::ledger::store::Fairness;

const READING: &str = "read the credits";
const COUNTING: &str = "count what was received";
const REMEMBERING: &str = "read the memory of the strategy";

/// Credits by person's id.
pub(super) async fn credits(database: &dyn Database, odoo: &str, campaign: &str) -> Result<Vec<(UserId, f64)>> {
    let mut transaction = database.read(READING).await?;
    let rows = transaction
        .rows(
            "SELECT user_id, credit FROM credits WHERE odoo = ? AND campaign = ? ORDER BY user_id",
            values![odoo, campaign],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let user = convert::from_stored("id of a person", row.int("user_id")?)?;
            Ok((UserId(user), convert::finite("credit", row.real("credit")?)?))
        })
        .collect()
}

/// Leads received by person, by live runs that ended since, or began since and have not ended.
pub(super) async fn received_since(
    database: &dyn Database,
    odoo: &str,
    since: Timestamp,
) -> Result<HashMap<UserId, u32>> {
    let mut transaction = database.read(COUNTING).await?;
    let rows = transaction
        .rows(
            "SELECT user_id, leads FROM runs JOIN run_received ON run_id = id
             WHERE odoo = ? AND dry_run = 0 AND ended_ms >= ?
             UNION ALL
             SELECT to_user AS user_id, count(*) AS leads FROM runs JOIN decisions ON run_id = id
             WHERE odoo = ? AND dry_run = 0 AND ended_ms IS NULL AND began_ms >= ? AND state = ? AND to_user IS NOT NULL
             GROUP BY to_user",
            values![odoo, since.as_millisecond(), odoo, since.as_millisecond(), State::Done.name()],
        )
        .await?;
    let mut received: HashMap<UserId, u32> = HashMap::new();
    for row in &rows {
        let user = UserId(convert::from_stored("id of a person", row.int("user_id")?)?);
        let leads = received.entry(user).or_insert(0);
        *leads = leads.saturating_add(u32::try_from(row.int("leads")?).unwrap_or(u32::MAX));
    }
    Ok(received)
}

/// What the strategy left; empty when nothing.
pub(super) async fn memory(database: &dyn Database, odoo: &str, campaign: &str, strategy: &str) -> Result<Vec<u8>> {
    let mut transaction = database.read(REMEMBERING).await?;
    let row = transaction
        .row(
            "SELECT memory FROM memories WHERE odoo = ? AND campaign = ? AND strategy = ?",
            values![odoo, campaign, strategy],
        )
        .await?;
    let Some(row) = row else { return Ok(Vec::new()) };
    Ok(row.maybe_bytes("memory")?.unwrap_or_default().to_vec())
}

/// Replaces credits and memory, as part of the transaction that ends the run.
pub(super) async fn keep(transaction: &mut dyn Transaction, fairness: &Fairness) -> Result<()> {
    let dialect = transaction.dialect();
    let insert = format!(
        "INSERT INTO credits (odoo, campaign, user_id, credit) VALUES (?, ?, ?, ?){}",
        dialect.upsert(&["odoo", "campaign", "user_id"], &["credit"])
    );
    for (user, credit) in &fairness.credits {
        let user = convert::to_stored("id of a person", user.0)?;
        let credit = convert::finite("credit", *credit)?;
        transaction.execute(&insert, values![&fairness.odoo, &fairness.campaign, user, credit]).await?;
    }
    if let Some((strategy, memory)) = &fairness.memory {
        let insert = format!(
            "INSERT INTO memories (odoo, campaign, strategy, memory) VALUES (?, ?, ?, ?){}",
            dialect.upsert(&["odoo", "campaign", "strategy"], &["memory"])
        );
        let values = values![&fairness.odoo, &fairness.campaign, strategy, memory.as_slice()];
        transaction.execute(&insert, values).await?;
    }
    Ok(())
}
