//! `odlm strategy test`: shipped strategies hold, a guest that breaks a rule fails with that rule, and what it prints can be run again.

use serde_json::Value;

use super::folder::Folder;

/// A guest's name, what is changed about the well-behaved one, the rules that it breaks.
type Guest<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

fn failed(report: &Value) -> Vec<&Value> {
    report["checks"].as_array().unwrap().iter().filter(|check| check["passed"] == false).collect()
}

/// The messages of the failed checks.
fn said(report: &Value) -> String {
    failed(report).iter().map(|check| format!("{}: {}\n", check["name"], check["messages"])).collect()
}

#[test]
fn the_shipped_strategies_hold() {
    let folder = Folder::new();
    for name in ["level-based", "round-robin", "proportional", "capacity"] {
        let report = folder.json(&["strategy", "test", name, "--runs", "60", "--json", "--junit", "junit.xml"], 0);
        assert_eq!(report["strategy"]["name"], name);
        assert_eq!((report["failed"].as_u64(), report["seed"].as_u64()), (Some(0), Some(1)));
        let checks = report["checks"].as_array().unwrap();
        for suite in ["rules", "inputs", "budgets"] {
            assert!(checks.iter().any(|check| check["suite"] == suite), "{suite}");
        }
        let declined: Vec<&Value> =
            checks.iter().filter(|check| check["note"].to_string().contains("no plan")).collect();
        assert!(declined.is_empty(), "{declined:?}");
        let budgets: Vec<&Value> = checks.iter().filter(|check| check["suite"] == "budgets").collect();
        assert_eq!(budgets.len(), 3);
        assert!(budgets.iter().all(|check| check["cost"]["fuel_per_lead"].as_u64() > Some(0)), "{budgets:?}");

        let text = std::fs::read_to_string(folder.path("junit.xml")).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let cases = document.descendants().filter(|node| node.has_tag_name("testcase")).count();
        assert_eq!(cases, checks.len());
        assert_eq!(document.root_element().attribute("tests"), Some(cases.to_string().as_str()));
        assert_eq!(document.root_element().attribute("failures"), Some("0"));
    }
    assert!(!folder.path("strategy-failures").exists(), "nothing failed");
}

#[test]
fn progress_is_a_line_a_check_on_stderr() {
    let folder = Folder::new();
    let (code, stdout, stderr) = folder.odlm(&["strategy", "test", "round-robin", "--runs", "5"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stderr.lines().count() > 20 && stderr.lines().all(|line| line.starts_with("ok   ")), "{stderr}");
    assert!(stdout.contains("All ") && stdout.contains(" checks hold"), "{stdout}");
}

#[test]
fn a_guest_that_breaks_a_rule_fails_with_that_rule() {
    let person = [("(i32.rem_u (local.get $row) (local.get $people))", "(i32.add (local.get $row) (i32.const 1000))")];
    let reason = [("(i32.store (i32.const 0x1218) (i32.const 1))", "(i32.store (i32.const 0x1218) (i32.const 0))")];
    let length =
        [("(i32.store (i32.const 0x1208) (local.get $leads))", "(i32.store (i32.const 0x1208) (i32.const 0))")];
    // The note on the first lead asked about stands on every one.
    let twice = [(
        "(i32.load (i32.add (i32.load offset=128 (local.get $request)) (i32.mul (local.get $row) (i32.const 4)))))",
        "(i32.load (i32.load offset=128 (local.get $request))))",
    )];
    let stray = [(
        "(i32.load (i32.add (i32.load offset=128 (local.get $request)) (i32.mul (local.get $row) (i32.const 4)))))",
        "(local.get $leads))",
    )];
    let guests: [Guest; 6] = [
        ("owner_and_room", &[], &["nobody gets their own lead", "nobody past their room", "divided by zero"]),
        ("person", &person, &["only eligible people"]),
        ("reason", &reason, &["every answer has a reason"]),
        ("length", &length, &["one answer a lead"]),
        ("twice", &twice, &["a second note on the same lead (rule: one note on each lead asked about)"]),
        ("stray", &stray, &["which is not asked about (rule: one note on each lead asked about)"]),
    ];
    for (name, changes, rules) in guests {
        let folder = Folder::new();
        let file = format!("{name}.wasm");
        folder.spoiled(&file, changes);
        let words = ["strategy", "test", &file, "--runs", "40", "--json", "--junit", "junit.xml"];
        let report = folder.json(&words, 4);
        let said = said(&report);
        for rule in rules {
            assert!(said.contains(rule), "{name}, {rule}: {said}");
        }
        let text = std::fs::read_to_string(folder.path("junit.xml")).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let failures: Vec<_> = document.descendants().filter(|node| node.has_tag_name("failure")).collect();
        assert_eq!(failures.len(), failed(&report).len());
        assert!(failures.iter().any(|failure| failure.text().unwrap().contains("reproduce: odlm strategy run")));
    }
}

#[test]
fn a_failure_is_a_small_request_that_shows_it_again() {
    let folder = Folder::new();
    let file = folder.guest("good");
    let report = folder.json(&["strategy", "test", &file, "--runs", "40", "--json", "--failures", "kept"], 4);
    let mut small = 0;
    for check in failed(&report) {
        let command = check["reproduce"].as_str().unwrap();
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let (code, _, stderr) = folder.odlm(&words);
        assert_eq!(code, 4, "{command}: {stderr}");
        let message = check["messages"][0].as_str().unwrap().replace("`test-guest`", "`good`");
        assert!(stderr.contains(&message), "{message} against {stderr}");
        let request: Value =
            serde_json::from_slice(&std::fs::read(folder.path(words.last().unwrap())).unwrap()).unwrap();
        let count = |table: &str| request[table].as_array().unwrap().len();
        small += usize::from(count("leads") <= 2 && count("salespeople") <= 2);
    }
    // Each kind of failure is made small once: their own lead, past the room, division by zero.
    assert!(small >= 3, "{report}");
}

#[test]
fn the_same_seed_makes_the_same_requests() {
    let folder = Folder::new();
    let file = folder.guest("good");
    let kept = |seed: &str, to: &str| {
        folder.json(&["strategy", "test", &file, "--runs", "20", "--json", "--seed", seed, "--failures", to], 4);
        let mut files: Vec<_> =
            std::fs::read_dir(folder.path(to)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect::<Vec<_>>()
    };
    let first = kept("7", "a");
    assert_eq!(first, kept("7", "b"));
    assert_ne!(first, kept("8", "c"));
}

#[test]
fn a_guest_that_crashes_is_not_tried_further() {
    for (name, says) in [("abort", "saying: no target"), ("loop_in_assign", "stopped in `assign`")] {
        let folder = Folder::new();
        let file = folder.guest(name);
        let report = folder.json(&["strategy", "test", &file, "--json"], 4);
        assert_eq!(report["checks"].as_array().unwrap().len(), 1);
        assert!(said(&report).contains(says), "{report}");
    }
}

#[test]
fn a_strategy_that_never_plans_fails() {
    let folder = Folder::new();
    let file = folder.guest("declines");
    let report = folder.json(&["strategy", "test", &file, "--runs", "5", "--json"], 4);
    assert!(said(&report).contains("it declines with `everybody is on leave`"), "{report}");
    let (code, _, stderr) = folder.odlm(&["strategy", "test", "none.wasm"]);
    assert_eq!(code, 2);
    assert!(stderr.contains("cannot be read"), "{stderr}");
}
