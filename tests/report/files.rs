//! Report files of the real program.

use crate::support::rig::Rig;

fn files(rig: &Rig, folder: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(rig.path(folder))
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn every_format_is_written_for_its_owner_and_agrees_with_the_run() {
    let rig = Rig::new(120).await;
    let run = rig
        .dailydist(&["--generate-report", "--report-format", "html,csv,json,md", "--report-location", "reports"])
        .await;
    assert_eq!(run.code, 0, "{run:?}");
    let names = files(&rig, "reports");
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().all(|name| name.starts_with("odlm_report_Voice_run1_")), "{names:?}");
    #[cfg(unix)]
    for name in &names {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(rig.path("reports").join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let json = names.iter().find(|name| name.ends_with(".json")).unwrap();
    let report: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(rig.path("reports").join(json)).unwrap()).unwrap();
    let told = run.json();
    for field in ["run", "status", "found", "eligible", "planned", "assigned", "funnel", "people", "reasons"] {
        assert_eq!(report[field], told[field], "{field}");
    }
    // Each figure once more, from what the sandbox has.
    let owners: std::collections::HashMap<u64, Option<u64>> = rig.owners().into_iter().collect();
    let mut given = 0;
    for person in report["salespeople"].as_array().unwrap() {
        let id = person["id"].as_u64().unwrap();
        for lead in person["leads"].as_array().unwrap() {
            assert_eq!(owners[&lead.as_u64().unwrap()], Some(id), "{person}");
            given += 1;
        }
        let own = |row: &serde_json::Value| {
            row["user_id"].as_u64() == Some(id) && row["type"] == "lead" && row["active"] == true
        };
        let open = rig.snapshot().iter().filter(|row| own(row) && row["won_status"] == "pending").count();
        assert_eq!(person["after"].as_u64(), Some(open as u64), "{person}");
        let by_status: u64 =
            person["statuses_after"].as_array().unwrap().iter().map(|line| line["leads"].as_u64().unwrap()).sum();
        assert_eq!(by_status, open as u64, "{person}");
    }
    assert_eq!(report["overview"]["given"].as_u64(), Some(given));
}

#[tokio::test]
async fn a_file_is_written_where_it_is_named_and_past_runs_have_reports_too() {
    let rig = Rig::new(60).await;
    let dry = rig.dailydist(&["--dry-run", "--report-format", "html", "--report-location", "plan.html"]).await;
    assert_eq!(dry.code, 0, "{dry:?}");
    let html = std::fs::read_to_string(rig.path("plan.html")).unwrap();
    assert!(html.contains("Dry run 1 of campaign Voice") && html.contains("Nothing was written to Odoo"), "{html}");
    let shown =
        rig.odlm(&["runs", "show", "1", "--json", "--report-format", "md", "--report-location", "again.md"]).await;
    assert_eq!((shown.code, shown.json()["run"].as_i64()), (0, Some(1)), "{shown:?}");
    assert!(std::fs::read_to_string(rig.path("again.md")).unwrap().starts_with("# Dry run 1 of campaign Voice"));
    let nowhere = rig.dailydist(&["--report-format", "md", "--report-location", "odlm.yaml/x.md"]).await;
    assert!(nowhere.code != 0 && nowhere.stderr.contains("odlm.yaml"), "{nowhere:?}");
    let wrong = rig.dailydist(&["--report-format", "pdf"]).await;
    assert!(wrong.code == 2 && wrong.stderr.contains("pdf"), "{wrong:?}");
}

#[tokio::test]
async fn nothing_but_an_older_report_is_written_over() {
    let rig = Rig::new(60).await;
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    rig.write("page.html", "<!DOCTYPE html><title>of somebody else</title>");
    for (file, format) in [("odlm.yaml", "csv"), ("odlm.sqlite", "json"), ("people.csv", "csv"), ("page.html", "html")]
    {
        let before = std::fs::read(rig.path(file)).unwrap();
        let runs = rig.odlm(&["runs", "list", "--json"]).await.stdout;
        let run = rig.dailydist(&["--report-format", format, "--report-location", file]).await;
        let told = format!("`{file}` is there already and is no report of odlm");
        assert!(run.code == 2 && run.stderr.contains(&told), "{run:?}");
        let again = rig.odlm(&["runs", "show", "1", "--report-format", format, "--report-location", file]).await;
        assert!(again.code == 2 && again.stderr.contains(&told), "{again:?}");
        assert_eq!(std::fs::read(rig.path(file)).unwrap(), before, "{file}");
        assert_eq!(rig.odlm(&["runs", "list", "--json"]).await.stdout, runs, "no run begins");
    }
    for format in ["csv", "html", "json", "md"] {
        for run in ["1", "1"] {
            let shown =
                rig.odlm(&["runs", "show", run, "--report-format", format, "--report-location", "again.x"]).await;
            assert_eq!(shown.code, 0, "{shown:?}");
        }
    }
}

#[tokio::test]
async fn a_dry_run_tells_all_of_it_on_the_terminal() {
    let rig = Rig::new(120).await;
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--dry-run"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    for section in [
        "Overview",
        "What each filter left out",
        "Leads by status",
        "Leads by source",
        "What the eligible leads have",
        "Workload before",
        "Who would get how many",
        "Leads of each person by status",
        "Why",
        "The run",
    ] {
        assert!(run.stdout.lines().any(|line| line == section), "{section}: {}", run.stdout);
    }
}
