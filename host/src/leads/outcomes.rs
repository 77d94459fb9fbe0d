//! What became of leads: owner, type, won or lost, asked page by page by id, archived ones too. Those that are gone have no answer.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::fields::read_fields;
use crate::domain::ids::{LeadId, UserId};
use crate::domain::outcome::{Fate, Outcome};
use crate::odoo::{
    OdooError, OdooRead, PAGE, Paging, ReadCall, ReadMethod, id_of, number_of, read_all, records, text_of,
};

/// The most stages of Odoo's pipeline.
const STAGE_LIMIT: usize = 10_000;

/// Asks what became of leads.
///
/// # Errors
/// What Odoo answered.
pub async fn read_outcomes(
    odoo: &dyn OdooRead,
    leads: &BTreeSet<LeadId>,
    seen: &(dyn Fn(usize) + Sync),
) -> Result<HashMap<LeadId, Outcome>, OdooError> {
    let has_won_status = read_fields(odoo).await?.has("won_status");
    let won_stages = if has_won_status { BTreeSet::new() } else { won_stages(odoo).await? };
    let mut fields = vec!["user_id", "type", "active"];
    fields.extend(if has_won_status { &["won_status"][..] } else { &["stage_id", "probability"] });
    let ids: Vec<u64> = leads.iter().map(|lead| lead.0).collect();
    let mut outcomes = HashMap::new();
    for ids in ids.chunks(PAGE) {
        let call = ReadCall::new("crm.lead", ReadMethod::SearchRead)
            .with("domain", json!([["id", "in", ids]]))
            .with("fields", fields.clone())
            .with("limit", ids.len())
            .with("order", "id")
            .with("load", "")
            .context("active_test", false);
        for row in records("crm.lead", odoo.read(call).await?)? {
            if let Some(id) = id_of(row.get("id")) {
                outcomes.insert(LeadId(id), outcome(&row, has_won_status, &won_stages));
            }
        }
        seen(outcomes.len());
    }
    Ok(outcomes)
}

async fn won_stages(odoo: &dyn OdooRead) -> Result<BTreeSet<u64>, OdooError> {
    let domain = vec![json!(["is_won", "=", true])];
    let paging = Paging { model: "crm.stage", domain, fields: &[], archived: true, limit: STAGE_LIMIT };
    let stages = read_all(odoo, &paging, &|_| {}).await?;
    Ok(stages.iter().filter_map(|stage| id_of(stage.get("id"))).collect())
}

/// Before Odoo 19, which has `won_status`: in a stage that is won, and archived without a chance.
fn outcome(row: &Map<String, Value>, has_won_status: bool, won_stages: &BTreeSet<u64>) -> Outcome {
    let is_active = row.get("active").and_then(Value::as_bool).unwrap_or(true);
    let (won, lost) = if has_won_status {
        let status = text_of(row.get("won_status"));
        (status == Some("won"), status == Some("lost"))
    } else {
        let in_won = id_of(row.get("stage_id")).is_some_and(|stage| won_stages.contains(&stage));
        let chance = number_of(row.get("probability")).unwrap_or(0.0);
        (is_active && in_won, !is_active && chance == 0.0)
    };
    let fate = match (won, lost, is_active) {
        (true, _, _) => Fate::Won,
        (_, true, _) => Fate::Lost,
        (_, _, true) => Fate::Open,
        (_, _, false) => Fate::Archived,
    };
    let is_opportunity = text_of(row.get("type")) == Some("opportunity");
    Outcome { owner: id_of(row.get("user_id")).map(UserId), is_opportunity, fate }
}
