//! Leads as files: every cell is Odoo's, no value is a formula, each stage has its leads, nothing is written over or left half.

use std::collections::BTreeSet;
use std::path::Path;

use odlm::sandbox::SandboxOptions;
use serde_json::{Value, json};

use crate::support::rig::{FIRST_SELLER, Rig, days_ago};

/// A file's rows, the header first.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The leads of a file that has their ids in its first column.
fn ids(path: &Path) -> Vec<u64> {
    rows(path).iter().skip(1).map(|row| row[0].parse().unwrap()).collect()
}

/// The names of the files in a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// The one file of a folder whose name begins so.
fn stage(folder: &Path, begin: &str) -> std::path::PathBuf {
    let found: Vec<String> = names(folder).into_iter().filter(|name| name.starts_with(begin)).collect();
    assert_eq!(found.len(), 1, "{begin}: {:?}", names(folder));
    folder.join(&found[0])
}

/// What a file has to have for a field of a lead, told from the sandbox's own records.
fn expected(rig: &Rig, lead: u64, field: &str) -> String {
    rig.sandbox.inspect(|world| {
        let value = world.get("crm.lead", lead).unwrap()[field].clone();
        let (kind, relation) = world.field_type("crm.lead", field).unwrap();
        let name = |id: &Value| {
            world.get(relation.unwrap(), id.as_u64().unwrap()).unwrap()["display_name"].as_str().unwrap().to_owned()
        };
        let text = match (kind, &value) {
            ("integer" | "float" | "monetary" | "boolean", value) => return value.to_string(),
            (_, Value::Bool(false)) => String::new(),
            ("many2one", id) => name(id),
            ("many2many", ids) => ids.as_array().unwrap().iter().map(name).collect::<Vec<_>>().join("; "),
            (_, text) => text.as_str().unwrap().to_owned(),
        };
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
    })
}

fn assert_cells(rig: &Rig, path: &Path, fields: &[&str]) {
    let rows = rows(path);
    assert_eq!(rows[0], fields);
    assert!(rows.len() > 10, "worth a test: {}", rows.len());
    for row in &rows[1..] {
        let lead = row[0].parse().unwrap();
        for (cell, field) in row.iter().zip(fields) {
            assert_eq!(*cell, expected(rig, lead, field), "lead {lead}, {field}");
        }
    }
}

const WILD: [&str; 9] = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd",
    "@SUM(1+1)*cmd",
    "\t=1",
    "\"quoted\", 'and'; comma",
    "two\r\nlines\nand more",
    "\u{202e}مرحبا بالعالم\u{202c} שלום <script>alert(1)</script>",
    "-5",
];

const FIELDS: [&str; 15] = [
    "id",
    "name",
    "contact_name",
    "phone",
    "user_id",
    "team_id",
    "tag_ids",
    "priority",
    "type",
    "create_date",
    "source_date",
    "expected_revenue",
    "is_blacklisted",
    "status",
    "display_name",
];

/// A rig whose first leads of the window have wild names and an owner with one, and a tag too.
async fn wild(options: SandboxOptions) -> Rig {
    let rig = Rig::with(options).await;
    let long = "ü".repeat(200);
    let tag = rig.sandbox.add("crm.tag", &json!({"name": "=tag;1"})).unwrap();
    rig.sandbox.edit(|world| world.set("res.users", FIRST_SELLER, &json!({"name": "@Seller, \"One\""})).unwrap());
    rig.write("people.csv", "salesperson_id,target_leads\n7,60\n8,60\n");
    for name in WILD.into_iter().chain([long.as_str()]) {
        let lead = rig.add_lead();
        let values = json!({"name": name, "contact_name": name, "phone": "+49 170 1234567", "tag_ids": [1, tag]});
        rig.sandbox.edit(|world| world.set("crm.lead", lead, &values).unwrap());
    }
    let owned = rig.add_lead();
    rig.sandbox.edit(|world| {
        world.set("crm.lead", owned, &json!({"user_id": FIRST_SELLER, "expected_revenue": -12.5})).unwrap();
    });
    rig
}

#[tokio::test]
async fn every_cell_is_that_of_odoo_and_none_is_a_formula() {
    for legacy_only in [false, true] {
        let rig = wild(SandboxOptions { leads: 60, salespeople: 6, legacy_only, ..SandboxOptions::default() }).await;
        let fields = FIELDS.join(",");
        let flags = ["--dry-run", "--export-leads", "--export-all-stages", "--leads-fields", &fields, "--decisions"];
        let run = rig.dailydist(&flags).await;
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(rig.calls("write"), 0);
        let folder = rig.path("lead_stages");
        for begin in ["before_filtering_", "after_dropback_", "after_all_filters_"] {
            assert_cells(&rig, &stage(&folder, begin), &FIELDS);
        }
        assert_cells(&rig, &rig.path("distributable_leads.csv"), &FIELDS);
        let text = std::fs::read_to_string(rig.path("distributable_leads.csv")).unwrap();
        assert!(text.contains("'=cmd|") && text.contains("'+49 170") && text.contains("'@SUM"), "{text}");
        let decisions = run.json()["decisions"].as_array().unwrap().clone();
        let of = |kept: &dyn Fn(&Value) -> bool| -> BTreeSet<u64> {
            decisions.iter().filter(|line| kept(line)).map(|line| line["lead"].as_u64().unwrap()).collect()
        };
        let all: BTreeSet<u64> = ids(&stage(&folder, "before_filtering_")).into_iter().collect();
        assert_eq!(all, of(&|_| true));
        let after = ids(&rig.path("distributable_leads.csv"));
        assert_eq!(after.iter().copied().collect::<BTreeSet<_>>(), of(&|line| line["state"] != "left_out"));
        assert_eq!(ids(&stage(&folder, "after_all_filters_")), after);
        for (path, leads) in [("distributable_leads.csv", after.len()), ("before_filtering_", all.len())] {
            assert!(run.stderr.contains(path) && run.stderr.contains(&format!("{leads} leads written")), "{run:?}");
        }
    }
}

#[tokio::test]
async fn a_live_run_exports_the_leads_as_they_were_before_it() {
    let rig = Rig::new(80).await;
    rig.write("old.csv", "id,name\n1,of yesterday\n");
    let flags = ["--export-leads", "--leads-output", "old.csv", "--leads-fields", "id,user_id"];
    let run = rig.dailydist(&[&flags[..], &["--decisions"]].concat()).await;
    assert_eq!(run.code, 0, "{run:?}");
    let given: Vec<Value> = run.json()["decisions"].as_array().unwrap().clone();
    let rows = rows(&rig.path("old.csv"));
    assert_eq!(rows[0], ["id", "user_id"]);
    let mut moved = 0;
    for row in &rows[1..] {
        let line = given.iter().find(|line| line["lead"].as_u64() == row[0].parse().ok()).unwrap();
        moved += usize::from(line["state"] == "done");
        assert_eq!(row[1].is_empty(), line["from"].is_null(), "the owner before the run: {line}");
    }
    assert!(moved > 0, "worth a test");
    let others: Vec<String> = names(&rig.path("")).into_iter().filter(|name| name.starts_with(".odlm")).collect();
    assert_eq!(others, Vec::<String>::new(), "nothing is left beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(rig.path("old.csv")).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[tokio::test]
async fn the_usual_fields_are_those_of_odoo_and_the_mapped_ones() {
    let rig = Rig::new(40).await;
    let run = rig.dailydist(&["--dry-run", "--export-before-filter", "--stages-output-dir", "a/b"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(names(&rig.path("a/b")).len(), 1, "one stage was asked for");
    let rows = rows(&stage(&rig.path("a/b"), "before_filtering_Voice_"));
    for field in ["id", "name", "email_from", "phone", "user_id", "tag_ids", "status", "web_source_id", "source_date"] {
        assert!(rows[0].iter().any(|name| name == field), "{field}: {:?}", rows[0]);
    }
    assert_eq!(rows[0].iter().collect::<BTreeSet<_>>().len(), rows[0].len(), "no field twice");
}

#[tokio::test]
async fn the_first_stage_is_whole_where_odoo_left_leads_out() {
    let rig = Rig::new(200).await;
    let before = |folder: String, run: Value| (run, ids(&stage(&rig.path(&folder), "before_filtering_")));
    let mut seen = Vec::new();
    for limit in [1_000_000, 1] {
        let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
        rig.write(
            "odlm.yaml",
            &config.replace("lead_finding:\n", &format!("lead_finding:\n  explain_limit: {limit}\n")),
        );
        let folder = format!("stages{limit}");
        let run = rig.dailydist(&["--dry-run", "--export-all-stages", "--stages-output-dir", &folder]).await;
        assert_eq!(run.code, 0, "{run:?}");
        seen.push(before(folder, run.json()));
        rig.write("odlm.yaml", &config);
    }
    let [(whole, all), (narrowed, same)] = &seen[..] else { panic!("two runs") };
    assert_eq!(narrowed["funnel"][0]["filter"], "odoo");
    assert_eq!(all.len() as u64, whole["found"].as_u64().unwrap());
    assert_eq!(all, same);
}

#[tokio::test]
async fn old_leads_are_before_the_dropback_and_not_behind_it() {
    let rig = Rig::new(0).await;
    rig.configure("");
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let rule = "lead_finding:\n  dropback_filter: {age_threshold: {days: 60}, web_source_campaign_mapping: \
                {default_campaign: Voice}, campaign_assignments: {Voice: seller0001@example.com}}\n";
    rig.write("odlm.yaml", &config.replace("lead_finding:\n", rule));
    let new = rig.add_lead();
    let old = rig.add_lead();
    rig.sandbox.edit(|world| {
        world
            .set("crm.lead", old, &json!({"source_date": days_ago(90), "create_date": "2020-01-01 00:00:00"}))
            .unwrap();
    });
    let run = rig.dailydist(&["--dry-run", "--export-all-stages", "--leads-fields", "id", "--decisions"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let dropped: Vec<Value> = run.json()["decisions"].as_array().unwrap().clone();
    let dropped = dropped.iter().filter(|line| line["dropback"].is_string());
    assert_eq!(dropped.map(|line| line["lead"].as_u64().unwrap()).collect::<Vec<_>>(), [old]);
    let folder = rig.path("lead_stages");
    assert_eq!(ids(&stage(&folder, "before_filtering_")), [new, old]);
    assert_eq!(ids(&stage(&folder, "after_dropback_")), [new]);
    assert_eq!(ids(&stage(&folder, "after_all_filters_")), [new]);
    // Whoever adds up a row of the people finds the old lead in it.
    for more in [&["--dry-run"][..], &[]] {
        let run = rig.odlm(&[&["dailydist", "--config", "odlm.yaml"], more].concat()).await;
        let row = |name: &str| run.stdout.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{run:?}"));
        let person = run.stdout.lines().find(|line| line.contains("Seller 0001") && line.contains("+1"));
        assert!(row("Old, moved").contains("After") && person.is_some(), "{run:?}");
    }
}

#[tokio::test]
async fn campaigns_of_a_folder_have_files_of_their_own() {
    let rig = Rig::equals("").await;
    for _ in 0..4 {
        rig.add_lead();
    }
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("all/people.csv", &std::fs::read_to_string(rig.path("people.csv")).unwrap());
    for (file, campaign) in [("1.yaml", "Vo/ice"), ("2.yaml", "vo:ice"), ("3.yaml", "Rest, active: false")] {
        rig.write(
            &format!("all/{file}"),
            &config.replace("name: Voice", &format!("name: {campaign}").replace("vo:ice", "'vo:ice'")),
        );
    }
    let flags = ["--dry-run", "--export-leads", "--export-after-filter", "--leads-fields", "id", "--show-filter-delta"];
    let run = rig.odlm(&[&["dailydist", "--config", "all"][..], &flags].concat()).await;
    assert_eq!(run.code, 0, "{run:?}");
    let leads: Vec<String> =
        names(&rig.path("")).into_iter().filter(|name| name.starts_with("distributable_leads")).collect();
    assert_eq!(leads, ["distributable_leads_Vo_ice.csv", "distributable_leads_vo_ice_2.csv"]);
    assert_eq!(ids(&rig.path(&leads[0])).len(), 4);
    assert_eq!(ids(&rig.path(&leads[1])), Vec::<u64>::new(), "the first campaign's plan has them");
    assert_eq!(names(&rig.path("lead_stages")).len(), 2);
    assert_eq!(run.stdout.matches("Filters left out").count(), 2, "{run:?}");
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_found_before_anything_is_planned() {
    let rig = Rig::new(30).await;
    std::fs::create_dir(rig.path("folder")).unwrap();
    for (flag, path) in [
        ("--leads-output", "people.csv/leads.csv"),
        ("--leads-output", "folder"),
        ("--leads-output", "/dev/null"),
        ("--stages-output-dir", "people.csv"),
    ] {
        let run = rig.dailydist(&["--export-leads", "--export-all-stages", flag, path]).await;
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{path}: {run:?}");
        assert!(run.stderr.contains("cannot be written") && run.stderr.contains("hint: "), "{run:?}");
    }
    assert!(!rig.path("odlm.sqlite").exists(), "no run began");
    assert!(rig.sandbox.calls().is_empty());
    assert!(!rig.path("distributable_leads.csv").exists());
    let all = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--export-leads", "--leads-fields", "a,,b"]).await;
    assert!(all.code == 2 && all.stderr.contains("commas between them"), "{all:?}");
    for (flags, said) in [
        (&["--leads-fields", "id"][..], "`--leads-fields` has nothing to work on"),
        (&["--stages-output-dir", "x", "--export-leads"], "`--stages-output-dir` has nothing to work on"),
        (&["--leads-output", "x.csv"], "--export-leads"),
        (&["--show-filter-delta"], "--json"),
    ] {
        let run = rig.dailydist(flags).await;
        assert!(run.code == 2 && run.stderr.contains(said), "{flags:?}: {run:?}");
    }
}

#[tokio::test]
async fn fields_that_odoo_has_not_are_all_told_before_anything_is_planned() {
    let rig = Rig::new(30).await;
    let run = rig.dailydist(&["--export-leads", "--leads-fields", "id,contct_name,x_nothing,phone"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("`contct_name`") && run.stderr.contains("`x_nothing`"), "{run:?}");
    assert!(run.stderr.contains("did you mean `contact_name`?"), "{run:?}");
    assert_eq!((rig.calls("write"), rig.calls("search_count")), (0, 0), "no lead was looked at");
    assert!(!rig.path("distributable_leads.csv").exists());
}

#[tokio::test]
async fn many_leads_are_read_page_by_page() {
    let rig = Rig::new(5_000).await;
    let flags = ["--dry-run", "--export-before-filter", "--leads-fields", "id,name,user_id"];
    let run = rig.dailydist(&flags).await;
    assert_eq!(run.code, 0, "{run:?}");
    let path = stage(&rig.path("lead_stages"), "before_filtering_");
    assert_cells(&rig, &path, &["id", "name", "user_id"]);
    let found = run.json()["found"].as_u64().unwrap();
    assert!(found > 2_000, "more than a page: {found}");
    assert_eq!(ids(&path).len() as u64, found);
}

#[tokio::test]
async fn the_delta_of_the_filters_is_that_of_the_funnel() {
    let rig = Rig::new(120).await;
    let report = rig.dailydist(&["--dry-run"]).await.json();
    let run = rig.odlm(&["dailydist", "--config", "odlm.yaml", "--dry-run", "--show-filter-delta"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let delta = run.stdout.split("Filters left out").nth(1).unwrap();
    let gone = report["found"].as_u64().unwrap() - report["eligible"].as_u64().unwrap();
    assert!(delta.starts_with(&format!(" {gone} of {} leads", report["found"])), "{delta}");
    let words: Vec<&str> = delta.split_whitespace().collect();
    for step in report["funnel"].as_array().unwrap() {
        let dropped = step["before"].as_u64().unwrap() - step["after"].as_u64().unwrap();
        let name = step["filter"].as_str().unwrap().replace('_', " ");
        let line = delta.lines().find(|line| line.contains(&format!("{name} "))).unwrap();
        let change = if dropped == 0 { "0".to_owned() } else { format!("-{dropped}") };
        assert!(line.split_whitespace().any(|word| word == change), "{name}: {line}");
    }
    assert!(words.contains(&"Change"), "{delta}");
}

#[tokio::test]
async fn nothing_but_earlier_leads_is_written_over_and_no_two_outputs_are_one_file() {
    let rig = Rig::new(60).await;
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    let before = rig.snapshot();
    for file in ["odlm.yaml", "people.csv", "odlm.sqlite"] {
        let kept = std::fs::read(rig.path(file)).unwrap();
        let run = rig.dailydist(&["--export-leads", "--leads-output", file]).await;
        assert!(run.code == 2 && run.stderr.contains(&format!("`{file}` is there already and ")), "{run:?}");
        assert_eq!(std::fs::read(rig.path(file)).unwrap(), kept, "{file}");
    }
    let both =
        ["--export-leads", "--leads-output", "one.csv", "--report-format", "csv", "--report-location", "one.csv"];
    let run = rig.dailydist(&both).await;
    assert!(run.code == 2 && run.stderr.contains("`one.csv` is to be the report, and the leads"), "{run:?}");
    let html = ["--report-format", "html", "--report-location", "one.csv"];
    let run = rig.dailydist(&html).await;
    assert!(run.code == 2 && run.stderr.contains("ends in `.csv`, and the report's format is html"), "{run:?}");
    let run = rig.dailydist(&["--generate-report", "--report-location", "people.csv/reports"]).await;
    assert!(run.code == 2 && run.stderr.contains("no report can be written to the folder"), "{run:?}");
    assert_eq!(rig.snapshot(), before, "each was refused before anything was written to Odoo");
    for _ in 0..2 {
        let run = rig.dailydist(&["--export-leads", "--leads-output", "leads.csv", "--dry-run"]).await;
        assert_eq!(run.code, 0, "{run:?}");
    }
}
