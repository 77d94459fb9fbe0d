//! All that is tried of a strategy, one check after the other: its cases, the host's rules on generated requests, edges, budgets.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Map, Value};

use super::budget::{Cost, STEPS, cost};
use super::cases::{Case, play};
use super::chain::chain;
use super::fill::standard;
use super::generate::generated;
use super::inputs::edges;
use super::report::{Check, Report, Suite};
use super::request_file::RequestFile;
use super::rules::{Failure, Kept, Rule, elsewhere, judge, sound};
use super::shrink::shrink;
use super::store::{command, store};
use crate::domain::request::Request;
use crate::error::Error;
use crate::strategy::Strategy;

/// Runs of the chain with memory.
const CHAIN: u64 = 12;
/// Generated requests that are asked in another process too.
const ELSEWHERE: u64 = 2;
/// Leads and salespeople of the ordinary request.
const ORDINARY: (usize, usize) = (200, 8);

/// What is to be tried, and how.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The component as it was typed, for commands.
    pub typed: String,
    /// Case files.
    pub cases: Vec<Case>,
    /// Settings of generated requests, and of cases that have none.
    pub settings: Map<String, Value>,
    /// The seed of what is generated.
    pub seed: u64,
    /// How many requests are generated.
    pub runs: u64,
    /// Where requests that show a failure are kept.
    pub failures: PathBuf,
    /// odlm's own program, to ask in another process.
    pub program: PathBuf,
}

/// Tries everything. `told` hears of each check as soon as it is made.
///
/// # Errors
/// A mistaken case or setting; a broken rule is no error but a failed check.
pub fn test(plan: &Plan, strategy: &Strategy, told: &mut dyn FnMut(&Check)) -> Result<Report, Error> {
    let settings = strategy.settings(&Value::Object(plan.settings.clone())).map_err(|errors| {
        let first = errors.into_iter().next();
        let message = first.map(|error| format!("setting `{}`: {}", error.pointer, error.message)).unwrap_or_default();
        Error::usage(message, "give the strategy settings with `--settings FILE`")
    })?;
    let mut trial = Trial { plan, strategy, settings, checks: Vec::new(), shrunk: Vec::new(), told };
    trial.cases()?;
    // A strategy that crashes on an ordinary request does so on most: each may take seconds, and none tells more.
    if trial.ordinary() {
        trial.generated();
        trial.elsewhere();
        trial.chain();
        for (name, request) in edges(strategy.description(), &trial.settings, plan.seed) {
            trial.edge(name, &request);
        }
        for step in STEPS {
            trial.budget(step);
        }
    }
    Ok(Report::new(strategy.identity().clone(), plan.seed, plan.runs, trial.checks))
}

/// What a check came to.
#[derive(Default)]
struct Outcome {
    failure: Option<(Vec<String>, RequestFile)>,
    note: Option<String>,
    cost: Option<Cost>,
}

struct Trial<'a> {
    plan: &'a Plan,
    strategy: &'a Strategy,
    settings: String,
    checks: Vec<Check>,
    /// Rules whose failure was made small already: the next one of the same kind is kept as it is.
    shrunk: Vec<Rule>,
    told: &'a mut dyn FnMut(&Check),
}

impl Trial<'_> {
    fn name(&self) -> &str {
        &self.strategy.identity().name
    }

    fn add(&mut self, suite: Suite, name: &str, begun: Instant, outcome: Outcome) {
        let Outcome { failure, note, cost } = outcome;
        let passed = failure.is_none();
        let (messages, reproduce) = match failure {
            None => (Vec::new(), None),
            Some((mut messages, request)) => {
                match store(&self.plan.failures, &format!("{} {name}", suite.name()), &request) {
                    Ok(path) => (messages, Some(command(&self.plan.typed, &path))),
                    Err(error) => {
                        messages.push(format!("its request is not kept: {error}"));
                        (messages, None)
                    }
                }
            }
        };
        let seconds = begun.elapsed().as_secs_f64();
        let check = Check { suite, name: name.to_owned(), passed, seconds, messages, reproduce, note, cost };
        (self.told)(&check);
        self.checks.push(check);
    }

    fn cases(&mut self) -> Result<(), Error> {
        for case in &self.plan.cases {
            let begun = Instant::now();
            let unmet = play(case, self.strategy, &self.plan.settings)?;
            let failure = unmet.map(|unmet| (unmet.messages, unmet.request));
            self.add(Suite::Cases, &case.name, begun, Outcome { failure, ..Outcome::default() });
        }
        Ok(())
    }

    /// A smaller request that breaks the same rule, and how it breaks it.
    fn shrunk(&mut self, request: &Request, failure: Failure) -> (Vec<String>, RequestFile) {
        if self.shrunk.contains(&failure.rule) {
            return (vec![failure.message], RequestFile::of(request));
        }
        self.shrunk.push(failure.rule);
        let again = |request: &Request| {
            judge(self.name(), &|request| self.strategy.assign(request), request)
                .err()
                .filter(|found| found.rule == failure.rule)
        };
        // What another process or a chain showed does not show here.
        let small = match again(request) {
            Some(_) => shrink(self.strategy.description(), request, &mut |request| again(request).is_some()),
            None => request.clone(),
        };
        let message = again(&small).map_or(failure.message.clone(), |found| found.message);
        let (leads, people) = (small.leads.id.len(), small.salespeople.id.len());
        (
            vec![message, format!("a small request that shows it has {leads} leads and {people} people")],
            RequestFile::of(&small),
        )
    }

    fn ordinary_request(&self) -> Request {
        let (leads, people) = ORDINARY;
        standard(self.strategy.description(), &self.settings, leads, people, self.plan.seed)
    }

    /// Whether the strategy is worth trying further.
    fn ordinary(&mut self) -> bool {
        let begun = Instant::now();
        let request = self.ordinary_request();
        let mut ends = true;
        let failure = match judge(self.name(), &|request| self.strategy.assign(request), &request) {
            Ok(Kept::Planned(_)) => None,
            Ok(Kept::Declined(message)) => {
                let expected = format!("expected a plan for an ordinary request; it declines with `{message}`");
                Some((vec![expected], RequestFile::of(&request)))
            }
            Err(failure) => {
                ends = !matches!(failure.rule, Rule::Ends(_));
                Some(self.shrunk(&request, failure))
            }
        };
        self.add(Suite::Rules, "an ordinary request gets a plan", begun, Outcome { failure, ..Outcome::default() });
        ends
    }

    fn generated(&mut self) {
        let begun = Instant::now();
        let (mut unsound, mut unlike, mut declined) = (None, None, 0_u64);
        for number in 0..self.plan.runs {
            let request = generated(self.strategy.description(), &self.settings, self.plan.seed, number);
            match judge(self.name(), &|request| self.strategy.assign(request), &request) {
                Ok(Kept::Planned(_)) => {}
                Ok(Kept::Declined(_)) => declined += 1,
                Err(failure) if failure.rule == Rule::Same => unlike = unlike.or(Some((request, failure))),
                Err(failure) => unsound = unsound.or(Some((request, failure))),
            }
            // Each further failure may take seconds to come.
            if unsound.is_some() {
                break;
            }
        }
        let note = (declined > 0).then(|| format!("it made no plan for {declined} of {}", self.plan.runs));
        let failure = unsound.map(|(request, failure)| self.shrunk(&request, failure));
        let name = format!("{} generated requests keep the host's rules", self.plan.runs);
        self.add(Suite::Rules, &name, begun, Outcome { failure, note, cost: None });
        let begun = Instant::now();
        let failure = unlike.map(|(request, failure)| self.shrunk(&request, failure));
        let name = "the same request gets the same answer";
        self.add(Suite::Rules, name, begun, Outcome { failure, ..Outcome::default() });
    }

    fn elsewhere(&mut self) {
        let begun = Instant::now();
        let made = 0..ELSEWHERE.min(self.plan.runs);
        let made = made.map(|number| generated(self.strategy.description(), &self.settings, self.plan.seed, number));
        let requests: Vec<Request> = std::iter::once(self.ordinary_request()).chain(made).collect();
        let mut failure = None;
        for request in requests {
            // What is unsound has a check of its own.
            let Ok(Kept::Planned(here)) = sound(self.name(), &|request| self.strategy.assign(request), &request) else {
                continue;
            };
            if let Err(found) = elsewhere(&self.plan.program, &self.plan.typed, &request, &here) {
                failure = Some((vec![found.message], RequestFile::of(&request)));
                break;
            }
        }
        let name = "another process gives the same answer";
        self.add(Suite::Rules, name, begun, Outcome { failure, ..Outcome::default() });
    }

    fn chain(&mut self) {
        let begun = Instant::now();
        let ask = |request: &Request| self.strategy.assign(request);
        let description = self.strategy.description();
        let played = chain(self.name(), &ask, description, &self.settings, self.plan.seed, CHAIN);
        let outcome = match played {
            Ok(chain) => Outcome {
                note: Some(format!("it left at most {} bytes of memory", chain.memory)),
                ..Outcome::default()
            },
            Err(broken) => {
                let (request, failure) = *broken;
                Outcome { failure: Some(self.shrunk(&request, failure)), ..Outcome::default() }
            }
        };
        self.add(Suite::Rules, &format!("{CHAIN} runs one after another, with memory"), begun, outcome);
    }

    fn edge(&mut self, name: &str, request: &Request) {
        let begun = Instant::now();
        let outcome = match judge(self.name(), &|request| self.strategy.assign(request), request) {
            Ok(Kept::Planned(_)) => Outcome::default(),
            Ok(Kept::Declined(message)) => {
                Outcome { note: Some(format!("it makes no plan: {message}")), ..Outcome::default() }
            }
            Err(failure) => Outcome { failure: Some(self.shrunk(request, failure)), ..Outcome::default() },
        };
        self.add(Suite::Inputs, name, begun, outcome);
    }

    fn budget(&mut self, (leads, people): (usize, usize)) {
        let begun = Instant::now();
        let ask = |request: &Request| self.strategy.assign(request);
        let step = (leads, people);
        let name = format!("{leads} leads for {people} people");
        let description = self.strategy.description();
        let outcome = match cost(self.name(), &ask, description, &self.settings, self.plan.seed, step) {
            Ok(cost) => Outcome { note: Some(figures(&cost)), cost: Some(cost), failure: None },
            Err(broken) => {
                let (request, failure) = *broken;
                Outcome { failure: Some(self.shrunk(&request, failure)), ..Outcome::default() }
            }
        };
        self.add(Suite::Budgets, &name, begun, outcome);
    }
}

fn figures(cost: &Cost) -> String {
    format!(
        "{} units of fuel a lead ({:.1} % of the limit), memory {:.1} % of the limit, time {:.1} %",
        cost.fuel_per_lead, cost.fuel_percent, cost.memory_percent, cost.time_percent
    )
}

/// Where requests that show a failure are kept unless another folder is named.
#[must_use]
pub fn failures_folder() -> &'static Path {
    Path::new("strategy-failures")
}
