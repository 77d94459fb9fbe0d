//! What the strategy promises, on batches by chance: the most leads, the first of them, at the least cost, whatever order people come in.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use odlm_strategy_sdk::testing::{Bounds, counts, plan, reasons, requests, with_idle_person};
use optimal_batch::OptimalBatch;
use proptest::prelude::*;

use support::{Batch, batches, best, by_id, covered, greedy, most_covered};

/// The receiver of each lead. The host's rules are checked on the way.
fn planned(batch: &Batch, turned: usize, steps: Option<u64>) -> Result<Vec<Option<usize>>, TestCaseError> {
    let request = batch.request(turned, steps);
    let plan = plan::<OptimalBatch>(&request).map_err(TestCaseError::fail)?;
    let receivers = by_id(&request, &plan.assignee);
    for (lead, person) in receivers.iter().enumerate() {
        if let Some(person) = person {
            prop_assert!(batch.lacking(lead, *person).is_some(), "{person} may not receive lead {lead}");
        }
    }
    for person in 0..batch.people.len() {
        let received = receivers.iter().filter(|receiver| **receiver == Some(person)).count();
        prop_assert!(received <= batch.cap(person) as usize, "{person} gets {received}");
    }
    Ok(receivers)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Against all plans there are.
    #[test]
    fn no_plan_gives_out_more_or_earlier_leads_or_costs_less(batch in batches(5, 4)) {
        let plan = planned(&batch, 0, None)?;
        let given: Vec<bool> = plan.iter().map(Option::is_some).collect();
        let (best_given, least) = best(&batch);
        prop_assert_eq!(&given, &best_given);
        prop_assert_eq!(batch.cost(&plan), least, "{:?}", plan);
    }

    #[test]
    fn of_the_first_leads_never_fewer_are_given_out_than_by_any_greedy_way(batch in batches(60, 9)) {
        let plan = covered(&planned(&batch, 0, None)?);
        prop_assert_eq!(&plan, &most_covered(&batch));
        for by_fit in [true, false] {
            let greedy = covered(&greedy(&batch, by_fit));
            prop_assert!(plan.iter().zip(&greedy).all(|(plan, greedy)| plan >= greedy), "{plan:?} {greedy:?}");
        }
    }

    #[test]
    fn beyond_the_search_s_steps_as_many_leads_are_given_out(batch in batches(60, 9), steps in 0_u64..300) {
        let plan = covered(&planned(&batch, 0, Some(steps))?);
        let most = most_covered(&batch);
        prop_assert_eq!(plan.last(), most.last());
    }

    #[test]
    fn the_order_of_people_and_texts_means_nothing(batch in batches(30, 9), turned in 1_usize..9, steps in prop_oneof![Just(None), (0_u64..200).prop_map(Some)]) {
        let (straight, turned) = (batch.request(0, steps), batch.request(turned, steps));
        let (one, other) = (plan::<OptimalBatch>(&straight).unwrap(), plan::<OptimalBatch>(&turned).unwrap());
        prop_assert_eq!(by_id(&straight, &one.assignee), by_id(&turned, &other.assignee));
        prop_assert_eq!(reasons(&one), reasons(&other));
        prop_assert_eq!(one.notes, other.notes);
    }

    #[test]
    fn somebody_without_room_changes_nothing_for_the_others(batch in batches(30, 6)) {
        let request = batch.request(0, None);
        let without = plan::<OptimalBatch>(&request).unwrap().assignee;
        prop_assert_eq!(plan::<OptimalBatch>(&with_idle_person(&request)).unwrap().assignee, without);
    }

    #[test]
    fn any_request_has_a_sound_plan(request in requests(Bounds::default())) {
        prop_assert_eq!(plan::<OptimalBatch>(&request).map(|_| ()), Ok(()));
    }

    #[test]
    fn equals_differ_by_one_lead_at_most_and_credit_decides(leads in 0_u64..50, seed in 0_u64..1000, owed in 0_usize..4) {
        let mut builder = odlm_strategy_sdk::testing::RequestBuilder::new();
        for person in 0..4 {
            builder.person(person).target(1000).credit(if person as usize == owed { 0.5 } else { 0.0 });
        }
        let request = builder.seed(seed).leads(leads).build();
        let counts = counts(&request, &plan::<OptimalBatch>(&request).unwrap());
        let (least, most) = (counts.iter().min().unwrap(), counts.iter().max().unwrap());
        prop_assert!(most - least <= 1 && counts[owed] == *most, "{counts:?}");
    }
}
