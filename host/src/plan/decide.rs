//! One decision a lead.

use std::sync::Arc;

use crate::domain::decision::{About, Decision, State, Values};
use crate::domain::lead::Lead;
use crate::domain::person::Person;

/// The decision of a lead that was not put to the strategy.
#[must_use]
pub(crate) fn untouched(lead: &Lead, reason: Arc<str>, state: State) -> Decision {
    decision(lead, None, reason, state)
}

/// A decision; without a person nobody gets the lead.
pub(super) fn decision(lead: &Lead, to: Option<&Person>, reason: Arc<str>, state: State) -> Decision {
    Decision {
        lead: lead.id,
        from: lead.owner,
        from_team: lead.team,
        to: to.map(|person| person.id),
        to_team: to.and_then(|person| person.team),
        values: Values::default(),
        dropback: None,
        about: About { status: lead.status.clone(), source: lead.source.clone(), campaign: lead.campaign.clone() },
        reason,
        write_date: lead.write_date.clone(),
        state,
        detail: None,
    }
}
