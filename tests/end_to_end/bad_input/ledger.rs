//! The ledger that cannot be had: exit code 6, before Odoo is asked.

use super::refused::{Stage, dailydist, expect, refusal};
use crate::support::rig::Rig;

#[tokio::test]
async fn a_ledger_that_cannot_be_made_or_is_something_else() {
    let rig = Rig::new(10).await;
    rig.write("letter.txt", &"Dear ledger, this is a letter and no database. ".repeat(100));
    std::fs::create_dir(rig.path("folder")).unwrap();
    for (path, error, hint) in [
        ("/proc/odlm/ledger.sqlite", "ledger `/proc/odlm/ledger.sqlite`: cannot open it", "this user may write"),
        ("nowhere/ledger.sqlite", "nowhere/ledger.sqlite`: cannot open it", "check that the folder is there"),
        ("folder", "folder`", ""),
        ("letter.txt", "letter.txt` is not a sound ledger", "another program's file"),
    ] {
        rig.configure(&format!("ledger: {{path: {path}}}\n"));
        expect(&dailydist(&rig, Stage::Offline, 6).await, &[(error, hint)]);
    }
    let letter = std::fs::read_to_string(rig.path("letter.txt")).unwrap();
    assert!(letter.starts_with("Dear ledger"), "another program's file is left as it was");
}

#[tokio::test]
async fn runs_of_a_ledger_that_is_not_there() {
    let rig = Rig::new(30).await;
    for arguments in [&["runs", "list"][..], &["runs", "show"], &["runs", "show", "1"], &["runs", "list", "--json"]] {
        let told = refusal(&rig, arguments, Stage::Offline, 6).await;
        expect(&told, &[("there is no ledger at `", "run `odlm dailydist` first")]);
        assert!(!rig.path("odlm.sqlite").exists(), "looking makes no ledger");
    }
    rig.write("letter.txt", &"No database at all. ".repeat(100));
    let told = refusal(&rig, &["runs", "list", "--ledger", "letter.txt"], Stage::Offline, 6).await;
    expect(&told, &[("letter.txt` is not a sound ledger", "")]);
}

#[tokio::test]
async fn runs_and_leads_that_the_ledger_does_not_have() {
    let rig = Rig::new(30).await;
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    for arguments in
        [&["runs", "show", "99"][..], &["runs", "show", "99", "--json"], &["runs", "show", "99", "--lead", "1"]]
    {
        expect(&refusal(&rig, arguments, Stage::Offline, 2).await, &[("the ledger has no run 99", "odlm runs list")]);
    }
    let told = refusal(&rig, &["runs", "show", "--lead", "4711"], Stage::Offline, 2).await;
    expect(&told, &[("run 1 did not see lead 4711", "outside the date window")]);
    for arguments in
        [&["runs", "resume", "--config", "odlm.yaml"][..], &["runs", "resume", "99", "--config", "odlm.yaml"]]
    {
        let told = refusal(&rig, arguments, Stage::Offline, 2).await;
        expect(&told, &[("unfinished run", "odlm runs list")]);
    }
}
