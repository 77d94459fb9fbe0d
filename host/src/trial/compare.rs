//! A strategy on past runs: each recorded question is asked as it was recorded, but for its columns, settings and memory.
//!
//! - Settings are those that were given; else those of the run where it asked this strategy, else the strategy's defaults.
//! - Memory begins empty. What an accepted plan leaves goes to the next question of the same campaign, in this run or a later one; a run
//!   without a plan leaves nothing.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::again::again;
use super::question::Mistake;
use crate::domain::request::Request;
use crate::domain::run::RunRecord;
use crate::plan::check;
use crate::report::compare::{Plan, Settings, SideName};
use crate::strategy::{SettingsError, Strategy};

/// A strategy on past runs.
pub struct Candidate {
    name: SideName,
    /// How errors call it.
    plugin: String,
    strategy: Strategy,
    /// The settings that were given, complete.
    given: Option<String>,
    /// What it left, by Odoo and campaign.
    memory: HashMap<(String, String), Vec<u8>>,
}

impl Candidate {
    /// A strategy, perhaps with settings. `typed` is what it is called on the command line, `plugin` how errors call it.
    ///
    /// # Errors
    /// The settings that it does not take.
    pub fn new(
        typed: &str,
        plugin: &str,
        strategy: Strategy,
        settings: Option<Map<String, Value>>,
    ) -> Result<Candidate, Vec<Mistake>> {
        let given = settings.clone().map(|settings| strategy.settings(&Value::Object(settings))).transpose();
        let given = given.map_err(|errors| errors.into_iter().map(Mistake::of_settings).collect::<Vec<_>>())?;
        let name = SideName { component: typed.to_owned(), strategy: strategy.identity().clone(), settings };
        Ok(Candidate { name, plugin: plugin.to_owned(), strategy, given, memory: HashMap::new() })
    }

    /// What it is called.
    #[must_use]
    pub fn name(&self) -> &SideName {
        &self.name
    }

    /// Asks all questions of a run. Runs come in the order of time.
    ///
    /// # Errors
    /// Why there is no plan that the host accepts, in one sentence.
    pub fn plan(&mut self, record: &RunRecord, requests: &[Request]) -> (Settings, Result<Plan, String>) {
        let asked_it = record.strategy.as_ref().is_some_and(|by| by.name == self.strategy.identity().name);
        let settings = match (&self.given, asked_it) {
            (Some(_), _) => Settings::File,
            (None, true) => Settings::Run,
            (None, false) => Settings::Schema,
        };
        (settings, self.ask(record, requests, settings))
    }

    fn ask(&mut self, record: &RunRecord, requests: &[Request], settings: Settings) -> Result<Plan, String> {
        let key = (record.new.odoo.clone(), record.new.campaign.clone());
        let mut memory = self.memory.get(&key).cloned().unwrap_or_default();
        let mut plan = Plan::default();
        for recorded in requests {
            let mut question = again(recorded, self.strategy.description())?;
            plan.lacking.extend(question.lacking);
            question.request.settings = self.settings(recorded, settings)?;
            question.request.memory = memory;
            let request = question.request;
            let assigned = self.strategy.assign(&request).map_err(|error| error.to_string())?;
            // The run's own maximum is not recorded.
            check(&self.plugin, &request, &assigned.answer, u32::MAX).map_err(|error| error.to_string())?;
            for (lead, person) in request.leads.id.iter().zip(&assigned.answer.assignee) {
                let person = usize::try_from(*person).ok().and_then(|row| request.salespeople.id.get(row));
                if let Some(person) = person {
                    plan.to.entry(*lead).or_insert(*person);
                }
            }
            plan.fuel = plan.fuel.saturating_add(assigned.fuel);
            memory = assigned.answer.memory;
        }
        self.memory.insert(key, memory);
        Ok(plan)
    }

    fn settings(&self, recorded: &Request, settings: Settings) -> Result<String, String> {
        let given = match (settings, &self.given) {
            (Settings::File, Some(given)) => return Ok(given.clone()),
            (Settings::Run, _) => serde_json::from_str(&recorded.settings).map_err(|error| error.to_string())?,
            _ => Value::Object(Map::new()),
        };
        self.strategy.settings(&given).map_err(|errors| {
            let told: Vec<String> = errors.iter().map(told).collect();
            let whose = if settings == Settings::Run { "the settings of the run" } else { "its default settings" };
            format!("`{}` does not take {whose}: {}", self.plugin, told.join("; "))
        })
    }
}

fn told(error: &SettingsError) -> String {
    match error.pointer.as_str() {
        "" => error.message.clone(),
        pointer => format!("`{}`: {}", pointer.trim_start_matches('/').replace('/', "."), error.message),
    }
}
