//! What users of proportional rely on.

use odlm_strategy_sdk::testing::{
    Bounds, Campaign, RequestBuilder, counts, default_settings, mirrored, mirrored_rows, plan, reasons, requests,
    with_idle_person,
};
use odlm_strategy_sdk::{NOBODY, Request, Strategy as _};
use proptest::prelude::*;

use crate::Proportional;
use crate::deal::Settings;

/// How many leads each person of the request gets.
fn counted(request: &Request) -> Vec<usize> {
    counts(request, &plan::<Proportional>(request).unwrap())
}

#[test]
fn people_end_equally_full_and_nothing_stops_at_a_target() {
    let mut request = RequestBuilder::new();
    request.person(1).target(20).person(2).target(10).workload(5).person(3).target(10).leads(15);
    assert_eq!(counted(&request.build()), [10, 0, 5], "all at 50 %");
    assert_eq!(counted(&request.leads(80).build()), [50, 20, 25], "all at 250 %");
}

#[test]
fn a_target_of_zero_receives_nothing_unless_all_are_zero() {
    let mut request = RequestBuilder::new();
    request.person(1).target(0).person(2).target(5).leads(4);
    assert_eq!(counted(&request.build()), [0, 4]);
    let mut request = RequestBuilder::new();
    request.person(1).target(0).workload(9).person(2).target(0).person(3).target(7).room(0).leads(4);
    assert_eq!(counted(&request.build()), [2, 2, 0], "whoever has no room is no reason to leave the others out");
}

#[test]
fn weights_replace_targets() {
    let mut request = RequestBuilder::new();
    request.settings(r#"{"weights": {"1": 2.5, "2": 0.5, "4": 0}}"#);
    request.person(1).target(1).person(2).target(100).person(3).person(4).leads(40);
    assert_eq!(counted(&request.build()), [25, 5, 10, 0]);
}

#[test]
fn leads_that_find_nobody_say_why() {
    let request = RequestBuilder::new().person(1).room(1).leads(3).owned_by(1, 1).build();
    let plan = plan::<Proportional>(&request).unwrap();
    assert_eq!(plan.assignee, [NOBODY, 0, NOBODY]);
    assert!(reasons(&plan)[0].starts_with("only its owner could still take it"));
    assert_eq!(reasons(&plan)[2], "everybody who may take it has reached their limit for this run");
}

#[test]
fn a_note_gives_the_figures_of_the_first_two() {
    let mut request = RequestBuilder::new();
    request.person(7).workload(4).person(9).workload(5).leads(1).explain(&[0]);
    let plan = plan::<Proportional>(&request.build()).unwrap();
    assert_eq!(plan.notes[0].text, "user 7 had 4 of 10, 40.0 %; second was user 9 at 50.0 %");
}

#[test]
fn weights_that_cannot_be_used_are_named() {
    let request = RequestBuilder::new().settings(r#"{"weights": {"anna": 1}}"#).build();
    assert!(Proportional::assign(&request).unwrap_err().contains("`weights"));
}

#[test]
fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals() {
    for (settings, workload_grows) in [("{}", false), ("{}", true), (r#"{"weights": {"4": 1}}"#, false)] {
        for target in [0, 10] {
            let mut campaign = Campaign { workload_grows, ..Campaign::new() };
            for run in 0..30 {
                let mut request = RequestBuilder::new();
                for id in [4, 5, 6] {
                    request.person(id).target(target);
                }
                campaign.run::<Proportional>(request.lead(run).seed(run).settings(settings).build()).unwrap();
            }
            assert_eq!(campaign.received.into_values().collect::<Vec<_>>(), [10, 10, 10]);
        }
    }
}

#[test]
fn the_schema_fills_in_what_the_strategy_takes_for_granted() {
    let filled = default_settings(&Proportional::describe().settings_schema).unwrap();
    assert_eq!(odlm_strategy_sdk::settings::parse(&filled), Ok(Settings::default()), "{filled}");
}

fn settings() -> impl Strategy<Value = String> {
    let weight = prop_oneof![Just("0"), Just("1"), Just("0.25"), Just("1e300")];
    prop::collection::btree_map((1_u64..8).prop_map(|id| id * 10), weight, 0..4).prop_map(|weights| {
        let entries: Vec<String> = weights.iter().map(|(id, weight)| format!(r#""{id}": {weight}"#)).collect();
        format!(r#"{{"weights": {{{}}}}}"#, entries.join(","))
    })
}

proptest! {
    #[test]
    fn any_request_has_a_sound_plan(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        prop_assert_eq!(plan::<Proportional>(&request).map(|_| ()), Ok(()));
    }

    #[test]
    fn equals_without_own_leads_differ_by_one_at_most(mut request in requests(Bounds { endless_room: true, equal_people: true, no_memory: true })) {
        request.leads.owner.fill(NOBODY);
        let counts = counted(&request);
        let spread = counts.iter().max().zip(counts.iter().min()).map_or(0, |(most, least)| most - least);
        prop_assert!(spread <= 1, "{counts:?}");
    }

    #[test]
    fn every_lead_goes_while_there_is_room(request in requests(Bounds { endless_room: true, equal_people: true, no_memory: true })) {
        prop_assume!(request.salespeople.id.len() > 1);
        prop_assert_eq!(counted(&request).iter().sum::<usize>(), request.leads.id.len());
    }

    #[test]
    fn somebody_without_room_changes_nothing_for_the_others(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        let with = plan::<Proportional>(&with_idle_person(&request)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(plan::<Proportional>(&request).map_err(TestCaseError::fail)?.assignee, with.assignee);
    }

    #[test]
    fn the_order_of_the_people_means_nothing(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        let backward = plan::<Proportional>(&mirrored(&request)).map_err(TestCaseError::fail)?;
        let forward = plan::<Proportional>(&request).map_err(TestCaseError::fail)?;
        prop_assert_eq!(forward.assignee, mirrored_rows(&backward.assignee, request.salespeople.id.len()));
    }
}
