//! From a checked answer to one decision a lead.

use std::sync::Arc;

use crate::domain::decision::{Decision, State, Values};
use crate::domain::lead::Lead;
use crate::domain::person::Person;
use crate::domain::request::{Answer, NOBODY};

/// The decisions of the leads that the strategy was asked about. The answer has passed the check.
#[must_use]
pub fn decide(leads: &[Lead], people: &[Person], answer: &Answer) -> Vec<Decision> {
    let reasons: Vec<Arc<str>> = answer.reasons.iter().map(|reason| Arc::from(reason.as_str())).collect();
    leads
        .iter()
        .zip(answer.assignee.iter().zip(&answer.reason))
        .map(|(lead, (person, reason))| {
            let to = if *person == NOBODY { None } else { people.get(*person as usize) };
            let reason = reasons.get(usize::from(*reason)).cloned().unwrap_or_else(|| Arc::from(""));
            decision(lead, to, reason, if to.is_some() { State::Planned } else { State::Unassigned })
        })
        .collect()
}

/// The decision of a lead that was not put to the strategy.
#[must_use]
pub(crate) fn untouched(lead: &Lead, reason: Arc<str>, state: State) -> Decision {
    decision(lead, None, reason, state)
}

fn decision(lead: &Lead, to: Option<&Person>, reason: Arc<str>, state: State) -> Decision {
    Decision {
        lead: lead.id,
        from: lead.owner,
        from_team: lead.team,
        to: to.map(|person| person.id),
        to_team: to.and_then(|person| person.team),
        values: Values::default(),
        dropback: None,
        reason,
        write_date: lead.write_date.clone(),
        state,
        detail: None,
    }
}
