//! Step 3 and 4: the strategy's answer, checked; when it fails, what `error_handling` says.

use std::collections::HashMap;

use serde_json::Value;

use super::Job;
use super::begin::Begun;
use super::gather::Gathered;
use super::planner::{Planner, ROUND_ROBIN};
use super::prepare::Prepared;
use super::wishes::Wishes;
use crate::config::written::OnStrategyFailure;
use crate::domain::decision::Decision;
use crate::domain::ids::UserId;
use crate::domain::lead::Lead;
use crate::domain::person::Person;
use crate::domain::request::{Answer, Request};
use crate::domain::run::StrategyIdentity;
use crate::error::Error;
use crate::plan::{Circumstances, PlanRule, Round, Rounds, RuleError, Stock, check, question, room, supplied};
use crate::strategy::Level;

/// A checked plan.
pub(super) struct Asked {
    pub(super) decisions: Vec<Decision>,
    /// The room that the host gave, one entry a person.
    pub(super) room: Vec<u32>,
    /// What the plan cost.
    pub(super) fuel: u64,
    /// The strategy's name and what it wants to find next time.
    pub(super) memory: (String, Vec<u8>),
    /// Who planned.
    pub(super) by: StrategyIdentity,
    /// The questions, in their order; none where they are not to be kept.
    pub(super) requests: Vec<Request>,
}

/// What is asked about.
#[derive(Clone, Copy)]
struct About<'a> {
    begun: &'a Begun,
    gathered: &'a Gathered,
    /// Leads received today.
    received: &'a HashMap<UserId, u32>,
    /// What the operator changed.
    wishes: &'a Wishes,
}

/// Asks about more leads while the run's maximum is not reached: so often at the most.
const SEARCHES: u32 = 24;

pub(super) async fn ask(
    job: &Job<'_>,
    prepared: &Prepared,
    begun: &Begun,
    gathered: &Gathered,
    received: &HashMap<UserId, u32>,
    wishes: &Wishes,
) -> Result<Asked, Error> {
    let about = About { begun, gathered, received, wishes };
    let planner = wishes.planner(prepared).unwrap_or_else(|| chosen(job, prepared, gathered));
    let failed = match up_to_the_maximum(job, planner, about).await {
        Err(error @ (Error::Strategy(_) | Error::Plan(_))) => error,
        other => return other,
    };
    if job.config.distribution.on_failure == OnStrategyFailure::Stop || planner.strategy.identity().name == ROUND_ROBIN
    {
        return Err(failed);
    }
    job.progress.notice(&format!(
        "{failed}; the shipped round robin plans in its place, as `error_handling.strategy_failure` says"
    ));
    let fallback = Planner::fallback(job.host, planner.room)?;
    up_to_the_maximum(job, &fallback, about).await
}

/// The configured strategy, or round robin where `round_robin_override` calls for it.
fn chosen<'a>(job: &Job<'_>, prepared: &'a Prepared, gathered: &Gathered) -> &'a Planner {
    let Some(round_robin) = &prepared.round_robin else { return &prepared.planner };
    let rule = &job.config.distribution.round_robin;
    let (leads, people) = (gathered.leads.len(), gathered.people.eligible.len());
    let below = |count: usize, bound: Option<u32>| bound.filter(|bound| (count as u64) < u64::from(*bound));
    let why = match (below(leads, rule.leads_below), below(people, rule.salespeople_below)) {
        (Some(bound), _) => format!("{leads} leads are fewer than `round_robin_override.leads_below: {bound}`"),
        (None, Some(bound)) => {
            format!("{people} salespeople are fewer than `round_robin_override.salespeople_below: {bound}`")
        }
        (None, None) => return &prepared.planner,
    };
    job.progress.notice(&format!(
        "{why}; the shipped round robin plans in place of `{}`",
        prepared.planner.strategy.identity().name
    ));
    round_robin
}

/// Asks about the first leads, so many as the run may give out. Where some of them find nobody, the next ones have their turn.
async fn up_to_the_maximum(job: &Job<'_>, planner: &Planner, about: About<'_>) -> Result<Asked, Error> {
    let most = about.wishes.max_leads as usize;
    let all = about.gathered.leads.len();
    let mut good = all.min(most);
    let mut asked = one(job, planner, about, good).await?;
    // The fewest leads known to be too many.
    let mut too_many = all + 1;
    for search in 0..SEARCHES {
        let given = asked.decisions.iter().filter(|decision| decision.to.is_some()).count();
        let missing = most.saturating_sub(given);
        if missing == 0 || good + 1 >= too_many {
            break;
        }
        let step = missing.saturating_mul(1 << search);
        let count = if too_many > all { all.min(good.saturating_add(step)) } else { usize::midpoint(good, too_many) };
        if count <= good {
            break;
        }
        match one(job, planner, about, count).await {
            Ok(more) => (asked, good) = (more, count),
            Err(Error::Plan(error)) if error.rule == PlanRule::MaxLeads => too_many = count,
            Err(error) => return Err(error),
        }
    }
    job.ledger.set_strategy(about.begun.run, planner.strategy.identity(), Some(asked.fuel)).await?;
    Ok(asked)
}

/// One plan for the first leads, in as many rounds as the host's rules make of it.
async fn one(job: &Job<'_>, planner: &Planner, about: About<'_>, count: usize) -> Result<Asked, Error> {
    let (config, About { begun, gathered, received, wishes }) = (job.config, about);
    let leads = gathered.leads.get(..count).unwrap_or(&gathered.leads);
    let identity = planner.strategy.identity();
    job.ledger.set_strategy(begun.run, identity, None).await?;
    let memory = job.ledger.memory(&config.connection.identity(), &config.campaign, &identity.name).await?;
    let parsed: Value =
        serde_json::from_str(&planner.settings).map_err(|error| Error::Unexpected(error.to_string()))?;
    let people = &gathered.people.eligible;
    let all: Vec<&Lead> = leads.iter().collect();
    supplied(planner.strategy.description(), &all, people, &planner.withheld).map_err(|missing| {
        Error::usage(missing.to_string(), "add the column to the campaign table, or name an Odoo field")
    })?;
    let most = |person: &Person| wishes.most.get(&person.id).copied().unwrap_or(u32::MAX);
    let room =
        people.iter().map(|person| room(person.target, person.workload, planner.room, &parsed).min(most(person)));
    let mut about = Circumstances {
        settings: planner.settings.clone(),
        now: begun.now,
        today: begun.today,
        seed: begun.seed,
        memory,
        credits: begun.credits.clone(),
    };
    let rounds = Rounds::new(&config.distribution.rules, Stock { leads, people, room: room.collect(), received })
        .map_err(unruly)?;
    let keep = config.tracking.requests > 0;
    let mut requests = Vec::new();
    let dealt = rounds.deal(&mut about, &mut |round, about| {
        let (request, answer, fuel) = put(planner, round, about, wishes.max_leads)?;
        requests.extend(keep.then_some(request));
        Ok::<_, Error>((answer, fuel))
    })?;
    let memory = (identity.name.clone(), about.memory);
    Ok(Asked { decisions: dealt.decisions, room: dealt.room, fuel: dealt.fuel, memory, by: identity.clone(), requests })
}

/// Puts one question to the strategy and checks its answer; returns both, and the cost.
fn put(
    planner: &Planner,
    round: &Round<'_>,
    about: &Circumstances,
    max_leads: u32,
) -> Result<(Request, Answer, u64), Error> {
    let strategy = &planner.strategy;
    let request = question(&round.leads, &round.people, &round.room, about, strategy.description(), &planner.withheld);
    let assigned = tokio::task::block_in_place(|| strategy.assign(&request))?;
    let name = strategy.identity().name.as_str();
    for line in &assigned.log {
        match line.level {
            Level::Debug => tracing::debug!(strategy = name, "{}", line.message),
            Level::Info => tracing::info!(strategy = name, "{}", line.message),
            Level::Warn => tracing::warn!(strategy = name, "{}", line.message),
            Level::Error => tracing::error!(strategy = name, "{}", line.message),
        }
    }
    check(name, &request, &assigned.answer, max_leads.saturating_sub(round.given))?;
    Ok((request, assigned.answer, assigned.fuel))
}

fn unruly(error: RuleError) -> Error {
    let hint = match &error {
        RuleError::Maximum { .. } => "write a whole number from 0, or leave it empty for `max_daily_leads`",
        RuleError::Rounds(_) => "name fewer skills, or a field with fewer values as `geography.lead_field`",
    };
    Error::usage(error.to_string(), hint)
}
