//! What users of level-based rely on.

use odlm_strategy_sdk::testing::{
    Bounds, Campaign, RequestBuilder, counts, default_settings, mirrored, mirrored_rows, plan, reasons, requests,
    with_idle_person,
};
use odlm_strategy_sdk::{NOBODY, Request, Strategy as _};
use proptest::prelude::*;

use crate::LevelBased;
use crate::settings::Settings;

/// How many leads each person of the request gets.
fn counted(request: &Request) -> Vec<usize> {
    counts(request, &plan::<LevelBased>(request).unwrap())
}

/// The reason of each lead.
fn reasoned(request: &Request) -> Vec<String> {
    reasons(&plan::<LevelBased>(request).unwrap()).into_iter().map(str::to_owned).collect()
}

#[test]
fn a_level_is_finished_before_the_next_and_shortage_is_shared() {
    let mut request = RequestBuilder::new();
    request.person(1).rank(2).target(9).person(2).target(4).person(3).target(4).workload(2).leads(5);
    assert_eq!(counted(&request.build()), [0, 3, 2], "both seniors end 1 or 0 below target");
    assert_eq!(counted(&request.leads(5).build()), [4, 4, 2]);
}

#[test]
fn nobody_passes_their_target_unless_overflow_is_allowed() {
    let mut request = RequestBuilder::new();
    request.person(1).target(10).person(2).target(5).person(3).target(4).leads(30);
    assert_eq!(counted(&request.build()), [10, 5, 4]);
    assert_eq!(
        reasoned(&request.build())[29],
        "everybody who may take it has reached their target or their limit for this run"
    );
    request.settings(r#"{"allow_overflow": true, "overflow_limit": 20}"#);
    assert_eq!(counted(&request.build()), [12, 6, 4], "20 % of 4 is no whole lead");
    request.settings(r#"{"allow_overflow": true, "overflow_limit": 100}"#);
    assert_eq!(counted(&request.build()), [16, 8, 6], "11 more, evenly by utilisation");
}

#[test]
fn round_robin_within_a_level_deals_in_turn_whatever_the_deficits() {
    let mut request = RequestBuilder::new();
    request.settings(r#"{"fill_strategy": "round_robin_within_level"}"#);
    request.person(1).target(100).person(2).target(3).person(3).target(2).leads(6);
    assert_eq!(counted(&request.build()), [2, 2, 2]);
    assert_eq!(counted(&request.leads(4).build()), [5, 3, 2]);
}

#[test]
fn important_leads_wait_for_seniors_and_small_ones_go_to_juniors_first() {
    let mut request = RequestBuilder::new();
    request.settings(r#"{"priority_handling": {"high": "senior_only", "low": "junior_first"}}"#);
    request.person(1).rank(2).target(2).person(2).rank(5).target(2).person(3).rank(3).target(2);
    for (lead, priority) in [(1, 3), (2, 2), (3, 3), (4, 0), (5, 0), (6, 0), (7, 1)] {
        request.lead(lead).priority(priority);
    }
    let plan = plan::<LevelBased>(&request.build()).unwrap();
    assert_eq!(plan.assignee, [0, 0, NOBODY, 1, 1, 2, 2]);
    assert!(reasoned(&request.build())[2].starts_with("kept for the most senior level"));
}

#[test]
fn a_lead_passes_its_owner_over_even_when_only_they_are_left_at_their_level() {
    let mut request = RequestBuilder::new();
    request.person(1).person(2).rank(2).leads(2).owned_by(1, 1).owned_by(2, 1);
    assert_eq!(counted(&request.build()), [0, 2]);
    let mut request = RequestBuilder::new();
    request.person(1).lead(1).owned_by(1, 1);
    assert!(reasoned(&request.build())[0].starts_with("only its owner could still take it"));
}

#[test]
fn a_note_gives_the_figures_of_the_first_two() {
    let mut request = RequestBuilder::new();
    request.person(7).workload(4).person(9).workload(5).leads(1).explain(&[0]);
    let plan = plan::<LevelBased>(&request.build()).unwrap();
    let note = "user 7 owned 4 of 10 leads, 6 below target; second was user 9, 5 below target";
    assert_eq!(plan.notes[0].text, note);
}

#[test]
fn the_settings_are_named_when_they_cannot_be_used() {
    let request = RequestBuilder::new().settings(r#"{"overflow_limit": "much"}"#).build();
    assert!(LevelBased::assign(&request).unwrap_err().starts_with("the setting `overflow_limit` cannot be used"));
}

#[test]
fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals() {
    for (seed, workload_grows) in [(1, false), (2, true), (3, false)] {
        let mut campaign = Campaign { workload_grows, ..Campaign::new() };
        for run in 0..30 {
            let mut request = RequestBuilder::new();
            request.person(4).person(5).person(6).lead(run).seed(seed * 1000 + run);
            campaign.run::<LevelBased>(request.build()).unwrap();
        }
        assert_eq!(campaign.received.into_values().collect::<Vec<_>>(), [10, 10, 10]);
    }
}

#[test]
fn the_schema_fills_in_what_the_strategy_takes_for_granted() {
    let filled = default_settings(&LevelBased::describe().settings_schema).unwrap();
    assert_eq!(odlm_strategy_sdk::settings::parse(&filled), Ok(Settings::default()), "{filled}");
}

fn settings() -> impl Strategy<Value = String> {
    let levels = || prop::sample::select(vec!["all_levels", "senior_only", "junior_first"]);
    let fill = prop::sample::select(vec!["highest_priority_first", "round_robin_within_level"]);
    (fill, any::<bool>(), 0..200, levels(), levels()).prop_map(|(fill, overflow, limit, high, low)| {
        format!(
            r#"{{"fill_strategy": "{fill}", "allow_overflow": {overflow}, "overflow_limit": {limit},
                "priority_handling": {{"high": "{high}", "low": "{low}"}}}}"#
        )
    })
}

proptest! {
    #[test]
    fn any_request_has_a_sound_plan(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        prop_assert_eq!(plan::<LevelBased>(&request).map(|_| ()), Ok(()));
    }

    #[test]
    fn by_default_nobody_passes_their_target(request in requests(Bounds::default())) {
        for (row, got) in counted(&request).into_iter().enumerate() {
            let (target, workload) = (request.salespeople.target[row], request.salespeople.workload[row]);
            prop_assert!(got as u64 <= u64::from(target.saturating_sub(workload)));
        }
    }

    #[test]
    fn equals_without_own_leads_differ_by_one_at_most(mut request in requests(Bounds { endless_room: true, equal_people: true, no_memory: true }), settings in settings()) {
        request.settings = settings;
        request.leads.owner.fill(NOBODY);
        let counts = counted(&request);
        let spread = counts.iter().max().zip(counts.iter().min()).map_or(0, |(most, least)| most - least);
        prop_assert!(spread <= 1, "{counts:?}");
    }

    #[test]
    fn somebody_without_room_changes_nothing_for_the_others(mut request in requests(Bounds::default()), settings in settings()) {
        prop_assume!(!request.salespeople.id.is_empty());
        request.settings = settings;
        let with = plan::<LevelBased>(&with_idle_person(&request)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(plan::<LevelBased>(&request).map_err(TestCaseError::fail)?.assignee, with.assignee);
    }

    #[test]
    fn the_order_of_the_people_means_nothing(mut request in requests(Bounds::default()), settings in settings()) {
        request.settings = settings;
        let backward = plan::<LevelBased>(&mirrored(&request)).map_err(TestCaseError::fail)?;
        let people = request.salespeople.id.len();
        prop_assert_eq!(plan::<LevelBased>(&request).map_err(TestCaseError::fail)?.assignee, mirrored_rows(&backward.assignee, people));
    }
}
