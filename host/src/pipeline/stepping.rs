//! Leads an operator through a run, and waits for them: meanwhile the lease is held, and the wish to stop is heard.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::ask;
use super::begin::Begun;
use super::finish::Ending;
use super::gather::Gathered;
use super::job::{Job, Live};
use super::phase::{Phase, during};
use super::planner::named;
use super::prepare::Prepared;
use super::shown;
use super::steps::{PlanView, Step, Verdict};
use super::wishes::{Everybody, Wishes};
use crate::domain::decision::State;
use crate::domain::ids::UserId;
use crate::error::Error;
use crate::ledger::LedgerError;

/// While somebody ponders, the lease is renewed so often at least: who lost it is told soon, not at the next answer.
const HOLD: Duration = Duration::from_secs(5);

/// A run on whose steps somebody may look.
pub(super) struct Walk<'a> {
    pub(super) job: &'a Job<'a>,
    pub(super) live: Option<Live<'a>>,
    pondered: Mutex<Duration>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(job: &'a Job<'a>, live: Option<Live<'a>>) -> Walk<'a> {
        Walk { job, live, pondered: Mutex::default() }
    }

    /// How long answers were waited for: no part of the run's time.
    pub(super) fn pondered(&self) -> Duration {
        *self.pondered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether runs that did not end may be finished first; asked only where there are leads to write.
    pub(super) async fn earlier(&self, begun: &Begun) -> Result<bool, Error> {
        let Job { config, ledger, .. } = self.job;
        if !self.job.steps.is_on() {
            return Ok(true);
        }
        let unfinished = ledger.unfinished(&config.connection.identity(), &config.campaign).await?;
        let mut open = Vec::new();
        for run in unfinished.into_iter().filter(|run| *run != begun.run) {
            let decisions = ledger.decisions(run).await?;
            let left = decisions.iter().filter(|decision| matches!(decision.state, State::Planned | State::Intent));
            open.push((run, left.count() as u64));
        }
        open.retain(|(_, leads)| *leads > 0);
        if open.is_empty() { Ok(true) } else { self.show(Step::Earlier(&open)).await }
    }

    /// Shows who and what was read. `false` ends the run.
    pub(super) async fn read(
        &self,
        prepared: &Prepared,
        begun: &Begun,
        gathered: &Gathered,
        ending: &Ending,
    ) -> Result<bool, Error> {
        if !self.job.steps.is_on() {
            return Ok(true);
        }
        let people = shown::people(self.job, prepared, gathered);
        let leads = shown::leads(begun, ending, gathered);
        let workload = shown::workload(prepared, begun, gathered);
        for step in [Step::People(&people), Step::Leads(&leads), Step::Workload(&workload)] {
            if !self.show(step).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Asks the strategy, and again after each change. `false` ends the run; else `ending` has the accepted plan.
    pub(super) async fn plan(
        &self,
        prepared: &Prepared,
        begun: &Begun,
        gathered: &mut Gathered,
        received: &HashMap<UserId, u32>,
        ending: &mut Ending,
    ) -> Result<bool, Error> {
        let job = self.job;
        let mut wishes = Wishes::of(job.config);
        let asking = ask::ask(job, prepared, begun, gathered, received, &wishes);
        let asked = during(job.progress, Phase::Strategy, asking).await?;
        let mut standing = (asked.by.clone(), asked.fuel);
        put(ending, gathered, asked);
        if !job.steps.is_on() {
            return Ok(true);
        }
        let everybody = Everybody::of(gathered);
        let mut refused = None;
        loop {
            let (made, wished) = ((&*gathered, &*ending), (&everybody, &wishes));
            let step = shown::plan(job, prepared, made, wished, named(&standing.0), refused.take());
            let view = PlanView { step: &step, gathered, ending };
            let change = match self.wait(job.steps.plan(&view)).await? {
                Verdict::Go => return Ok(true),
                Verdict::Stop => return Ok(false),
                Verdict::Change(change) => change,
            };
            let before = wishes.clone();
            wishes.take(change);
            everybody.seat(gathered, &wishes);
            let again = if gathered.people.eligible.is_empty() {
                Err(Error::usage("nobody would be left to receive leads", "put somebody back first"))
            } else {
                let asking = ask::ask(job, prepared, begun, gathered, received, &wishes);
                during(job.progress, Phase::Strategy, asking).await
            };
            match again {
                Ok(asked) => {
                    standing = (asked.by.clone(), asked.fuel);
                    put(ending, gathered, asked);
                }
                // What the operator asked for cannot be planned: the plan before it stands.
                Err(error @ (Error::Strategy(_) | Error::Plan(_) | Error::Usage { .. })) => {
                    refused = Some(error.to_string());
                    job.ledger.set_strategy(begun.run, &standing.0, Some(standing.1)).await?;
                    wishes = before;
                    everybody.seat(gathered, &wishes);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Shows what will be written. `false` ends the run.
    pub(super) async fn application(&self, gathered: &Gathered, ending: &Ending) -> Result<bool, Error> {
        if !self.job.steps.is_on() {
            return Ok(true);
        }
        self.show(Step::Application(&shown::application(self.job, gathered, ending))).await
    }

    async fn show(&self, step: Step<'_>) -> Result<bool, Error> {
        self.wait(self.job.steps.show(step)).await
    }

    async fn wait<T>(&self, question: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let begun = Instant::now();
        let answer = self.answer(question).await;
        *self.pondered.lock().unwrap_or_else(PoisonError::into_inner) += begun.elapsed();
        answer
    }

    /// Waits for an answer. Who ponders long keeps the lease; who lost it learns so.
    async fn answer<T>(&self, question: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let mut question = std::pin::pin!(question);
        let answer = loop {
            tokio::select! {
                biased;
                answer = &mut question => break answer?,
                () = self.job.stop.requested() => return Err(Error::Interrupted),
                () = tokio::time::sleep(HOLD.min(self.job.config.execution.lease / 3)) => match self.hold().await {
                    // Another may hold it by now; anything else is found again when the answer is there.
                    Err(error @ LedgerError::Lost { .. }) => return Err(error.into()),
                    Err(error) => tracing::warn!("{error}"),
                    Ok(()) => {}
                },
            }
        };
        self.hold().await?;
        Ok(answer)
    }

    async fn hold(&self) -> Result<(), LedgerError> {
        match self.live {
            Some(live) => self.job.ledger.renew(live.lease, self.job.config.execution.lease).await,
            None => Ok(()),
        }
    }
}

/// Makes of what was read and answered what a run has to tell.
fn put(ending: &mut Ending, gathered: &Gathered, asked: ask::Asked) {
    *ending = Ending::default();
    ending.take(gathered);
    ending.plan(gathered, asked);
    gathered.beside.put(&mut ending.decisions);
}
