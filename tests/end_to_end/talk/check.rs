//! `odlm check`: a line for each question, and the exit code of the first that failed.

use crate::support::rig::Rig;

#[tokio::test]
async fn a_good_configuration_is_ok_line_by_line() {
    let rig = Rig::new(60).await;
    let before = rig.snapshot();
    let check = rig.odlm(&["check", "--config", "odlm.yaml"]).await;
    assert_eq!((check.code, check.stderr.as_str()), (0, ""), "{check:?}");
    assert!(check.stdout.lines().all(|line| line.starts_with("ok ")), "{check:?}");
    for question in
        ["configuration", "salespeople source", "strategy", "connection", "writes leads", "salespeople", "leads"]
    {
        assert!(check.stdout.lines().any(|line| line.contains(&format!(" {question}: "))), "{question}: {check:?}");
    }
    assert!(check.stdout.contains("5 eligible") && check.stdout.contains("by json2, as user 2"), "{check:?}");
    assert_eq!(rig.snapshot(), before);
    assert_eq!(rig.calls("write"), 0);
    assert!(!rig.path("odlm.sqlite").exists(), "a check leaves no run behind");
    let dry = rig.dailydist(&["--dry-run"]).await.json();
    let leads = format!("leads: {} in the window, {} to distribute", dry["found"], dry["eligible"]);
    assert!(check.stdout.contains(&leads), "the same words as a run: {leads}: {check:?}");
}

#[tokio::test]
async fn a_bad_one_says_what_failed_and_what_did_not() {
    let rig = Rig::new(60).await;
    rig.write("people.csv", "salesperson_name\nSeller 0001\nSelle 0002\n");
    let check = rig.odlm(&["check", "--config", "odlm.yaml"]).await;
    assert_eq!(check.code, 2, "{check:?}");
    let failed: Vec<&str> = check.stdout.lines().filter(|line| line.starts_with("failed  ")).collect();
    assert_eq!(failed, ["failed  salespeople and leads"], "{check:?}");
    assert!(check.stdout.contains("ok      connection: ") && check.stdout.contains("ok      strategy: "), "{check:?}");
    assert!(check.stderr.starts_with("error: people.csv:3:1: `Selle 0002`"), "{check:?}");
    assert!(check.stderr.contains("hint: did you mean `Seller 0002`?"), "{check:?}");
}
