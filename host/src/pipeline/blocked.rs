//! Whom nobody may call since the plan was made. Odoo computes its blacklists when they are read, so that a new entry leaves a lead's
//! `write_date` as it was: before an earlier plan is written they are asked again.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::config::Config;
use crate::domain::decision::{Decision, State};
use crate::domain::ids::LeadId;
use crate::error::Error;
use crate::leads::BLACKLISTS;
use crate::odoo::{OdooRead, ReadCall, ReadMethod, id_of, records};

/// The most leads asked for in one call.
const CHUNK: usize = 2_000;

/// The leads still to be written that a blacklist holds now; what cannot be read counts as blocked.
pub(super) async fn blocked(
    config: &Config,
    odoo: &dyn OdooRead,
    decisions: &[Decision],
) -> Result<BTreeSet<LeadId>, Error> {
    let mut found = BTreeSet::new();
    if !config.leads.do_not_call.as_ref().is_some_and(|rule| rule.blacklists) {
        return Ok(found);
    }
    let open = decisions.iter().filter(|decision| decision.state == State::Planned);
    let open: Vec<u64> = open.map(|decision| decision.lead.0).collect();
    for ids in open.chunks(CHUNK) {
        let call = ReadCall::new("crm.lead", ReadMethod::SearchRead)
            .with("domain", json!([["id", "in", ids]]))
            .with("fields", json!(BLACKLISTS))
            .with("load", "");
        for row in records("crm.lead/search_read", odoo.read(call).await?)? {
            let free = |name: &&str| row.get(*name).and_then(Value::as_bool) == Some(false);
            if let Some(id) = id_of(row.get("id")).filter(|_| !BLACKLISTS.iter().all(free)) {
                found.insert(LeadId(id));
            }
        }
    }
    Ok(found)
}
