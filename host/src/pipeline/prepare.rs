//! What can be read and checked before Odoo is asked: the salespeople's files, the lists, the strategy and its settings.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::planner::Planner;
use super::{Job, on_assign, patterns, stored};
use crate::config::source::{ConfigErrors, Place};
use crate::config::written::SalespersonModel;
use crate::config::{Config, PeopleSource};
use crate::domain::request::ColumnRequest;
use crate::error::Error;
use crate::people::{Row, listed_rows, read_table, read_text_file};
use crate::strategy::{Compiler, Host, Limits};

/// What a run has before it connects to Odoo.
pub struct Prepared {
    /// The people of a source that needs no network; of any other none.
    pub rows: Vec<Row>,
    /// The configured strategy.
    pub planner: Planner,
    /// The round robin that may plan in its place.
    pub round_robin: Option<Planner>,
    /// The other strategies that somebody who looks on may choose; none where nobody does.
    pub others: Vec<Planner>,
}

/// The user's folder of what can be made or fetched again: compiled strategies, and those out of registries. None where there is no home.
pub(super) fn cache_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("", "", "odlm").map(|folders| folders.cache_dir().to_owned())
}

/// The plugin host, with its cache in the user's cache folder. Strategies that are not shipped are compiled by another process of this
/// program.
///
/// # Errors
/// The engine does not start, or the program cannot find itself.
pub fn host() -> Result<Host, Error> {
    let program = std::env::current_exe().map_err(|error| Error::System {
        what: "the path of this program is not known, and strategies are compiled by it".to_owned(),
        detail: error.to_string(),
    })?;
    Ok(Host::new(Limits::default(), cache_folder())?.compiled_by(Compiler::Child { program }))
}

/// Reads and checks everything that needs no Odoo. A registry is only asked for a strategy of which this machine does not keep the
/// pinned component.
///
/// # Errors
/// Every mistake found; or the registry's.
pub async fn prepare(config: &Config, host: &Host) -> Result<Prepared, Error> {
    let mut all = ConfigErrors::new();
    let rows = rows(&mut all, config);
    let planner = Planner::configured(&mut all, config, host, &rows).await?;
    let round_robin = Planner::instead(&mut all, config, host)?;
    all.into_result(Prepared { rows, planner, round_robin, others: Vec::new() }).map_err(Into::into)
}

/// As [`prepare`], all but the strategies; the people of a source that needs no network.
///
/// # Errors
/// Every mistake found.
pub(super) fn prepare_but_strategies(config: &Config) -> Result<Vec<Row>, ConfigErrors> {
    let mut all = ConfigErrors::new();
    let rows = rows(&mut all, config);
    all.into_result(rows)
}

/// The people of a source that needs no network. What is wrong with them, or with what is checked without a strategy, is added.
fn rows(errors: &mut ConfigErrors, config: &Config) -> Vec<Row> {
    let rows = source_rows(config).unwrap_or_else(|wrong| {
        errors.extend(wrong);
        Vec::new()
    });
    if errors.is_empty() && !is_asked_later(&config.people.source) {
        somebody(errors, config, &rows);
    }
    patterns::check(errors, config);
    on_assign::refused(errors, config);
    rows
}

/// Adds the strategies that may plan in place of the configured one. Those that cannot are told, and are no fault of the run.
pub(super) async fn prepare_others(job: &Job<'_>, prepared: &mut Prepared) {
    for choice in &job.config.distribution.others {
        let mut errors = ConfigErrors::new();
        let planner = Planner::of_choice(&mut errors, job.config, job.host, &prepared.rows, choice).await;
        match planner.and_then(|planner| errors.into_result(planner).map_err(Error::from)) {
            Ok(planner) => {
                if choice.is_own() && choice.sha256.is_none() {
                    job.progress.notice(&format!("strategy `{}` is not pinned", choice.name));
                }
                prepared.others.push(planner);
            }
            Err(error) => {
                job.progress.notice(&format!("strategy `{}` cannot be chosen: {}", choice.name, error.brief()));
            }
        }
    }
}

impl Prepared {
    /// The leads' columns to read: those of every strategy that may be asked.
    pub(super) fn lead_columns(&self, config: &Config) -> Vec<ColumnRequest> {
        let mut columns = self.planner.lead_columns(config);
        for column in self.others.iter().flat_map(|planner| planner.lead_columns(config)) {
            if !columns.iter().any(|known| known.name == column.name) {
                columns.push(column);
            }
        }
        columns
    }

    /// The people's columns to read, likewise; where somebody looks on, the team is shown too.
    pub(super) fn person_columns(&self, config: &Config) -> Vec<&str> {
        let mut columns = self.planner.person_columns(config);
        let shown = (!self.others.is_empty()).then_some("team");
        for column in self.others.iter().flat_map(|planner| planner.person_columns(config)).chain(shown) {
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        columns
    }
}

/// The rows of a source that needs neither the network nor the tracking database; of any other none.
///
/// # Errors
/// Every row that cannot be read.
pub(super) fn source_rows(config: &Config) -> Result<Vec<Row>, ConfigErrors> {
    match &config.people.source {
        PeopleSource::Table(path) => read_table(path),
        PeopleSource::File(path) => read_text_file(path),
        PeopleSource::List(people) => Ok(listed_rows(people, &config.places)),
        PeopleSource::DatabaseTable(_) | PeopleSource::Odoo { .. } | PeopleSource::Team(_) => Ok(Vec::new()),
    }
}

/// Whether a source's people are known only when the network or the tracking database is asked.
fn is_asked_later(source: &PeopleSource) -> bool {
    matches!(source, PeopleSource::DatabaseTable(_) | PeopleSource::Odoo { .. } | PeopleSource::Team(_))
}

/// The source in words, for messages.
pub(super) fn source_shown(config: &Config) -> String {
    match &config.people.source {
        PeopleSource::Table(path) | PeopleSource::File(path) => format!("`{}`", path.display()),
        PeopleSource::DatabaseTable(name) => format!("table `{name}` of `{}`", config.ledger),
        PeopleSource::List(_) => "`salespeople_list`".to_owned(),
        PeopleSource::Odoo { model: SalespersonModel::Users, .. } => "users of Odoo".to_owned(),
        PeopleSource::Odoo { model: SalespersonModel::TeamMembers, .. } => "members of Odoo's sales teams".to_owned(),
        PeopleSource::Team(name) => format!("Odoo's sales team `{name}`"),
    }
}

/// Where the campaign may be named; the first that is there counts.
const CAMPAIGN_KEYS: [&str; 3] =
    ["/salesperson_selection/campaign_filtering/target_campaign", "/campaign/target_campaign", "/campaign/name"];

/// Whether the table has anybody of the campaign.
pub(super) fn somebody(errors: &mut ConfigErrors, config: &Config, rows: &[Row]) {
    let (wanted, default) = (config.people.campaign.as_deref(), config.people.default_campaign.as_deref());
    if rows.iter().any(|row| row.is_of(wanted, default)) {
        return;
    }
    let own = rows.iter().filter_map(|row| row.campaign.as_deref().or(default));
    let known: BTreeSet<&str> = own.collect();
    let empty = "the campaign table names nobody".to_owned();
    match (wanted, &config.people.source) {
        (Some(campaign), _) if !known.is_empty() => {
            let known: Vec<&str> = known.into_iter().take(20).collect();
            let message = format!("nobody in {} is of campaign `{campaign}`", source_shown(config));
            let at = CAMPAIGN_KEYS.into_iter().find(|key| config.places.holds(key)).unwrap_or_default();
            add(errors, config, at, message, format!("the table has: {}", known.join(", ")));
        }
        (_, PeopleSource::DatabaseTable(_)) => {
            add(errors, config, stored::PEOPLE, empty, "add a row for each salesperson".to_owned());
        }
        (_, PeopleSource::Table(path) | PeopleSource::File(path)) => {
            errors.add(Place::file(path), "", empty, "add a row for each salesperson".to_owned());
        }
        // A list in the configuration has somebody, and what Odoo has is asked later.
        _ => {}
    }
}

/// Adds an error at a pointer of the configuration.
pub(super) fn add(errors: &mut ConfigErrors, config: &Config, pointer: &str, message: String, hint: String) {
    add_at(errors, config.places.place(pointer), pointer, message, hint);
}

/// Adds an error about what a pointer names, at another place than its value's.
pub(super) fn add_at(errors: &mut ConfigErrors, place: Place, pointer: &str, message: String, hint: String) {
    errors.add(place, pointer.trim_start_matches('/').replace('/', "."), message, hint);
}
