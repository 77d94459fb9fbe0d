//! What users of round-robin rely on.

use std::collections::BTreeMap;

use odlm_strategy_sdk::testing::{
    Bounds, Campaign, RequestBuilder, counts, default_settings, logged, mirrored, mirrored_rows, plan, reasons,
    requests, with_idle_person,
};
use odlm_strategy_sdk::{NOBODY, Request, Strategy as _, memory};
use proptest::prelude::*;

use crate::RoundRobin;
use crate::settings::Settings;

const DAY: i64 = 86_400;

fn people(ids: &[u64]) -> RequestBuilder {
    let mut request = RequestBuilder::new();
    for id in ids {
        request.person(*id);
    }
    request
}

/// Ids in the order of the leads.
fn served(campaign: &mut Campaign, request: &Request) -> Vec<u64> {
    let plan = campaign.run::<RoundRobin>(request.clone()).unwrap();
    plan.assignee.iter().map(|row| request.salespeople.id[*row as usize]).collect()
}

#[test]
fn the_turn_goes_on_where_the_last_run_stopped() {
    let mut campaign = Campaign::new();
    let mut all = Vec::new();
    for (seed, leads) in [(1, 2), (2, 5), (3, 1), (4, 4)] {
        all.extend(served(&mut campaign, &people(&[1, 2, 3]).seed(seed).leads(leads).build()));
    }
    assert!(all.windows(3).all(|turn| turn[0] != turn[1] && turn[1] != turn[2] && turn[0] != turn[2]), "{all:?}");
}

#[test]
fn whoever_was_away_in_their_turn_is_next_when_they_come_back_and_only_once() {
    let mut campaign = Campaign::new();
    let order = served(&mut campaign, &people(&[1, 2, 3]).leads(3).build());
    let (first, second, third) = (order[0], order[1], order[2]);
    assert_eq!(served(&mut campaign, &people(&[1, 2, 3]).leads(1).build()), [first]);
    assert_eq!(served(&mut campaign, &people(&[first, third]).leads(1).build()), [third]);
    campaign.credit.clear();
    assert_eq!(served(&mut campaign, &people(&[1, 2, 3]).leads(4).build()), [second, first, third, second]);
}

#[test]
fn rounds_that_somebody_missed_are_not_made_up_for() {
    let mut campaign = Campaign::new();
    served(&mut campaign, &people(&[1, 2, 3]).leads(3).build());
    served(&mut campaign, &people(&[1, 2]).leads(20).build());
    campaign.credit.clear();
    let all = served(&mut campaign, &people(&[1, 2, 3, 4]).leads(8).build());
    for id in 1..=4 {
        assert_eq!(all.iter().filter(|served| **served == id).count(), 2, "{id} in {all:?}");
    }
}

#[test]
fn lack_of_room_is_not_made_up_for() {
    let mut campaign = Campaign::new();
    let mut request = RequestBuilder::new();
    request.person(1).room(1).person(2).leads(9);
    served(&mut campaign, &request.build());
    campaign.credit.clear();
    let all = served(&mut campaign, &people(&[1, 2]).leads(6).build());
    assert_eq!(all.iter().filter(|served| **served == 1).count(), 3, "{all:?}");
}

#[test]
fn an_own_lead_is_exchanged_so_that_the_run_stays_even() {
    for seed in 0..20 {
        let mut request = people(&[1, 2, 3]);
        request.seed(seed).leads(6);
        for lead in 3..=6 {
            request.owned_by(lead, 2);
        }
        let request = request.explain(&[0, 1, 2, 3, 4, 5]).build();
        let plan = plan::<RoundRobin>(&request).unwrap();
        assert_eq!(counts(&request, &plan), [2, 2, 2], "seed {seed}");
        assert!(plan.reasons.iter().any(|reason| reason.contains("in exchange for")));
        assert_eq!(plan.notes.len(), 6, "one note a lead, also for those exchanged");
    }
}

#[test]
fn whoever_had_only_own_leads_gets_what_they_missed_in_the_next_run() {
    let mut campaign = Campaign::new();
    let mut own = people(&[1, 2, 3]);
    own.leads(4);
    for lead in 1..=4 {
        own.owned_by(lead, 2);
    }
    assert!(!served(&mut campaign, &own.build()).contains(&2));
    served(&mut campaign, &people(&[1, 2, 3]).leads(5).build());
    assert_eq!(campaign.received.into_values().collect::<Vec<_>>(), [3, 3, 3]);
}

#[test]
fn orders_decide_among_equals() {
    let mut request = RequestBuilder::new();
    request.person(1).rank(3).person(2).rank(1).person(3).rank(2).leads(6);
    request.person_texts("name", &[Some("bob"), Some("Zoe"), Some("Alice")]);
    let mut order = |settings: &str| plan::<RoundRobin>(&request.settings(settings).build()).unwrap().assignee;
    assert_eq!(order(r#"{"order": "alphabetical"}"#), [2, 0, 1, 2, 0, 1]);
    assert_eq!(order(r#"{"order": "seniority"}"#), [1, 2, 0, 1, 2, 0]);
    let owed = RequestBuilder::new().person(1).person(2).credit(0.5).leads(2).build();
    assert_eq!(plan::<RoundRobin>(&owed).unwrap().assignee, [1, 0]);
}

#[test]
fn random_order_differs_by_seed_and_is_even() {
    let order = |seed| {
        let request = people(&[1, 2, 3, 4, 5]).settings(r#"{"order": "random"}"#).seed(seed).leads(5).build();
        let plan = plan::<RoundRobin>(&request).unwrap();
        assert_eq!(counts(&request, &plan), [1; 5]);
        plan.assignee
    };
    assert!((1..20).any(|seed| order(seed) != order(0)));
}

#[test]
fn the_turn_is_forgotten_when_a_period_begins() {
    let monday = 20_780 * DAY;
    for (reset, same, next) in [
        ("daily", monday + DAY - 1, monday + DAY),
        ("weekly", monday + 6 * DAY, monday + 7 * DAY),
        ("monthly", monday + 7 * DAY, monday + 8 * DAY),
    ] {
        let settings = format!(r#"{{"order": "seniority", "reset": "{reset}"}}"#);
        let request = |now| {
            let mut request = RequestBuilder::new();
            request.person(1).rank(1).person(2).rank(2).lead(1).settings(&settings).now(now).build()
        };
        let mut campaign = Campaign::new();
        assert_eq!(served(&mut campaign, &request(monday)), [1]);
        let mut later = campaign.clone();
        assert_eq!(served(&mut campaign, &request(same)), [2], "{reset}");
        assert_eq!(served(&mut later, &request(next)), [1], "{reset}");
    }
}

#[test]
fn garbage_in_memory_is_ignored_with_a_warning() {
    let forged = memory::save("round-robin", 1, &another_shape());
    for garbage in [b"nonsense".as_slice(), b"{\"format\":1}", &forged] {
        let request = people(&[1, 2]).leads(4).memory(garbage).build();
        let plan = plan::<RoundRobin>(&request).unwrap();
        assert_eq!(counts(&request, &plan), [2, 2]);
        assert!(!logged().is_empty());
    }
}

/// Data of another shape.
fn another_shape() -> BTreeMap<String, u32> {
    BTreeMap::from([("people".to_owned(), 7)])
}

#[test]
fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals_in_any_order() {
    for order in ["fairness", "random", "alphabetical", "seniority"] {
        let mut campaign = Campaign::new();
        for run in 0..30 {
            let settings = format!(r#"{{"order": "{order}"}}"#);
            served(&mut campaign, &people(&[4, 5, 6]).settings(&settings).seed(run).lead(run).build());
        }
        assert_eq!(campaign.received.into_values().collect::<Vec<_>>(), [10, 10, 10], "{order}");
    }
}

#[test]
fn nobody_means_a_reason() {
    let request = RequestBuilder::new().leads(1).build();
    assert_eq!(reasons(&plan::<RoundRobin>(&request).unwrap()), ["nobody is eligible"]);
    let request = RequestBuilder::new().person(1).room(1).leads(2).build();
    let plan = plan::<RoundRobin>(&request).unwrap();
    assert_eq!(reasons(&plan)[1], "everybody who may take it has reached their limit for this run");
}

#[test]
fn the_schema_fills_in_what_the_strategy_takes_for_granted() {
    let filled = default_settings(&RoundRobin::describe().settings_schema).unwrap();
    assert_eq!(odlm_strategy_sdk::settings::parse(&filled), Ok(Settings::default()), "{filled}");
}

fn settings() -> impl Strategy<Value = String> {
    let order = prop::sample::select(vec!["fairness", "random", "alphabetical", "seniority"]);
    let reset = prop::sample::select(vec!["never", "daily", "weekly", "monthly"]);
    (order, reset).prop_map(|(order, reset)| format!(r#"{{"order": "{order}", "reset": "{reset}"}}"#))
}

/// Which of five people are present, and each lead's owner, if any.
type Run = (Vec<bool>, Vec<Option<usize>>);

fn runs() -> impl Strategy<Value = Vec<Run>> {
    let run = (
        prop::collection::vec(prop::bool::weighted(0.7), 5),
        prop::collection::vec(prop::option::of(0_usize..5), 0..12),
    );
    prop::collection::vec(run, 1..15)
}

proptest! {
    #[test]
    fn any_request_has_a_sound_plan(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        prop_assert_eq!(plan::<RoundRobin>(&request).map(|_| ()), Ok(()));
    }

    #[test]
    fn somebody_without_room_changes_nothing_for_the_others(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        let with = plan::<RoundRobin>(&with_idle_person(&request)).map_err(TestCaseError::fail)?;
        let without = plan::<RoundRobin>(&request).map_err(TestCaseError::fail)?;
        prop_assert_eq!(without.assignee, with.assignee);
        prop_assert_eq!(without.memory, with.memory);
    }

    #[test]
    fn the_order_of_the_people_means_nothing(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        let backward = plan::<RoundRobin>(&mirrored(&request)).map_err(TestCaseError::fail)?;
        let forward = plan::<RoundRobin>(&request).map_err(TestCaseError::fail)?;
        prop_assert_eq!(forward.assignee, mirrored_rows(&backward.assignee, request.salespeople.id.len()));
    }

    /// Two of five are always there. They may differ by more than one only when the run had nothing but own leads for the one behind.
    #[test]
    fn those_who_stay_differ_by_one_at_most_over_any_runs(runs in runs(), own in any::<bool>(), order in prop::sample::select(vec!["fairness", "random", "alphabetical", "seniority"])) {
        let mut campaign = Campaign::new();
        for (run, (present, owners)) in (0..).zip(runs) {
            let ids: Vec<u64> = (0..5).filter(|id| *id < 2 || present[*id as usize]).collect();
            let mut request = people(&ids);
            request.settings(&format!(r#"{{"order": "{order}"}}"#)).seed(run);
            for (lead, owner) in (0..).zip(&owners) {
                request.lead(lead);
                if let Some(owner) = owner.filter(|owner| own && ids.contains(&(*owner as u64))) {
                    request.owned_by(lead, owner as u64);
                }
            }
            let request = request.build();
            let plan = campaign.run::<RoundRobin>(request.clone()).map_err(TestCaseError::fail)?;
            prop_assert!(plan.assignee.iter().all(|person| *person != NOBODY));
            let of = |row: u32| campaign.received.get(&u64::from(row)).copied().unwrap_or_default();
            for (behind, ahead) in [(0_u32, 1_u32), (1, 0)] {
                if of(ahead) > of(behind) + 1 {
                    prop_assert!(own, "{:?} after run {run}", campaign.received);
                    let held = plan.assignee.iter().zip(&request.leads.owner).filter(|(holder, _)| **holder == ahead);
                    prop_assert!(held.clone().all(|(_, owner)| *owner == behind), "{:?} after run {run}", campaign.received);
                }
            }
        }
    }

    /// With everybody always there and any owners, an imbalance beyond one is only what nobody could have avoided.
    #[test]
    fn no_move_of_a_lead_could_make_a_run_more_even(request in requests(Bounds { endless_room: true, equal_people: true, no_memory: true })) {
        let plan = plan::<RoundRobin>(&request).map_err(TestCaseError::fail)?;
        let counts = counts(&request, &plan);
        for (behind, count) in (0_u32..).zip(&counts) {
            let others = plan.assignee.iter().zip(&request.leads.owner).filter(|(holder, _)| **holder != behind && **holder != NOBODY);
            let most = counts.iter().max().copied().unwrap_or_default();
            if most > count + 1 {
                prop_assert!(others.clone().all(|(_, owner)| *owner == behind), "{behind} in {counts:?}");
            }
        }
    }
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let request = people(&[1]).settings(r#"{"order": "by_mood"}"#).build();
    assert!(RoundRobin::assign(&request).unwrap_err().starts_with("the setting `order` cannot be used"));
}
