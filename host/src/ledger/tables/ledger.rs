//! The trait on the tables of any database: hands each call to the file that does it.

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{decisions, fairness, lease, plan, records, removal, requests, runs, states, stored};
use crate::domain::decision::Decision;
use crate::domain::ids::UserId;
use crate::domain::request::Request;
use crate::domain::run::{NewRun, RunId, RunRecord, StrategyIdentity};
use crate::ledger::driver::Database;
use crate::ledger::error::Result;
use crate::ledger::store::{EndRecord, Lease, LeaseKey, Ledger, PlanRecord, RunFilter, StateChange, StoredTable};

/// A ledger in the tables of a database.
pub(in crate::ledger) struct Tables {
    database: Box<dyn Database>,
}

impl Tables {
    /// The ledger in a database that is open and whose tables are up to date.
    pub(in crate::ledger) fn new(database: Box<dyn Database>) -> Tables {
        Tables { database }
    }
}

#[async_trait]
impl Ledger for Tables {
    async fn received_since(&self, odoo: &str, since: Timestamp) -> Result<HashMap<UserId, u32>> {
        fairness::received_since(&*self.database, odoo, since).await
    }

    async fn begin(&self, run: &NewRun) -> Result<RunId> {
        runs::begin(&*self.database, run).await
    }

    async fn set_strategy(&self, run: RunId, strategy: &StrategyIdentity, fuel: Option<u64>) -> Result<()> {
        runs::set_strategy(&*self.database, run, strategy, fuel).await
    }

    async fn record_plan(&self, run: RunId, plan: PlanRecord<'_>) -> Result<()> {
        plan::record_plan(&*self.database, run, plan).await
    }

    async fn requests(&self, run: RunId) -> Result<Vec<Request>> {
        requests::read(&*self.database, run).await
    }

    async fn forget_requests(&self, odoo: &str, campaign: &str, keep: u32) -> Result<()> {
        requests::forget(&*self.database, odoo, campaign, keep).await
    }

    async fn planned_memory(&self, run: RunId) -> Result<Vec<u8>> {
        plan::memory(&*self.database, run).await
    }

    async fn set_states(&self, run: RunId, changes: &[StateChange]) -> Result<()> {
        states::set_states(&*self.database, run, changes).await
    }

    async fn finish(&self, run: RunId, ended: EndRecord<'_>) -> Result<()> {
        runs::finish(&*self.database, run, ended).await
    }

    async fn credits(&self, odoo: &str, campaign: &str) -> Result<Vec<(UserId, f64)>> {
        fairness::credits(&*self.database, odoo, campaign).await
    }

    async fn memory(&self, odoo: &str, campaign: &str, strategy: &str) -> Result<Vec<u8>> {
        fairness::memory(&*self.database, odoo, campaign, strategy).await
    }

    async fn runs(&self, limit: u32) -> Result<Vec<RunRecord>> {
        records::newest(&*self.database, limit).await
    }

    async fn runs_between(&self, filter: &RunFilter, limit: u32) -> Result<Vec<RunRecord>> {
        records::between(&*self.database, filter, limit).await
    }

    async fn run(&self, id: RunId) -> Result<Option<RunRecord>> {
        records::one(&*self.database, id).await
    }

    async fn decisions(&self, id: RunId) -> Result<Vec<Decision>> {
        decisions::all(&*self.database, id).await
    }

    async fn unfinished(&self, odoo: &str, campaign: &str) -> Result<Vec<RunId>> {
        records::unfinished(&*self.database, odoo, campaign).await
    }

    async fn acquire(&self, key: &LeaseKey, holder: &str, ttl: Duration) -> Result<Lease> {
        lease::acquire(&*self.database, key, holder, ttl).await
    }

    async fn renew(&self, lease: &Lease, ttl: Duration) -> Result<()> {
        lease::renew(&*self.database, lease, ttl).await
    }

    async fn holds(&self, lease: &Lease) -> Result<()> {
        lease::holds(&*self.database, lease).await
    }

    async fn release(&self, lease: &Lease) -> Result<()> {
        lease::release(&*self.database, lease).await
    }

    async fn stored_table(&self, name: &str, limit: u32) -> Result<Option<StoredTable>> {
        stored::read(&*self.database, name, limit).await
    }

    async fn stored_tables(&self) -> Result<Vec<String>> {
        stored::names(&*self.database).await
    }

    async fn ended_before(&self, odoo: &str, campaign: &str, before: Timestamp, limit: u32) -> Result<Vec<RunId>> {
        removal::ended_before(&*self.database, odoo, campaign, before, limit).await
    }

    async fn remove(&self, runs: &[RunId]) -> Result<u64> {
        removal::remove(&*self.database, runs).await
    }

    async fn forget_decisions(&self, odoo: &str, campaign: &str) -> Result<u64> {
        removal::forget_decisions(&*self.database, odoo, campaign).await
    }

    async fn close(&self) {
        self.database.close().await;
    }
}
