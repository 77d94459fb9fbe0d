//! A run's begin: its number, its day, its lots, what earlier runs left.

use std::collections::HashMap;
use std::time::Instant;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Job;
use crate::config::Config;
use crate::domain::ids::UserId;
use crate::domain::run::{NewRun, RunId};
use crate::error::Error;
use crate::odoo::OdooRead;
use crate::plan;

/// A run that has begun.
pub(super) struct Begun {
    pub(super) run: RunId,
    pub(super) clock: Instant,
    pub(super) now: i64,
    pub(super) zone: TimeZone,
    pub(super) today: Date,
    pub(super) seed: u64,
    pub(super) credits: HashMap<UserId, f64>,
}

/// A begin that writes nothing down: for questions that lead to no plan, and for a run that the ledger has already, whose number the
/// caller puts in. Until then its run is 0, which no ledger counts.
pub(super) fn begun_without_run(config: &Config, odoo: &dyn OdooRead) -> Begun {
    let of_user = || odoo.session().time_zone.as_deref().and_then(|name| TimeZone::get(name).ok());
    let zone = config.execution.time_zone.clone().or_else(of_user).unwrap_or(TimeZone::UTC);
    let now = Timestamp::now();
    let today = now.to_zoned(zone.clone()).date();
    let seed = plan::seed(&config.campaign, today);
    Begun { run: RunId(0), clock: Instant::now(), now: now.as_second(), zone, today, seed, credits: HashMap::new() }
}

pub(super) async fn begin(job: &Job<'_>, odoo: &dyn OdooRead) -> Result<Begun, Error> {
    let config = job.config;
    let mut begun = begun_without_run(config, odoo);
    let identity = config.connection.identity();
    let new = NewRun {
        campaign: config.campaign.clone(),
        odoo: identity.clone(),
        dry_run: config.execution.dry_run,
        now: begun.now,
        seed: begun.seed,
        config_digest: config.digest.clone(),
    };
    begun.run = job.ledger.begin(&new).await?;
    begun.credits = job.ledger.credits(&identity, &config.campaign).await?.into_iter().collect();
    Ok(begun)
}
