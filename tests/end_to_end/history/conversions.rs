//! What became of the leads, asked of the sandbox after people have worked on them, and counted here by hand.

use std::collections::BTreeMap;

use odlm::sandbox::{Faults, Operation, SandboxOptions};
use serde_json::{Value, json};

use crate::support::rig::{FIRST_SELLER, Rig};

/// The leads that a run gave, with whom they went to.
fn given(run: &Value) -> Vec<(u64, u64)> {
    let done = run["decisions"].as_array().unwrap().iter().filter(|line| line["state"] == "done");
    done.map(|line| (line["lead"].as_u64().unwrap(), line["to"].as_u64().unwrap())).collect()
}

/// What is done with a lead, by its place.
const FATES: [&str; 9] =
    ["kept", "opportunity", "won", "lost", "archived", "reassigned", "unowned", "gone", "won by another"];

/// People work on the leads: each has one fate after the other.
fn work(rig: &Rig, leads: &[(u64, u64)]) {
    let other = FIRST_SELLER + 5;
    rig.sandbox.edit(|world| {
        let won = world.find("crm.stage", "Won").unwrap();
        for ((lead, _), fate) in leads.iter().zip(FATES.iter().cycle()) {
            let won = json!({"type": "opportunity", "stage_id": won, "won_status": "won", "probability": 100.0});
            let values = match *fate {
                "opportunity" => json!({"type": "opportunity"}),
                "won" => won,
                "lost" => json!({"active": false, "probability": 0.0, "won_status": "lost"}),
                "archived" => json!({"active": false, "probability": 10.0}),
                "reassigned" => json!({"user_id": other}),
                "unowned" => json!({"user_id": false}),
                "gone" => {
                    assert!(world.remove("crm.lead", *lead));
                    continue;
                }
                "won by another" => {
                    world.set("crm.lead", *lead, &json!({"user_id": other})).unwrap();
                    won
                }
                _ => continue,
            };
            let mut values = values;
            if world.field_type("crm.lead", "won_status").is_none() {
                values.as_object_mut().unwrap().shift_remove("won_status");
            }
            world.set("crm.lead", *lead, &values).unwrap();
        }
    });
}

#[tokio::test]
async fn what_became_of_each_person_s_leads_is_counted() {
    for legacy_only in [false, true] {
        let options = SandboxOptions { leads: 200, salespeople: 6, legacy_only, ..SandboxOptions::default() };
        let rig = Rig::with(options).await;
        let run = rig.dailydist(&["--decisions"]).await;
        assert_eq!(run.code, 0, "{run:?}");
        let leads = given(&run.json());
        assert!(leads.len() > FATES.len(), "worth a test: {}", leads.len());
        work(&rig, &leads);
        let before = (rig.snapshot(), rig.calls("write"), std::fs::read(rig.path("odlm.sqlite")).unwrap());
        let told = rig.odlm(&["report", "--config", "odlm.yaml", "--conversions", "--format", "json"]).await;
        assert_eq!(told.code, 0, "{told:?}");
        let after = (rig.snapshot(), rig.calls("write"), std::fs::read(rig.path("odlm.sqlite")).unwrap());
        assert!(before == after, "nothing is written, neither to Odoo nor to the ledger");
        let mut expected: BTreeMap<u64, BTreeMap<&str, u64>> = BTreeMap::new();
        for ((_, person), fate) in leads.iter().zip(FATES.iter().cycle()) {
            let counts = expected.entry(*person).or_default();
            let figures: &[&str] = match *fate {
                "kept" => &["open", "kept"],
                "opportunity" => &["open", "kept", "opportunities"],
                "won" => &["won", "kept", "opportunities"],
                "lost" => &["lost", "kept"],
                "archived" => &["archived", "kept"],
                "unowned" => &["open", "unowned"],
                "gone" => &["gone"],
                // The person that it went to may be the one who got it from there.
                "reassigned" if *person == FIRST_SELLER + 5 => &["open", "kept"],
                "reassigned" => &["open", "reassigned"],
                _ if *person == FIRST_SELLER + 5 => &["won", "kept", "opportunities"],
                _ => &["won", "reassigned", "opportunities"],
            };
            for figure in figures.iter().chain(&["leads"]) {
                *counts.entry(figure).or_default() += 1;
            }
        }
        let conversions = &told.json()["conversions"];
        let lines = conversions["people"].as_array().unwrap();
        assert_eq!(lines.len(), expected.len());
        let figures =
            ["leads", "opportunities", "open", "archived", "won", "lost", "kept", "reassigned", "unowned", "gone"];
        for figure in figures {
            for line in lines {
                let count = expected[&line["id"].as_u64().unwrap()].get(figure).copied().unwrap_or(0);
                assert_eq!(line[figure], count, "{figure} of {line}, legacy {legacy_only}");
            }
            let all: u64 = expected.values().map(|counts| counts.get(figure).copied().unwrap_or(0)).sum();
            assert_eq!(conversions["totals"][figure], all, "{figure}");
        }
        let table = rig.odlm(&["report", "--config", "odlm.yaml", "--conversions", "--by", "person"]).await;
        assert!(table.code == 0 && table.stdout.contains("What became of them"), "{table:?}");
    }
}

#[tokio::test]
async fn a_lead_that_went_on_counts_for_both() {
    let rig = Rig::equals("").await;
    let lead = rig.add_lead();
    rig.write("people.csv", "salesperson_name\nSeller 0001\n");
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    rig.sandbox.edit(|world| world.set("crm.lead", lead, &json!({"user_id": false})).unwrap());
    rig.write("people.csv", "salesperson_name\nSeller 0002\n");
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    let told = rig.odlm(&["report", "--config", "odlm.yaml", "--conversions", "--format", "json"]).await.json();
    let lines = told["conversions"]["people"].as_array().unwrap();
    let counts: Vec<_> = lines.iter().map(|line| (&line["id"], &line["kept"], &line["reassigned"])).collect();
    assert_eq!(counts, [(&json!(7), &json!(0), &json!(1)), (&json!(8), &json!(1), &json!(0))]);
    let one =
        rig.odlm(&["report", "--config", "odlm.yaml", "--conversions", "--format", "json", "--person", "Seller 0002"]);
    let one = one.await.json();
    assert_eq!((&one["conversions"]["totals"]["leads"], &one["totals"]["received"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn an_odoo_that_does_not_answer_ends_it_with_its_own_code() {
    let rig = Rig::new(60).await;
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    rig.sandbox.set_faults(Faults::default().deny("crm.lead", Operation::Read));
    let told = rig.odlm(&["report", "--config", "odlm.yaml", "--conversions"]).await;
    assert_eq!((told.code, told.stdout.as_str()), (5, ""), "{told:?}");
}
