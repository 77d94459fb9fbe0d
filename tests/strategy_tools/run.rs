//! `odlm strategy run` with requests written by hand.

use serde_json::json;

use super::folder::Folder;

const SMALL: &str = r#"{
  "leads": [{"name": "Acme"}, {"name": "Globex", "owner": "Anna"}, {"name": "Initech", "priority": 3}],
  "salespeople": [{"name": "Anna"}, {"name": "Bob"}]
}"#;

#[test]
fn a_small_request_by_hand_is_answered_in_a_table() {
    let folder = Folder::new();
    folder.write("req.json", SMALL);
    for name in ["round-robin", "level-based", "proportional", "capacity"] {
        let (code, stdout, stderr) = folder.odlm(&["strategy", "run", name, "--request", "req.json"]);
        assert_eq!((code, stderr.as_str()), (0, ""), "{name}: {stdout}");
        let globex = stdout.lines().find(|line| line.contains("Globex")).unwrap();
        assert!(globex.contains("Bob"), "its owner does not get it back: {globex}");
        assert!(stdout.contains("Acme") && stdout.contains("units of fuel"), "{stdout}");
        assert!(stdout.lines().all(|line| line.chars().count() <= 80), "{stdout}");
    }
}

#[test]
fn json_has_the_whole_answer_and_stdin_is_taken() {
    let folder = Folder::new();
    let (code, stdout, _) = folder.odlm_with(&["strategy", "run", "round-robin", "--request", "-", "--json"], SMALL);
    assert_eq!(code, 0, "{stdout}");
    let answer: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(answer["leads"][1]["to_name"], "Bob");
    assert_eq!(answer["leads"][1]["to"], 2);
    let received: u64 =
        answer["salespeople"].as_array().unwrap().iter().map(|one| one["received"].as_u64().unwrap()).sum();
    assert_eq!((received, answer["strategy"]["name"].as_str()), (3, Some("round-robin")));
    let (_, again, _) = folder.odlm_with(&["strategy", "run", "round-robin", "--request", "-", "--json"], SMALL);
    let again: serde_json::Value = serde_json::from_str(&again).unwrap();
    assert_eq!(answer["answer_sha256"], again["answer_sha256"]);
    assert!(!answer["memory"].as_str().unwrap().is_empty(), "round robin remembers whose turn it is");
}

#[test]
fn memory_of_one_call_is_taken_by_the_next() {
    let folder = Folder::new();
    let call = |memory: &str| {
        let request = json!({"leads": [{}], "salespeople": [{}, {}], "memory": memory}).to_string();
        let (_, stdout, stderr) =
            folder.odlm_with(&["strategy", "run", "round-robin", "--request", "-", "--json"], &request);
        let answer: serde_json::Value = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stderr}"));
        (answer["leads"][0]["to"].as_u64().unwrap(), answer["memory"].as_str().unwrap().to_owned())
    };
    let (first, memory) = call("");
    let (second, _) = call(&memory);
    assert_ne!(first, second, "it is the other's turn");
}

#[test]
fn settings_come_from_a_file_of_their_own() {
    let folder = Folder::new();
    folder.write("req.json", SMALL);
    folder.write("settings.json", r#"{"order": "alphabetical"}"#);
    let words = ["strategy", "run", "round-robin", "--request", "req.json", "--settings", "settings.json"];
    assert_eq!(folder.odlm(&words).0, 0);
    folder.write("settings.json", r#"{"order": "by mood"}"#);
    let (code, _, stderr) = folder.odlm(&words);
    assert_eq!(code, 2);
    assert!(stderr.contains("settings.order"), "{stderr}");
}

#[test]
fn the_log_goes_to_stderr() {
    let folder = Folder::new();
    folder.write("req.json", SMALL);
    let file = folder.guest("log_forgery");
    let (_, _, stderr) = folder.odlm(&["strategy", "run", &file, "--request", "req.json"]);
    assert!(stderr.contains("ERROR deltrever") && !stderr.contains('\u{1b}'), "{stderr}");
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let folder = Folder::new();
    let told = |text: &str| {
        folder.write("req.json", text);
        let (code, stdout, stderr) = folder.odlm(&["strategy", "run", "round-robin", "--request", "req.json"]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        stderr
    };
    let error = told("{\n  \"leads\": [],\n  \"peopel\": []\n}");
    assert!(error.contains("req.json:3:") && error.contains("unknown field `peopel`"), "{error}");
    let error = told(r#"{"leads": [{}, {"priority": "high"}]}"#);
    assert!(error.contains("leads[1].priority"), "{error}");
    assert!(told(r#"{"leads": [{}, {"contry": "DE"}]}"#).contains("did you mean `country`?"));
    assert!(told("{").contains("req.json:1:"));
    assert!(told("{} {}").contains("goes on behind the end"));
    let (code, _, stderr) = folder.odlm(&["strategy", "run", "round-robin", "--request", "none.json"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("`none.json` cannot be read"), "{stderr}");
}

#[test]
fn a_plan_that_breaks_a_rule_ends_with_the_code_of_a_strategy() {
    let folder = Folder::new();
    folder.write("req.json", r#"{"leads": [{"owner": 1}, {}], "salespeople": [{}, {"room": 0}]}"#);
    let file = folder.guest("good");
    let (code, stdout, stderr) = folder.odlm(&["strategy", "run", &file, "--request", "req.json"]);
    assert_eq!((code, stdout.as_str()), (4, ""));
    assert!(stderr.contains("rule: nobody gets their own lead") && stderr.contains("hint: "), "{stderr}");
    let file = folder.guest("declines");
    let (code, _, stderr) = folder.odlm(&["strategy", "run", &file, "--request", "req.json"]);
    assert_eq!(code, 4);
    assert!(stderr.contains("made no plan: everybody is on leave"), "{stderr}");
}
