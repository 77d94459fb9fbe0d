//! Odoo's own rule-based assignment: where it is on for the same people, it gives out leads beside odlm.

use std::collections::BTreeSet;

use serde_json::json;

use super::Answers;
use super::rights::cannot_be_known;
use crate::domain::ids::UserId;
use crate::odoo::{OdooError, OdooRead, Paging, ReadCall, ReadMethod, id_of, read_all, text_of};

const WHAT: &str = "Odoo's own assignment";

/// Asks whether any of these people is served by it too; of anybody where they are not known.
pub(super) async fn ask(answers: &mut Answers, odoo: &dyn OdooRead, people: Option<&BTreeSet<UserId>>) {
    match teams(odoo, people).await {
        Ok(teams) if teams.is_empty() => answers.passed(WHAT, "not at work on the same people"),
        Ok(teams) => answers.warned(
            WHAT,
            format!("it gives leads to members of {} too", teams.into_iter().collect::<Vec<_>>().join(", ")),
            "switch it off in Odoo under CRM, Configuration, Settings, Rule-Based Assignment, or let the members skip it",
        ),
        Err(error) if cannot_be_known(&error) => answers.passed(WHAT, "this Odoo does not tell"),
        Err(error) => answers.failed(WHAT, error),
    }
}

/// The teams in which it serves the people.
async fn teams(odoo: &dyn OdooRead, people: Option<&BTreeSet<UserId>>) -> Result<BTreeSet<String>, OdooError> {
    if !has(odoo, "crm.team", "assignment_enabled").await? {
        return Ok(BTreeSet::new());
    }
    let read = |model, fields| Paging { model, domain: Vec::new(), fields, archived: false, limit: 100_000 };
    let mut fields = vec!["name", "assignment_enabled"];
    if has(odoo, "crm.team", "assignment_optout").await? {
        fields.push("assignment_optout");
    }
    let is = |row: &serde_json::Map<String, serde_json::Value>, field: &str| row.get(field) == Some(&json!(true));
    let teams = read_all(odoo, &read("crm.team", &fields), &|_| {}).await?;
    let on: Vec<_> =
        teams.iter().filter(|team| is(team, "assignment_enabled") && !is(team, "assignment_optout")).collect();
    if on.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut fields = vec!["user_id", "crm_team_id"];
    if has(odoo, "crm.team.member", "assignment_optout").await? {
        fields.push("assignment_optout");
    }
    let members = read_all(odoo, &read("crm.team.member", &fields), &|_| {}).await?;
    let served: BTreeSet<u64> = members
        .iter()
        .filter(|member| !is(member, "assignment_optout"))
        .filter(|member| {
            let user = id_of(member.get("user_id")).map(UserId);
            user.is_some_and(|user| people.is_none_or(|people| people.contains(&user)))
        })
        .filter_map(|member| id_of(member.get("crm_team_id")))
        .collect();
    let names = on.into_iter().filter(|team| id_of(team.get("id")).is_some_and(|id| served.contains(&id)));
    Ok(names.map(|team| format!("`{}`", text_of(team.get("name")).unwrap_or_default())).collect())
}

async fn has(odoo: &dyn OdooRead, model: &str, field: &str) -> Result<bool, OdooError> {
    let call = ReadCall::new(model, ReadMethod::FieldsGet).with("allfields", [field]).with("attributes", ["type"]);
    Ok(odoo.read(call).await?.get(field).is_some())
}
