//! Which records of `crm.lead` are open: neither won nor lost; and which are alive: not lost.

use serde_json::json;

use super::call::Domain;

/// The domain of open leads. Lost ones are archived, so the default context leaves them out.
///
/// `has_won_status` says whether `crm.lead` has the field `won_status` (Odoo 19); without it, leads in a won stage are won.
#[must_use]
pub fn open_leads(has_won_status: bool) -> Domain {
    if has_won_status {
        return vec![json!(["won_status", "=", "pending"])];
    }
    vec![json!("|"), json!(["stage_id", "=", false]), json!(["stage_id.is_won", "=", false])]
}

/// The domain of leads that are not lost: open ones and won ones.
#[must_use]
pub fn living_leads(has_won_status: bool) -> Domain {
    // Without the field the default context is what leaves lost ones out.
    if has_won_status { vec![json!(["won_status", "in", ["pending", "won"]])] } else { Vec::new() }
}
