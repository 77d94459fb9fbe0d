//! Leases: who may write for a campaign. By the clock of the machine, which all processes that share the file have in common.

use std::time::Duration;

use sqlx::Row;

use super::database::Database;
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::{Lease, LeaseKey};
use crate::ledger::{clock, holder};

const ACQUIRING: &str = "take the lease";
const RENEWING: &str = "renew the lease";
const RELEASING: &str = "give up the lease";

/// Takes the lease when it is free or has run out.
pub(super) async fn acquire(database: &Database, key: &LeaseKey, holder: &str, ttl: Duration) -> Result<Lease> {
    let fault = database.fault(ACQUIRING);
    let mut transaction = database.write(ACQUIRING).await?;
    // The clock is read here, after the wait for other writers: what ran out meanwhile is free.
    let now_ms = clock::now_ms();
    let until_ms = clock::later_ms(now_ms, ttl)?;
    let last = sqlx::query("SELECT holder, token, until_ms FROM leases WHERE odoo = ? AND campaign = ?")
        .bind(&key.odoo)
        .bind(&key.campaign)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(&fault)?;
    let mut token: i64 = 1;
    if let Some(last) = last {
        let held_until_ms: i64 = last.try_get("until_ms").map_err(&fault)?;
        let by: String = last.try_get("holder").map_err(&fault)?;
        // A process that was killed on this machine holds nothing any more; nobody needs to wait for its lease to run out.
        if held_until_ms > now_ms && !holder::is_gone(&by) {
            return Err(LedgerError::Held {
                campaign: key.campaign.clone(),
                odoo: key.odoo.clone(),
                by,
                until: clock::timestamp(held_until_ms)?,
            });
        }
        token = last.try_get::<i64, _>("token").map_err(&fault)?.saturating_add(1);
    }
    sqlx::query(
        "INSERT INTO leases (odoo, campaign, holder, token, until_ms) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (odoo, campaign)
         DO UPDATE SET holder = excluded.holder, token = excluded.token, until_ms = excluded.until_ms",
    )
    .bind(&key.odoo)
    .bind(&key.campaign)
    .bind(holder)
    .bind(token)
    .bind(until_ms)
    .execute(&mut *transaction)
    .await
    .map_err(&fault)?;
    database.commit(transaction, ACQUIRING).await?;
    Ok(Lease { key: key.clone(), holder: holder.to_owned(), token, until: clock::timestamp(until_ms)? })
}

/// Moves the end of the lease, if its token still stands.
pub(super) async fn renew(database: &Database, lease: &Lease, ttl: Duration) -> Result<()> {
    let mut transaction = database.write(RENEWING).await?;
    let until_ms = clock::later_ms(clock::now_ms(), ttl)?;
    // 0 is a lease that was given up; one that only ran out is still this holder's as long as nobody took it.
    let renewed = sqlx::query(
        "UPDATE leases SET until_ms = ? WHERE odoo = ? AND campaign = ? AND token = ? AND holder = ? AND until_ms <> 0",
    )
    .bind(until_ms)
    .bind(&lease.key.odoo)
    .bind(&lease.key.campaign)
    .bind(lease.token)
    .bind(&lease.holder)
    .execute(&mut *transaction)
    .await
    .map_err(database.fault(RENEWING))?;
    if renewed.rows_affected() == 0 {
        return Err(LedgerError::Lost { campaign: lease.key.campaign.clone(), odoo: lease.key.odoo.clone() });
    }
    database.commit(transaction, RENEWING).await
}

/// Passes while the token still stands.
pub(super) async fn holds(database: &Database, lease: &Lease) -> Result<()> {
    let mut transaction = database.read(RENEWING).await?;
    let found: Option<i64> = sqlx::query_scalar(
        "SELECT token FROM leases WHERE odoo = ? AND campaign = ? AND token = ? AND holder = ? AND until_ms <> 0",
    )
    .bind(&lease.key.odoo)
    .bind(&lease.key.campaign)
    .bind(lease.token)
    .bind(&lease.holder)
    .fetch_optional(&mut *transaction)
    .await
    .map_err(database.fault(RENEWING))?;
    match found {
        Some(_) => Ok(()),
        None => Err(LedgerError::Lost { campaign: lease.key.campaign.clone(), odoo: lease.key.odoo.clone() }),
    }
}

/// Frees the lease, if its token still stands.
pub(super) async fn release(database: &Database, lease: &Lease) -> Result<()> {
    let mut transaction = database.write(RELEASING).await?;
    sqlx::query("UPDATE leases SET until_ms = 0 WHERE odoo = ? AND campaign = ? AND token = ? AND holder = ?")
        .bind(&lease.key.odoo)
        .bind(&lease.key.campaign)
        .bind(lease.token)
        .bind(&lease.holder)
        .execute(&mut *transaction)
        .await
        .map_err(database.fault(RELEASING))?;
    database.commit(transaction, RELEASING).await
}
