//! Step 2: the leads of the window, told apart by the rules.

use std::sync::Arc;

use super::Progress;
use super::begin::Begun;
use super::dropback::{Dropped, Droppers};
use super::prepare::add;
use super::{patterns, sources, stored};
use crate::config::Config;
use crate::config::source::ConfigErrors;
use crate::domain::lead::Lead;
use crate::domain::request::ColumnRequest;
use crate::error::Error;
use crate::leads::{
    Against, DaysOff, Filtered, LeadFields, LeadQuery, Lists, Owners, Reading, filter, find_leads, mapped,
    read_days_off, window_days,
};
use crate::odoo::{Domain, ErrorKind, OdooRead};
use crate::people::{People, Users};

/// The fields that the rules name.
///
/// # Errors
/// Every one that is not there or cannot serve.
pub(super) fn reading(config: &Config, fields: &LeadFields) -> Result<Reading, ConfigErrors> {
    mapped(&config.leads, fields).map_err(|wrong| {
        let mut errors = ConfigErrors::new();
        for one in wrong {
            add(&mut errors, config, &one.pointer, one.message, one.hint);
        }
        errors
    })
}

/// What the rules say of each owner.
pub(super) fn owners(people: &People, users: &Users) -> Owners {
    let inactive: Vec<_> = users.iter().filter(|user| !user.active).map(|user| user.id).collect();
    Owners {
        released: inactive.iter().chain(&people.excluded).copied().collect(),
        inactive: inactive.into_iter().collect(),
        shielded: people.shielded.clone(),
    }
}

/// The leads of the window and the old ones, told apart.
#[derive(Debug, Default)]
pub(super) struct Pool {
    /// The leads that the filters saw.
    pub(super) filtered: Filtered,
    /// Old leads that go to a fixed person.
    pub(super) dropped: Dropped,
    /// Old leads of the window that stay with their owner, each with the sentence why.
    pub(super) stay: Vec<(Lead, Arc<str>)>,
    /// The window's leads, where Odoo left out some of them by the rules.
    pub(super) window: Option<Domain>,
}

/// The leads of the window, told apart.
pub(super) async fn pool(
    config: &Config,
    progress: &dyn Progress,
    odoo: &dyn OdooRead,
    begun: &Begun,
    (fields, reading, columns): (&LeadFields, &Reading, &[ColumnRequest]),
    owners: &Owners,
    droppers: Option<&Droppers<'_>>,
) -> Result<Pool, Error> {
    let mut rules = stored::lead_rules(config).await?;
    if config.leads.sources.is_some() {
        rules.to_mut().sources = sources::settled(config, progress, odoo, &reading.source, &rules).await?;
    }
    let lists = Lists::of(&rules).map_err(|error| Error::usage(error.to_string(), patterns::HINT))?;
    let off = days_off(config, odoo, begun).await?;
    let query = LeadQuery {
        rules: &rules,
        reading,
        fields,
        columns,
        days: window_days(rules.window, begun.today, &off),
        zone: &begun.zone,
    };
    let mut found = find_leads(odoo, &query, &lists, owners, &|leads, of| progress.read(leads, of)).await?;
    let against = Against { rules: &rules, lists: &lists, reading, owners, off: &off, today: begun.today };
    let mut pool = Pool { window: found.in_window.map(|_| query.domain()), ..Pool::default() };
    let mut first = None;
    if let Some(droppers) = droppers {
        pool.dropped = droppers.drop_back(odoo, fields, begun, &against).await?;
        let inside = match found.in_window {
            // Odoo may have left out old leads that the window holds.
            Some(_) => Some(pool.dropped.count_inside(odoo, query.domain()).await?),
            None => None,
        };
        let step;
        (pool.stay, step) = pool.dropped.split(&mut found, inside);
        first = Some(step);
    }
    pool.filtered = filter(found, &against);
    pool.filtered.funnel.splice(0..0, first);
    Ok(pool)
}

/// The holidays; where they are wanted and Odoo does not give them, nothing is counted without them.
pub(super) async fn days_off(config: &Config, odoo: &dyn OdooRead, begun: &Begun) -> Result<DaysOff, Error> {
    read_days_off(odoo, &config.leads, &begun.zone).await.map_err(|error| match error.kind {
        ErrorKind::Access | ErrorKind::Unsupported => {
            let mut errors = ConfigErrors::new();
            let message = format!("Odoo's holidays cannot be read: {}", error.brief());
            let hint = "let the API user read `resource.calendar.leaves`, or write `holidays_from_odoo: false` and list them under `holidays`";
            add(&mut errors, config, "/lead_finding/date_range/holidays_from_odoo", message, hint.to_owned());
            errors.into()
        }
        _ => Error::from(error),
    })
}
