//! Step 1: the people of the source as Odoo's users, with what the strategy wants to know of them. For a run, its resumption and a
//! check alike.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use super::prepare::{add, somebody};
use super::stored;
use crate::config::source::ConfigErrors;
use crate::config::written::SalespersonModel;
use crate::config::{Config, PeopleSource};
use crate::domain::ids::TeamId;
use crate::domain::lead::FieldValue;
use crate::error::Error;
use crate::odoo::{ErrorKind, OdooError, OdooRead, ReadCall, ReadMethod, number_of, text_of, whole_of};
use crate::people::{
    NoTeam, People, Row, Teams, Users, read_member_rows, read_share_users, read_team_rows, read_teams, read_user_rows,
    read_users, select, strangers,
};

const SOURCE: &str = "/salesperson_selection/source_config";

/// Who may receive, and Odoo's users. `rows` are those of a source that needs no network.
pub(super) async fn people(
    config: &Config,
    odoo: &dyn OdooRead,
    rows: &[Row],
    wanted: &[&str],
) -> Result<(People, Users), Error> {
    let by_team = matches!(config.people.source, PeopleSource::Team(_)) || !config.people.teams.is_empty();
    let teams = if by_team || wanted.contains(&"team") { read_teams(odoo).await? } else { Teams::default() };
    let rows = rows_of(config, odoo, rows, &teams).await?;
    let ids: Vec<u64> = rows.iter().filter_map(|row| row.id).collect();
    let mut users = read_users(odoo, &ids, &person_fields(odoo, wanted).await?).await?;
    let strangers = strangers(&rows, &users, &config.people);
    if !strangers.is_empty() {
        users.extend(read_share_users(odoo, &strangers).await?);
    }
    let mut people = select(&rows, &users, &teams, &config.people)?;
    add_fields(&mut people, &users, wanted);
    Ok((people, users))
}

/// The rows of the source, from Odoo or the tracking database where they stand there.
async fn rows_of<'a>(
    config: &Config,
    odoo: &dyn OdooRead,
    prepared: &'a [Row],
    teams: &Teams,
) -> Result<Cow<'a, [Row]>, Error> {
    let mut errors = ConfigErrors::new();
    let rows = match &config.people.source {
        PeopleSource::Table(_) | PeopleSource::File(_) | PeopleSource::List(_) => return Ok(prepared.into()),
        PeopleSource::DatabaseTable(name) => {
            let rows = stored::read_people(config, name).await?;
            somebody(&mut errors, config, &rows);
            rows
        }
        PeopleSource::Odoo { model, domain, use_assignment_max } => {
            let read = match model {
                SalespersonModel::Users => read_user_rows(odoo, domain).await,
                SalespersonModel::TeamMembers => read_member_rows(odoo, domain, *use_assignment_max).await,
            };
            let at = format!("{SOURCE}/database");
            let rows = read.map_err(|error| of_domain(config, &at, error))?;
            if rows.is_empty() {
                let hint = "odlm takes active internal users, or active members, of which the conditions are true";
                add(&mut errors, config, &at, "the conditions take nobody of this Odoo".to_owned(), hint.to_owned());
            }
            rows
        }
        PeopleSource::Team(name) => {
            let at = format!("{SOURCE}/team");
            let team = team(config, &at, name, teams)?;
            let rows = read_team_rows(odoo, team).await?;
            if rows.is_empty() {
                let hint = "add members to the team in Odoo; its leader counts only as a member";
                add(&mut errors, config, &at, format!("team `{name}` has no active member"), hint.to_owned());
            }
            rows
        }
    };
    Ok(errors.into_result(rows)?.into())
}

/// Of a domain that Odoo does not understand, the place where it was written.
fn of_domain(config: &Config, pointer: &str, error: OdooError) -> Error {
    if error.kind != ErrorKind::Unsupported {
        return error.into();
    }
    let mut errors = ConfigErrors::new();
    let message = format!("Odoo does not understand the conditions: {}", error.message);
    add(
        &mut errors,
        config,
        pointer,
        message,
        "name fields of the model as Odoo has them, like `sale_team_id.name`".to_owned(),
    );
    errors.into()
}

fn team(config: &Config, pointer: &str, name: &str, teams: &Teams) -> Result<TeamId, Error> {
    let (message, hint) = match teams.find(name) {
        Ok(team) => return Ok(team),
        Err(NoTeam::Unknown(nearest)) if nearest.is_empty() => {
            (format!("`{name}` is no sales team of this Odoo"), "this Odoo has no sales team".to_owned())
        }
        Err(NoTeam::Unknown(nearest)) => (
            format!("`{name}` is no active sales team of this Odoo"),
            format!("the nearest names are: {}", nearest.join(", ")),
        ),
        Err(NoTeam::Ambiguous(ids)) => {
            let ids: Vec<String> = ids.iter().map(TeamId::to_string).collect();
            let message = format!("`{name}` is the name of {} sales teams", ids.len());
            let hint = format!(
                "take `source_type: database` with `model: crm.team.member` and `where_clause: crm_team_id = ID`; the ids are {}",
                ids.join(", ")
            );
            (message, hint)
        }
    };
    let mut errors = ConfigErrors::new();
    add(&mut errors, config, pointer, message, hint);
    Err(errors.into())
}

/// The columns of salespeople that are fields of `res.users`.
async fn person_fields<'a>(odoo: &dyn OdooRead, wanted: &[&'a str]) -> Result<Vec<&'a str>, Error> {
    let asked: Vec<&str> = wanted
        .iter()
        .copied()
        .filter(|name| !["name", "level", "team", "skills", "languages"].contains(name))
        .collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let call = ReadCall::new("res.users", ReadMethod::FieldsGet)
        .with("allfields", asked.clone())
        .with("attributes", vec!["type"]);
    let known = odoo.read(call).await?;
    Ok(asked.into_iter().filter(|name| known.get(*name).is_some()).collect())
}

/// Values of `res.users` for what the source does not have.
fn add_fields(people: &mut People, users: &Users, wanted: &[&str]) {
    for person in &mut people.eligible {
        let Some(user) = users.get(person.id) else { continue };
        for name in wanted {
            let raw = user.extra.get(*name);
            let value = match raw {
                Some(Value::Bool(flag)) => Some(FieldValue::Bool(*flag)),
                Some(Value::Number(_)) => {
                    whole_of(raw).map(FieldValue::Integer).or_else(|| number_of(raw).map(FieldValue::Number))
                }
                _ => text_of(raw).map(|text| FieldValue::Text(Arc::from(text))),
            };
            if let Some(value) = value {
                person.fields.entry((*name).to_owned()).or_insert(value);
            }
        }
    }
}
