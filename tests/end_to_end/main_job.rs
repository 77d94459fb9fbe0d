//! The main job: the right leads to the right people, nothing else touched, and every number agrees with every other.

use std::collections::{BTreeMap, HashMap};

use odlm::sandbox::SandboxOptions;
use serde_json::Value;

use crate::support::rig::{FIRST_SELLER, Rig, days_ago};

/// Who may get leads: the rig's table less the person of another campaign.
fn targets() -> BTreeMap<u64, u64> {
    (FIRST_SELLER..).zip([60, 60, 40, 40, 20]).collect()
}

/// The rules of the rig's configuration, written a second time and plainly.
fn is_eligible(lead: &Value) -> bool {
    let text = |name: &str| lead[name].as_str().unwrap_or_default().to_lowercase();
    let tags: Vec<u64> = lead["tag_ids"].as_array().unwrap().iter().filter_map(Value::as_u64).collect();
    let date = lead["source_date"].as_str().unwrap_or_default();
    lead["type"] == "lead"
        && lead["active"] == true
        && date >= days_ago(30).as_str()
        && date <= days_ago(0).as_str()
        && ["new", "in_progress", "call_back", "utr"].contains(&text("status").as_str())
        && ["facebook_form", "google_ads", "website_contact", "linkedin_ads"].contains(&text("web_source_id").as_str())
        && lead["is_blacklisted"] == false
        && lead["phone_sanitized_blacklisted"] == false
        && !tags.contains(&DNC_TAG)
        && lead["user_id"].as_u64().is_none()
}

/// The generated tags are hot_lead, vip, test, do_not_distribute, dnc.
const DNC_TAG: u64 = 5;

#[tokio::test]
async fn eligible_leads_go_to_eligible_people_within_targets_and_nothing_else_changes() {
    let rig = Rig::new(400).await;
    let before = rig.snapshot();
    let owned = |leads: &[Value], person: u64| {
        let mine = |lead: &&Value| lead["user_id"].as_u64() == Some(person) && lead["type"] == "lead";
        leads.iter().filter(mine).filter(|lead| lead["active"] == true && lead["won_status"] == "pending").count()
            as u64
    };
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    let after = rig.snapshot();
    let mut received: HashMap<u64, u64> = HashMap::new();
    let mut eligible = 0;
    for (old, new) in before.iter().zip(&after) {
        if is_eligible(old) {
            eligible += 1;
            if let Some(owner) = new["user_id"].as_u64() {
                *received.entry(owner).or_default() += 1;
                continue;
            }
        }
        assert_eq!(old, new, "a lead that was not given out is untouched");
    }
    assert!(eligible > 20, "the generated leads are worth a test: {eligible}");
    assert_eq!(report["eligible"], eligible);
    assert_eq!(report["assigned"], received.values().sum::<u64>());
    assert_eq!(report["status"], "complete");
    for (person, target) in targets() {
        let (was, is) = (owned(&before, person), owned(&after, person));
        assert_eq!(is - was, received.get(&person).copied().unwrap_or(0));
        assert!(is <= target.max(was), "{person} is past the target: {is} of {target}");
        let line = report["people"].as_array().unwrap().iter().find(|line| line["id"] == person).unwrap();
        assert_eq!((line["before"].as_u64(), line["after"].as_u64()), (Some(was), Some(is)));
        assert_eq!(line["received"], is - was);
    }
    assert!(received.keys().all(|person| targets().contains_key(person)), "{received:?}");
    let decided: HashMap<u64, Option<u64>> = report["decisions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["lead"].as_u64().unwrap(), line["to"].as_u64()))
        .collect();
    assert_eq!(decided.len() as u64, report["found"].as_u64().unwrap(), "every lead found has its decision");
    for lead in &after {
        if let Some(to) = decided.get(&lead["id"].as_u64().unwrap()).copied().flatten() {
            assert_eq!(lead["user_id"], to);
        }
    }
    assert_eq!(rig.sandbox.chatter().assigned_notices, 0, "nobody gets a mail for each lead");
}

#[tokio::test]
async fn the_funnel_adds_up_and_each_lead_left_out_names_its_rule() {
    let rig = Rig::new(300).await;
    let report = rig.dailydist(&["--dry-run", "--decisions"]).await.json();
    let funnel = report["funnel"].as_array().unwrap();
    let mut expected = report["found"].as_u64().unwrap();
    for step in funnel {
        assert_eq!(step["before"].as_u64().unwrap(), expected, "{step}");
        expected = step["after"].as_u64().unwrap();
    }
    assert_eq!(expected, report["eligible"].as_u64().unwrap());
    let left_out = report["decisions"].as_array().unwrap().iter().filter(|line| line["state"] == "left_out");
    let reasons: Vec<&str> = left_out.map(|line| line["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons.len() as u64, report["found"].as_u64().unwrap() - expected);
    assert!(reasons.iter().all(|reason| !reason.is_empty()));
}

#[tokio::test]
async fn a_dry_run_changes_nothing_and_plans_what_the_run_after_it_does() {
    let rig = Rig::new(200).await;
    let before = rig.snapshot();
    let dry = rig.dailydist(&["--dry-run", "--decisions"]).await;
    assert_eq!((dry.code, dry.json()["status"].as_str()), (0, Some("dry_run")));
    assert_eq!(rig.snapshot(), before, "every field, write_date among them");
    assert_eq!(rig.calls("write"), 0);
    let live = rig.dailydist(&["--decisions"]).await.json();
    let plan = |report: &Value| -> Vec<(Value, Value, Value)> {
        let lines = report["decisions"].as_array().unwrap().iter();
        lines.map(|line| (line["lead"].clone(), line["to"].clone(), line["reason"].clone())).collect()
    };
    assert_eq!(plan(&dry.json()), plan(&live));
    assert_eq!(dry.json()["strategy"]["fuel"], live["strategy"]["fuel"], "the cost of a plan is reproducible");
}

#[tokio::test]
async fn a_second_run_right_after_distributes_nothing() {
    let rig = Rig::new(80).await;
    assert_eq!(rig.dailydist(&[]).await.json()["status"], "complete");
    let between = rig.snapshot();
    let again = rig.dailydist(&[]).await;
    assert_eq!((again.code, again.json()["status"].as_str()), (0, Some("nothing")), "{again:?}");
    assert_eq!(rig.snapshot(), between);
}

#[tokio::test]
async fn both_transports_give_the_same_leads_to_the_same_people() {
    let mut owners = Vec::new();
    for (legacy_only, protocol) in [(false, "json2"), (false, "jsonrpc"), (true, "auto")] {
        let options = SandboxOptions { leads: 250, salespeople: 6, legacy_only, ..SandboxOptions::default() };
        let rig = Rig::with(options).await;
        let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
        rig.write(
            "odlm.yaml",
            &config.replace("odoo_connection:", &format!("odoo_connection:\n  protocol: {protocol}")),
        );
        let run = rig.dailydist(&[]).await;
        assert_eq!(run.code, 0, "{protocol}: {run:?}");
        owners.push(rig.owners());
    }
    assert_eq!(owners[0], owners[1]);
    assert_eq!(owners[0], owners[2]);
}

#[tokio::test]
async fn flags_of_the_command_line() {
    let rig = Rig::new(200).await;
    let all = rig.dailydist(&["--dry-run"]).await.json();
    let some = rig.dailydist(&["--dry-run", "--max-leads", "7"]).await.json();
    assert_eq!(
        (some["planned"].as_u64(), &some["found"], &some["eligible"]),
        (Some(7), &all["found"], &all["eligible"])
    );
    let day = days_ago(2);
    let one_day =
        rig.dailydist(&["--dry-run", "--decisions", "--override-date-range", &format!("{day},{day}")]).await.json();
    assert!(one_day["found"].as_u64().unwrap() > 0);
    for line in one_day["decisions"].as_array().unwrap() {
        assert_eq!(rig.sandbox.lead(line["lead"].as_u64().unwrap()).unwrap()["source_date"], day.as_str());
    }
    let turn = rig.dailydist(&["--dry-run", "--force-round-robin"]).await.json();
    assert_eq!(turn["strategy"]["name"], "round-robin");
    let got: Vec<u64> =
        turn["people"].as_array().unwrap().iter().map(|line| line["received"].as_u64().unwrap()).collect();
    assert!(got.iter().max().unwrap() - got.iter().min().unwrap() <= 1, "{got:?}");
}

#[tokio::test]
async fn every_strategy_distributes() {
    for strategy in ["level_based", "round_robin", "proportional", "capacity"] {
        let rig = Rig::new(120).await;
        rig.configure(&format!("distribution: {{strategy: {strategy}}}\n"));
        let run = rig.dailydist(&[]).await;
        assert_eq!(run.code, 0, "{strategy}: {run:?}");
        assert!(run.json()["assigned"].as_u64().unwrap() > 5, "{strategy}");
    }
}

#[tokio::test]
async fn redistribution_gives_everybodys_leads_to_others() {
    let rig = Rig::new(150).await;
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write(
        "odlm.yaml",
        &config.replace("lead_finding:", "lead_finding:\n  assignment_filters: {exclude_assigned: false}"),
    );
    let before: HashMap<u64, Option<u64>> = rig.owners().into_iter().collect();
    let report = rig.dailydist(&["--decisions"]).await.json();
    let moved = report["decisions"].as_array().unwrap().iter().filter(|line| line["state"] == "done");
    let mut taken = 0;
    for line in report["people"].as_array().unwrap() {
        let now = rig.snapshot();
        let mine =
            now.iter().filter(|lead| lead["user_id"] == line["id"] && lead["type"] == "lead" && lead["active"] == true);
        assert_eq!(line["after"], mine.filter(|lead| lead["won_status"] == "pending").count() as u64, "{line}");
    }
    for line in moved {
        let owner = before[&line["lead"].as_u64().unwrap()];
        assert_ne!(line["to"].as_u64(), owner, "nobody is given a lead they own");
        taken += u32::from(owner.is_some());
    }
    assert!(taken > 0, "owned leads are in the pool");
}

#[tokio::test]
async fn leads_of_inactive_and_excluded_owners_are_given_to_others() {
    let rig = Rig::new(0).await;
    let (of_inactive, of_excluded, of_active) = (rig.add_lead(), rig.add_lead(), rig.add_lead());
    let inactive = 4;
    rig.sandbox.edit(|world| {
        for (lead, owner) in [(of_inactive, inactive), (of_excluded, FIRST_SELLER + 1), (of_active, FIRST_SELLER)] {
            world.set("crm.lead", lead, &serde_json::json!({"user_id": owner})).unwrap();
        }
    });
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let excluded = "salesperson_selection:\n  campaign_filtering: {exclude_specific_users: [Seller 0002]}";
    rig.write("odlm.yaml", &config.replace("salesperson_selection:", excluded));
    assert_eq!(rig.dailydist(&[]).await.json()["assigned"], 2);
    let owners: HashMap<u64, Option<u64>> = rig.owners().into_iter().collect();
    assert_eq!(owners[&of_active], Some(FIRST_SELLER));
    assert!(![inactive, FIRST_SELLER + 1].contains(&owners[&of_inactive].unwrap()));
    assert!(![inactive, FIRST_SELLER + 1].contains(&owners[&of_excluded].unwrap()));
}

#[tokio::test]
async fn do_not_call_is_not_missed_for_a_space_and_won_leads_stay_with_their_owner() {
    let rig = Rig::new(0).await;
    let [tagged, by_status, won, free] = [rig.add_lead(), rig.add_lead(), rig.add_lead(), rig.add_lead()];
    rig.sandbox.edit(|world| {
        world.set("crm.tag", DNC_TAG, &serde_json::json!({"name": "Do Not Call"})).unwrap();
        world.set("crm.lead", tagged, &serde_json::json!({"tag_ids": [DNC_TAG]})).unwrap();
        world.set("crm.lead", by_status, &serde_json::json!({"status": "DO-NOT CALL"})).unwrap();
        world.set("crm.lead", won, &serde_json::json!({"won_status": "won", "stage_id": 4})).unwrap();
    });
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &config.replace("status: [new,", "status: [DO-NOT CALL, new,"));
    let report = rig.dailydist(&[]).await.json();
    assert_eq!((report["found"].as_u64(), report["assigned"].as_u64()), (Some(3), Some(1)), "{report}");
    assert!(rig.sandbox.lead(free).unwrap()["user_id"].as_u64().is_some());
}

#[tokio::test]
async fn the_maximum_counts_what_is_given_out() {
    let rig = Rig::new(0).await;
    rig.write("people.csv", "salesperson_name,level,target_leads\nSeller 0001,senior,1\nSeller 0002,junior,50\n");
    let handling = "priority_handling: {high: senior_only}";
    rig.configure(&format!("distribution: {{strategy: level_based, level_based: {{{handling}}}}}\n"));
    for priority in ["3", "3", "3", "3", "0", "0", "0", "0"] {
        let lead = rig.add_lead();
        rig.sandbox.edit(|world| world.set("crm.lead", lead, &serde_json::json!({"priority": priority})).unwrap());
    }
    let report = rig.dailydist(&["--dry-run", "--max-leads", "3", "--decisions"]).await.json();
    assert_eq!(report["planned"], 3, "leads that find nobody do not use the maximum up: {report}");
    assert_eq!(report["decisions"].as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn shares_below_one_lead_add_up_over_the_days() {
    let rig = Rig::equals("distribution: {strategy: capacity, capacity: {capacity: 0.5}}\n").await;
    rig.add_lead();
    let first = rig.dailydist(&[]).await;
    assert_eq!((first.code, first.json()["status"].as_str()), (0, Some("nothing")), "{first:?}");
    let ledger = crate::support::ledgers::look_at(&rig.path("odlm.sqlite")).await.unwrap();
    let runs = ledger.runs(1).await.unwrap();
    let (odoo, campaign) = (&runs[0].new.odoo, &runs[0].new.campaign);
    let memory = ledger.memory(odoo, campaign, "capacity").await.unwrap();
    assert!(!memory.is_empty(), "what nobody got yet is remembered");
}
