//! Declined anywhere, by any key: Odoo and what the ledger applies stay as they were, and the next run is an ordinary one.

use serde_json::{Value, json};

use super::screens;
use super::terminal::{CTRL_C, CTRL_D, ENTER, ESCAPE, Terminal, USUAL};
use crate::support::rig::Rig;

/// Asserts that a declined run left nothing that anybody would write or reckon with.
pub(super) async fn assert_untouched(rig: &Rig, before: &[Value]) {
    assert_eq!(rig.snapshot(), before, "Odoo is as it was");
    assert_eq!(rig.calls("write"), 0);
    let run = rig.odlm(&["runs", "show", "--json", "--decisions"]).await.json();
    assert_eq!(run["status"], "declined");
    assert_eq!((run["planned"].as_u64(), run["assigned"].as_u64()), (Some(0), Some(0)));
    let decisions = run["decisions"].as_array().unwrap();
    assert!(decisions.iter().all(|decision| decision["to"].is_null()), "{decisions:?}");
    assert!(decisions.iter().all(|decision| ["left_out", "unassigned"].contains(&decision["state"].as_str().unwrap())));
    let ledger = crate::support::ledgers::at(&rig.path("odlm.sqlite")).await.unwrap();
    let odoo = run["odoo"].as_str().unwrap();
    assert_eq!(ledger.credits(odoo, "Voice").await.unwrap(), []);
    for strategy in ["level-based", "round-robin"] {
        assert_eq!(ledger.memory(odoo, "Voice", strategy).await.unwrap(), Vec::<u8>::new());
    }
    assert_eq!(ledger.unfinished(odoo, "Voice").await.unwrap(), []);
    ledger.close().await;
    let resumed = rig.odlm(&["runs", "resume", "--config", "odlm.yaml"]).await;
    assert_eq!(resumed.code, 2, "there is nothing to resume: {resumed:?}");
    assert_eq!(rig.snapshot(), before);
}

/// Asserts that the next run is as if there had been none before it.
pub(super) async fn assert_next_is_ordinary(rig: &Rig) {
    let plain = screens::rig().await;
    for rig in [rig, &plain] {
        let run = rig.dailydist(&[]).await;
        assert_eq!((run.code, &run.json()["status"]), (0, &json!("complete")), "{run:?}");
        assert!(!run.stderr.contains("was not finished"), "{}", run.stderr);
    }
    assert_eq!(rig.owners(), plain.owners());
}

#[tokio::test(flavor = "multi_thread")]
async fn at_any_question_by_any_key() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    for (step, keys) in (1..=5).flat_map(|step| ["n\r", ESCAPE, CTRL_C, CTRL_D].map(|keys| (step, keys))) {
        let mut terminal = Terminal::start(&rig, &USUAL, &[]);
        terminal.go_to(step).press(keys);
        assert_eq!(terminal.end(), 0, "{step} {keys:?}");
        assert!(terminal.contents().contains("declined, nothing was written"), "{}", terminal.contents());
        assert_eq!(rig.snapshot(), before, "{step} {keys:?}");
    }
    assert_untouched(&rig, &before).await;
    assert_next_is_ordinary(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_menu_by_ctrl_c() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.go_to(4).press("m\r").until("What?").press(CTRL_C);
    assert_eq!(terminal.end(), 0);
    for (word, question) in [("one person", "Whom?"), ("one lead", "Which lead"), ("Take", "Who takes no part?")] {
        let mut terminal = Terminal::start(&rig, &USUAL, &[]);
        terminal.go_to(4).menu(word).until(question).press(CTRL_C);
        assert_eq!(terminal.end(), 0, "{word}");
    }
    assert_untouched(&rig, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_is_none_is_asked_again() {
    let rig = screens::rig().await;
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.step(1).press("maybe\r").until("answer y for yes or n for no").press("\u{7f}\u{7f}\u{7f}\u{7f}\u{7f}no\r");
    assert_eq!(terminal.end(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_were_pressed_before_a_question_do_not_answer_it() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.step(1).press("\r\r\r\r\r\r").step(2).press("n\r");
    assert_eq!(terminal.end(), 0);
    assert!(!terminal.contents().contains("Step 3"), "{}", terminal.contents());
    assert_untouched(&rig, &before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_one_leaves_nothing_to_write() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.go_to(5);
    terminal.signal("-KILL");
    terminal.until("ended with 137");
    let resumed = rig.odlm(&["runs", "resume", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!((resumed.code, &resumed.json()["status"]), (0, &json!("nothing")), "{resumed:?}");
    assert_eq!(rig.snapshot(), before);
    assert_next_is_ordinary(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_ends_it_at_once_and_leaves_nothing_to_resume() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.go_to(4);
    terminal.signal("-TERM");
    assert_eq!(terminal.end(), 130);
    assert_eq!(rig.snapshot(), before);
    let run = rig.odlm(&["runs", "show", "--json"]).await.json();
    assert_eq!((run["status"].as_str(), run["planned"].as_u64()), (Some("failed"), Some(0)), "{run}");
    assert_next_is_ordinary(&rig).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_run_left_is_not_written_without_asking() {
    let rig = screens::rig().await;
    rig.configure("execution: {batch_size: 3}\n");
    let slow = odlm::sandbox::Effect::Delay(std::time::Duration::from_millis(300));
    let faults = odlm::sandbox::Faults::default().on("write", odlm::sandbox::When::Always, slow);
    rig.sandbox.set_faults(faults);
    let mut child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    while rig.calls("write") == 0 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    child.kill().await.unwrap();
    rig.sandbox.set_faults(odlm::sandbox::Faults::default());
    let before = rig.snapshot();
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.until("did not end").until("Finish what is left first?").press("n\r");
    assert_eq!(terminal.end(), 0);
    assert_eq!(rig.snapshot(), before, "neither this run nor the earlier one wrote");
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.until("Finish what is left first?").press(ENTER).step(1).press("n\r");
    assert_eq!(terminal.end(), 0);
    assert_ne!(rig.snapshot(), before, "the earlier run was finished");
    let first = rig.odlm(&["runs", "show", "1", "--json"]).await.json();
    assert_eq!(first["status"], "complete");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_of_one() {
    let rig = screens::rig().await;
    // Whoever tried to send a mail would find no server, and say so.
    rig.configure(
        "reporting: {email: {enabled: true, from: odlm@example.org, manager: [boss@example.org], \
         smtp: {host: localhost, port: 9, security: none}}}\n",
    );
    let mut terminal = Terminal::start(&rig, &USUAL, &[]);
    terminal.go_to(5).press("n\r");
    assert_eq!(terminal.end(), 0);
    assert!(!terminal.contents().contains("warning"), "{}", terminal.contents());
}
