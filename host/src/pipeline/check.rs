//! What `odlm check` asks: the same questions as a run, in the same words, and nothing is written.

use super::begin::begun_without_run;
use super::gather::{gather, may_write};
use super::prepare::{prepare, source_shown};
use super::{OdooRead, Progress};
use crate::config::{Config, PeopleSource};
use crate::error::Error;
use crate::ledger::{Ledger, LedgerError, SqliteLedger};
use crate::odoo::connect;
use crate::strategy::Host;

/// One question and its answer.
pub struct Checked {
    /// What was asked.
    pub what: &'static str,
    /// What was found.
    pub found: Result<String, Error>,
}

/// Whether the ledger can be read; one that is not there yet is made by the first run.
async fn ledger(config: &Config) -> Result<String, Error> {
    let place = config.ledger.display();
    match SqliteLedger::open_read_only(&config.ledger).await {
        Ok(ledger) => {
            let latest = ledger.runs(1).await?.pop();
            ledger.close().await;
            Ok(latest
                .map_or_else(|| format!("`{place}`, no run yet"), |run| format!("`{place}`, latest run {}", run.id)))
        }
        Err(LedgerError::Missing { .. }) => Ok(format!("`{place}` will be made by the first run")),
        Err(error) => Err(error.into()),
    }
}

/// Asks everything; what depends on a failed answer is not asked.
pub async fn check(config: &Config, host: &Host, progress: &dyn Progress) -> Vec<Checked> {
    let mut answers = Vec::new();
    let mut answer = |what, found: Result<String, Error>| {
        let good = found.is_ok();
        answers.push(Checked { what, found });
        good
    };
    let prepared = match prepare(config, host) {
        Ok(prepared) => prepared,
        Err(error) => {
            answer("files and strategy", Err(error));
            return answers;
        }
    };
    let identity = prepared.planner.strategy.identity();
    match (&config.people.source, source_shown(config)) {
        (PeopleSource::Table(_), shown) => {
            answer("campaign table", Ok(format!("{} rows in {shown}", prepared.rows.len())))
        }
        (PeopleSource::File(_) | PeopleSource::List(_), shown) => {
            answer("salespeople's source", Ok(format!("{} people in {shown}", prepared.rows.len())))
        }
        (_, shown) => answer("salespeople's source", Ok(shown)),
    };
    answer("strategy", Ok(format!("{} {}, settings accepted", identity.name, identity.version)));
    answer("ledger", ledger(config).await);
    let reader = match connect(&config.connection).await {
        Ok(reader) => reader,
        Err(error) => {
            answer("connection", Err(error.into()));
            return answers;
        }
    };
    let session = reader.session();
    answer("connection", Ok(format!("Odoo {} by {}, as user {}", session.version, session.protocol, session.uid)));
    let rights = may_write(&reader).await.map(|()| "may write leads".to_owned());
    answer("rights", rights);
    match gather(config, progress, &reader, &prepared, &begun_without_run(config, &reader)).await {
        Ok(gathered) => {
            let left_out: Vec<String> = gathered
                .people
                .left_out
                .iter()
                .take(10)
                .map(|person| format!("{} ({})", person.name, person.reason))
                .collect();
            let mut people = format!("{} eligible", gathered.people.eligible.len());
            if !left_out.is_empty() {
                people.push_str(&format!("; left out: {}", left_out.join(", ")));
            }
            answer("salespeople", Ok(people));
            let eligible = gathered.leads.len();
            let found = eligible + gathered.filtered.left_out.len();
            let (stay, old) = (gathered.stay.len(), gathered.dropped.decisions.len());
            let mut leads = format!("{} in the window, {eligible} to distribute", found + stay);
            if old > 0 {
                leads = format!("{leads}, {old} old ones that bypass the distribution");
            }
            answer("leads", Ok(leads));
        }
        Err(error) => {
            answer("salespeople and leads", Err(error));
        }
    }
    answers
}
