//! The order in which leads are served. Leads that are alike in it are served by id, so that a plan can be computed again.

use std::cmp::Reverse;

use sha2::{Digest, Sha256};

use crate::config::written::LeadOrder;
use crate::domain::ids::LeadId;
use crate::domain::lead::Lead;

/// Sorts leads. By priority: the highest first, within it the oldest. A lead without a date comes last, of its priority or of all.
///
/// By lot a lead's place depends on the seed and its id alone: what other leads there are does not change who of two comes first.
pub fn serve_order(leads: &mut [Lead], order: LeadOrder, seed: u64) {
    match order {
        LeadOrder::Priority => {
            leads.sort_by_key(|lead| (Reverse(lead.priority), lead.date.is_none(), lead.date, lead.id));
        }
        LeadOrder::Oldest => leads.sort_by_key(|lead| (lead.date.is_none(), lead.date, lead.id)),
        LeadOrder::Newest => leads.sort_by_key(|lead| (lead.date.is_none(), Reverse(lead.date), lead.id)),
        LeadOrder::Random => leads.sort_by_cached_key(|lead| lot(seed, lead.id)),
    }
}

fn lot(seed: u64, lead: LeadId) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{}", lead.0)).into()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::leads::sample::lead;

    #[test]
    fn each_order_is_its_own() {
        let leads = || {
            let lead =
                |id, priority, day: Option<i8>| Lead { priority, date: day.map(|day| date(2026, 3, day)), ..lead(id) };
            vec![lead(1, 0, Some(1)), lead(2, 3, None), lead(3, 3, Some(9)), lead(4, 0, Some(5)), lead(5, 0, Some(1))]
        };
        let served = |order, seed| {
            let mut leads = leads();
            serve_order(&mut leads, order, seed);
            leads.iter().map(|lead| lead.id.0).collect::<Vec<u64>>()
        };
        assert_eq!(served(LeadOrder::Priority, 1), [3, 2, 1, 5, 4]);
        assert_eq!(served(LeadOrder::Oldest, 1), [1, 5, 4, 3, 2]);
        assert_eq!(served(LeadOrder::Newest, 1), [3, 4, 1, 5, 2]);
        assert_eq!(served(LeadOrder::Random, 1), served(LeadOrder::Random, 1));
        assert!((2..9).any(|seed| served(LeadOrder::Random, seed) != served(LeadOrder::Random, 1)));
    }

    #[test]
    fn a_lot_does_not_hang_on_the_other_leads() {
        let mut all: Vec<Lead> = (1..50).map(lead).collect();
        let mut odd: Vec<Lead> = (1..50).filter(|id| id % 2 == 1).map(lead).collect();
        serve_order(&mut all, LeadOrder::Random, 7);
        serve_order(&mut odd, LeadOrder::Random, 7);
        all.retain(|lead| lead.id.0 % 2 == 1);
        assert_eq!(all, odd);
    }
}
