//! From what is written to what it means: defaults, flags, files. Finds every error before anybody asks the network.

mod database;
mod distribution;
mod execution;
mod filters;
mod leads;
mod notify;
mod observing;
mod opportunities;
mod people;
mod plugins;
mod reporting;
mod tracking;

use std::path::Path;

use sha2::{Digest, Sha256};

use super::connection;
use super::resolved::{Config, Distribution, Logging, Overrides, PeopleRules, inputs};
use super::source::{ConfigErrors, Environment, Format, Places, Read, read, read_bytes};
use super::written::{LogRotation, Written};
use crate::ledger::Place;

pub(crate) use people::{LAST_RANK, default_experience, default_rank};

/// Reads and resolves a configuration.
///
/// # Errors
/// Every mistake in the file and in the files it names, each with its place.
pub fn load(path: &Path, environment: &Environment, overrides: &Overrides) -> Result<Config, ConfigErrors> {
    meaning(path, &read::<Written>(path, environment)?, environment, overrides)
}

/// Resolves a text as [`load`] does a file; `path` says where it would stand.
///
/// # Errors
/// As [`load`].
pub fn load_text(path: &Path, text: &str, environment: &Environment) -> Result<Config, ConfigErrors> {
    let read = read_bytes::<Written>(path, text.as_bytes(), Format::of(path), environment)?;
    meaning(path, &read, environment, &Overrides::default())
}

fn meaning(
    path: &Path,
    read: &Read<Written>,
    environment: &Environment,
    overrides: &Overrides,
) -> Result<Config, ConfigErrors> {
    let mut pass = Pass { path, places: &read.places, errors: ConfigErrors::new(), warnings: Vec::new() };
    let resolved = resolve(&mut pass, &read.value, overrides);
    let Pass { errors, warnings, .. } = pass;
    match (resolved, errors.is_empty()) {
        (Some(mut config), true) => {
            config.digest = hex::encode(Sha256::digest(format!("{config:?}")));
            config.warnings = warnings;
            config.environment = environment.clone();
            Ok(config)
        }
        _ => Err(errors),
    }
}

/// What the pass finds on its way.
pub(super) struct Pass<'a> {
    /// The configuration's file.
    pub(super) path: &'a Path,
    pub(super) places: &'a Places,
    pub(super) errors: ConfigErrors,
    pub(super) warnings: Vec<String>,
}

impl Pass<'_> {
    pub(super) fn error(&mut self, pointer: &str, message: impl Into<String>, hint: impl Into<Option<String>>) {
        let path = pointer.trim_start_matches('/').replace('/', ".");
        self.errors.add(self.places.place(pointer), path, message, hint);
    }

    /// Warns of a secret that stands in the file itself.
    pub(super) fn secret(&mut self, pointer: &str, variable: &str) {
        if !self.places.is_from_environment(pointer) {
            let key = pointer.rsplit('/').next().unwrap_or_default();
            self.warn(pointer, &format!("`{key}` stands in the file; put it into `.env` and write `${{{variable}}}`"));
        }
    }

    /// A warning about a key, with its place.
    pub(super) fn warn(&mut self, pointer: &str, message: &str) {
        let place = self.places.place(pointer);
        self.warnings.push(format!("{place}: {message}"));
    }
}

/// Refuses a log that would be written into a file that is read or kept.
fn apart(
    pass: &mut Pass,
    logging: &Logging,
    ledger: Option<&Place>,
    people: Option<&PeopleRules>,
    strategies: Option<&Distribution>,
) {
    let Some(log) = logging.file.as_ref().filter(|log| log.rotation == LogRotation::Never) else { return };
    if inputs(pass.path, ledger, people, strategies).contains(&log.path.as_path()) {
        let message = format!("`{}` is no log: odlm reads it or keeps runs in it", log.path.display());
        pass.error("/logging/file", message, "write a file of its own, like `log/odlm.log`".to_owned());
    }
}

fn resolve(pass: &mut Pass, written: &Written, overrides: &Overrides) -> Option<Config> {
    let mut connection = connection::resolve(pass, &written.odoo_connection);
    let people = people::people(pass, written);
    let leads = leads::leads(pass, &written.lead_finding, overrides);
    let distribution = distribution::distribution(pass, &written.distribution, overrides);
    let execution = execution::execution(pass, &written.execution, overrides);
    if let (Some(connection), Some(retries)) = (&mut connection, execution::retries(&written.execution)) {
        connection.retries = retries;
    }
    let ledger = tracking::place(pass, written);
    let tracking = tracking::tracking(pass, &written.tracking);
    let (email, alerts) = notify::notify(pass, written, overrides);
    let reporting = reporting::reporting(pass, &written.reporting, &overrides.report);
    let logging = observing::logging(pass, &written.logging);
    apart(pass, &logging, ledger.as_ref(), people.as_ref(), distribution.as_ref());
    let metrics = observing::metrics(pass, &written.metrics);
    let traces = observing::telemetry(pass, &written.telemetry);
    let campaign = written
        .campaign
        .name
        .clone()
        .or_else(|| people.as_ref()?.campaign.clone())
        .unwrap_or_else(|| "default".to_owned());
    Some(Config {
        connection: connection?,
        campaign,
        active: written.campaign.active.unwrap_or(true),
        people: people?,
        leads: leads?,
        distribution: distribution?,
        execution: execution?,
        email,
        alerts,
        reporting,
        ledger: ledger?,
        tracking,
        logging,
        metrics,
        traces,
        digest: String::new(),
        warnings: Vec::new(),
        environment: Environment::default(),
        places: pass.places.clone(),
    })
}
