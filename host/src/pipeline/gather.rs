//! Steps 1 and 2: who may receive, and which leads.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::Progress;
use super::begin::Begun;
use super::counted;
use super::dropback::{self, Dropped};
use super::on_assign::{self, Beside};
use super::people::people;
use super::phase::{Phase, during};
use super::pool::{self, Pool, pool};
use super::prepare::Prepared;
use super::ruled::fields_of_rules;
use super::sales::sales_filter;
use crate::config::Config;
use crate::domain::ids::UserId;
use crate::domain::lead::Lead;
use crate::domain::run::{Figure, Moment};
use crate::error::Error;
use crate::leads::{Filtered, LeadFields, Sold, opportunities, read_fields, serve_order};
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, ReadCall, ReadMethod};
use crate::people::{Owned, People, leave_out_the_full, read_workload};

/// What was read.
pub(super) struct Gathered {
    pub(super) people: People,
    /// Open leads that each eligible person owns, those of `leads` among them.
    pub(super) owned: Owned,
    /// The eligible leads in the order in which they are served.
    pub(super) leads: Vec<Lead>,
    /// The others, and the funnel.
    pub(super) filtered: Filtered,
    /// What is written beside the owner.
    pub(super) beside: Beside,
    /// Old leads that go to a fixed person.
    pub(super) dropped: Dropped,
    /// Old leads of the window that stay with their owner, each with the sentence why.
    pub(super) stay: Vec<(Lead, Arc<str>)>,
    /// The window's leads, where Odoo left out some of them by the rules.
    pub(super) window: Option<Domain>,
    /// What the sales filter left out.
    pub(super) sold: Sold,
    /// The fields of this Odoo's leads.
    pub(super) fields: LeadFields,
    /// What else was counted, for reports; nothing until it is asked for.
    pub(super) figures: Vec<Figure>,
}

/// Whether the API user may write leads: asked before anything is planned for real.
pub(super) async fn may_write(odoo: &dyn OdooRead) -> Result<(), Error> {
    let call = if odoo.session().major >= 18 {
        ReadCall::new("crm.lead", ReadMethod::HasAccess).with("operation", "write")
    } else {
        ReadCall::new("crm.lead", ReadMethod::CheckAccessRights)
            .with("operation", "write")
            .with("raise_exception", false)
    };
    match odoo.read(call).await? {
        Value::Bool(true) => Ok(()),
        _ => Err(OdooError::new(ErrorKind::Access, "crm.lead/write", "the API user may not write leads").into()),
    }
}

pub(super) async fn gather(
    config: &Config,
    progress: &dyn Progress,
    odoo: &dyn OdooRead,
    prepared: &Prepared,
    begun: &Begun,
) -> Result<Gathered, Error> {
    progress.phase(Phase::People);
    let fields = read_fields(odoo).await?;
    let reading = pool::reading(config, &fields)?;
    fields_of_rules(config, &fields)?;
    let wanted = prepared.person_columns(config);
    let columns = prepared.lead_columns(config);
    let sales = sales_filter(config, odoo, &fields, begun).await?;
    let people = people(config, odoo, &prepared.rows, &wanted);
    let (mut people, users) = during(progress, Phase::People, people).await?;
    let beside = on_assign::resolve(config, odoo, &fields, &users).await?;
    let droppers = dropback::resolve(config, odoo, &fields, &reading, (&people, &users)).await?;
    let owners = pool::owners(&people, &users);
    let pooled = pool(config, progress, odoo, begun, (&fields, &reading, &columns), &owners, droppers.as_ref());
    let pooled = during(progress, Phase::Leads, pooled).await?;
    let Pool { mut filtered, dropped, stay, window } = pooled;
    let mut sold = Sold::default();
    if let Some(rule) = &sales {
        sold = opportunities(odoo, rule, &filtered.eligible).await?;
        filtered.leave_out_sold(&sold);
    }
    let mut leads = std::mem::take(&mut filtered.eligible);
    serve_order(&mut leads, config.distribution.order, begun.seed);
    let ids: Vec<UserId> = people.eligible.iter().map(|person| person.id).collect();
    let mut owned = Owned::default();
    if !ids.is_empty() {
        owned = read_workload(odoo, &ids, &counted::workload(config, &fields), Moment::Before).await?;
        if let Some(most) = config.people.max_workload_percentage {
            leave_out_the_full(&mut people, &owned.leads, most);
        }
        let mut pooled = HashMap::new();
        // Won leads are not among those owned.
        for owner in leads.iter().filter(|lead| !lead.won).filter_map(|lead| lead.owner) {
            *pooled.entry(owner).or_insert(0_u32) += 1;
        }
        for person in &mut people.eligible {
            // Leads of this request are up for distribution and no longer count as owned.
            let all = dropped.workload(person.id, owned.leads.get(&person.id).copied().unwrap_or(0));
            person.workload = all.saturating_sub(pooled.get(&person.id).copied().unwrap_or(0));
        }
    }
    Ok(Gathered { people, owned, leads, filtered, beside, dropped, stay, window, sold, fields, figures: Vec::new() })
}
