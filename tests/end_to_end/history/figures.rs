//! What a period comes to: sums, fairness, the period before, days in the right zone.

use odlm::domain::run::Status;
use odlm::sandbox::SandboxOptions;
use serde_json::{Value, json};

use super::past::{Past, record};
use crate::support::rig::Rig;

async fn bare() -> Rig {
    Rig::bare(SandboxOptions { leads: 0, ..SandboxOptions::default() }).await
}

async fn report(rig: &Rig, more: &[&str]) -> Value {
    let run = rig.odlm(&[&["report", "--format", "json"], more].concat()).await;
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    run.json()
}

/// Two campaigns on two days, a dry run, a killed run, a run of the month before.
async fn sample() -> Rig {
    let rig = bare().await;
    let runs = [
        Past { at: "2026-10-15T08:00:00Z", people: vec![(1, 20, 0, 5)], first_lead: 9_000, ..Past::default() },
        Past {
            at: "2026-11-03T08:00:00Z",
            people: vec![(1, 20, 5, 4), (2, 10, 1, 2)],
            waiting: 2,
            left_out: 3,
            conflicts: 1,
            status: Some(Status::Partial),
            ..Past::default()
        },
        Past {
            at: "2026-11-03T09:00:00Z",
            dry_run: true,
            status: Some(Status::DryRun),
            people: vec![(1, 20, 9, 8)],
            ..Past::default()
        },
        Past { at: "2026-11-04T08:00:00Z", people: vec![(1, 20, 9, 3)], first_lead: 100, ..Past::default() },
        Past {
            at: "2026-11-04T09:00:00Z",
            campaign: "Apple",
            people: vec![(3, 0, 7, 4), (4, 0, 2, 0)],
            first_lead: 200,
            status: None,
            ..Past::default()
        },
    ];
    record(&rig, &runs).await;
    rig
}

const NOVEMBER: [&str; 4] = ["--from", "2026-11-01", "--to", "2026-11-30"];

#[tokio::test]
async fn a_period_is_the_sum_of_its_runs() {
    let rig = sample().await;
    let history = report(&rig, &NOVEMBER).await;
    let totals = &history["totals"];
    for (figure, expected) in [
        ("runs", json!(3)),
        ("unfinished", json!(1)),
        ("found", json!(19)),
        ("eligible", json!(16)),
        ("planned", json!(14)),
        ("assigned", json!(13)),
        ("conflicts", json!(1)),
        ("refused", json!(0)),
        ("seconds", json!(4.5)),
        ("efficiency", json!(81.25)),
        ("participants", json!(4)),
        ("recipients", json!(3)),
        ("mean", json!(3.25)),
        // (12 + 3) of (20 + 10): those without a target do not count.
        ("utilisation", json!(50.0)),
        // By hand: 1 - 125/169, see docs/history.md.
        ("gini", json!(0.26)),
        ("largest_gap", json!(2.0)),
    ] {
        assert_eq!(totals[figure], expected, "{figure}");
    }
    assert_eq!(history["time_zone"], "UTC");
    let days: Vec<_> = history["days"].as_array().unwrap().iter().map(|day| (&day["day"], &day["assigned"])).collect();
    assert_eq!(days, [(&json!("2026-11-03"), &json!(6)), (&json!("2026-11-04"), &json!(7))]);
    let campaigns = history["campaigns"].as_array().unwrap();
    let campaigns: Vec<_> =
        campaigns.iter().map(|one| (&one["campaign"], &one["assigned"], &one["gini"], &one["largest_gap"])).collect();
    assert_eq!(
        campaigns,
        [
            (&json!("Voice"), &json!(9), &json!(0.0), &json!(0.0)),
            (&json!("Apple"), &json!(4), &json!(0.5), &json!(2.0))
        ]
    );
    let before = &history["before"];
    assert_eq!((&before["from"], &before["to"]), (&json!("2026-10-02"), &json!("2026-10-31")));
    assert_eq!((&before["totals"]["assigned"], &before["growth"]), (&json!(5), &json!(160.0)));
}

#[tokio::test]
async fn a_person_s_share_counts_only_the_runs_in_which_they_could_receive() {
    let rig = sample().await;
    let history = report(&rig, &NOVEMBER).await;
    let line = |id: u64| {
        let people = history["people"].as_array().unwrap().iter();
        people.clone().find(|line| line["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
    };
    let one = line(1);
    for (figure, expected) in [
        ("received", json!(7)),
        ("runs", json!(2)),
        ("fair_share", json!(7.0)),
        ("gap", json!(0.0)),
        ("before", json!(5)),
        ("after", json!(12)),
        ("target", json!(20)),
        ("share_of_target", json!(35.0)),
        ("utilisation", json!(60.0)),
        ("share", json!(53.846)),
    ] {
        assert_eq!(one[figure], expected, "{figure}");
    }
    assert_eq!((&line(2)["gap"], &line(3)["gap"], &line(4)["gap"]), (&json!(0.0), &json!(2.0), &json!(-2.0)));
    let order: Vec<_> = history["people"].as_array().unwrap().iter().map(|line| line["id"].clone()).collect();
    assert_eq!(order, [1, 3, 2, 4], "whoever received most first");
}

#[tokio::test]
async fn one_campaign_one_person_and_dry_runs_are_told_alone() {
    let rig = sample().await;
    let apple = report(&rig, &[&NOVEMBER[..], &["--campaign", "apple"]].concat()).await;
    assert_eq!((&apple["campaign"], &apple["totals"]["assigned"]), (&json!("Apple"), &json!(4)));
    assert_eq!(apple["people"].as_array().unwrap().len(), 2);
    for person in ["2", "person 2"] {
        let two = report(&rig, &[&NOVEMBER[..], &["--person", person]].concat()).await;
        assert_eq!(two["person"], json!({"id": 2, "name": "Person 2"}));
        assert_eq!(
            (&two["totals"]["runs"], &two["totals"]["assigned"], &two["totals"]["received"]),
            (&json!(1), &json!(6), &json!(2))
        );
        assert_eq!(two["people"].as_array().unwrap().len(), 1);
        assert_eq!(two["days"][0]["received"], 2);
    }
    let dry = report(&rig, &[&NOVEMBER[..], &["--dry-runs"]].concat()).await;
    assert_eq!(
        (&dry["totals"]["runs"], &dry["totals"]["planned"], &dry["totals"]["assigned"]),
        (&json!(1), &json!(8), &json!(0))
    );
    assert_eq!(dry["people"][0]["received"], 8);
}

#[tokio::test]
async fn days_begin_in_the_configuration_s_zone() {
    let rig = Rig::new(0).await;
    rig.configure("execution: {timezone: Europe/Berlin}\n");
    let odoo = odoo(&rig).await;
    let at = |at: &'static str, first_lead: u64| Past {
        at,
        odoo: odoo.clone(),
        people: vec![(7, 60, 0, 1)],
        first_lead,
        ..Past::default()
    };
    // In Berlin the first is of the 4th, the second of the 5th.
    record(
        &rig,
        &[
            at("2026-11-03T23:30:00Z", 1),
            at("2026-11-04T23:00:00Z", 2),
            Past { people: vec![(1, 1, 1, 1)], ..Past::default() },
        ],
    )
    .await;
    let history = report(&rig, &["--config", "odlm.yaml", "--from", "2026-11-04", "--to", "2026-11-04"]).await;
    assert_eq!((&history["time_zone"], &history["totals"]["runs"]), (&json!("Europe/Berlin"), &json!(1)));
    assert_eq!(history["before"]["totals"]["runs"], 0, "the 3rd has none, and another Odoo's runs are not told");
    let history = report(&rig, &["--from", "2026-11-04", "--to", "2026-11-04"]).await;
    assert_eq!((&history["totals"]["runs"], &history["before"]["totals"]["runs"]), (&json!(1), &json!(2)), "in UTC");
}

/// What runs on the rig's sandbox are kept under.
async fn odoo(rig: &Rig) -> String {
    rig.dailydist(&["--dry-run"]).await.json()["odoo"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn real_runs_of_today_are_told_as_they_told_themselves() {
    let rig = Rig::new(150).await;
    let first = rig.dailydist(&["--max-leads", "20"]).await.json();
    let second = rig.dailydist(&[]).await.json();
    let history = report(&rig, &["--last", "1d"]).await;
    let sum = |figure: &str| first[figure].as_u64().unwrap() + second[figure].as_u64().unwrap();
    for figure in ["found", "eligible", "planned", "assigned", "conflicts", "refused", "unknown"] {
        assert_eq!(history["totals"][figure], sum(figure), "{figure}");
    }
    assert!(sum("assigned") > 20, "worth a test");
    for person in history["people"].as_array().unwrap() {
        let of = |run: &Value, figure: &str| {
            let people = run["people"].as_array().unwrap().iter();
            people.clone().find(|line| line["id"] == person["id"]).unwrap()[figure].as_u64().unwrap()
        };
        assert_eq!(person["received"], of(&first, "received") + of(&second, "received"), "{person}");
        assert_eq!((&person["before"], &person["after"]), (&json!(of(&first, "before")), &json!(of(&second, "after"))));
        let owned = rig
            .snapshot()
            .iter()
            .filter(|lead| {
                lead["user_id"] == person["id"]
                    && lead["type"] == "lead"
                    && lead["active"] == true
                    && lead["won_status"] == "pending"
            })
            .count();
        assert_eq!(person["after"], owned, "by the sandbox's own records");
    }
}
