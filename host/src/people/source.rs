//! People whom Odoo itself names: users of a domain, members of sales teams.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::row::Row;
use crate::domain::ids::TeamId;
use crate::odoo::{Domain, OdooError, OdooRead, Paging, ReadCall, ReadMethod, id_of, read_all, whole_of};

/// The most records that are read.
const RECORD_LIMIT: usize = 200_000;

/// Odoo's monthly maximum of a member.
const MAXIMUM: &str = "assignment_max";

/// The active internal users of a domain, whatever it says of activity itself.
///
/// # Errors
/// What Odoo answered.
pub async fn read_user_rows(odoo: &dyn OdooRead, domain: &Domain) -> Result<Vec<Row>, OdooError> {
    let mut domain = domain.clone();
    domain.extend([json!(["share", "=", false]), json!(["active", "=", true])]);
    let paging = Paging { model: "res.users", domain, fields: &[], archived: false, limit: RECORD_LIMIT };
    let records = read_all(odoo, &paging, &|_| {}).await?;
    Ok(records
        .iter()
        .filter_map(|record| id_of(record.get("id")))
        .map(|id| Row::of(None, String::new(), Some(id)))
        .collect())
}

/// The users of active memberships in sales teams. With `use_maximum` a member's `assignment_max` is the target: Odoo's own limit of
/// leads in 30 days. Somebody who is a member of several of them comes once, with the sum and the first of the teams.
///
/// # Errors
/// What Odoo answered.
pub async fn read_member_rows(odoo: &dyn OdooRead, domain: &Domain, use_maximum: bool) -> Result<Vec<Row>, OdooError> {
    let mut fields = vec!["user_id", "crm_team_id"];
    if use_maximum && has_maximum(odoo).await? {
        fields.push(MAXIMUM);
    }
    let mut domain = domain.clone();
    domain.push(json!(["active", "=", true]));
    let paging = Paging { model: "crm.team.member", domain, fields: &fields, archived: false, limit: RECORD_LIMIT };
    Ok(rows(&read_all(odoo, &paging, &|_| {}).await?))
}

/// The users of active memberships in one team.
///
/// # Errors
/// What Odoo answered.
pub async fn read_team_rows(odoo: &dyn OdooRead, team: TeamId) -> Result<Vec<Row>, OdooError> {
    read_member_rows(odoo, &vec![json!(["crm_team_id", "=", team.0])], false).await
}

/// Whether memberships have a maximum: a version or an edition may lack it.
async fn has_maximum(odoo: &dyn OdooRead) -> Result<bool, OdooError> {
    let call = ReadCall::new("crm.team.member", ReadMethod::FieldsGet)
        .with("allfields", vec![MAXIMUM])
        .with("attributes", vec!["type"]);
    Ok(odoo.read(call).await?.get(MAXIMUM).is_some())
}

fn rows(members: &[Map<String, Value>]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    for member in members {
        let Some(user) = id_of(member.get("user_id")) else { continue };
        let maximum = whole_of(member.get(MAXIMUM)).map(|most| u32::try_from(most.max(0)).unwrap_or(u32::MAX));
        let place = *places.entry(user).or_insert(rows.len());
        match rows.get_mut(place) {
            Some(row) => row.target = row.target.zip(maximum).map(|(one, other)| one.saturating_add(other)),
            None => {
                let team = id_of(member.get("crm_team_id")).map(TeamId);
                rows.push(Row { target: maximum, team, ..Row::of(None, String::new(), Some(user)) });
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_of_two_teams_is_one_person_with_both_maxima() {
        let members = [
            json!({"id": 1, "user_id": 7, "crm_team_id": [3, "Voice"], "assignment_max": 30}),
            json!({"id": 2, "user_id": 8, "crm_team_id": 3, "assignment_max": 0}),
            json!({"id": 3, "user_id": 7, "crm_team_id": 4, "assignment_max": 15.0}),
            json!({"id": 4, "user_id": false, "crm_team_id": 4, "assignment_max": 15}),
        ];
        let members: Vec<Map<String, Value>> =
            members.iter().map(|member| member.as_object().unwrap().clone()).collect();
        let seen: Vec<_> = rows(&members).iter().map(|row| (row.id, row.target, row.team)).collect();
        assert_eq!(seen, [(Some(7), Some(45), Some(TeamId(3))), (Some(8), Some(0), Some(TeamId(3)))]);
    }
}
