//! What can be read and checked before the network is asked: the campaign table, the lists, the strategy and its settings.

use std::path::PathBuf;

use serde_json::Value;

use crate::config::Config;
use crate::config::source::ConfigErrors;
use crate::error::Error;
use crate::leads::Matcher;
use crate::people::{Row, read_table};
use crate::strategy::{Host, Limits, Strategy, shipped};

/// What a run has before it connects.
pub struct Prepared {
    /// The campaign table.
    pub rows: Vec<Row>,
    /// The strategy.
    pub strategy: Strategy,
    /// Its settings, checked and with defaults filled in.
    pub settings: String,
}

/// The plugin host, with its cache in the user's cache folder.
///
/// # Errors
/// The engine does not start.
pub fn host() -> Result<Host, Error> {
    let cache: Option<PathBuf> =
        directories::ProjectDirs::from("", "", "odlm").map(|folders| folders.cache_dir().join("compiled"));
    Ok(Host::new(Limits::default(), cache)?)
}

/// Reads and checks everything that needs no network.
///
/// # Errors
/// Every mistake found.
pub fn prepare(config: &Config, host: &Host) -> Result<Prepared, Error> {
    let rows = read_table(&config.people.table)?;
    if let Some(rule) = &config.leads.sources {
        Matcher::new(&rule.sources, rule.mode, rule.case_sensitive).map_err(|error| {
            at_key(
                config,
                "lead_finding.web_sources",
                error.to_string(),
                "look-around and back-references are not supported",
            )
        })?;
    }
    let strategy = load_strategy(host, &config.distribution.strategy)?;
    let given = Value::Object(config.distribution.settings.clone());
    let settings = strategy.settings(&given).map_err(|errors| {
        let mut all = ConfigErrors::new();
        for error in errors {
            let pointer = format!("/{}{}", config.distribution.settings_key.replace('.', "/"), error.pointer);
            add(
                &mut all,
                config,
                &pointer,
                error.message,
                format!("`odlm strategy list` shows the settings of `{}`", config.distribution.strategy),
            );
        }
        all
    })?;
    Ok(Prepared { rows, strategy, settings })
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

/// A single error at a key of the configuration.
pub(super) fn at_key(config: &Config, key: &str, message: String, hint: &str) -> ConfigErrors {
    let mut errors = ConfigErrors::new();
    add(&mut errors, config, &format!("/{}", key.replace('.', "/")), message, hint.to_owned());
    errors
}

/// Adds an error at a pointer of the configuration.
pub(super) fn add(errors: &mut ConfigErrors, config: &Config, pointer: &str, message: String, hint: String) {
    let path = pointer.trim_start_matches('/').replace('/', ".");
    errors.add(config.places.place(pointer), path, message, hint);
}
