//! Names that would break a terminal: harmless as text, unharmed as JSON.

use serde_json::json;

use super::screen::fits;
use crate::support::rig::{FIRST_SELLER, Rig};

const NAMES: [&str; 5] = [
    "\u{1b}[31mRed\u{1b}[0m \u{1b}]0;title\u{7}<b>bold</b> [markup]",
    "moc.\u{202e}elpmaxe\u{202c} \u{2066}turned\u{2069}",
    "two\nlines\tand\r\u{9b}2Ja tab",
    "{name} %s {{0}} $(reboot) `ls` \\x1b[0m",
    "nul\u{0}l\u{200b}\u{feff}",
];

async fn rig() -> (Rig, Vec<String>) {
    let rig = Rig::new(90).await;
    let mut names: Vec<String> = NAMES.iter().map(|&name| name.to_owned()).collect();
    names.push("Lang".repeat(50));
    let mut rows = String::from("salesperson_id,level,target_leads\n");
    for (id, name) in (FIRST_SELLER..).zip(&names) {
        rig.sandbox.edit(|world| world.set("res.users", id, &json!({"name": name})).unwrap());
        rows.push_str(&format!("{id},\u{1b}[7mhigh\u{202e},9\n"));
    }
    rig.write("people.csv", &rows);
    (rig, names)
}

/// No character that moves, colours or turns; every line fits.
fn is_harmless(text: &str) {
    for character in text.chars().filter(|character| *character != '\n') {
        let turns = matches!(character, '\u{200b}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        assert!(!character.is_control() && !turns, "{character:?} in {text:?}");
    }
}

#[tokio::test]
async fn names_cannot_break_the_terminal() {
    let (rig, _) = rig().await;
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    is_harmless(&run.stdout);
    is_harmless(&run.stderr);
    fits(&run.stdout, 100);
    assert!(run.stdout.contains("Red <b>bold</b> [markup]") && run.stdout.contains("two lines and"), "{run:?}");
    let report = rig.odlm(&["runs", "show", "--json", "--decisions"]).await.json();
    for line in report["decisions"].as_array().unwrap().iter().filter(|line| line["state"] == "done") {
        let lead = line["lead"].to_string();
        let why = rig.odlm(&["runs", "show", "--lead", &lead]).await;
        assert_eq!(why.code, 0, "{why:?}");
        is_harmless(&why.stdout);
        assert_eq!(why.stdout.lines().count(), 4, "{why:?}");
    }
    let check = rig.odlm(&["check", "--config", "odlm.yaml"]).await;
    is_harmless(&check.stdout);
}

#[tokio::test]
async fn json_has_the_names_as_odoo_has_them() {
    let (rig, names) = rig().await;
    for arguments in [&["dailydist", "--config", "odlm.yaml", "--json"][..], &["runs", "show", "--json"]] {
        let run = rig.odlm(arguments).await;
        assert!(!run.stdout.contains('\u{1b}'), "escaped, as JSON wants it: {run:?}");
        let told: Vec<String> = run.json()["people"]
            .as_array()
            .unwrap()
            .iter()
            .map(|line| line["name"].as_str().unwrap().to_owned())
            .collect();
        // PostgreSQL has no character 0, so no ledger keeps one.
        let kept: Vec<String> = names.iter().map(|name| name.replace('\0', "\u{fffd}")).collect();
        assert_eq!(told, kept);
    }
}

#[tokio::test]
async fn mistakes_in_the_table_quote_names_harmlessly() {
    let (rig, _) = rig().await;
    rig.write("people.csv", "salesperson_name\n\"\u{1b}[31mNobody\u{202e} here\"\n\"Former\u{9b}2J\"\n");
    for arguments in [&["dailydist", "--config", "odlm.yaml"][..], &["check", "--config", "odlm.yaml"]] {
        let run = rig.odlm(arguments).await;
        assert_eq!(run.code, 2, "{run:?}");
        is_harmless(&run.stdout);
        is_harmless(&run.stderr);
    }
    rig.configure("");
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &config.replace("{name: Voice}", "{name: \"V\\e[31m\\u202eoice\"}"));
    rig.write("people.csv", "salesperson_id\n7\n");
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--dry-run"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    is_harmless(&run.stdout);
    is_harmless(&rig.odlm(&["runs", "list"]).await.stdout);
    is_harmless(&rig.odlm(&["check", "--config", "odlm.yaml"]).await.stdout);
}
