//! The ledger as the pipeline sees it: one trait, whatever the database.

use std::collections::HashMap;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::domain::decision::{Decision, State};
use crate::domain::ids::{LeadId, UserId};
use crate::domain::request::Request;
use crate::domain::run::{
    Figure, FunnelStep, LeftOutPerson, NewRun, PersonCount, RunEnd, RunId, RunRecord, StatusCount, StrategyIdentity,
};
use crate::domain::summary::Summary;

use super::error::Result;

/// How far a lead of a run has come.
#[derive(Clone, Debug, PartialEq)]
pub struct StateChange {
    /// The lead; the run's plan must have it.
    pub lead: LeadId,
    /// Its state from now on.
    pub state: State,
    /// Replaces the detail; `None` empties it. Kept to 4,000 characters.
    pub detail: Option<String>,
}

/// A plan, as it is written down before anything of it is carried out.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlanRecord<'a> {
    /// The people with the numbers that they had and would have.
    pub people: &'a [PersonCount],
    /// People of the source who take no part.
    pub left_out: &'a [LeftOutPerson],
    /// One decision for each lead that was found.
    pub decisions: &'a [Decision],
    /// The counts before and after each filter.
    pub funnel: &'a [FunnelStep],
    /// What the strategy wants to find at its next run, should this plan be applied.
    pub memory: &'a [u8],
    /// What else was counted.
    pub figures: &'a [Figure],
    /// The people's leads by status before the run.
    pub statuses: &'a [StatusCount],
    /// What the strategy was asked, in the order of the questions; none where that is not to be kept.
    pub requests: &'a [Request],
}

/// How a run ended, as it is written down.
#[derive(Clone, Copy, Debug)]
pub struct EndRecord<'a> {
    /// Its status, counts and times.
    pub end: &'a RunEnd,
    /// They replace the people of the plan, unless there are none.
    pub people: &'a [PersonCount],
    /// The people's leads by status after the run; they join those of the plan.
    pub statuses: &'a [StatusCount],
    /// How even it was; none where it is not to be kept.
    pub summary: Option<&'a Summary>,
    /// What it leaves for the next run. A dry run leaves nothing.
    pub fairness: Option<&'a Fairness>,
}

impl<'a> EndRecord<'a> {
    /// An end with nothing beside it.
    #[must_use]
    pub fn of(end: &'a RunEnd) -> EndRecord<'a> {
        EndRecord { end, people: &[], statuses: &[], summary: None, fairness: None }
    }
}

/// Which runs are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFilter {
    /// Only of this Odoo, as in [`NewRun::odoo`].
    pub odoo: Option<String>,
    /// Only of this campaign.
    pub campaign: Option<String>,
    /// Begun at this instant or later.
    pub from: Option<Timestamp>,
    /// Begun before this instant.
    pub before: Option<Timestamp>,
    /// Only dry runs, or only those that wrote.
    pub dry_run: Option<bool>,
    /// Only runs of which it is kept what their strategies were asked.
    pub asked: bool,
}

/// A table that somebody put into the ledger's database: its columns' names, and its values as texts, an empty one for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StoredTable {
    /// The columns' names.
    pub columns: Vec<String>,
    /// One value a column; texts are cut at 1,000 characters.
    pub rows: Vec<Vec<String>>,
}

/// What a run leaves for the next run of its campaign, kept when the run is applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Fairness {
    /// The Odoo, as in [`NewRun::odoo`].
    pub odoo: String,
    /// The campaign, as in [`NewRun::campaign`].
    pub campaign: String,
    /// New credits in leads, replacing the old ones; people who are not named keep theirs. Finite.
    pub credits: Vec<(UserId, f64)>,
    /// A strategy's name and what it wants to find at its next run.
    pub memory: Option<(String, Vec<u8>)>,
}

/// What a lease is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LeaseKey {
    /// The Odoo, as in [`NewRun::odoo`].
    pub odoo: String,
    /// The campaign, as in [`NewRun::campaign`].
    pub campaign: String,
}

/// The right to write for a campaign of an Odoo, until it runs out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// What it is for.
    pub key: LeaseKey,
    /// Who holds it.
    pub holder: String,
    /// Tells this acquisition from all others of the key, also from others of the same holder.
    pub token: i64,
    /// When it ran out unless it was renewed since.
    pub until: Timestamp,
}

/// The write-ahead ledger. Each call is one transaction: on an error nothing of it is kept, on `Ok` it is on the disk.
///
/// The order of a live run is [`acquire`](Ledger::acquire), [`begin`](Ledger::begin), [`set_strategy`](Ledger::set_strategy),
/// [`record_plan`](Ledger::record_plan), then for each chunk [`set_states`](Ledger::set_states) with `Intent` before the write and
/// with its outcome after, [`finish`](Ledger::finish), [`release`](Ledger::release).
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Leads that each person received by live runs of this Odoo, over all campaigns, that ended since, or that began since and have
    /// not ended.
    async fn received_since(&self, odoo: &str, since: Timestamp) -> Result<HashMap<UserId, u32>>;

    /// Writes down a run with the status `running`, and gives it its number.
    async fn begin(&self, run: &NewRun) -> Result<RunId>;

    /// Notes which strategy the run asks and, once it answered, its fuel. The last call stands.
    async fn set_strategy(&self, run: RunId, strategy: &StrategyIdentity, fuel: Option<u64>) -> Result<()>;

    /// Writes down a plan. A run has one plan: a second one is refused, and so is a lead that occurs twice.
    async fn record_plan(&self, run: RunId, plan: PlanRecord<'_>) -> Result<()>;

    /// What the strategy of a run was asked, in the order of the questions; none where that is not kept.
    async fn requests(&self, run: RunId) -> Result<Vec<Request>>;

    /// Removes what strategies were asked in a campaign's runs, but for the latest `keep` runs of which that is known.
    async fn forget_requests(&self, odoo: &str, campaign: &str, keep: u32) -> Result<()>;

    /// The memory that a run's plan was recorded with; empty when there is none.
    async fn planned_memory(&self, run: RunId) -> Result<Vec<u8>>;

    /// Moves leads to new states; of several changes to a lead the last stands. A lead that the plan does not have refuses them all.
    async fn set_states(&self, run: RunId, changes: &[StateChange]) -> Result<()>;

    /// Ends a run that is `running` or `interrupted`.
    async fn finish(&self, run: RunId, ended: EndRecord<'_>) -> Result<()>;

    /// Credits of a campaign in leads, by person's id.
    async fn credits(&self, odoo: &str, campaign: &str) -> Result<Vec<(UserId, f64)>>;

    /// What a strategy left at its last applied run of a campaign; empty when nothing.
    async fn memory(&self, odoo: &str, campaign: &str, strategy: &str) -> Result<Vec<u8>>;

    /// The newest `limit` runs, newest first.
    async fn runs(&self, limit: u32) -> Result<Vec<RunRecord>>;

    /// The newest `limit` runs of those that fit, newest first.
    async fn runs_between(&self, filter: &RunFilter, limit: u32) -> Result<Vec<RunRecord>>;

    /// One run; none when there is no such number.
    async fn run(&self, id: RunId) -> Result<Option<RunRecord>>;

    /// The decisions of a run in the order in which they were recorded; none when there is no such run or no plan.
    async fn decisions(&self, id: RunId) -> Result<Vec<Decision>>;

    /// Live runs of a campaign that are `running` (at work, or killed) or `interrupted`, oldest first.
    async fn unfinished(&self, odoo: &str, campaign: &str) -> Result<Vec<RunId>>;

    /// Takes the lease for `ttl` if it is free or has run out; otherwise [`Held`](super::LedgerError::Held). Among processes that try
    /// at once exactly one gets it. `holder` is shown to whoever does not, like `odlm on host-a, process 4711`.
    async fn acquire(&self, key: &LeaseKey, holder: &str, ttl: Duration) -> Result<Lease>;

    /// Holds the lease for `ttl` from now, also when it ran out and nobody took it since; otherwise
    /// [`Lost`](super::LedgerError::Lost).
    async fn renew(&self, lease: &Lease, ttl: Duration) -> Result<()>;

    /// Passes while the lease is this holder's, run out or not; otherwise [`Lost`](super::LedgerError::Lost). Writes nothing.
    async fn holds(&self, lease: &Lease) -> Result<()>;

    /// Gives the lease up. A lease that is lost already is left to whoever has it now.
    async fn release(&self, lease: &Lease) -> Result<()>;

    /// A table or view that somebody put into the ledger's database, its name in any case, with its first `limit` rows; none when there
    /// is none of that name.
    async fn stored_table(&self, name: &str, limit: u32) -> Result<Option<StoredTable>>;

    /// The names of the tables and views of the database that are not the ledger's own.
    async fn stored_tables(&self) -> Result<Vec<String>>;

    /// The first `limit` runs of a campaign that came to their end before an instant, oldest first; none that can still be resumed.
    async fn ended_before(&self, odoo: &str, campaign: &str, before: Timestamp, limit: u32) -> Result<Vec<RunId>>;

    /// Removes runs with all that belongs to them, except those that can still be resumed. Credits and memories stay. Gives how many
    /// went.
    async fn remove(&self, runs: &[RunId]) -> Result<u64>;

    /// Removes the decisions of a campaign's runs that have come to their end; their counts stay. Gives how many went.
    async fn forget_decisions(&self, odoo: &str, campaign: &str) -> Result<u64>;

    /// Lets go of the database. What was recorded is safe without it; a later call on this ledger fails.
    async fn close(&self);
}
