//! The forms: each has the same figures, is fit for what reads it, and no name breaks it.

use odlm::report::history::History;
use serde_json::Value;

use super::past::{Past, record};
use crate::support::rig::{Rig, ended};

const FROM: [&str; 4] = ["--from", "2026-11-01", "--to", "2026-11-30"];

const WILD: [&str; 7] = [
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "a|b *c* [d](http://e) `f` # g",
    "\u{202e}مرحبا بالعالم\u{202c}",
    "quote \" and 'both', comma",
    "two\nlines\u{1b}[31m",
    "+49 170 1",
];

/// A run of people with wild names in a campaign with one.
async fn wild() -> Rig {
    let rig = Rig::new(0).await;
    let people = (1..=8).map(|id| (id, 20, 0, id as u32)).collect();
    record(&rig, &[Past { campaign: "=Campaign <b>|1", people, ..Past::default() }]).await;
    for (id, name) in (1..).zip(WILD.iter().map(|&name| name.to_owned()).chain(["ü".repeat(200)])) {
        let name = name.replace('\'', "''");
        rig.in_ledger(&format!("UPDATE run_people SET name = '{name}' WHERE user_id = {id}")).await.unwrap();
    }
    rig
}

fn published() -> Value {
    serde_json::to_value(schemars::schema_for!(History)).unwrap()
}

#[test]
fn the_committed_schema_is_the_programs() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/history.schema.json");
    let text = serde_json::to_string_pretty(&published()).unwrap() + "\n";
    if std::env::var_os("ODLM_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert_eq!(committed, text, "run this test once with ODLM_WRITE_SCHEMA=1 and look at what changed");
}

#[tokio::test]
async fn json_is_valid_against_its_schema_and_has_the_names_as_they_are() {
    let rig = wild().await;
    let run = rig.odlm(&[&["report", "--format", "json"][..], &FROM].concat()).await;
    assert_eq!(run.code, 0, "{run:?}");
    let history = run.json();
    jsonschema::validate(&published(), &history).unwrap_or_else(|error| panic!("{error}"));
    let names: Vec<&str> =
        history["people"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert!(WILD.iter().all(|name| names.contains(name)), "{names:?}");
}

#[tokio::test]
async fn csv_has_every_line_and_no_formula() {
    let rig = wild().await;
    for by in ["day", "person", "campaign"] {
        let run = rig.odlm(&[&["report", "--format", "csv", "--by", by][..], &FROM].concat()).await;
        assert_eq!(run.code, 0, "{run:?}");
        let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
        let place = reader.headers().unwrap().iter().position(|name| name == "assigned" || name == "share").unwrap();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), if by == "person" { 8 } else { 1 }, "{run:?}");
        for cell in rows.iter().flat_map(|row| row.iter()) {
            let formula =
                cell.starts_with(['=', '+', '@', '\t', '\r']) || cell.starts_with('-') && cell.parse::<f64>().is_err();
            assert!(!formula, "{cell:?}");
        }
        let sum: f64 = rows.iter().map(|row| row[place].parse::<f64>().unwrap()).sum();
        let expected = if by == "person" { 100.0 } else { 36.0 };
        assert!((sum - expected).abs() < 0.01, "{by}: {sum}");
        if by == "person" {
            assert!(rows.iter().any(|row| &row[1] == "'=cmd|' /C calc'!A0"), "{run:?}");
            assert!(rows.iter().any(|row| &row[1] == WILD[3]), "{run:?}");
        }
    }
}

#[tokio::test]
async fn markdown_has_tables_that_no_name_breaks() {
    let rig = wild().await;
    let run = rig.odlm(&[&["report", "--format", "md"][..], &FROM].concat()).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert!(!run.stdout.contains("<script>") && !run.stdout.contains('\u{202e}') && !run.stdout.contains('\u{1b}'));
    let mut columns = None;
    for line in run.stdout.lines() {
        if !line.starts_with('|') {
            columns = None;
            continue;
        }
        let count = line.replace("\\|", "").matches('|').count();
        assert_eq!(*columns.get_or_insert(count), count, "{line}");
    }
    assert!(run.stdout.contains("a\\|b \\*c\\* \\[d\\]"), "{run:?}");
    assert!(run.stdout.starts_with("# Runs from 2026-11-01 to 2026-11-30 (days in UTC)\n"), "{run:?}");
}

#[tokio::test]
async fn a_file_is_its_owner_s_and_its_ending_names_the_form() {
    let rig = wild().await;
    for (file, begin) in [("a.json", "{"), ("a.csv", "day,runs"), ("a.md", "# Runs"), ("a.txt", "Runs from")] {
        let run = rig.odlm(&[&["report", "--output", file][..], &FROM].concat()).await;
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
        assert!(run.stderr.contains(file), "{run:?}");
        let text = std::fs::read_to_string(rig.path(file)).unwrap();
        assert!(text.starts_with(begin), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(rig.path(file)).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    // What it wrote it writes over; what is somebody else's it leaves, the ledger that it reads above all.
    rig.write("notes.md", "# Notes\n");
    for file in ["odlm.sqlite", "odlm.yaml", "notes.md"] {
        let before = std::fs::read(rig.path(file)).unwrap();
        let run = rig.odlm(&[&["report", "--format", "csv", "--output", file][..], &FROM].concat()).await;
        assert!(run.code == 2 && run.stderr.contains("is there already and is no report of odlm"), "{run:?}");
        assert_eq!(std::fs::read(rig.path(file)).unwrap(), before, "{file}");
    }
    for form in ["json", "csv", "md", "html", "terminal"] {
        let run = rig.odlm(&[&["report", "--format", form, "--output", "a.txt"][..], &FROM].concat()).await;
        assert_eq!(run.code, 0, "{run:?}");
    }
    let run = rig.odlm(&[&["report", "--output", "a.pdf"][..], &FROM].concat()).await;
    assert!(run.code == 2 && run.stderr.contains("`a.pdf` names no form") && !rig.path("a.pdf").exists(), "{run:?}");
    let run = rig.odlm(&[&["report", "--output", "a.json/x.csv"][..], &FROM].concat()).await;
    assert!(run.code == 2 && run.stderr.contains("cannot be written"), "{run:?}");
}

#[tokio::test]
async fn tables_fit_the_terminal() {
    let rig = wild().await;
    for width in [120, 80, 40] {
        for by in ["", "day", "person", "campaign"] {
            let by = if by.is_empty() { vec![] } else { vec!["--by", by] };
            let mut command = rig.command(&[&["report"][..], &by, &FROM].concat());
            command.env("COLUMNS", width.to_string());
            let run = ended(command).await;
            assert_eq!(run.code, 0, "{run:?}");
            crate::end_to_end::talk::fits(&run.stdout, width);
            assert!(!run.stdout.contains('\u{1b}') && !run.stdout.contains('\u{202e}'), "{run:?}");
        }
    }
    let run = rig.odlm(&[&["report"][..], &FROM].concat()).await;
    for figure in ["36 assigned", "8 of 8 people received something", "Gini 0."] {
        assert!(run.stdout.contains(figure), "{figure}: {run:?}");
    }
}

#[tokio::test]
async fn html_is_one_page_without_script_or_network_and_escapes_every_name() {
    let rig = wild().await;
    let run = rig.odlm(&[&["report", "--output", "a.html"][..], &FROM].concat()).await;
    assert_eq!(run.code, 0, "{run:?}");
    let page = std::fs::read_to_string(rig.path("a.html")).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.trim_end().ends_with("</html>"), "{page}");
    for never in
        ["<script", "alert(1)</", "http-equiv=\"refresh\"", "src=", "@import", "url(http", "\u{202e}", "\u{1b}"]
    {
        assert!(!page.contains(never), "{never}: {page}");
    }
    assert!(page.contains("&#60;script&#62;alert(1)") || page.contains("&lt;script&gt;alert(1)"), "{page}");
    assert!(page.contains("مرحبا بالعالم") && page.contains(&"ü".repeat(200)), "{page}");
    // Each kind of picture, with words for who does not see it; each table with scopes.
    assert_eq!(page.matches("<svg class=\"chart\"").count(), 3, "{page}");
    assert_eq!(page.matches("<desc id=").count(), 3, "{page}");
    assert!(
        page.matches("<th scope=\"col\"").count() >= 18 && page.matches("<th scope=\"row\"").count() == 9,
        "{page}"
    );
    // What the page shows is what the terminal shows.
    let text = rig.odlm(&[&["report"][..], &FROM].concat()).await.stdout;
    for line in text.lines().skip(1).take_while(|line| !line.is_empty()) {
        assert!(page.contains(line), "{line}: {page}");
    }
}
