//! The trait on SQLite: hands each call to the file that does it.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::database::Database;
use super::{decisions, fairness, lease, open, plan, records, runs, states, table};
use crate::domain::decision::Decision;
use crate::domain::ids::UserId;
use crate::domain::run::{NewRun, RunId, RunRecord, StrategyIdentity};
use crate::ledger::error::Result;
use crate::ledger::store::{EndRecord, Lease, LeaseKey, Ledger, PlanRecord, RunFilter, StateChange, StoredTable};

/// A ledger in one SQLite file, in WAL mode. On a disk of this machine: WAL does not work on network file systems.
#[derive(Debug)]
pub struct SqliteLedger {
    database: Database,
}

impl SqliteLedger {
    /// Opens the ledger at `path`. Makes the file and its folders where they are missing, for their owner alone, and brings the
    /// tables up to date.
    ///
    /// # Errors
    /// `Unreachable`, `Corrupt`, `Newer`, `Busy`; the file is then as it was.
    pub async fn open(path: &Path) -> Result<SqliteLedger> {
        Ok(SqliteLedger { database: open::for_writing(path).await? })
    }

    /// Opens the ledger at `path` to look at it. Makes no file; every call that would write fails.
    ///
    /// # Errors
    /// `Missing` where no run has been recorded yet, `Older` where the tables are not up to date; else as [`open`](Self::open).
    pub async fn open_read_only(path: &Path) -> Result<SqliteLedger> {
        Ok(SqliteLedger { database: open::for_reading(path).await? })
    }

    /// A table or view that somebody put into the file, with its first `limit` rows; none when there is none of that name.
    ///
    /// # Errors
    /// As every call: the file cannot be read.
    pub async fn stored_table(&self, name: &str, limit: u32) -> Result<Option<StoredTable>> {
        table::read(&self.database, name, limit).await
    }

    /// The names of the tables and views in the file that are not the ledger's own.
    ///
    /// # Errors
    /// As every call: the file cannot be read.
    pub async fn stored_tables(&self) -> Result<Vec<String>> {
        table::names(&self.database).await
    }
}

#[async_trait]
impl Ledger for SqliteLedger {
    async fn received_since(&self, odoo: &str, since: Timestamp) -> Result<HashMap<UserId, u32>> {
        fairness::received_since(&self.database, odoo, since).await
    }

    async fn begin(&self, run: &NewRun) -> Result<RunId> {
        runs::begin(&self.database, run).await
    }

    async fn set_strategy(&self, run: RunId, strategy: &StrategyIdentity, fuel: Option<u64>) -> Result<()> {
        runs::set_strategy(&self.database, run, strategy, fuel).await
    }

    async fn record_plan(&self, run: RunId, plan: PlanRecord<'_>) -> Result<()> {
        plan::record_plan(&self.database, run, plan).await
    }

    async fn planned_memory(&self, run: RunId) -> Result<Vec<u8>> {
        plan::memory(&self.database, run).await
    }

    async fn set_states(&self, run: RunId, changes: &[StateChange]) -> Result<()> {
        states::set_states(&self.database, run, changes).await
    }

    async fn finish(&self, run: RunId, ended: EndRecord<'_>) -> Result<()> {
        runs::finish(&self.database, run, ended).await
    }

    async fn credits(&self, odoo: &str, campaign: &str) -> Result<Vec<(UserId, f64)>> {
        fairness::credits(&self.database, odoo, campaign).await
    }

    async fn memory(&self, odoo: &str, campaign: &str, strategy: &str) -> Result<Vec<u8>> {
        fairness::memory(&self.database, odoo, campaign, strategy).await
    }

    async fn runs(&self, limit: u32) -> Result<Vec<RunRecord>> {
        records::newest(&self.database, limit).await
    }

    async fn runs_between(&self, filter: &RunFilter, limit: u32) -> Result<Vec<RunRecord>> {
        records::between(&self.database, filter, limit).await
    }

    async fn run(&self, id: RunId) -> Result<Option<RunRecord>> {
        records::one(&self.database, id).await
    }

    async fn decisions(&self, id: RunId) -> Result<Vec<Decision>> {
        decisions::all(&self.database, id).await
    }

    async fn unfinished(&self, odoo: &str, campaign: &str) -> Result<Vec<RunId>> {
        records::unfinished(&self.database, odoo, campaign).await
    }

    async fn acquire(&self, key: &LeaseKey, holder: &str, ttl: Duration) -> Result<Lease> {
        lease::acquire(&self.database, key, holder, ttl).await
    }

    async fn renew(&self, lease: &Lease, ttl: Duration) -> Result<()> {
        lease::renew(&self.database, lease, ttl).await
    }

    async fn holds(&self, lease: &Lease) -> Result<()> {
        lease::holds(&self.database, lease).await
    }

    async fn release(&self, lease: &Lease) -> Result<()> {
        lease::release(&self.database, lease).await
    }

    async fn close(&self) {
        self.database.close().await;
    }
}
