//! `lead_finding.dropback_filter`: who gets old leads, looked up before anything is planned, and what becomes of each. Writes nothing:
//! their decisions are applied with the rest of the plan. Which leads are old stands in `leads/dropback.rs`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::begin::Begun;
use super::on_assign::value;
use super::prepare::add;
use crate::config::source::ConfigErrors;
use crate::config::{Config, DropbackRule};
use crate::domain::decision::{Decision, Dropback, State, Values};
use crate::domain::ids::{LeadId, TeamId, UserId};
use crate::domain::lead::Lead;
use crate::domain::run::FunnelStep;
use crate::error::Error;
use crate::leads::{
    Against, DropbackError, Found, LeadFields, OldLead, OldQuery, Reading, find_old, find_record, last_old_day,
    old_reading,
};
use crate::odoo::{Domain, ErrorKind, OdooError, OdooRead, ReadCall, ReadMethod, whole_of};
use crate::people::{People, Users, named};
use crate::plan::untouched;
use crate::text::fold;

const AT: &str = "/lead_finding/dropback_filter";

/// The rule with everything looked up.
pub(super) struct Droppers<'c> {
    rule: &'c DropbackRule,
    reading: Reading,
    /// The person of each campaign, by its folded name.
    people: BTreeMap<String, Dropper>,
    values: Values,
}

/// The person of a campaign.
struct Dropper {
    /// The campaign as the configuration writes it.
    campaign: String,
    id: UserId,
    name: String,
    team: Option<TeamId>,
}

/// What becomes of old leads.
#[derive(Debug, Default)]
pub(super) struct Dropped {
    /// Those that go to a person, or are counted.
    pub(super) decisions: Vec<Decision>,
    /// Those that stay with the person who owns them already.
    stays: HashMap<LeadId, Arc<str>>,
}

/// Looks up people, status and team.
///
/// # Errors
/// Everybody and everything that is not there, with its place.
pub(super) async fn resolve<'c>(
    config: &'c Config,
    odoo: &dyn OdooRead,
    fields: &LeadFields,
    reading: &Reading,
    (people, users): (&People, &Users),
) -> Result<Option<Droppers<'c>>, Error> {
    let Some(rule) = &config.leads.dropback else { return Ok(None) };
    let mut errors = ConfigErrors::new();
    let old = old_reading(rule, reading, fields).unwrap_or_else(|wrong| {
        for (key, message, hint) in wrong {
            add(&mut errors, config, &format!("{AT}/{key}"), message, hint);
        }
        reading.clone()
    });
    let mut found = BTreeMap::new();
    for (folded, (campaign, name)) in &rule.people {
        let at = format!("{AT}/campaign_assignments/{}", campaign.replace('~', "~0").replace('/', "~1"));
        match named(odoo, users, name).await? {
            Ok(user) if people.shielded.contains(&user.id) => {
                let message = format!("`{name}` is one of `user_exclusion.excluded_users`, who receive no leads");
                add(&mut errors, config, &at, message, "name somebody else, or take the name off that list".to_owned());
            }
            Ok(user) if people.excluded.contains(&user.id) => {
                let message = format!("`{name}` is one of `exclude_specific_users`, who receive no leads");
                add(&mut errors, config, &at, message, "name somebody else, or take the name off that list".to_owned());
            }
            Ok(user) => {
                let (campaign, name) = (campaign.clone(), user.name.clone());
                found.insert(folded.clone(), Dropper { campaign, id: user.id, name, team: user.team });
            }
            Err((message, hint)) => add(&mut errors, config, &at, message, hint),
        }
    }
    let mut values = Map::new();
    if let Some(status) = &rule.status {
        let name = &config.leads.fields.status;
        match value(odoo, fields, users, name, &Value::from(status.as_str())).await? {
            Ok(value) => drop(values.insert(name.clone(), value)),
            Err(wrong) => {
                add(&mut errors, config, &format!("{AT}/assignment_config/dropback_status"), wrong.message, wrong.hint);
            }
        }
    }
    if let Some(team) = &rule.team {
        match find_record(odoo, "crm.team", &Value::from(team.as_str())).await? {
            Ok(team) => found.values_mut().for_each(|person| person.team = Some(TeamId(team))),
            Err(wrong) => {
                add(&mut errors, config, &format!("{AT}/assignment_config/dropback_team"), wrong.message, wrong.hint);
            }
        }
    }
    let droppers = Droppers { rule, reading: old, people: found, values: Arc::new(values) };
    errors.into_result(Some(droppers)).map_err(Into::into)
}

impl Droppers<'_> {
    /// Reads the old leads and decides about each. `against` is what the leads of the window are held against.
    pub(super) async fn drop_back(
        &self,
        odoo: &dyn OdooRead,
        fields: &LeadFields,
        begun: &Begun,
        against: &Against<'_>,
    ) -> Result<Dropped, Error> {
        let last = last_old_day(self.rule, begun.today, |day| against.off.is_working(day));
        let query =
            OldQuery { rule: self.rule, reading: &self.reading, fields, last, zone: &begun.zone, window: against };
        let old = find_old(odoo, &query).await.map_err(|error| match error {
            DropbackError::Odoo(error) => Error::from(error),
            DropbackError::Pattern(error) => {
                Error::usage(error.to_string(), "look at `lead_finding.dropback_filter.web_source_matching`")
            }
        })?;
        Ok(self.decide(old))
    }

    fn decide(&self, old: Vec<OldLead>) -> Dropped {
        let days = if self.rule.working { "working days" } else { "days" };
        let age = format!("older than {} {days}", self.rule.days);
        let mut dropped = Dropped::default();
        // What the leads of a campaign share.
        let mut shared: HashMap<Arc<str>, (Arc<Dropback>, Arc<str>)> = HashMap::new();
        for OldLead { lead, campaign } in old {
            let person = self.people.get(&fold(&campaign)).filter(|_| self.rule.assign);
            if let Some(person) = person.filter(|person| lead.owner == Some(person.id)) {
                dropped.stays.insert(lead.id, Arc::from(format!("{age}: stays with {}", person.name)));
                continue;
            }
            let (dropback, reason) = shared.entry(Arc::clone(&campaign)).or_insert_with(|| {
                let known = self.people.get(&fold(&campaign)).map_or(&*campaign, |person| person.campaign.as_str());
                let reason = match person {
                    Some(person) => format!("{age}: goes to {} for campaign {known}", person.name),
                    None => format!("{age}: is of campaign {known}, and only counted"),
                };
                let name = person.map(|person| person.name.clone());
                (Arc::new(Dropback { campaign: known.to_owned(), person: name }), Arc::from(reason))
            });
            let state = if person.is_some() { State::Planned } else { State::LeftOut };
            if self.rule.log {
                // A log names nobody.
                let (to, campaign) = (person.map(|person| person.id.0), &dropback.campaign);
                tracing::info!(lead = lead.id.0, to, "{age}, of campaign {campaign}");
            }
            dropped.decisions.push(Decision {
                to: person.map(|person| person.id),
                to_team: person.and_then(|person| person.team),
                values: person.map_or_else(Values::default, |_| Arc::clone(&self.values)),
                dropback: Some(Arc::clone(dropback)),
                ..untouched(&lead, Arc::clone(reason), state)
            });
        }
        dropped
    }
}

impl Dropped {
    /// How many of those that are taken up the window holds, by Odoo's own count.
    pub(super) async fn count_inside(&self, odoo: &dyn OdooRead, mut window: Domain) -> Result<u64, Error> {
        let ids: Vec<u64> = self.decisions.iter().map(|decision| decision.lead.0).collect();
        window.push(json!(["id", "in", ids]));
        let call = ReadCall::new("crm.lead", ReadMethod::SearchCount).with("domain", window);
        let count = whole_of(Some(&odoo.read(call).await?)).and_then(|count| u64::try_from(count).ok());
        let wrong = || OdooError::new(ErrorKind::Protocol, "crm.lead/search_count", "the answer is not a count");
        Ok(count.ok_or_else(wrong)?)
    }

    /// Takes the old leads out of the window's. `inside` is how many of those that are taken up the window holds, where not all of its
    /// leads were read. Returns those that stay where they are with their sentence, and the funnel's step: before it all leads of the
    /// window and the old ones beyond it, after it those that go on to the filters.
    pub(super) fn split(&self, found: &mut Found, inside: Option<u64>) -> (Vec<(Lead, Arc<str>)>, FunnelStep) {
        let leads = std::mem::take(&mut found.leads);
        let all = found.in_window.unwrap_or(leads.len() as u64);
        let taken: HashSet<LeadId> = self.decisions.iter().map(|decision| decision.lead).collect();
        let (mut stay, mut read) = (Vec::new(), 0_u64);
        for lead in leads {
            match self.stays.get(&lead.id) {
                Some(sentence) => stay.push((lead, Arc::clone(sentence))),
                None if taken.contains(&lead.id) => read += 1,
                None => found.leads.push(lead),
            }
        }
        let inside = inside.unwrap_or(read).min(taken.len() as u64);
        // Odoo counts and reads at two instants: leads that came between are no contradiction.
        let after = all.saturating_sub(inside + stay.len() as u64).max(found.leads.len() as u64);
        let before = after + taken.len() as u64 + stay.len() as u64;
        found.in_window = found.in_window.map(|_| after);
        (stay, FunnelStep { filter: Dropback::STEP.to_owned(), before, after })
    }

    /// What a person's workload is once old leads have come and gone. `owned` counts what they own now.
    pub(super) fn workload(&self, person: UserId, owned: u32) -> u32 {
        let count = |by: fn(&Decision) -> Option<UserId>| {
            let given = self.decisions.iter().filter(|decision| decision.to.is_some());
            u32::try_from(given.filter(|decision| by(decision) == Some(person)).count()).unwrap_or(u32::MAX)
        };
        owned.saturating_add(count(|decision| decision.to)).saturating_sub(count(|decision| decision.from))
    }
}
