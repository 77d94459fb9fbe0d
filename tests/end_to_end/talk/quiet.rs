//! Quiet and verbose: what each command says on which stream.

use odlm::sandbox::Faults;
use serde_json::Value;

use crate::support::rig::{Ended, Rig, ended};

/// Each command, and whether its data is asked for: then it comes also where the operator asked for quiet.
const COMMANDS: &[(&[&str], bool)] = &[
    (&["check", "--config", "odlm.yaml"], false),
    (&["check", "--config", "odlm.yaml", "--offline"], false),
    (&["check", "--config", "odlm.yaml", "--json"], true),
    (&["dailydist", "--config", "odlm.yaml", "--dry-run"], false),
    (&["dailydist", "--config", "odlm.yaml", "--dry-run", "--json"], true),
    (&["dailydist", "--config", "odlm.yaml"], false),
    (&["dailydist", "--config", "folder", "--dry-run"], false),
    (&["dailydist", "--config", "folder", "--dry-run", "--json"], true),
    (&["runs", "list"], true),
    (&["runs", "list", "--json"], true),
    (&["runs", "show"], true),
    (&["runs", "show", "--json"], true),
    (&["strategy", "list"], true),
    (&["strategy", "list", "--json"], true),
    (&["config", "schema"], true),
    (&["config", "import", "odlm.yaml"], true),
    (&["completions", "bash"], true),
    (&["man"], true),
    (&["--help"], true),
    (&["--version"], true),
];

/// A campaign that warns of itself, alone and in a folder.
async fn rig() -> Rig {
    let rig = Rig::new(60).await;
    // The password stands in the file.
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let text = text.replace("\"${ODOO_PASSWORD}\"", "in-the-file");
    rig.write("odlm.yaml", &text);
    rig.write("folder/voice.yaml", &text);
    rig
}

fn is_whole(json: &str) -> bool {
    serde_json::from_str::<Value>(json).is_ok()
}

#[tokio::test]
async fn quiet_leaves_errors_and_data_that_was_asked_for() {
    let rig = rig().await;
    for (arguments, is_data) in COMMANDS {
        let run = rig.odlm(&[&["-q"], *arguments].concat()).await;
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{arguments:?}: {run:?}");
        assert_eq!(!run.stdout.is_empty(), *is_data, "{arguments:?}: {run:?}");
        assert!(!arguments.contains(&"--json") || is_whole(&run.stdout), "{run:?}");
    }
    for arguments in [&["config", "import", "odlm.yaml", "--output", "new.yaml"][..], &["man", "--dir", "pages"]] {
        let run = rig.odlm(&[arguments, &["--quiet"]].concat()).await;
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""), "{run:?}");
    }
    assert!(rig.path("new.yaml").exists() && rig.path("pages/odlm-runs-show.1").exists());
}

#[tokio::test]
async fn stdout_is_data_and_stderr_is_talk_whatever_is_logged() {
    let rig = rig().await;
    for (arguments, _) in COMMANDS {
        let plain = rig.odlm(arguments).await;
        let loud = rig.odlm(&[&["-vv"], *arguments].concat()).await;
        assert_eq!((plain.code, loud.code), (0, 0), "{arguments:?}: {loud:?}");
        for stream in [&plain.stdout, &loud.stdout] {
            assert!(!stream.contains("warning: `password`") && !stream.contains("Z DEBUG "), "{arguments:?}: {stream}");
        }
        let is_json = arguments.contains(&"--json");
        assert!(!is_json || (is_whole(&plain.stdout) && is_whole(&loud.stdout)), "{loud:?}");
        // What a run needs warns of the password in its file, once.
        let of_run = arguments[0] == "dailydist";
        assert_eq!(plain.stderr.matches("`password` stands in the file").count(), usize::from(of_run), "{plain:?}");
        let of_odoo = of_run || (arguments[0] == "check" && !arguments.contains(&"--offline"));
        assert_eq!(
            loud.stderr.contains("DEBUG") && loud.stderr.contains("odoo call"),
            of_odoo,
            "{arguments:?}: {loud:?}"
        );
        assert!(!plain.stderr.contains("INFO"), "{plain:?}");
    }
}

#[tokio::test]
async fn errors_are_told_also_where_quiet_is_asked_for() {
    let rig = rig().await;
    let broken = rig.odlm(&["-q", "dailydist", "--config", "none.yaml"]).await;
    assert_eq!((broken.code, broken.stdout.as_str()), (2, ""), "{broken:?}");
    assert!(broken.stderr.starts_with("error: ") && broken.stderr.contains("none.yaml"), "{broken:?}");
    rig.sandbox.set_faults(Faults::default().deny("crm.lead", odlm::sandbox::Operation::Write));
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "-q"]).await;
    assert_eq!((run.code, run.stdout.as_str()), (5, ""), "{run:?}");
    assert!(run.stderr.starts_with("error: ") && run.stderr.contains("\nhint: "), "{run:?}");
    assert_eq!(run.stderr.lines().count(), 2, "{run:?}");
    let all = rig.odlm(&["dailydist", "--config", "folder", "-q"]).await;
    assert_eq!(all.code, 5, "{all:?}");
    assert!(all.stderr.contains("campaign `Voice` failed:\nerror: "), "{all:?}");
    rig.sandbox.set_faults(Faults::default().refuse(rig.owners().into_iter().map(|(lead, _)| lead)));
    let partial = rig.odlm(&["dailydist", "--config", "odlm.yaml", "-q"]).await;
    assert_eq!((partial.code, partial.stdout.as_str()), (3, ""), "{partial:?}");
    assert!(
        partial.stderr.starts_with("error: run ") && partial.stderr.contains(" is partial: 0 leads in conflict, "),
        "{partial:?}"
    );
    assert_eq!(partial.stderr.lines().count(), 2, "{partial:?}");
    rig.sandbox.set_faults(Faults::default().deny("crm.lead", odlm::sandbox::Operation::Write));
    let check = rig.odlm(&["check", "--config", "odlm.yaml", "-q"]).await;
    assert_eq!((check.code, check.stdout.as_str()), (5, ""), "{check:?}");
    assert!(check.stderr.starts_with("error: "), "{check:?}");
}

#[tokio::test]
async fn verbose_says_each_step_with_its_run_and_what_it_cost() {
    let rig = Rig::new(60).await;
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--json", "-v"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let of_run = "run{campaign=\"Voice\" dry_run=false run=1}";
    for (step, words) in [
        ("people", "reading salespeople"),
        ("leads", "reading leads"),
        ("strategy", "asking the strategy"),
        ("plan", "writing the plan down"),
        ("apply", "writing to Odoo"),
        ("finish", "writing down how it ended"),
    ] {
        let line = format!("INFO {of_run}:{step}: {words}");
        assert!(run.stderr.contains(&line), "`{line}` in {}", run.stderr);
    }
    let last = run.stderr.lines().last().unwrap();
    assert!(last.contains("the run is over") && last.contains("seconds=") && last.contains("calls="), "{last}");
    assert!(!cfg!(target_os = "linux") || last.contains("peak_memory_bytes="), "{last}");
    assert!(!run.stderr.contains("DEBUG"), "{}", run.stderr);
}

#[tokio::test]
async fn flags_that_contradict_each_other_are_refused_wherever_they_stand() {
    let rig = Rig::new(1).await;
    for arguments in [
        &["-q", "runs", "list", "-v"][..],
        &["-qv", "runs", "list"],
        &["runs", "--quiet", "list", "--log-level", "info"],
        &["-v", "runs", "list", "--log-level", "debug"],
    ] {
        let run = rig.odlm(arguments).await;
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains("` contradict each other\nhint: "), "{run:?}");
    }
}

#[tokio::test]
async fn colours_are_for_terminals_alone() {
    let rig = rig().await;
    for (name, value) in [("NO_COLOR", "1"), ("TERM", "dumb"), ("CLICOLOR_FORCE", "0")] {
        let mut command = rig.command(&["-vv", "dailydist", "--config", "odlm.yaml", "--dry-run"]);
        command.env(name, value);
        let Ended { code, stdout, stderr } = ended(command).await;
        assert!(code == 0 && !stdout.contains('\u{1b}') && !stderr.contains('\u{1b}'), "{stderr}");
    }
}
