//! What `odlm check` asks: the same questions as a run, in the same words, and nothing is written. What depends on a failed answer
//! is not asked; everything else is.

mod names;
mod rights;
mod rivals;

use std::collections::BTreeSet;

use super::begin::begun_without_run;
use super::gather::gather;
use super::plugin::out_of_reach;
use super::pool::reading;
use super::prepare::{Prepared, prepare, prepare_but_strategies, source_shown};
use super::{OdooRead, Progress};
use crate::config::{Config, Origin, PeopleSource};
use crate::domain::ids::UserId;
use crate::error::Error;
use crate::leads::{LeadFields, read_fields};
use crate::ledger::{LedgerError, open_read_only};
use crate::odoo::connect;
use crate::people::Row;
use crate::strategy::Host;

/// One question and its answer.
pub struct Checked {
    /// What was asked.
    pub what: &'static str,
    /// What was found.
    pub outcome: Outcome,
}

/// What was found.
pub enum Outcome {
    /// As it should be: what was seen.
    Passed(String),
    /// A run would work, but perhaps not as it is meant.
    Warned {
        /// One sentence.
        detail: String,
        /// The way out.
        hint: String,
    },
    /// A run would fail.
    Failed(Error),
}

/// Questions and answers in their order.
#[derive(Default)]
struct Answers(Vec<Checked>);

impl Answers {
    fn passed(&mut self, what: &'static str, detail: impl Into<String>) {
        self.0.push(Checked { what, outcome: Outcome::Passed(detail.into()) });
    }

    fn warned(&mut self, what: &'static str, detail: impl Into<String>, hint: impl Into<String>) {
        self.0.push(Checked { what, outcome: Outcome::Warned { detail: detail.into(), hint: hint.into() } });
    }

    fn failed(&mut self, what: &'static str, error: impl Into<Error>) {
        self.0.push(Checked { what, outcome: Outcome::Failed(error.into()) });
    }
}

/// Asks what needs no network: the files that the configuration names, the strategy and its settings, patterns, the ledger.
pub async fn check_offline(config: &Config, host: &Host) -> Vec<Checked> {
    let mut answers = Answers::default();
    local(&mut answers, config, host, false).await;
    answers.0
}

/// Asks everything.
pub async fn check(config: &Config, host: &Host, progress: &dyn Progress) -> Vec<Checked> {
    let mut answers = Answers::default();
    let prepared = local(&mut answers, config, host, true).await;
    let reader = match connect(&config.connection).await {
        Ok(reader) => reader,
        Err(error) => {
            answers.failed("connection", error);
            return answers.0;
        }
    };
    let session = reader.session();
    let seen = format!("Odoo {} by {}, as user {}", session.version, session.protocol, session.uid);
    answers.passed("connection", seen);
    rights::ask(&mut answers, config, &reader).await;
    let fields = fields(&mut answers, config, &reader).await;
    if let Some(fields) = &fields {
        names::ask(&mut answers, config, &reader, fields).await;
    }
    let mut people = None;
    if let (Some(prepared), true) = (&prepared, fields.is_some()) {
        people = pool(&mut answers, config, progress, &reader, prepared).await;
    }
    rivals::ask(&mut answers, &reader, people.as_ref()).await;
    answers.0
}

async fn local(answers: &mut Answers, config: &Config, host: &Host, network: bool) -> Option<Prepared> {
    let prepared = match local_files(answers, config, host, network).await {
        Ok(prepared) => prepared,
        Err(error) => {
            answers.failed("files and strategy", error);
            None
        }
    };
    if !network && config.ledger.path().is_none() {
        answers.passed("ledger", format!("`{}`, which is not asked offline", config.ledger));
        return prepared;
    }
    match ledger(config).await {
        Ok(found) => answers.passed("ledger", found),
        Err(error) => answers.failed("ledger", error),
    }
    prepared
}

/// The files and the strategy, which is not looked at where a registry would have to be asked and may not.
async fn local_files(
    answers: &mut Answers,
    config: &Config,
    host: &Host,
    network: bool,
) -> Result<Option<Prepared>, Error> {
    if let Some(said) = if network { None } else { out_of_reach(config)? } {
        let rows = prepare_but_strategies(config)?;
        answers.passed("salespeople source", source(config, &rows));
        answers.passed("strategy", said);
        return Ok(None);
    }
    let prepared = prepare(config, host).await?;
    answers.passed("salespeople source", source(config, &prepared.rows));
    answers.passed("strategy", strategy(config, &prepared));
    Ok(Some(prepared))
}

/// Which strategy would plan, and of one's own the digest.
fn strategy(config: &Config, prepared: &Prepared) -> String {
    let identity = prepared.planner.strategy.identity();
    let choice = &config.distribution.strategy;
    let accepted = format!("{} {}, settings accepted", identity.name, identity.version);
    let pinned = if choice.sha256.is_some() { "pinned to" } else { "not pinned," };
    match &choice.origin {
        Origin::Shipped => accepted,
        own => format!("{accepted}, `{own}` {pinned} sha256 {}", identity.digest),
    }
}

/// Where the salespeople stand, and how many where that is known without the network.
fn source(config: &Config, rows: &[Row]) -> String {
    let (shown, count) = (source_shown(config), rows.len());
    match &config.people.source {
        PeopleSource::Table(_) => format!("{count} rows in {shown}"),
        PeopleSource::File(_) | PeopleSource::List(_) => format!("{count} people in {shown}"),
        _ => shown,
    }
}

/// Whether the ledger can be read; one that is not there yet is made by the first run.
async fn ledger(config: &Config) -> Result<String, Error> {
    let place = &config.ledger;
    match open_read_only(&config.ledger).await {
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

/// Whether the fields that the configuration maps are there and can serve.
async fn fields(answers: &mut Answers, config: &Config, odoo: &dyn OdooRead) -> Option<LeadFields> {
    let fields = match read_fields(odoo).await {
        Ok(fields) => fields,
        Err(error) => {
            answers.failed("fields", error);
            return None;
        }
    };
    if let Err(errors) = reading(config, &fields) {
        answers.failed("fields", errors);
        return None;
    }
    let names = &config.leads.fields;
    answers
        .passed("fields", format!("status `{}`, web source `{}`, date `{}`", names.status, names.source, names.date));
    Some(fields)
}

/// Who would take part and which leads there are: the reading half of a run.
async fn pool(
    answers: &mut Answers,
    config: &Config,
    progress: &dyn Progress,
    odoo: &dyn OdooRead,
    prepared: &Prepared,
) -> Option<BTreeSet<UserId>> {
    let gathered = match gather(config, progress, odoo, prepared, &begun_without_run(config, odoo)).await {
        Ok(gathered) => gathered,
        Err(error) => {
            answers.failed("salespeople and leads", error);
            return None;
        }
    };
    let left_out: Vec<String> =
        gathered.people.left_out.iter().take(10).map(|person| format!("{} ({})", person.name, person.reason)).collect();
    let mut people = format!("{} eligible", gathered.people.eligible.len());
    if !left_out.is_empty() {
        people.push_str(&format!("; left out: {}", left_out.join(", ")));
    }
    if gathered.people.eligible.is_empty() {
        answers.warned("salespeople", people, "nobody would receive a lead: look at `salesperson_selection`");
    } else {
        answers.passed("salespeople", people);
    }
    let eligible = gathered.leads.len();
    let found = eligible + gathered.filtered.left_out.len();
    let (stay, old) = (gathered.stay.len(), gathered.dropped.decisions.len());
    // What Odoo left out by itself is in the funnel alone.
    let by_odoo = gathered.filtered.funnel.iter().find(|step| step.filter == "odoo");
    let by_odoo = by_odoo.map_or(0, |step| step.before - step.after);
    let mut leads = format!("{} in the window, {eligible} to distribute", (found + stay) as u64 + by_odoo);
    if old > 0 {
        leads = format!("{leads}, {old} old ones that bypass the distribution");
    }
    answers.passed("leads", leads);
    Some(gathered.people.eligible.iter().map(|person| person.id).collect())
}
