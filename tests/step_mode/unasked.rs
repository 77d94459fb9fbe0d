//! Without anybody to ask: accepted by a flag, or refused before anything is done.

use serde_json::json;

use super::screens;
use super::terminal::STEPS;
use crate::support::rig::FIRST_SELLER;

#[tokio::test]
async fn accepted_by_a_flag_all_five_are_shown_and_the_run_is_the_plain_one() {
    let (rig, plain) = (screens::rig().await, screens::rig().await);
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--step-mode", "--auto-accept"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    for (title, question) in STEPS {
        assert!(run.stdout.contains(title), "{title}: {}", run.stdout);
        assert!(run.stderr.contains(&format!("{question} (Y/n")), "{question}: {}", run.stderr);
    }
    assert!(run.stderr.contains("yes (--auto-accept)"), "{}", run.stderr);
    assert_eq!(plain.dailydist(&[]).await.code, 0);
    assert_eq!(rig.owners(), plain.owners());
}

#[tokio::test]
async fn accepted_by_a_flag_a_dry_run_writes_nothing() {
    let rig = screens::rig().await;
    let before = rig.snapshot();
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--step-mode", "--auto-accept", "--dry-run"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!((rig.snapshot(), rig.calls("write")), (before, 0));
}

#[tokio::test]
async fn without_a_terminal_nothing_is_done() {
    let rig = screens::rig().await;
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--step-mode"]).await;
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.contains("needs a terminal") && run.stderr.contains("--auto-accept"), "{}", run.stderr);
    assert_eq!(rig.sandbox.calls().len(), 0);
    assert!(!rig.path("odlm.sqlite").exists());
}

#[tokio::test]
async fn what_step_mode_cannot_be_combined_with_is_refused_with_the_reason() {
    let rig = screens::rig().await;
    let cases: [(&[&str], &str); 3] = [
        (&["--config", "odlm.yaml", "--step-mode", "--auto-accept", "--json"], "one document"),
        (&["--config", ".", "--step-mode", "--auto-accept"], "names a folder"),
        (&["--config", "odlm.yaml", "--auto-accept"], "--step-mode"),
    ];
    for (arguments, why) in cases {
        let run = rig.odlm(&[&["dailydist"], arguments].concat()).await;
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains(why) && run.stderr.contains("hint: "), "{}", run.stderr);
    }
    assert_eq!(rig.sandbox.calls().len(), 0);
}

#[tokio::test]
async fn names_of_odoo_do_nothing_to_the_terminal() {
    let rig = screens::rig().await;
    let name = "\u{1b}[31mRed\u{202e}\r\n<script>\u{9b}2J Zoë 你好";
    rig.sandbox.edit(|world| world.set("res.users", FIRST_SELLER, &json!({"name": name}))).unwrap();
    rig.write("people.csv", "salesperson_id,salesperson_name,level,target_leads\n7,Red,senior,12\n8,,junior,9\n");
    rig.sandbox.edit(|world| {
        for lead in world.ids("crm.lead") {
            world.set("crm.lead", lead, &json!({"status": "new\u{1b}]0;title\u{7}\u{202e}"})).unwrap();
        }
    });
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &config.replace("status: [new, in_progress, call_back, utr]", ""));
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--step-mode", "--auto-accept", "--dry-run"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.contains("Red") && run.stdout.contains("你好"), "{}", run.stdout);
    for hidden in ['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}', '\r'] {
        assert!(!run.stdout.contains(hidden), "{hidden:?} in {}", run.stdout);
    }
}
