//! A strategy on past runs: what a run asked is asked as it was recorded, but for its columns, settings and memory.
//!
//! - Settings are those that were given; else those of the run where it asked this strategy, else the strategy's defaults.
//! - Room is what this strategy and its settings leave; where something else bounded it in the run, that too.
//! - Memory begins empty. What an accepted plan leaves goes to the next run of the same campaign; a run without a plan leaves nothing.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::again::again;
use super::question::Mistake;
use crate::config::RoomRule;
use crate::domain::request::Request;
use crate::domain::run::RunRecord;
use crate::plan::{check, room};
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

    /// Asks what a run asked. Runs come in the order of time.
    ///
    /// # Errors
    /// Why there is no plan that the host accepts, in one sentence.
    pub fn plan(&mut self, record: &RunRecord, recorded: &Request) -> (Settings, Result<Plan, String>) {
        let asked_it = record.strategy.as_ref().is_some_and(|by| by.name == self.strategy.identity().name);
        let settings = match (&self.given, asked_it) {
            (Some(_), _) => Settings::File,
            (None, true) => Settings::Run,
            (None, false) => Settings::Schema,
        };
        (settings, self.ask(record, recorded, settings))
    }

    fn ask(&mut self, record: &RunRecord, recorded: &Request, settings: Settings) -> Result<Plan, String> {
        let key = (record.new.odoo.clone(), record.new.campaign.clone());
        let question = again(recorded, self.strategy.description())?;
        let mut request = question.request;
        request.settings = self.settings(recorded, settings)?;
        request.salespeople.room = self.rooms(record, recorded, &request.settings);
        request.memory = self.memory.get(&key).cloned().unwrap_or_default();
        let assigned = self.strategy.assign(&request).map_err(|error| error.to_string())?;
        // The run's own maximum is not recorded.
        check(&self.plugin, &request, &assigned.answer, u32::MAX).map_err(|error| error.to_string())?;
        let person = |row: &u32| usize::try_from(*row).ok().and_then(|row| request.salespeople.id.get(row)).copied();
        let given = request.leads.id.iter().zip(&assigned.answer.assignee);
        let to = given.filter_map(|(lead, row)| Some((*lead, person(row)?))).collect();
        self.memory.insert(key, assigned.answer.memory);
        Ok(Plan { to, fuel: assigned.fuel, lacking: question.lacking.into_iter().collect() })
    }

    /// The room of each person: that of this strategy and its settings where only the run's own strategy bounded it, by its settings;
    /// another bound was the run's.
    fn rooms(&self, record: &RunRecord, recorded: &Request, settings: &str) -> Vec<u32> {
        let parsed = |settings: &str| serde_json::from_str(settings).unwrap_or(Value::Null);
        let asked = record.strategy.as_ref().map_or(RoomRule::Unlimited, |by| RoomRule::of(&by.name));
        let (before, after) = (parsed(&recorded.settings), parsed(settings));
        let own = RoomRule::of(&self.strategy.identity().name);
        let people = &recorded.salespeople;
        let rows = people.target.iter().zip(&people.workload).zip(&people.room);
        let rows = rows.map(|((target, workload), recorded)| {
            let by_strategy = room(*target, *workload, asked, &before);
            let bound = if *recorded == by_strategy { u32::MAX } else { *recorded };
            bound.min(room(*target, *workload, own, &after))
        });
        rows.collect()
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
