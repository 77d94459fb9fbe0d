//! Step 3 and 4: the strategy's answer, checked; when it fails, what `error_handling` says.

use serde_json::Value;

use super::Job;
use super::begin::Begun;
use super::gather::Gathered;
use super::prepare::{Prepared, load_strategy};
use crate::config::RoomRule;
use crate::config::written::OnStrategyFailure;
use crate::domain::decision::Decision;
use crate::domain::run::StrategyIdentity;
use crate::error::Error;
use crate::plan::{Circumstances, PlanRule, check, decide, question, room};
use crate::strategy::{Level, Strategy};

/// The strategy that plans when another failed.
const FALLBACK: &str = "round-robin";

/// A checked plan.
pub(super) struct Asked {
    pub(super) decisions: Vec<Decision>,
    /// The room that the host gave, one entry a person.
    pub(super) room: Vec<u32>,
    /// What the plan cost.
    fuel: u64,
    /// The strategy's name and what it wants to find next time.
    pub(super) memory: (String, Vec<u8>),
}

/// Asks about more leads while the run's maximum is not reached: so often at the most.
const ROUNDS: u32 = 24;

pub(super) async fn ask(
    job: &Job<'_>,
    prepared: &Prepared,
    begun: &Begun,
    gathered: &Gathered,
) -> Result<Asked, Error> {
    let rule = job.config.distribution.room;
    let failed = match up_to_the_maximum(job, &prepared.strategy, &prepared.settings, rule, begun, gathered).await {
        Err(error @ (Error::Strategy(_) | Error::Plan(_))) => error,
        other => return other,
    };
    if job.config.distribution.on_failure == OnStrategyFailure::Stop || prepared.strategy.identity().name == FALLBACK {
        return Err(failed);
    }
    job.progress.notice(&format!(
        "{failed}; the shipped round robin plans in its place, as `error_handling.strategy_failure` says"
    ));
    let fallback = load_strategy(job.host, FALLBACK)?;
    let settings = fallback
        .settings(&Value::Object(serde_json::Map::new()))
        .map_err(|_| Error::Unexpected("round robin needs settings".to_owned()))?;
    up_to_the_maximum(job, &fallback, &settings, rule, begun, gathered).await
}

/// Asks about the first leads, so many as the run may give out. Where some of them find nobody, the next ones have their turn.
async fn up_to_the_maximum(
    job: &Job<'_>,
    strategy: &Strategy,
    settings: &str,
    rule: RoomRule,
    begun: &Begun,
    gathered: &Gathered,
) -> Result<Asked, Error> {
    let most = job.config.execution.max_leads as usize;
    let all = gathered.leads.len();
    let mut good = all.min(most);
    let mut asked = one(job, strategy, settings, rule, begun, gathered, good).await?;
    // The fewest leads known to be too many.
    let mut too_many = all + 1;
    for round in 0..ROUNDS {
        let given = asked.decisions.iter().filter(|decision| decision.to.is_some()).count();
        let missing = most.saturating_sub(given);
        if missing == 0 || good + 1 >= too_many {
            break;
        }
        let step = missing.saturating_mul(1 << round);
        let count = if too_many > all { all.min(good.saturating_add(step)) } else { usize::midpoint(good, too_many) };
        if count <= good {
            break;
        }
        match one(job, strategy, settings, rule, begun, gathered, count).await {
            Ok(more) => (asked, good) = (more, count),
            Err(Error::Plan(error)) if error.rule == PlanRule::MaxLeads => too_many = count,
            Err(error) => return Err(error),
        }
    }
    job.ledger.set_strategy(begun.run, strategy.identity(), Some(asked.fuel)).await?;
    Ok(asked)
}

async fn one(
    job: &Job<'_>,
    strategy: &Strategy,
    settings: &str,
    rule: RoomRule,
    begun: &Begun,
    gathered: &Gathered,
    count: usize,
) -> Result<Asked, Error> {
    let config = job.config;
    let leads = gathered.leads.get(..count).unwrap_or(&gathered.leads);
    let identity: StrategyIdentity = strategy.identity().clone();
    job.ledger.set_strategy(begun.run, &identity, None).await?;
    let memory = job.ledger.memory(&config.connection.identity(), &config.campaign, &identity.name).await?;
    let parsed: Value = serde_json::from_str(settings).map_err(|error| Error::Unexpected(error.to_string()))?;
    let people = &gathered.people.eligible;
    let room: Vec<u32> = people.iter().map(|person| room(person, person.workload, rule, &parsed)).collect();
    let about = Circumstances {
        settings: settings.to_owned(),
        now: begun.now,
        today: begun.today,
        seed: begun.seed,
        memory,
        credits: begun.credits.clone(),
    };
    let request = question(leads, people, &room, &about, strategy.description()).map_err(|missing| {
        Error::usage(missing.to_string(), "add the column to the campaign table, or name an Odoo field")
    })?;
    let assigned = tokio::task::block_in_place(|| strategy.assign(&request))?;
    for line in &assigned.log {
        let strategy = identity.name.as_str();
        match line.level {
            Level::Debug => tracing::debug!(strategy, "{}", line.message),
            Level::Info => tracing::info!(strategy, "{}", line.message),
            Level::Warn => tracing::warn!(strategy, "{}", line.message),
            Level::Error => tracing::error!(strategy, "{}", line.message),
        }
    }
    check(&identity.name, &request, &assigned.answer, config.execution.max_leads)?;
    let decisions = decide(leads, people, &assigned.answer);
    Ok(Asked { decisions, room, fuel: assigned.fuel, memory: (identity.name, assigned.answer.memory) })
}
