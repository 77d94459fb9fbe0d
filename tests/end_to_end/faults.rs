//! What can go wrong between odlm and Odoo while it writes: nothing is lost, nothing is done twice, the exit code tells the truth.

use odlm::sandbox::{Answer, Effect, Faults, Operation, When};
use serde_json::{Value, json};

use crate::support::rig::{Ended, FIRST_SELLER, Rig};

/// A rig of three equal people and so many new leads; small calls, so that a run has several.
async fn rig(leads: usize) -> (Rig, Vec<u64>) {
    let rig = Rig::equals("distribution: {strategy: round_robin}\nexecution: {batch_size: 4}\n").await;
    let ids = (0..leads).map(|_| rig.add_lead()).collect();
    (rig, ids)
}

fn states(run: &Ended) -> Vec<(u64, String, Option<u64>)> {
    let report = run.json();
    let lines = report["decisions"].as_array().unwrap().iter();
    lines
        .map(|line| (line["lead"].as_u64().unwrap(), line["state"].as_str().unwrap().to_owned(), line["to"].as_u64()))
        .collect()
}

/// What the report says is done is what Odoo has, and the counts add up.
fn agree(rig: &Rig, run: &Ended) {
    let report = run.json();
    let mut done = 0;
    for (lead, state, to) in states(run) {
        if state == "done" {
            assert_eq!(rig.sandbox.lead(lead).unwrap()["user_id"].as_u64(), to);
            done += 1;
        }
    }
    assert_eq!(report["assigned"], done);
    let number = |name: &str| report[name].as_u64().unwrap();
    if report["status"] != "interrupted" {
        assert_eq!(
            number("planned"),
            number("assigned") + number("conflicts") + number("refused") + number("unknown"),
            "{report}"
        );
    }
    let received: u64 =
        report["people"].as_array().unwrap().iter().map(|line| line["received"].as_u64().unwrap()).sum();
    assert_eq!(received, done);
}

/// Every write that was carried out gave a lead away for the first time: nothing is done twice.
fn written_once(rig: &Rig, leads: &[u64]) {
    let tracked = rig.sandbox.chatter().tracking_messages;
    assert_eq!(tracked, leads.len() as u64, "one change of owner a lead");
}

#[tokio::test]
async fn a_proxy_error_before_or_a_cut_after_a_write_is_settled_by_reading() {
    let effects = [
        Effect::Answer(Answer::Proxy(502)),
        Effect::CutBefore,
        Effect::CutAfter,
        Effect::Answer(Answer::Proxy(504)),
        Effect::Answer(Answer::Proxy(500)),
        Effect::Answer(Answer::Serialization),
        Effect::Answer(Answer::Locked),
        Effect::Answer(Answer::TooMany(1)),
    ];
    for effect in effects {
        let (rig, leads) = rig(9).await;
        rig.sandbox.set_faults(Faults::default().on("write", When::Nth(2), effect.clone()));
        let run = rig.dailydist(&["--decisions"]).await;
        assert_eq!((run.code, run.json()["status"].as_str()), (0, Some("complete")), "{effect:?}: {run:?}");
        agree(&rig, &run);
        written_once(&rig, &leads);
    }
}

#[tokio::test]
async fn reads_are_tried_again() {
    let (rig, _) = rig(3).await;
    let faults = Faults::default()
        .on("search_read", When::Nth(1), Effect::Answer(Answer::Proxy(502)))
        .on("fields_get", When::Nth(1), Effect::CutBefore)
        .on("formatted_read_group", When::Nth(1), Effect::Answer(Answer::Proxy(503)));
    rig.sandbox.set_faults(faults);
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(run.json()["assigned"], 3);
}

#[tokio::test]
async fn a_lead_that_odoo_refuses_stands_alone_and_the_rest_is_done() {
    let (rig, leads) = rig(12).await;
    let refused = [leads[2], leads[7]];
    rig.sandbox.set_faults(Faults::default().refuse(refused));
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!((run.code, run.json()["status"].as_str()), (3, Some("partial")), "{run:?}");
    for (lead, state, _) in states(&run) {
        assert_eq!(state, if refused.contains(&lead) { "refused" } else { "done" }, "{lead}");
    }
    assert_eq!(run.json()["refused"], 2);
    agree(&rig, &run);
    let detail =
        run.json()["decisions"].as_array().unwrap().iter().find(|line| line["state"] == "refused").unwrap()["detail"]
            .clone();
    assert!(detail.as_str().is_some_and(|detail| !detail.is_empty()));
}

#[tokio::test]
async fn a_lead_that_somebody_changed_meanwhile_is_left_to_them() {
    let (rig, leads) = rig(6).await;
    let change = |leads: &[u64], values: Value| Effect::Change { leads: leads.to_vec(), values };
    // The second look at leads is the one before the first write.
    let faults = Faults::default()
        .on_model("crm.lead", "search_read", When::Nth(2), change(&leads[0..1], json!({"user_id": FIRST_SELLER + 2})))
        .on_model(
            "crm.lead",
            "search_read",
            When::Nth(2),
            change(&leads[1..2], json!({"priority": "3", "write_date": "2031-01-01 00:00:00"})),
        )
        .on_model(
            "crm.lead",
            "search_read",
            When::Nth(2),
            change(&leads[2..3], json!({"active": false, "write_date": "2031-01-01 00:00:00"})),
        );
    rig.sandbox.set_faults(faults);
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!((run.code, run.json()["conflicts"].as_u64()), (3, Some(3)), "{run:?}");
    for (lead, state, _) in states(&run) {
        assert_eq!(state, if leads[0..3].contains(&lead) { "conflict" } else { "done" });
    }
    assert_eq!(rig.sandbox.lead(leads[0]).unwrap()["user_id"], FIRST_SELLER + 2);
    assert!(rig.sandbox.lead(leads[1]).unwrap()["user_id"].as_u64().is_none());
    agree(&rig, &run);
}

#[tokio::test]
async fn a_lead_deleted_meanwhile_is_a_conflict() {
    let (rig, leads) = rig(3).await;
    rig.sandbox.set_faults(Faults::default().on_model(
        "crm.lead",
        "search_read",
        When::Nth(2),
        Effect::Delay(std::time::Duration::from_millis(400)),
    ));
    let child = rig.start(&["dailydist", "--config", "odlm.yaml", "--json", "--decisions"]);
    while rig.sandbox.calls().iter().filter(|call| call.model == "crm.lead" && call.method == "search_read").count() < 1
    {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(150)).await;
    assert!(rig.sandbox.edit(|world| world.remove("crm.lead", leads[1])));
    let output = child.wait_with_output().await.unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (output.status.code(), report["assigned"].as_u64(), report["conflicts"].as_u64()),
        (Some(3), Some(2), Some(1)),
        "{report}"
    );
}

#[tokio::test]
async fn without_the_right_to_write_nothing_is_planned_for_real() {
    let (rig, _) = rig(3).await;
    rig.sandbox.set_faults(Faults::default().deny("crm.lead", Operation::Write));
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stderr.contains("hint:"), "{run:?}");
    assert_eq!(rig.calls("write"), 0);
}

#[tokio::test]
async fn an_odoo_that_stays_away_leaves_the_rest_to_be_resumed() {
    let (rig, leads) = rig(12).await;
    rig.sandbox.set_faults(
        Faults::default().on("write", When::Nth(1), Effect::Delay(std::time::Duration::ZERO)).on_model(
            "crm.lead",
            "write",
            When::Always,
            Effect::Answer(Answer::Serialization),
        ),
    );
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!(run.code, 5, "{run:?}");
    assert_eq!(run.json()["status"], "interrupted");
    agree(&rig, &run);
    rig.sandbox.set_faults(Faults::default());
    let resumed = rig.odlm(&["runs", "resume", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!((resumed.code, resumed.json()["assigned"].as_u64()), (0, Some(12)), "{resumed:?}");
    written_once(&rig, &leads);
}

#[tokio::test]
async fn one_person_whose_leads_odoo_refuses_does_not_stop_the_others() {
    let rig = Rig::equals("distribution: {strategy: round_robin}\nexecution: {batch_size: 8}\n").await;
    let leads: Vec<u64> = (0..120).map(|_| rig.add_lead()).collect();
    let dry = rig.dailydist(&["--dry-run", "--decisions"]).await;
    let of_first: Vec<u64> =
        states(&dry).iter().filter(|(_, _, to)| *to == Some(FIRST_SELLER)).map(|(lead, _, _)| *lead).collect();
    rig.sandbox.set_faults(Faults::default().refuse(of_first.clone()));
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!((run.code, run.json()["status"].as_str()), (3, Some("partial")), "{run:?}");
    agree(&rig, &run);
    assert_eq!((of_first.len(), run.json()["assigned"].as_u64()), (40, Some(80)), "the other two got theirs");
    assert_eq!(run.json()["refused"], 40);
    assert!(leads.len() == 120 && rig.calls("write") < 150, "not every lead of that person was tried");
}
