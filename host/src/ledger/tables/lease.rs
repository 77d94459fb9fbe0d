//! Leases: who may write for a campaign. By the clock that all who share the database have in common: the server's, or of a file that of
//! the machine.

use std::time::Duration;

use crate::ledger::driver::{Database, Transaction, values};
use crate::ledger::error::{LedgerError, Result};
use crate::ledger::store::{Lease, LeaseKey};
use crate::ledger::{clock, holder};

const ACQUIRING: &str = "take the lease";
const RENEWING: &str = "renew the lease";
const RELEASING: &str = "give up the lease";

/// Takes the lease when it is free or has run out.
pub(super) async fn acquire(database: &dyn Database, key: &LeaseKey, holder: &str, ttl: Duration) -> Result<Lease> {
    // An absurd length is refused before anybody is asked.
    clock::later_ms(clock::now_ms(), ttl)?;
    let mut transaction = database.write(ACQUIRING).await?;
    // A row that is there can be locked: of several who try at once one goes on here, the others wait for it.
    let insert = format!(
        "INSERT INTO leases (odoo, campaign, holder, token, until_ms) VALUES (?, ?, ?, ?, ?){}",
        transaction.dialect().upsert(&["odoo", "campaign"], &[])
    );
    transaction.execute(&insert, values![&key.odoo, &key.campaign, "", 0_i64, 0_i64]).await?;
    let last = transaction
        .locked(
            "SELECT holder, token, until_ms FROM leases WHERE odoo = ? AND campaign = ?",
            values![&key.odoo, &key.campaign],
        )
        .await?;
    // The clock is read here, after the wait for others: what ran out meanwhile is free.
    let now_ms = now_ms(&mut *transaction).await?;
    let until_ms = clock::later_ms(now_ms, ttl)?;
    let mut token: i64 = 1;
    if let Some(last) = last {
        let (held_until_ms, by) = (last.int("until_ms")?, last.text("holder")?);
        // A process that was killed on this machine holds nothing any more; nobody needs to wait for its lease to run out.
        if held_until_ms > now_ms && !holder::is_gone(by) {
            return Err(LedgerError::Held {
                campaign: key.campaign.clone(),
                odoo: key.odoo.clone(),
                by: by.to_owned(),
                until: clock::timestamp(held_until_ms)?,
            });
        }
        token = last.int("token")?.saturating_add(1);
    }
    transaction
        .execute(
            "UPDATE leases SET holder = ?, token = ?, until_ms = ? WHERE odoo = ? AND campaign = ?",
            values![holder, token, until_ms, &key.odoo, &key.campaign],
        )
        .await?;
    transaction.commit().await?;
    Ok(Lease { key: key.clone(), holder: holder.to_owned(), token, until: clock::timestamp(until_ms)? })
}

/// Moves the end of the lease, if its token still stands.
pub(super) async fn renew(database: &dyn Database, lease: &Lease, ttl: Duration) -> Result<()> {
    let Lease { key, holder, token, .. } = lease;
    let mut transaction = database.write(RENEWING).await?;
    let until_ms = clock::later_ms(now_ms(&mut *transaction).await?, ttl)?;
    // 0 is a lease that was given up; one that only ran out is still this holder's as long as nobody took it.
    let renewed = transaction
        .execute(
            "UPDATE leases SET until_ms = ?
             WHERE odoo = ? AND campaign = ? AND token = ? AND holder = ? AND until_ms <> 0",
            values![until_ms, &key.odoo, &key.campaign, *token, holder],
        )
        .await?;
    if renewed == 0 {
        return Err(lost(key));
    }
    transaction.commit().await
}

/// Passes while the token still stands.
pub(super) async fn holds(database: &dyn Database, lease: &Lease) -> Result<()> {
    let Lease { key, holder, token, .. } = lease;
    let mut transaction = database.read(RENEWING).await?;
    let found = transaction
        .row(
            "SELECT token FROM leases WHERE odoo = ? AND campaign = ? AND token = ? AND holder = ? AND until_ms <> 0",
            values![&key.odoo, &key.campaign, *token, holder],
        )
        .await?;
    if found.is_some() { Ok(()) } else { Err(lost(key)) }
}

/// Frees the lease, if its token still stands.
pub(super) async fn release(database: &dyn Database, lease: &Lease) -> Result<()> {
    let Lease { key, holder, token, .. } = lease;
    let mut transaction = database.write(RELEASING).await?;
    transaction
        .execute(
            "UPDATE leases SET until_ms = 0 WHERE odoo = ? AND campaign = ? AND token = ? AND holder = ?",
            values![&key.odoo, &key.campaign, *token, holder],
        )
        .await?;
    transaction.commit().await
}

fn lost(key: &LeaseKey) -> LedgerError {
    LedgerError::Lost { campaign: key.campaign.clone(), odoo: key.odoo.clone() }
}

/// This instant.
async fn now_ms(transaction: &mut dyn Transaction) -> Result<i64> {
    let Some(question) = transaction.dialect().clock() else { return Ok(clock::now_ms()) };
    match transaction.row(question, Vec::new()).await? {
        Some(row) => row.int("now_ms"),
        None => Ok(clock::now_ms()),
    }
}
