//! The rule, tested natively: `cargo test`. What leads and people are set to by default stands in `odlm_strategy_sdk::testing`.

use my_strategy::MyStrategy;
use my_strategy::settings::Settings;

use odlm_strategy_sdk::testing::{RequestBuilder, counts, default_settings, plan, reasons};
use odlm_strategy_sdk::{NOBODY, Strategy};

/// People by id, target and workload.
fn people(people: &[(u64, u32, u32)]) -> RequestBuilder {
    let mut request = RequestBuilder::new();
    for (id, target, workload) in people {
        request.person(*id).target(*target).workload(*workload);
    }
    request
}

#[test]
fn whoever_is_furthest_below_target_comes_first() {
    let request = people(&[(1, 10, 2), (2, 10, 4), (3, 10, 10)])
        .leads(4)
        .build();
    let plan = plan::<MyStrategy>(&request).unwrap();
    assert_eq!(plan.assignee[..2], [0, 0]);
    assert_eq!(counts(&request, &plan), [3, 1, 0]);
    assert_eq!(reasons(&plan), ["furthest below target"; 4]);
}

#[test]
fn equals_share_evenly_and_the_seed_draws_who_gets_the_lead_over() {
    let mut first = [0; 3];
    for seed in 0..60 {
        let request = people(&[(1, 10, 0), (2, 10, 0), (3, 10, 0)])
            .seed(seed)
            .leads(4)
            .build();
        let plan = plan::<MyStrategy>(&request).unwrap();
        let counts = counts(&request, &plan);
        assert!(
            counts.iter().all(|count| [1, 2].contains(count)),
            "{counts:?}"
        );
        first[plan.assignee[0] as usize] += 1;
    }
    assert!(first.iter().all(|count| *count > 0), "{first:?}");
}

#[test]
fn whoever_is_owed_leads_wins_a_tie() {
    let mut request = people(&[(1, 10, 0)]);
    let request = request.person(2).target(10).credit(1.5).leads(1).build();
    assert_eq!(plan::<MyStrategy>(&request).unwrap().assignee, [1]);
}

#[test]
fn past_the_targets_only_if_told() {
    let mut request = people(&[(1, 3, 2), (2, 3, 2)]);
    request.leads(3);
    let within = plan::<MyStrategy>(&request.build()).unwrap();
    assert_eq!(within.assignee[2], NOBODY);
    assert_eq!(
        reasons(&within)[2],
        "everybody who may take it has reached their target or their limit"
    );
    let past = plan::<MyStrategy>(&request.settings(r#"{"past_target": true}"#).build()).unwrap();
    assert_eq!(
        reasons(&past)[2],
        "everybody has reached their target, and they are least past it"
    );
}

#[test]
fn a_lead_never_goes_back_to_its_owner() {
    let request = people(&[(1, 10, 0), (2, 10, 9)])
        .leads(1)
        .owned_by(1, 1)
        .explain(&[0])
        .build();
    let plan = plan::<MyStrategy>(&request).unwrap();
    assert_eq!(plan.assignee, [1]);
    assert_eq!(
        plan.notes[0].text,
        "user 2 with 1 to go; nobody else could take it"
    );
}

#[test]
fn the_schema_fills_in_what_the_strategy_takes_for_granted() {
    let filled = default_settings(&MyStrategy::describe().settings_schema).unwrap();
    assert_eq!(
        odlm_strategy_sdk::settings::parse(&filled),
        Ok(Settings::default())
    );
}
