//! `odlm check`: what it asks, what it says, how it ends.

use serde_json::Value;

use super::folder::Folder;
use crate::support::rig::Rig;

fn lines(stdout: &str) -> Vec<Value> {
    serde_json::from_str(stdout).unwrap_or_else(|error| panic!("{error}: {stdout}"))
}

fn of<'l>(lines: &'l [Value], check: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["check"] == check).collect()
}

#[test]
fn every_mistake_of_a_file_is_a_line_with_its_place_and_hint() {
    let folder = Folder::new();
    folder.write(
        "a.yaml",
        "odoo_connection: {host: h, database: d, username: u, password: p}\nerror_handling: {}\nlead_findin: {}\ndistribution: {assignment_rules: 1}\n",
    );
    let (code, stdout, _) = folder.odlm(&["check", "--config", "a.yaml", "--offline", "--json"]);
    assert_eq!(code, 2);
    let lines = lines(&stdout);
    let detail = |text: &str| {
        lines.iter().find(|line| line["detail"].as_str().unwrap().contains(text)).unwrap_or_else(|| panic!("{stdout}"))
    };
    let refused = detail("a.yaml:2:1: the key `error_handling` is not carried out");
    assert_eq!((&refused["passed"], &refused["severity"]), (&Value::Bool(false), &Value::from("error")));
    assert!(refused["hint"].as_str().unwrap().contains("it belongs into `distribution`"));
    assert_eq!(detail("unknown key `lead_findin`")["hint"], "did you mean `lead_finding`?");
    let nested = detail("a.yaml:4:16: distribution: the key `assignment_rules` is not carried out");
    assert!(nested["hint"].as_str().unwrap().contains("advanced_rules"));
    detail("the required key `salesperson_selection` is missing");
}

#[test]
fn a_password_in_the_file_is_warned_of_and_not_shown() {
    let folder = Folder::new();
    folder.odlm(&["dailydist", "--generate-config", "--output", "a.yaml"]);
    let text = folder.read("a.yaml").replace("${ODOO_PASSWORD:-}", "hunter2");
    folder.write("a.yaml", &format!("{text}\ndatabase_connection: {{password: hunter3}}\n"));
    let (code, stdout, stderr) = folder.odlm(&["check", "--config", "a.yaml", "--offline"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stdout.contains("ODOO_PASSWORD") && stdout.contains("TRACKING_DB_PASSWORD"), "{stdout}");
    assert!(!stdout.contains("hunter") && !stderr.contains("hunter"), "{stdout}{stderr}");
}

#[test]
fn variables_of_the_connection_alone_may_be_unset_and_only_offline() {
    let folder = Folder::new();
    folder.odlm(&["dailydist", "--generate-config", "--output", "a.yaml"]);
    let (code, stdout, _) = folder.odlm(&["check", "--config", "a.yaml", "--offline"]);
    assert!(code == 0 && stdout.contains("warning variables: not set") && stdout.contains("`ODOO_HOST`"), "{stdout}");
    let (code, _, stderr) = folder.odlm(&["check", "--config", "a.yaml"]);
    assert!(code == 2 && stderr.contains("`ODOO_HOST` is not set"), "{stderr}");
    folder.write("a.yaml", &folder.read("a.yaml").replace("\"INFO\"", "\"${LEVEL}\""));
    let (code, _, stderr) = folder.odlm(&["check", "--config", "a.yaml", "--offline"]);
    assert!(code == 2 && stderr.contains("`LEVEL` is not set"), "{stderr}");
}

#[tokio::test]
async fn a_sound_configuration_passes_against_the_live_server() {
    let rig = Rig::new(60).await;
    let ended = rig.odlm(&["check", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!(ended.code, 0, "{ended:?}");
    let lines = lines(&ended.stdout);
    for check in [
        "configuration",
        "salespeople source",
        "strategy",
        "ledger",
        "connection",
        "writes leads",
        "reads leads",
        "reads users",
        "reads teams",
        "sees all leads",
        "API key",
        "fields",
        "statuses",
        "web sources",
        "salespeople",
        "leads",
        "Odoo's own assignment",
    ] {
        assert_eq!(of(&lines, check).len(), 1, "{check}: {lines:#?}");
    }
    assert!(lines.iter().all(|line| line["severity"] != "error"), "{lines:#?}");
    assert_eq!(rig.calls("write") + rig.calls("create") + rig.calls("unlink"), 0);
}

#[tokio::test]
async fn a_name_that_odoo_does_not_have_is_warned_of_with_the_nearest() {
    let rig = Rig::new(60).await;
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write(
        "odlm.yaml",
        &text.replace("google_ads", "gogle_ads").replace("web_source: web_source_id", "web_source: source_id"),
    );
    let ended = rig.odlm(&["check", "--config", "odlm.yaml"]).await;
    assert_eq!(ended.code, 0, "{ended:?}");
    assert!(ended.stdout.contains("warning web sources:"), "{ended:?}");
    assert!(ended.stdout.contains("`gogle_ads` (did you mean `google_ads`?)"), "{ended:?}");
}

#[tokio::test]
async fn after_a_failed_check_the_others_are_still_made_and_the_first_decides_the_code() {
    let rig = Rig::new(20).await;
    rig.configure("distribution: {strategy: round_robin, round_robin: {ordr: random}}\n");
    let ended = rig.odlm(&["check", "--config", "odlm.yaml", "--json"]).await;
    let found = lines(&ended.stdout);
    assert_eq!(ended.code, 2, "{ended:?}");
    assert_eq!(of(&found, "files and strategy")[0]["severity"], "error");
    assert_eq!(of(&found, "connection")[0]["severity"], "info");
    assert_eq!(of(&found, "web sources").len(), 1);
    rig.configure("");
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &text.replace("${ODOO_HOST}", "http://127.0.0.1:9"));
    let ended = rig.odlm(&["check", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!(ended.code, 5, "{ended:?}");
    assert_eq!(of(&lines(&ended.stdout), "connection")[0]["severity"], "error");
}

#[test]
fn every_configuration_of_a_folder_is_checked() {
    let folder = Folder::new();
    for name in ["voice", "apple"] {
        let output = format!("{name}.yaml");
        folder.odlm(&[
            "dailydist",
            "--generate-config",
            "--template",
            "minimal",
            "--campaign",
            name,
            "--output",
            &output,
        ]);
    }
    let (code, stdout, stderr) = folder.odlm(&["check", "--config", ".", "--offline", "--json"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    let found = lines(&stdout);
    assert_eq!(of(&found, "strategy").len(), 2, "{stdout}");
    folder.write("bad.yaml", "a: 1\n");
    let (code, stdout, _) = folder.odlm(&["check", "--config", ".", "--offline", "--json"]);
    let found = lines(&stdout);
    assert_eq!((code, of(&found, "strategy").len()), (2, 2), "{stdout}");
}
