//! What users of capacity rely on.

use odlm_strategy_sdk::testing::{
    Bounds, Campaign, RequestBuilder, counts, default_settings, logged, mirrored, mirrored_rows, plan, reasons,
    requests, with_idle_person,
};
use odlm_strategy_sdk::{NOBODY, Request, Strategy as _};
use proptest::prelude::*;

use crate::Capacity;
use crate::settings::Settings;

const DAY: i64 = 86_400;
/// 2026-11-23.
const MONDAY: i64 = 20_780 * DAY;

/// How many leads each person of the request gets.
fn counted(request: &Request) -> Vec<usize> {
    counts(request, &plan::<Capacity>(request).unwrap())
}

/// How many leads each person of the request gets in a run of the campaign.
fn ran(campaign: &mut Campaign, request: &Request) -> Vec<usize> {
    counts(request, &campaign.run::<Capacity>(request.clone()).unwrap())
}

#[test]
fn capacity_is_the_column_else_the_setting_else_the_target() {
    let mut request = RequestBuilder::new();
    request.person(1).person(2).target(3).person(3).workload(1).leads(30);
    assert_eq!(counted(&request.build()), [10, 3, 9]);
    request.person_numbers("capacity", &[Some(4.0), None, Some(0.0)]);
    assert_eq!(counted(&request.build()), [4, 3, 0]);
    assert_eq!(counted(&request.settings(r#"{"capacity": 6}"#).build()), [4, 6, 0]);
}

#[test]
fn the_largest_share_of_capacity_left_comes_first() {
    let mut request = RequestBuilder::new();
    request.person(1).target(20).workload(10).person(2).target(10).workload(2).person(3).target(5).workload(4).leads(9);
    assert_eq!(counted(&request.build()), [4, 5, 0], "all but the third at 70 %");
}

#[test]
fn daily_and_weekly_limits_hold_over_runs() {
    let mut campaign = Campaign::new();
    let run = |now| {
        let mut request = RequestBuilder::new();
        request.settings(r#"{"max_daily": 3, "max_weekly": 7}"#).now(now);
        request.person(1).target(100).leads(2).build()
    };
    let mut given = Vec::new();
    for now in [MONDAY, MONDAY + 60, MONDAY + DAY, MONDAY + DAY + 60, MONDAY + 2 * DAY, MONDAY + 7 * DAY] {
        given.push(ran(&mut campaign, &run(now))[0]);
    }
    assert_eq!(given, [2, 1, 2, 1, 1, 2]);
}

#[test]
fn a_persons_own_limits_come_before_the_settings() {
    let mut request = RequestBuilder::new();
    request.person(1).person(2).person(3).leads(30).settings(r#"{"max_daily": 4}"#);
    request.person_numbers("capacity", &[None, None, Some(2.0)]);
    let mut built = request.build();
    let mut column = built.salespeople.columns[0].clone();
    column.name = "max_daily".to_owned();
    column.values = odlm_strategy_sdk::Values::Integers(vec![0, 1, 0]);
    column.missing = vec![0, 2];
    built.salespeople.columns.push(column);
    assert_eq!(counted(&built), [4, 1, 2]);
}

#[test]
fn everybody_gets_their_daily_minimum_first() {
    let mut request = RequestBuilder::new();
    request.settings(r#"{"min_daily": 2}"#);
    request.person(1).workload(9).target(20).person(2).workload(0).person(3).workload(8).leads(5);
    let plan = plan::<Capacity>(&request.build()).unwrap();
    let got = counts(&request.build(), &plan);
    assert!(got.iter().all(|count| (1..=2).contains(count)), "short of leads everybody is equally short: {got:?}");
    assert_eq!(counted(&request.leads(3).build()), [2, 4, 2], "what is beyond goes to the most capacity left");
    assert_eq!(reasons(&plan), ["still below their daily minimum"; 5]);
}

#[test]
fn the_reserve_is_for_important_leads() {
    let mut request = RequestBuilder::new();
    request.settings(r#"{"reserve": 0.3}"#).person(1);
    for lead in 0..9 {
        request.lead(lead).priority(0);
    }
    let reserved = plan::<Capacity>(&request.build()).unwrap();
    assert_eq!(counts(&request.build(), &reserved), [7]);
    assert_eq!(reasons(&reserved)[8], "what capacity is left is kept for high-priority leads");
    for lead in 9..13 {
        request.lead(lead).priority(2);
    }
    let full = plan::<Capacity>(&request.build()).unwrap();
    assert_eq!(counts(&request.build(), &full), [10]);
    assert!(reasons(&full)[12].starts_with("everybody who may take it has reached their capacity"));
}

#[test]
fn a_beginners_capacity_grows_day_by_day() {
    let day = |now| {
        let mut request = RequestBuilder::new();
        request.settings(r#"{"ramp_up": {"days": 10, "start_share": 0.2}}"#).now(now).person(1).person(2).leads(40);
        request.person_texts("started", &[Some("2026-11-23"), None]);
        counted(&request.build())
    };
    assert_eq!(day(MONDAY - DAY), [0, 10], "not before they start");
    assert_eq!(day(MONDAY), [2, 10]);
    assert_eq!(day(MONDAY + 5 * DAY), [6, 10]);
    assert_eq!(day(MONDAY + 10 * DAY), [10, 10]);
}

#[test]
fn a_date_that_is_none_is_ignored_with_a_warning() {
    let mut request = RequestBuilder::new();
    request.settings(r#"{"ramp_up": {"days": 10}}"#).person(1).leads(20).person_texts("started", &[Some("last week")]);
    assert_eq!(counted(&request.build()), [10]);
    assert!(logged()[0].1.contains("`last week`"));
}

#[test]
fn less_than_one_lead_is_not_rounded_to_none() {
    let mut campaign = Campaign::new();
    let mut given = Vec::new();
    for day in 0..20 {
        let mut request = RequestBuilder::new();
        let request = request.settings(r#"{"capacity": 0.4}"#).now(MONDAY + day * DAY).person(1).leads(5).build();
        given.push(ran(&mut campaign, &request)[0] + ran(&mut campaign, &request)[0]);
    }
    assert_eq!(given.iter().sum::<usize>(), 8, "0.4 a day, in whole leads: {given:?}");
    assert!(given.iter().all(|count| *count <= 1));
}

#[test]
fn garbage_in_memory_is_ignored_with_a_warning() {
    for garbage in [b"nonsense".as_slice(), br#"{"format":"capacity","version":1,"data":{"day":"x"}}"#, b"\xff"] {
        assert_eq!(counted(&RequestBuilder::new().person(1).leads(20).memory(garbage).build()), [10]);
        assert!(!logged().is_empty());
    }
}

#[test]
fn a_note_gives_the_figures_of_the_first_two() {
    let mut request = RequestBuilder::new();
    request.settings(r#"{"min_daily": 1}"#).person(7).workload(4).person(9).workload(5).leads(3).explain(&[2]);
    let plan = plan::<Capacity>(&request.build()).unwrap();
    let note =
        "user 7 with 5 of 10 leads (50.0 %) and 1 today; second was user 9 with 6 of 10 leads (60.0 %) and 1 today";
    assert_eq!(plan.notes[0].text, note);
}

#[test]
fn nobody_is_given_their_own_lead() {
    let request = RequestBuilder::new().person(1).lead(1).owned_by(1, 1).build();
    let plan = plan::<Capacity>(&request).unwrap();
    assert_eq!(plan.assignee, [NOBODY]);
    assert!(reasons(&plan)[0].starts_with("only its owner could still take it"));
}

#[test]
fn thirty_runs_of_one_lead_are_ten_for_each_of_three_equals() {
    for (settings, workload_grows) in [("{}", false), ("{}", true), (r#"{"min_daily": 2, "max_daily": 10}"#, false)] {
        let mut campaign = Campaign { workload_grows, ..Campaign::new() };
        for run in 0..30 {
            let mut request = RequestBuilder::new();
            request.person(4).person(5).person(6).lead(run).seed(run).settings(settings);
            campaign.run::<Capacity>(request.build()).unwrap();
        }
        assert_eq!(campaign.received.into_values().collect::<Vec<_>>(), [10, 10, 10], "{settings}");
    }
}

#[test]
fn settings_that_cannot_be_used_are_named() {
    let request = RequestBuilder::new().settings(r#"{"ramp_up": {"start_share": 1}}"#).build();
    assert!(Capacity::assign(&request).unwrap_err().contains("`ramp_up"));
}

#[test]
fn the_schema_fills_in_what_the_strategy_takes_for_granted() {
    let filled = default_settings(&Capacity::describe().settings_schema).unwrap();
    assert_eq!(odlm_strategy_sdk::settings::parse(&filled), Ok(Settings::default()), "{filled}");
}

fn settings() -> impl Strategy<Value = String> {
    let number = || prop_oneof![Just("0"), Just("1"), Just("3"), Just("4294967295")];
    (number(), number(), number(), 0_u32..20, 0.0..=1.0).prop_map(|(daily, weekly, minimum, capacity, reserve)| {
        format!(
            r#"{{"max_daily": {daily}, "max_weekly": {weekly}, "min_daily": {minimum}, "capacity": {}, "reserve": {reserve},
                "ramp_up": {{"days": 9}}}}"#,
            f64::from(capacity) / 3.0
        )
    })
}

/// Requests with granted columns, some of them missing, some with nonsense.
fn granted() -> impl Strategy<Value = Request> {
    let capacity = prop::option::of(prop_oneof![Just(f64::NAN), Just(-3.0), Just(f64::INFINITY), 0.0..9.0]);
    let started = prop::option::of(prop::sample::select(vec!["2026-01-01", "1999-12-31", "9999-01-01", "soon", ""]));
    let cells = prop::collection::vec((capacity, started), 8);
    (requests(Bounds::default()), settings(), cells).prop_map(|(mut request, settings, cells)| {
        let mut columns = RequestBuilder::new();
        let (capacity, started): (Vec<_>, Vec<_>) = cells.into_iter().take(request.salespeople.id.len()).unzip();
        columns.person_numbers("capacity", &capacity).person_texts("started", &started);
        let columns = columns.build();
        request.texts = columns.texts;
        request.salespeople.columns = columns.salespeople.columns;
        request.settings = settings;
        request
    })
}

proptest! {
    #[test]
    fn any_request_has_a_sound_plan(request in granted()) {
        prop_assert_eq!(plan::<Capacity>(&request).map(|_| ()), Ok(()));
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
    fn somebody_without_room_changes_nothing_for_the_others(request in granted()) {
        let with = plan::<Capacity>(&with_idle_person(&request)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(plan::<Capacity>(&request).map_err(TestCaseError::fail)?.assignee, with.assignee);
    }

    #[test]
    fn the_order_of_the_people_means_nothing(request in granted()) {
        let backward = plan::<Capacity>(&mirrored(&request)).map_err(TestCaseError::fail)?;
        let forward = plan::<Capacity>(&request).map_err(TestCaseError::fail)?;
        prop_assert_eq!(forward.assignee, mirrored_rows(&backward.assignee, request.salespeople.id.len()));
    }
}
