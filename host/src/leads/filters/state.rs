//! Filters by what a lead has and whose it is: required fields, priority, owners.

use std::sync::Arc;

use super::{Against, Filter};
use crate::domain::lead::Lead;

/// Owners whose leads are never taken.
pub(super) fn shielded<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let owners = against.owners;
    if !owners.shielded.is_empty() {
        filters.push(Filter::new("excluded_users", "its owner's leads are never taken", move |lead| {
            !lead.owner.is_some_and(|owner| owners.shielded.contains(&owner))
        }));
    }
}

/// Required fields and the priority.
pub(super) fn valued<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let Against { rules, reading, .. } = *against;
    if !reading.required.is_empty() {
        filters.push(Filter {
            name: "required_fields",
            fails: Box::new(move |lead| {
                lead.empty_field.as_ref().map(|name| Arc::from(format!("its required field `{name}` is empty")))
            }),
        });
    }
    let (lowest, highest) = rules.priority;
    if lowest > 0 || highest < 3 {
        let sentence = format!("its priority is not {lowest} to {highest}");
        let passes = move |lead: &Lead| (lowest..=highest).contains(&lead.priority);
        filters.push(Filter::new("priority", &sentence, passes));
    }
}

/// Leads that stay with their owner.
pub(super) fn owned<'a>(filters: &mut Vec<Filter<'a>>, against: &Against<'a>) {
    let Against { rules, owners, .. } = *against;
    if rules.exclude_inactive_owners {
        filters.push(Filter::new("inactive_owners", "its owner is inactive", move |lead| {
            !lead.owner.is_some_and(|owner| owners.inactive.contains(&owner))
        }));
    }
    if rules.exclude_assigned {
        filters.push(Filter::new("assigned", "somebody owns it", move |lead| {
            lead.owner.is_none_or(|owner| owners.released.contains(&owner))
        }));
    }
}
