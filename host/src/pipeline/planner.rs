//! A strategy that is ready to plan: loaded, its settings checked, what it may see decided. Shipped ones by name, others from a file.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::plugin;
use super::prepare::{add, add_at};
use crate::config::source::ConfigErrors;
use crate::config::{Config, RoomRule, StrategyChoice};
use crate::domain::request::ColumnRequest;
use crate::domain::run::StrategyIdentity;
use crate::error::Error;
use crate::people::Row;
use crate::plan::{Withheld, ruled_lead_columns, ruled_person_columns, withheld};
use crate::strategy::{Host, Strategy, shipped};

/// The strategy that plans when another failed, or when there is too little to share.
pub(super) const ROUND_ROBIN: &str = "round-robin";

/// A strategy that is ready to plan.
pub struct Planner {
    /// The strategy.
    pub strategy: Strategy,
    /// Its settings, checked and with defaults filled in.
    pub settings: String,
    /// How many leads the host accepts for a person.
    pub room: RoomRule,
    /// What it asks for and may not see.
    pub withheld: Withheld,
}

impl Planner {
    /// The configured strategy.
    pub(super) async fn configured(
        errors: &mut ConfigErrors,
        config: &Config,
        host: &Host,
        rows: &[Row],
    ) -> Result<Planner, Error> {
        Planner::of_choice(errors, config, host, rows, &config.distribution.strategy).await
    }

    /// Any of the strategies that the configuration knows.
    pub(super) async fn of_choice(
        errors: &mut ConfigErrors,
        config: &Config,
        host: &Host,
        rows: &[Row],
        choice: &StrategyChoice,
    ) -> Result<Planner, Error> {
        let strategy = if choice.is_own() {
            plugin::load_pinned(errors, config, host, choice).await?
        } else {
            load_strategy(host, &choice.name)?
        };
        let settings = checked(errors, config, &strategy, &choice.settings, &|pointer| match choice.is_own() {
            true => choice.pointer(&format!("settings{pointer}")),
            false if choice.name == ROUND_ROBIN => round_robin_key(config, pointer),
            false => format!("/{}{pointer}", choice.settings_key.replace('.', "/")),
        });
        let withheld = match choice.is_own() {
            true => granted(errors, config, choice, &strategy, rows),
            false => Withheld::default(),
        };
        Ok(Planner { strategy, settings, room: choice.room(), withheld })
    }

    /// Name and version, for people.
    pub(super) fn shown(&self) -> String {
        named(self.strategy.identity())
    }

    /// The shipped round robin, where `round_robin_override` may call for it. It ignores targets, as it does where it is configured.
    pub(super) fn instead(errors: &mut ConfigErrors, config: &Config, host: &Host) -> Result<Option<Planner>, Error> {
        let rule = &config.distribution.round_robin;
        if rule.leads_below.is_none() && rule.salespeople_below.is_none() {
            return Ok(None);
        }
        let strategy = load_strategy(host, ROUND_ROBIN)?;
        let settings = checked(errors, config, &strategy, &rule.settings, &|pointer| round_robin_key(config, pointer));
        Ok(Some(Planner { strategy, settings, room: RoomRule::Unlimited, withheld: Withheld::default() }))
    }

    /// The shipped round robin with its defaults, in place of a strategy that failed and within the same room.
    pub(super) fn fallback(host: &Host, room: RoomRule) -> Result<Planner, Error> {
        let strategy = load_strategy(host, ROUND_ROBIN)?;
        let settings = strategy
            .settings(&Value::Object(Map::new()))
            .map_err(|_| Error::Unexpected("round robin needs settings".to_owned()))?;
        Ok(Planner { strategy, settings, room, withheld: Withheld::default() })
    }

    /// The leads' columns to read: those that the strategy asks for and may see, and those that the host's rules look at.
    pub(super) fn lead_columns(&self, config: &Config) -> Vec<ColumnRequest> {
        let seen = self.strategy.description().lead_columns.iter();
        let mut columns: Vec<ColumnRequest> =
            seen.filter(|column| !self.withheld.leads.contains(&column.name)).cloned().collect();
        for ruled in ruled_lead_columns(&config.distribution.rules) {
            if !columns.iter().any(|column| column.name == ruled.name) {
                columns.push(ruled);
            }
        }
        columns
    }

    /// The people's columns to read, likewise.
    pub(super) fn person_columns(&self, config: &Config) -> Vec<&str> {
        let seen = self.strategy.description().salesperson_columns.iter().map(|column| column.name.as_str());
        let mut columns: Vec<&str> = seen.filter(|name| !self.withheld.people.contains(*name)).collect();
        for ruled in ruled_person_columns(&config.distribution.rules) {
            if !columns.contains(&ruled) {
                columns.push(ruled);
            }
        }
        columns
    }
}

/// Name and version, for people.
pub(super) fn named(identity: &StrategyIdentity) -> String {
    format!("{} {}", identity.name, identity.version)
}

/// Loads a shipped strategy by its name.
///
/// # Errors
/// There is none of that name, or it does not load.
pub fn load_strategy(host: &Host, name: &str) -> Result<Strategy, Error> {
    let component = shipped().iter().find(|(shipped, _)| *shipped == name).map(|(_, component)| *component);
    let component = component.ok_or_else(|| {
        Error::usage(format!("there is no strategy `{name}`"), "`odlm strategy list` shows the strategies")
    })?;
    Ok(host.load(name, component)?)
}

/// Where a setting of round robin stands: the override's own comes before that of the strategy.
fn round_robin_key(config: &Config, pointer: &str) -> String {
    let own = format!("/distribution/round_robin_override{pointer}");
    if !pointer.is_empty() && config.places.holds(&own) { own } else { format!("/distribution/round_robin{pointer}") }
}

/// The settings as the strategy's schema has them; what it refuses is added to the errors.
fn checked(
    errors: &mut ConfigErrors,
    config: &Config,
    strategy: &Strategy,
    given: &Map<String, Value>,
    place: &dyn Fn(&str) -> String,
) -> String {
    let name = &strategy.identity().name;
    strategy.settings(&Value::Object(given.clone())).unwrap_or_else(|refused| {
        for error in refused {
            let hint = error.hint.unwrap_or_else(|| format!("`odlm strategy list` shows the settings of `{name}`"));
            let pointer = place(&error.pointer);
            match error.at_key {
                true => add_at(errors, config.places.key_place(&pointer), &pointer, error.message, hint),
                false => add(errors, config, &pointer, error.message, hint),
            }
        }
        String::new()
    })
}

/// What a strategy of one's own may not see; a required column that it may not see is added to the errors.
fn granted(
    errors: &mut ConfigErrors,
    config: &Config,
    choice: &StrategyChoice,
    strategy: &Strategy,
    rows: &[Row],
) -> Withheld {
    let columns: BTreeSet<&str> = rows.iter().flat_map(|row| row.fields.keys().map(String::as_str)).collect();
    withheld(strategy.description(), &choice.fields, &columns).unwrap_or_else(|refused| {
        for refused in refused {
            let key = format!("distribution.plugins.{}.fields", choice.name);
            let message = format!(
                "strategy `{}` requires the column `{}` of {}, which it may not see",
                choice.name, refused.name, refused.table
            );
            let hint = format!("add `{}` to `{key}` to let it", refused.name);
            add(errors, config, &choice.pointer("fields"), message, hint);
        }
        Withheld::default()
    })
}
