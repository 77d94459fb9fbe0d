//! Case files of `odlm strategy test`: each expectation when it comes and when it does not, runs with memory, mistakes with their place.

use std::path::Path;

use odlm::trial::case_schema;
use serde_json::Value;

use super::folder::Folder;

const HEAD: &str = "
salespeople: [{name: Anna}, {name: Bob}]
leads: [{name: Acme}, {name: Globex, owner: Anna}, {name: Initech}]
expect:
";

/// Tries round robin on one case with this expectation; what did not come.
fn unmet(expect: &str) -> Vec<String> {
    let folder = Folder::new();
    folder.write("cases/one.yaml", format!("{HEAD}  {expect}\n"));
    messages(&folder, "round-robin")
}

/// The messages of the case `one`, whose exit code fits them.
fn messages(folder: &Folder, strategy: &str) -> Vec<String> {
    let words = ["strategy", "test", strategy, "--cases", "cases", "--runs", "0", "--json"];
    let (code, stdout, stderr) = folder.odlm(&words);
    let report: Value = serde_json::from_str(&stdout).unwrap_or_else(|_| panic!("{stdout}{stderr}"));
    let case = &report["checks"][0];
    assert_eq!((case["suite"].as_str(), case["name"].as_str()), (Some("cases"), Some("one")));
    if strategy == "round-robin" {
        assert_eq!(code, if case["passed"] == true { 0 } else { 4 });
    }
    assert_eq!(case["passed"] == true, case["reproduce"].is_null());
    case["messages"].as_array().unwrap().iter().map(|message| message.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_committed_schema_of_cases_is_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/case.schema.json");
    let text = serde_json::to_string_pretty(&case_schema()).unwrap() + "\n";
    if std::env::var_os("ODLM_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, text, "run this test once with ODLM_WRITE_SCHEMA=1 and look at what changed");
    jsonschema::meta::validate(&case_schema()).unwrap();
}

#[test]
fn each_expectation_that_comes_holds() {
    let none: Vec<String> = Vec::new();
    for expect in [
        "assigned: {Globex: Bob}",
        "max_gap: 1",
        "within_target: true",
        "everybody: true",
        "unassigned: 0",
        "nobody: []",
        "fuel_at_most: 100000000",
    ] {
        assert_eq!(unmet(expect), none, "{expect}");
    }
}

#[test]
fn each_expectation_that_does_not_come_says_what_came() {
    for (expect, says) in [
        ("assigned: {Globex: Anna}", "expected that `Anna` gets lead `Globex`; `Bob` gets it"),
        ("assigned: {Globex: null}", "expected that nobody gets lead `Globex`; `Bob` gets it"),
        ("max_gap: 0", "expected a gap of at most 0; "),
        ("within_target: false", "expected that somebody ends above their target; nobody does"),
        ("everybody: false", "expected that somebody gets no lead; everybody gets one"),
        ("unassigned: 2", "expected that nobody gets 2 of the leads; nobody gets 0"),
        ("nobody: Bob", "expected that `Bob` gets no lead; they get "),
        ("nobody: [Anna, Bob]", "expected that `Anna` gets no lead; they get "),
        ("received: {Anna: 3}", "expected that `Anna` gets 3; they get "),
        ("reason: {Acme: because}", "expected `because` as the reason of lead `Acme`; it is `"),
        ("error: on leave", "expected that it declines with `on leave`; it made a plan"),
        ("fuel_at_most: 10", "expected at most 10 units of fuel; it used "),
    ] {
        let unmet = unmet(expect);
        assert!(unmet.iter().any(|message| message.starts_with(says)), "{expect}: {unmet:?}");
    }
}

#[test]
fn the_other_side_of_each_property_holds_where_it_is_so() {
    let none: Vec<String> = Vec::new();
    let folder = Folder::new();
    let case = |text: &str| {
        folder.write("cases/one.yaml", text);
        messages(&folder, "round-robin")
    };
    let owned = "salespeople: [{name: Anna}]\nleads: [{name: Acme, owner: Anna}]\nexpect:\n";
    assert_eq!(case(&format!("{owned}  assigned: {{Acme: null}}\n")), none);
    assert_eq!(
        case(&format!("{owned}  nobody: Anna\n  everybody: false\n  unassigned: 1\n  received: {{Anna: 0}}\n")),
        none
    );
    assert!(
        case(&format!("{owned}  everybody: true\n"))[0]
            .starts_with("expected that everybody gets a lead; none for `Anna`")
    );
    let full = "salespeople: [{name: Anna, target: 5, workload: 5}]\nleads: [{}]\nexpect:\n";
    assert_eq!(case(&format!("{full}  within_target: false\n")), none);
    assert_eq!(
        case(&format!("{full}  within_target: true\n")),
        ["expected that nobody ends above their target; `Anna` has 5, gets 1 and has a target of 5"]
    );
}

#[test]
fn a_reason_is_compared_word_by_word() {
    let folder = Folder::new();
    folder.write("req.json", r#"{"leads": [{"name": "Acme"}], "salespeople": [{"name": "Anna"}]}"#);
    let answer = folder.json(&["strategy", "run", "round-robin", "--request", "req.json", "--json"], 0);
    let reason = answer["leads"][0]["reason"].as_str().unwrap();
    let text =
        format!("salespeople: [{{name: Anna}}]\nleads: [{{name: Acme}}]\nexpect:\n  reason: {{Acme: \"{reason}\"}}\n");
    folder.write("cases/one.yaml", text);
    assert_eq!(messages(&folder, "round-robin"), Vec::<String>::new());
}

#[test]
fn a_strategy_may_be_expected_to_decline() {
    let folder = Folder::new();
    let file = folder.guest("declines");
    folder.write("cases/one.yaml", "expect: {error: on leave}\n");
    assert_eq!(messages(&folder, &file), Vec::<String>::new());
    folder.write("cases/one.yaml", "expect: {error: no leads}\n");
    assert_eq!(
        messages(&folder, &file),
        ["expected that it declines with `no leads`; it declines with `everybody is on leave`"]
    );
    folder.write("cases/one.yaml", "leads: []\n");
    assert_eq!(messages(&folder, &file), ["expected a plan; it declines with `everybody is on leave`"]);
}

#[test]
fn runs_carry_the_memory_on() {
    let folder = Folder::new();
    let first =
        |lead: &str, to: &str| format!("  - leads: [{{name: {lead}}}]\n    expect: {{received: {{{to}: 1}}}}\n");
    let case = |runs: &[String]| {
        folder
            .write("cases/one.yaml", format!("salespeople: [{{name: Anna}}, {{name: Bob}}]\nruns:\n{}", runs.concat()));
        messages(&folder, "round-robin")
    };
    let starts = |name: &str| case(&[first("a", name)]).is_empty();
    let (one, other) = if starts("Anna") { ("Anna", "Bob") } else { ("Bob", "Anna") };
    assert_eq!(case(&[first("a", one), first("b", other), first("c", one)]), Vec::<String>::new());
    let unmet = case(&[first("a", one), first("b", one)]);
    assert_eq!(unmet, [format!("run 2: expected that `{one}` gets 1; they get 0")]);
    let kept = std::fs::read_to_string(folder.path("strategy-failures/cases-one.json")).unwrap();
    assert!(kept.contains("\"memory\""), "the request of the second run has the memory of the first: {kept}");
}

#[test]
fn json_is_taken_and_the_host_s_rules_hold_without_any_expectation() {
    let folder = Folder::new();
    let file = folder.guest("good");
    folder.write("cases/one.json", r#"{"leads": [{"owner": 1}], "salespeople": [{"id": 1}]}"#);
    let unmet = messages(&folder, &file);
    assert!(unmet[0].contains("rule: nobody gets their own lead"), "{unmet:?}");
}

#[test]
fn a_mistaken_case_is_told_with_its_place() {
    for (text, says) in [
        ("leads: []\nexpectt: {}\n", "cases/one.yaml:2:1"),
        ("leads: []\nexpect: {max_gapp: 1}\n", "did you mean `max_gap`?"),
        ("expect: {max_gap: many}\n", "expect.max_gap"),
        ("expect: {nobody: Carol}\n", "none of the salespeople is called `Carol`"),
        ("expect: {assigned: {Acme: null}}\n", "none of the leads is called `Acme`"),
        ("salespeople: [{nmae: Anna}]\n", "salespeople[0].nmae"),
        ("settings: {order: by mood}\n", "settings.order"),
        ("leads: [{}]\nruns: [{}]\n", "has its leads and expectations there"),
        ("leads: [\n", "cases/one.yaml:"),
    ] {
        let folder = Folder::new();
        folder.write("cases/one.yaml", text);
        let (code, stdout, stderr) =
            folder.odlm(&["strategy", "test", "round-robin", "--cases", "cases", "--runs", "0"]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{text}: {stderr}");
        assert!(stderr.contains(says), "{text}: {stderr}");
    }
    let folder = Folder::new();
    folder.write("cases/notes.txt", "");
    let (code, _, stderr) = folder.odlm(&["strategy", "test", "round-robin", "--cases", "cases"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("has no case"), "{stderr}");
}

#[test]
fn the_examples_of_the_documents_hold() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/plugins/testing.md");
    let text = std::fs::read_to_string(path).unwrap();
    let blocks = |language: &str| {
        // Behind the language stands the file that the block is.
        let opening = format!("```{language} file=");
        let after = text.split(opening.as_str()).skip(1).map(|rest| rest.split_once('\n').unwrap().1);
        after.map(|rest| rest.split("```").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let folder = Folder::new();
    let cases = blocks("yaml");
    assert_eq!(cases.len(), 2);
    for (number, case) in cases.iter().enumerate() {
        folder.write(&format!("cases/{number}.yaml"), case);
    }
    let words = ["strategy", "test", "round-robin", "--cases", "cases", "--runs", "0", "--json"];
    let report = folder.json(&words, 0);
    assert_eq!(report["checks"][1]["name"], "1");
    folder.write("req.json", &blocks("json")[0]);
    for strategy in ["level-based", "round-robin", "proportional", "capacity"] {
        folder.json(&["strategy", "run", strategy, "--request", "req.json", "--json"], 0);
    }
}
