//! `distribution.on_assign`: what is written beside the owner, checked and looked up before anything is planned. Old leads that go to a
//! fixed person have values of their own and take none of these.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::prepare::add;
use crate::config::source::ConfigErrors;
use crate::config::{Config, TeamRule, Who};
use crate::domain::decision::{Decision, Values};
use crate::domain::ids::{TeamId, UserId};
use crate::error::Error;
use crate::leads::{FieldKind, LeadFields, Wrong, find_record, value_for};
use crate::odoo::OdooRead;
use crate::people::{Users, named};

const AT: &str = "/distribution/on_assign";

/// Fields that `set` may not name, and the way out.
const NOT_SET: [(&str, &str); 6] = [
    ("user_id", "the owner is what the distribution decides"),
    ("team_id", "write `on_assign.team`"),
    ("id", "odlm writes into leads that are there"),
    ("active", "odlm hands leads over; it archives none"),
    ("type", "odlm hands leads over; it converts none"),
    ("write_date", "Odoo keeps it by itself"),
];

/// What is written beside the owner.
#[derive(Debug)]
pub(super) struct Beside {
    team: Team,
    /// Fields that name the new owner too.
    of_owner: Vec<String>,
    /// Fields that are the same for every lead.
    fixed: Map<String, Value>,
}

#[derive(Debug)]
enum Team {
    OfPerson,
    Keep,
    One(TeamId),
}

impl Beside {
    /// Puts the values into every decision of the distribution that names somebody.
    pub(super) fn put(&self, decisions: &mut [Decision]) {
        let mut values: HashMap<UserId, Values> = HashMap::new();
        let same = Arc::new(self.fixed.clone());
        for decision in decisions.iter_mut().filter(|decision| decision.dropback.is_none()) {
            let Some(owner) = decision.to else { continue };
            match self.team {
                Team::OfPerson => {}
                Team::Keep => decision.to_team = None,
                Team::One(team) => decision.to_team = Some(team),
            }
            decision.values = match self.of_owner.as_slice() {
                [] => Arc::clone(&same),
                fields => Arc::clone(values.entry(owner).or_insert_with(|| {
                    let mut values = self.fixed.clone();
                    values.extend(fields.iter().map(|field| (field.clone(), Value::from(owner.0))));
                    Arc::new(values)
                })),
            };
        }
    }
}

/// What needs no network to be refused.
pub(super) fn refused(errors: &mut ConfigErrors, config: &Config) {
    let (rule, fields) = (&config.distribution.on_assign, &config.leads.fields);
    for name in rule.set.keys() {
        let beside = [
            (&fields.status, "status", true),
            (&fields.closer, "closer", rule.closer.is_some()),
            (&fields.open_user, "open_user", rule.open_user.is_some()),
        ];
        let hint = NOT_SET.iter().find(|(known, _)| known == name).map(|(_, hint)| (*hint).to_owned());
        let of_key = beside.into_iter().find(|(field, _, refused)| *refused && *field == name);
        let Some(hint) = hint.or_else(|| of_key.map(|(_, key, _)| format!("write `on_assign.{key}`"))) else { continue };
        add(errors, config, &pointer(name), format!("`set` may not name `{name}`"), hint);
    }
}

fn pointer(field: &str) -> String {
    format!("{AT}/set/{}", field.replace('~', "~0").replace('/', "~1"))
}

/// Looks up every value.
///
/// # Errors
/// Every value that the lead's fields do not take, with its place.
pub(super) async fn resolve(
    config: &Config,
    odoo: &dyn OdooRead,
    fields: &LeadFields,
    users: &Users,
) -> Result<Beside, Error> {
    let rule = &config.distribution.on_assign;
    let mut errors = ConfigErrors::new();
    let mut beside = Beside { team: Team::OfPerson, of_owner: Vec::new(), fixed: Map::new() };
    match &rule.team {
        TeamRule::Salesperson => {}
        TeamRule::Keep => beside.team = Team::Keep,
        TeamRule::Named(name) => match find_record(odoo, "crm.team", &Value::from(name.as_str())).await? {
            Ok(team) => beside.team = Team::One(TeamId(team)),
            Err(wrong) => add(&mut errors, config, &format!("{AT}/team"), wrong.message, wrong.hint),
        },
    }
    if let Some(status) = &rule.status {
        let name = &config.leads.fields.status;
        match value(odoo, fields, users, name, &Value::from(status.as_str())).await? {
            Ok(value) => drop(beside.fixed.insert(name.clone(), value)),
            Err(wrong) => add(&mut errors, config, &format!("{AT}/status"), wrong.message, wrong.hint),
        }
    }
    for (key, who, name) in [
        ("closer", &rule.closer, &config.leads.fields.closer),
        ("open_user", &rule.open_user, &config.leads.fields.open_user),
    ] {
        let Some(who) = who else { continue };
        match somebody(odoo, fields, users, name, who).await? {
            Ok(Some(value)) => drop(beside.fixed.insert(name.clone(), value)),
            Ok(None) => beside.of_owner.push(name.clone()),
            Err(Wrong { message, hint }) => {
                let hint = if fields.has(name) {
                    hint
                } else {
                    format!("{hint}; `lead_finding.field_map.{key}` names the field")
                };
                add(&mut errors, config, &format!("{AT}/{key}"), message, hint);
            }
        }
    }
    for (name, written) in &rule.set {
        match value(odoo, fields, users, name, written).await? {
            Ok(value) => drop(beside.fixed.insert(name.clone(), value)),
            Err(wrong) => add(&mut errors, config, &pointer(name), wrong.message, wrong.hint),
        }
    }
    errors.into_result(beside).map_err(Into::into)
}

/// The value of a field of users; none is the new owner.
async fn somebody(
    odoo: &dyn OdooRead,
    fields: &LeadFields,
    users: &Users,
    name: &str,
    who: &Who,
) -> Result<Result<Option<Value>, Wrong>, Error> {
    let field = match fields.writable(name) {
        Ok(field) => field,
        Err(wrong) => return Ok(Err(wrong)),
    };
    if field.kind != FieldKind::Many2one("res.users".to_owned()) {
        let message = format!("field `{name}` of `crm.lead` holds {} and names no user", field.kind);
        return Ok(Err(Wrong::new(message, "map another field with `lead_finding.field_map`")));
    }
    match who {
        Who::Salesperson => Ok(Ok(None)),
        Who::Nobody => Ok(Ok(Some(Value::Bool(false)))),
        Who::Named(text) => {
            Ok(value(odoo, fields, users, name, &Value::from(text.as_str())).await?.map(Some))
        }
    }
}

/// The value of a field: a user among those who are read already, anything else as `leads` finds it.
pub(super) async fn value(
    odoo: &dyn OdooRead,
    fields: &LeadFields,
    users: &Users,
    name: &str,
    written: &Value,
) -> Result<Result<Value, Wrong>, Error> {
    let field = match fields.writable(name) {
        Ok(field) => field,
        Err(wrong) => return Ok(Err(wrong)),
    };
    match (&field.kind, written) {
        (FieldKind::Many2one(model), Value::String(text)) if model == "res.users" => {
            let found = named(odoo, users, text).await?;
            Ok(found.map(|user| Value::from(user.id.0)).map_err(|(message, hint)| Wrong::new(message, hint)))
        }
        _ => Ok(value_for(odoo, field, written).await?),
    }
}
