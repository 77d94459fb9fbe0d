//! What an operator sees of each example: a pinned dry run, or live ones, against the stand-in.

use odlm::sandbox::SandboxOptions;
use serde_json::{Value, json};

use super::laid::built;
use super::large::{assert_large, load};
use super::{C, Example, JAVASCRIPT, PYTHON};
use crate::support::rig::{FIRST_SELLER, Rig, days_ago};

/// Configures an example and pins it.
async fn pinned(rig: &Rig, example: Example, component: &[u8], more: &str) {
    let name = example.name;
    std::fs::write(rig.path(&format!("{name}.wasm")), component).unwrap();
    rig.configure(&format!(
        "distribution:\n  strategy: {name}\n  plugins:\n    {name}:\n      path: {name}.wasm\n{more}"
    ));
    let pinned = rig.odlm(&["strategy", "pin", "--config", "odlm.yaml"]).await;
    assert_eq!(pinned.code, 0, "{pinned:?}");
}

/// Runs it: each lead that it gives away, to whom and why.
async fn given(rig: &Rig, words: &[&str]) -> Vec<(u64, u64, String)> {
    let run = rig.dailydist(&[words, &["--decisions"]].concat()).await;
    assert_eq!(run.code, 0, "{run:?}");
    let run = run.json();
    let lines = run["decisions"].as_array().unwrap_or_else(|| panic!("{run}"));
    let line = |line: &Value| Some((line["lead"].as_u64()?, line["to"].as_u64()?, line["reason"].as_str()?.to_owned()));
    let given: Vec<_> = lines.iter().filter_map(line).collect();
    assert_eq!(run["planned"].as_u64(), u64::try_from(given.len()).ok(), "{run}");
    given
}

/// A field of a lead in the stand-in.
fn value(rig: &Rig, lead: u64, field: &str) -> Value {
    rig.snapshot().into_iter().find(|row| row["id"] == lead).unwrap()[field].clone()
}

#[tokio::test]
async fn the_example_in_python_gives_leads_to_their_territories() {
    let Some(component) = built(PYTHON) else { return };
    assert_large(&load(PYTHON.name, &component));

    let rig = Rig::with(SandboxOptions { leads: 300, salespeople: 3, ..SandboxOptions::default() }).await;
    rig.write(
        "people.csv",
        "salesperson_name,campaign_name,active,team,target_leads,territories\n\
         Seller 0001,Voice,true,Field,60,BELGIUM\n\
         Seller 0002,Voice,true,Field,60,DE;Belgium\n\
         Seller 0003,Voice,true,Inside Sales,40,\n",
    );
    let settings = "      settings: {fallback_team: inside sales, aliases: {DE: Germany}}\n";
    pinned(&rig, PYTHON, &component, settings).await;
    let countries: Vec<u64> =
        ["Belgium", "Germany"].iter().map(|name| rig.sandbox.find("res.country", name).unwrap()).collect();
    let mut seen = [0; 3];
    for (lead, to, reason) in given(&rig, &["--dry-run"]).await {
        let country = value(&rig, lead, "country_id").as_u64();
        let (place, people, why) = match country {
            Some(id) if id == countries[0] => (0, [0, 1], "its country lies in their territory"),
            Some(id) if id == countries[1] => (1, [1, 1], "its country lies in their territory"),
            Some(_) => (2, [2, 2], "no territory covers it: it goes to the fallback team"),
            None => (2, [2, 2], "it has neither postcode, state nor country: it goes to the fallback team"),
        };
        assert!(people.map(|row| FIRST_SELLER + row).contains(&to) && reason == why, "{country:?} {to} {reason}");
        seen[place] += 1;
    }
    assert!(seen.iter().all(|leads| *leads > 2), "{seen:?}");
}

#[tokio::test]
async fn the_example_in_javascript_shares_value_by_weight() {
    let Some(component) = built(JAVASCRIPT) else { return };
    assert_large(&load(JAVASCRIPT.name, &component));

    let rig = Rig::with(SandboxOptions { leads: 300, salespeople: 3, ..SandboxOptions::default() }).await;
    rig.write(
        "people.csv",
        "salesperson_name,campaign_name,active,weight\n\
         Seller 0001,Voice,true,3\nSeller 0002,Voice,true,2\nSeller 0003,Voice,true,1\n",
    );
    pinned(&rig, JAVASCRIPT, &component, "      settings: {score: expected_revenue, weight: table}\n").await;
    let mut sums = [0.0; 3];
    let (mut largest, mut leads) = (0.0_f64, 0.0);
    for (lead, to, reason) in given(&rig, &["--dry-run"]).await {
        let worth = value(&rig, lead, "expected_revenue").as_f64().unwrap();
        if worth > 0.0 {
            assert_eq!(reason, "least score for their weight so far");
            sums[usize::try_from(to - FIRST_SELLER).unwrap()] += worth;
            largest = largest.max(worth);
            leads += 1.0;
        } else {
            assert_eq!(reason, "the lead has no score, and they got fewest such leads for their weight");
        }
    }
    assert!(leads > 20.0, "{leads}");
    let unit = sums.iter().sum::<f64>() / 6.0;
    for (sum, weight) in sums.iter().zip([3.0, 2.0, 1.0]) {
        assert!((sum - unit * weight).abs() <= largest, "{sums:?} by 3, 2 and 1");
    }
}

#[tokio::test]
async fn the_example_in_c_remembers_customers_from_run_to_run() {
    let Some(component) = built(C) else { return };
    let memory = assert_large(&load(C.name, &component)).memory;
    assert!(memory.len() > 1_000_000, "the customers of 100,000 leads are remembered");

    let rig = Rig::equals("").await;
    pinned(&rig, C, &component, "      fields: [email_normalized, partner_id]\n").await;
    let add = |email: &str| {
        let lead = json!({"name": "Lead", "type": "lead", "status": "new", "web_source_id": "google_ads",
            "source_date": days_ago(0), "user_id": false, "team_id": false, "email_from": email});
        rig.sandbox.add_lead(&lead).unwrap()
    };
    add("Ada <ada@acme.example>");
    let first = given(&rig, &[]).await;
    let [(_, holder, why)] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!(why, "a new customer, and they are least loaded");
    // The two others are less loaded by now: it is the customer alone that tells.
    let again = [add("bob@ACME.example"), add("ada@acme.example")];
    let other = add("eve@gmail.com");
    let second = given(&rig, &[]).await;
    assert_eq!(second.len(), 3, "{second:?}");
    for (lead, to, why) in &second {
        if again.contains(lead) {
            assert_eq!(to, holder);
            assert!(why.starts_with("had a lead of this e-mail "), "{why}");
        } else {
            assert!(*lead == other && to != holder, "{second:?}");
        }
    }
}
