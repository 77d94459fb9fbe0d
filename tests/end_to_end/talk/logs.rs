//! The log: lines that a program can read, in a file that only its owner can, without secrets.

use odlm::sandbox::{Faults, Operation};
use serde_json::{Value, json};

use crate::support::rig::{Rig, ended};

/// Every line as a JSON document with a level, a time in UTC and words.
fn lines(text: &str) -> Vec<Value> {
    let read = |line: &str| {
        let line: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: `{line}`"));
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
        line["timestamp"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
        assert!(["DEBUG", "INFO", "WARN", "ERROR"].contains(&line["level"].as_str().unwrap()), "{line}");
        assert!(!line["message"].as_str().unwrap().is_empty(), "{line}");
        line
    };
    text.lines().map(read).collect()
}

/// The field of the run's span.
fn of_run<'a>(line: &'a Value, field: &str) -> &'a Value {
    let spans = line["spans"].as_array().unwrap();
    &spans.iter().find(|span| span["name"] == "run").unwrap_or_else(|| panic!("{line}"))[field]
}

/// The text of the only file of a folder.
fn only(rig: &Rig, folder: &str) -> (String, std::path::PathBuf) {
    let mut files: Vec<_> = std::fs::read_dir(rig.path(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1, "{files:?}");
    let path = files.remove(0);
    (std::fs::read_to_string(&path).unwrap(), path)
}

#[tokio::test]
async fn stderr_as_json_has_one_document_a_line_with_run_and_campaign() {
    let rig = Rig::new(60).await;
    let run = rig.dailydist(&["--log-format", "json", "-vv"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let all = lines(&run.stderr);
    let calls: Vec<&Value> = all.iter().filter(|line| line["message"] == "odoo call").collect();
    assert!(!calls.is_empty());
    for line in &calls {
        assert_eq!(of_run(line, "campaign"), "Voice");
        assert!(line["model"].is_string() && line["method"].is_string() && line["seconds"].is_f64(), "{line}");
    }
    let write = calls.iter().find(|line| line["method"] == "write").unwrap();
    assert_eq!(of_run(write, "run"), &run.json()["run"]);
    assert_eq!(write["spans"].as_array().unwrap().last().unwrap()["name"], "apply");
    let over = all.last().unwrap();
    assert_eq!(
        (&over["message"], &over["run"], &over["campaign"]),
        (&json!("the run is over"), &json!(1), &json!("Voice"))
    );
}

#[tokio::test]
async fn errors_and_warnings_are_lines_of_it_too() {
    let rig = Rig::new(60).await;
    rig.configure("logging: {format: json}\n");
    rig.write("people.csv", "salesperson_name,active\nSeller 0001,false\n");
    let run = rig.dailydist(&[]).await;
    let all = lines(&run.stderr);
    assert_eq!((run.code, all.len()), (0, 1), "{run:?}");
    assert_eq!(all[0]["level"], "WARN");
    assert!(all[0]["message"].as_str().unwrap().starts_with("nobody is eligible"), "{all:?}");
    let quiet = rig.dailydist(&["-q"]).await;
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""), "{quiet:?}");
    rig.write("people.csv", "salesperson_name\nSelle 0001\nQuox\n");
    for flags in [&[][..], &["-q"]] {
        let run = rig.dailydist(flags).await;
        let all = lines(&run.stderr);
        assert_eq!((run.code, all.len()), (2, 2), "{run:?}");
        assert_eq!((&all[0]["level"], &all[0]["code"]), (&json!("ERROR"), &json!(2)));
        assert_eq!(all[0]["place"], "people.csv:2:1");
        assert!(all[0]["hint"].is_string(), "{all:?}");
    }
    // Before there is a configuration the flag counts.
    let run = rig.odlm(&["dailydist", "--config", "none.yaml", "--log-format", "json"]).await;
    assert_eq!((run.code, lines(&run.stderr).len()), (2, 1), "{run:?}");
}

#[tokio::test]
async fn a_log_in_a_file_is_private_and_leaves_stderr_to_talk() {
    let rig = Rig::new(60).await;
    rig.configure("execution: {log_level: INFO}\nlogging: {file: made/here/odlm.log, format: json, keep: 2}\n");
    for (day, kept) in [("2020-01-01", false), ("2020-01-02", true)] {
        rig.write(&format!("made/here/odlm.{day}.log"), "");
        assert!(rig.path(&format!("made/here/odlm.{day}.log")).exists() || kept);
    }
    let first = rig.dailydist(&["--dry-run"]).await;
    assert_eq!((first.code, first.stderr.as_str()), (0, ""), "{first:?}");
    assert!(!rig.path("made/here/odlm.2020-01-01.log").exists(), "two are kept");
    std::fs::remove_file(rig.path("made/here/odlm.2020-01-02.log")).unwrap();
    let second = rig.dailydist(&[]).await;
    assert_eq!((second.code, second.stderr.as_str()), (0, ""), "{second:?}");
    let (text, path) = only(&rig, "made/here");
    let name = path.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("odlm.20") && name.len() == "odlm.2026-01-31.log".len(), "{name}");
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let all = lines(&text);
    let runs: Vec<&Value> =
        all.iter().filter(|line| line["message"] == "the run is over").map(|line| &line["run"]).collect();
    assert_eq!(runs, [&json!(1), &json!(2)], "runs are added to the file");
    // An error is told to the operator, and is in the log with its code.
    rig.sandbox.set_faults(Faults::default().deny("crm.lead", Operation::Write));
    rig.add_lead();
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "-q"]).await;
    assert!(run.code == 5 && run.stderr.starts_with("error: "), "{run:?}");
    let (text, _) = only(&rig, "made/here");
    let all = lines(&text);
    let error = all.iter().find(|line| line["level"] == "ERROR").unwrap();
    assert_eq!(error["code"], 5, "{error}");
    assert!(all.iter().filter(|line| line["message"] == "the run is over").count() == 3, "quiet is about stderr");
}

#[tokio::test]
async fn text_in_one_file_for_ever() {
    let rig = Rig::new(30).await;
    rig.configure("logging: {file: odlm.log, rotation: never, format: text}\n");
    for _ in 0..2 {
        assert_eq!(rig.dailydist(&["--dry-run", "-v"]).await.stderr, "");
    }
    let text = std::fs::read_to_string(rig.path("odlm.log")).unwrap();
    assert_eq!(text.matches("the run is over").count(), 2, "{text}");
    for line in text.lines() {
        let (time, rest) = line.split_once(' ').unwrap();
        assert!(time.ends_with('Z') && time.parse::<jiff::Timestamp>().is_ok(), "{line}");
        assert!(rest.trim_start().starts_with("INFO "), "{line}");
    }
    assert!(text.contains("run{campaign=\"Voice\" dry_run=true run=2}:leads: reading leads"), "{text}");
}

#[tokio::test]
async fn a_log_that_cannot_be_written_ends_a_run_before_it_begins() {
    let rig = Rig::new(30).await;
    rig.write("taken", "a file");
    rig.configure("logging: {file: taken/odlm.log, rotation: hourly}\n");
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(run.stderr.starts_with("error: the log `taken/odlm.") && run.stderr.contains("logging.file"), "{run:?}");
    assert_eq!(rig.sandbox.calls().len(), 0, "nobody was asked");
    assert!(!rig.path("odlm.sqlite").exists());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_disk_that_is_full_ends_no_run() {
    let rig = Rig::new(30).await;
    std::os::unix::fs::symlink("/dev/full", rig.path("odlm.log")).unwrap();
    rig.configure("logging: {file: odlm.log, rotation: never}\n");
    let run = rig.dailydist(&["-vv"]).await;
    assert_eq!((run.code, &run.json()["status"]), (0, &json!("complete")), "{run:?}");
}

#[tokio::test]
async fn no_secret_and_nobody_s_name_is_in_a_log_at_debug() {
    let rig = Rig::new(60).await;
    let more =
        "logging: {file: odlm.log, rotation: never}\nlead_finding:\n  user_exclusion: {excluded_users: [Waldo]}\n";
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let text = text.replace("lead_finding:\n", more.split_once('\n').unwrap().1);
    rig.write("odlm.yaml", &format!("{text}{}\n", more.split_once('\n').unwrap().0));
    let password = "pa55-of-the-test";
    for (people, code) in [("Seller 0001", 0), ("Selle 0001", 2)] {
        rig.write("people.csv", &format!("salesperson_name\n{people}\nSeller 0002\n"));
        let mut command = rig.command(&["-vv", "dailydist", "--config", "odlm.yaml", "--json"]);
        command.env("ODOO_PASSWORD", password);
        let run = ended(command).await;
        assert_eq!(run.code, code, "{run:?}");
    }
    let log = std::fs::read_to_string(rig.path("odlm.log")).unwrap();
    assert!(log.contains("odoo call") && log.contains("mistakes at people.csv:2:1"), "{log}");
    assert!(log.contains("entry 1 of `user_exclusion.excluded_users` is no user"), "{log}");
    for hidden in [rig.sandbox.api_key(), password, "Waldo", "Seller 00", "Selle 00", "seller00", "@example"] {
        assert!(!log.contains(hidden), "`{hidden}` in {log}");
    }
}
