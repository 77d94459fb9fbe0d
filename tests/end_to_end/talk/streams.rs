//! stdout is data, stderr is talk; how much is said is the operator's choice.

use odlm::sandbox::{Faults, Operation};
use serde_json::Value;

use crate::support::rig::Rig;

#[tokio::test]
async fn json_is_one_document_also_when_the_run_fails() {
    let rig = Rig::new(60).await;
    rig.sandbox.set_faults(Faults::default().deny("crm.lead", Operation::Write));
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 5, "{run:?}");
    let report = run.json();
    assert_eq!(report["status"], "failed");
    let error = report["error"].as_str().unwrap();
    assert!(run.stderr.starts_with(&format!("error: {error}")) && run.stderr.contains("\nhint: "), "{run:?}");

    rig.sandbox.set_faults(Faults::default());
    rig.write("people.csv", "salesperson_name\nSelle 0001\nQuox\n");
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    let report = run.json();
    assert_eq!((&report["status"], &report["decisions"]), (&Value::from("failed"), &Value::Array(vec![])));
    let error = report["error"].as_str().unwrap();
    assert!(error.starts_with("people.csv:2:1: `Selle 0001` is nobody's name"), "{error}");
    assert!(error.contains("; people.csv:3:1: `Quox`") && !error.contains("hint:"), "{error}");

    rig.sandbox.set_faults(Faults::default().refuse(rig.owners().into_iter().map(|(lead, _)| lead)));
    rig.write("people.csv", "salesperson_name\nSeller 0001\n");
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, &run.json()["status"]), (3, &Value::from("partial")), "{run:?}");
}

#[tokio::test]
async fn a_run_that_goes_well_has_nothing_to_talk_about() {
    let rig = Rig::new(60).await;
    let steps = [
        &["check", "--config", "odlm.yaml"][..],
        &["dailydist", "--config", "odlm.yaml"],
        &["runs", "list"],
        &["runs", "show"],
        &["strategy", "list"],
    ];
    for arguments in steps {
        let ended = rig.odlm(arguments).await;
        assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{ended:?}");
        assert!(!ended.stdout.is_empty() && !ended.stdout.contains('\u{1b}'), "{ended:?}");
    }
}

#[tokio::test]
async fn the_log_level_is_taken_in_any_case_and_logs_go_to_stderr() {
    let rig = Rig::new(30).await;
    for (level, says_info, says_debug) in [
        ("DEBUG", true, true),
        ("debug", true, true),
        ("Info", true, false),
        ("WARNING", false, false),
        ("error", false, false),
    ] {
        for place in [&["--log-level", level, "dailydist"][..], &["dailydist", "--log-level", level]] {
            let run = rig.odlm(&[place, &["--config", "odlm.yaml", "--json", "--dry-run"]].concat()).await;
            assert_eq!((run.code, &run.json()["status"]), (0, &Value::from("dry_run")), "{run:?}");
            assert_eq!(run.stderr.contains(" INFO "), says_info, "{level}: {run:?}");
            assert_eq!(run.stderr.contains("DEBUG "), says_debug, "{level}: {run:?}");
        }
    }
    rig.configure("execution: {log_level: INFO}\n");
    let run = rig.dailydist(&["--dry-run"]).await;
    assert!(run.stderr.contains(" INFO "), "the configuration's level counts: {run:?}");
    let run = rig.dailydist(&["--dry-run", "--log-level", "error"]).await;
    assert_eq!(run.stderr, "", "the command line's counts more");
}

#[tokio::test]
async fn the_strategies_are_listed_with_their_settings() {
    let rig = Rig::new(1).await;
    let list = rig.odlm(&["strategy", "list", "--json"]).await;
    assert_eq!((list.code, list.stderr.as_str()), (0, ""), "{list:?}");
    let list = list.json();
    let names: Vec<&str> = list.as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert_eq!(names.len(), 4);
    for name in ["level-based", "round-robin", "proportional", "capacity"] {
        assert!(names.contains(&name), "{names:?}");
    }
    for line in list.as_array().unwrap() {
        let digest = line["digest"].as_str().unwrap();
        assert!(digest.len() == 64 && digest.chars().all(|digit| digit.is_ascii_hexdigit()), "{line}");
        assert!(line["bytes"].as_u64().unwrap() > 1000 && !line["summary"].as_str().unwrap().is_empty(), "{line}");
        assert!(line["settings"]["properties"].is_object(), "{line}");
    }
    let text = rig.odlm(&["strategy", "list"]).await.stdout;
    assert!(names.iter().all(|name| text.contains(name)), "{text}");
}
