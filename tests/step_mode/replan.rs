//! The plan's menu: looking closer, changing something, planning again.

use serde_json::json;

use super::declined::{assert_next_is_ordinary, assert_untouched};
use super::screens;
use super::terminal::{ENTER, Terminal, USUAL, assert_screen};
use crate::support::components::guest;

/// The plan again, with its question.
fn again(terminal: &mut Terminal, name: &str) {
    terminal.step(4);
    assert_screen!(name, terminal.news());
}

#[tokio::test(flavor = "multi_thread")]
async fn looked_into_changed_planned_again_and_refused() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &["--max-leads", "12"]);
    terminal.go_to(4).news();
    terminal.menu("one person").until("Whom?").press("0002\r").until("now,").until("Proceed to next step?");
    assert_screen!("look_at_person", terminal.news());
    terminal.menu("Take").until("Who takes no part?").press("0001\r");
    again(&mut terminal, "taken_out");
    terminal.menu("Switch").until("Which strategy?").press("round\r");
    again(&mut terminal, "switched");
    terminal.menu("most leads of the run").until("At most how many").press("8\r");
    again(&mut terminal, "fewer_leads");
    terminal.menu("most leads of one").until("Whose?").press("0003\r").until("At most how many").press("2\r");
    again(&mut terminal, "fewer_for_one");
    terminal.menu("Put").until("takes part again?").press("0001\r");
    again(&mut terminal, "put_back");
    terminal.press("n\r");
    assert_eq!(terminal.end(), 0);
    assert_untouched(&rig, &before).await;
    assert_next_is_ordinary(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_is_told_by_its_number() {
    let rig = screens::rig().await;
    let planned = rig.dailydist(&["--dry-run", "--decisions"]).await.json();
    let of = |state: &str| {
        let mut decisions = planned["decisions"].as_array().unwrap().iter();
        decisions.find(|decision| decision["state"] == state).unwrap()["lead"].to_string()
    };
    let mut terminal = Terminal::start(&rig, &USUAL, &["--dry-run"]);
    terminal.go_to(4);
    for (lead, says) in [(of("planned"), "Goes to Seller"), (of("left_out"), "Goes to nobody (left out)")] {
        terminal.menu("one lead").until("Which lead").press(&format!("{lead}\r"));
        terminal.until(&format!("Lead {lead}")).until(says).until("Why: ").until("Proceed to next step?");
    }
    terminal.menu("one lead").until("Which lead").press("999999\r").until("did not find it");
    terminal.until("Proceed to next step?").press(ENTER);
    assert_eq!(terminal.end(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_accepted_after_a_change_is_what_is_written() {
    let rig = screens::rig().await;
    let before = rig.owners();
    let mut terminal = Terminal::start(&rig, &USUAL, &["--max-leads", "12"]);
    terminal.go_to(4);
    terminal.menu("Take").until("Who takes no part?").press("0001\r").step(4);
    terminal.menu("Switch").until("Which strategy?").press("round\r").step(4).press(ENTER).step(5).press(ENTER);
    assert_eq!(terminal.end(), 0);
    let run = rig.odlm(&["runs", "show", "--json", "--decisions"]).await.json();
    assert_eq!((&run["status"], &run["strategy"]["name"]), (&json!("complete"), &json!("round-robin")));
    let people = run["people"].as_array().unwrap();
    let received: Vec<u64> = people.iter().map(|person| person["received"].as_u64().unwrap()).collect();
    let sum: u64 = received.iter().sum();
    assert!(sum > 2 && received.len() == 2 && received[0].abs_diff(received[1]) <= 1, "dealt in turn: {received:?}");
    let out = run["people_left_out"].as_array().unwrap();
    assert!(out.contains(&json!({"name": "Seller 0001", "reason": "taken out in step mode"})), "{out:?}");
    let changed = rig.owners().into_iter().zip(before).filter(|(after, before)| after != before).count();
    assert_eq!(changed as u64, sum);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_leaves_nobody_is_refused_and_the_plan_stays() {
    let rig = screens::rig().await;
    let mut terminal = Terminal::start(&rig, &USUAL, &["--dry-run"]);
    terminal.go_to(4);
    for name in ["0001", "0002"] {
        terminal.menu("Take").until("Who takes no part?").press(&format!("{name}\r")).step(4);
    }
    terminal.menu("Take").until("Who takes no part?").press("0003\r");
    terminal.until("nobody would be left").until("Proceed to next step?").press(ENTER);
    assert_eq!(terminal.end(), 0);
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    let people = run["people"].as_array().unwrap();
    assert_eq!((people.len(), &people[0]["name"]), (1, &json!("Seller 0003")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lead_that_somebody_changed_meanwhile_is_a_conflict() {
    let rig = screens::rig().await;
    let planned = rig.dailydist(&["--dry-run", "--decisions"]).await.json();
    let mut decisions = planned["decisions"].as_array().unwrap().iter();
    let lead = decisions.find(|decision| decision["state"] == "planned").unwrap()["lead"].as_u64().unwrap();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.go_to(5);
    rig.sandbox.edit(|world| world.set("crm.lead", lead, &json!({"user_id": 12}))).unwrap();
    terminal.press(ENTER);
    assert_eq!(terminal.end(), 3);
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!((&run["status"], &run["conflicts"]), (&json!("partial"), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strategy_of_ones_own_can_be_chosen_and_one_that_is_not_there_is_said_so() {
    let rig = screens::rig().await;
    std::fs::write(rig.path("mine.wasm"), guest("good")).unwrap();
    rig.configure(
        "distribution: {strategy: level_based, plugins: {mine: {path: mine.wasm, allow_unpinned: true}, gone: {path: gone.wasm}}}\n",
    );
    let mut terminal = Terminal::start(&rig, &USUAL, &["--max-leads", "12"]);
    terminal.until("strategy `gone` cannot be chosen").go_to(4);
    terminal.menu("Switch").until("Which strategy?").press("test-guest\r");
    terminal.step(4).press(ENTER).step(5).press(ENTER);
    assert_eq!(terminal.end(), 0);
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!((&run["strategy"]["name"], &run["assigned"]), (&json!("test-guest"), &json!(12)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_strategy_that_fails_leaves_the_plan_that_was_there() {
    let rig = screens::rig().await;
    std::fs::write(rig.path("mine.wasm"), guest("declines")).unwrap();
    rig.configure("distribution: {strategy: level_based, plugins: {mine: {path: mine.wasm, allow_unpinned: true}}}\n");
    let mut terminal = Terminal::start(&rig, &USUAL, &["--dry-run", "--max-leads", "12"]);
    terminal.go_to(4).menu("Switch").until("Which strategy?").press("test-guest\r");
    terminal.until("The change was not made, the plan is as before").until("Proceed").press(ENTER);
    assert_eq!(terminal.end(), 0);
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!(run["planned"], 12);
    assert_eq!(run["strategy"]["name"], "level-based", "the strategy of the plan that stands");
}
