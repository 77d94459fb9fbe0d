//! The order in which leads are served: priority, then age, then id.

use std::cmp::Reverse;

use crate::domain::lead::Lead;

/// Sorts leads: the highest priority first, within it the oldest, then the lowest id. A lead without a date comes last of its priority.
pub fn serve_order(leads: &mut [Lead]) {
    leads.sort_by_key(|lead| (Reverse(lead.priority), lead.date.is_none(), lead.date, lead.id));
}
