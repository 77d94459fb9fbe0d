//! Every campaign of a folder in one call: in order, sharing workloads, one document.

use serde_json::Value;

use crate::support::rig::{Ended, Rig};

/// Three equal people with a target of two, four leads, two campaigns that both want them all.
async fn two_campaigns() -> Rig {
    let rig = Rig::equals("").await;
    rig.write("people.csv", "salesperson_name,target_leads\nSeller 0001,2\nSeller 0002,2\nSeller 0003,2\n");
    for _ in 0..4 {
        rig.add_lead();
    }
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    std::fs::create_dir(rig.path("all")).unwrap();
    rig.write("all/people.csv", &std::fs::read_to_string(rig.path("people.csv")).unwrap());
    rig.write("all/1.yaml", &format!("{config}execution: {{max_leads_per_run: 3}}\n"));
    rig.write("all/2.yml", &config.replace("name: Voice", "name: Apple"));
    rig.write("all/3.yaml", &config.replace("name: Voice", "name: Rest, active: false"));
    rig.write("all/.hidden.yaml", "no: configuration");
    rig.write("all/notes.txt", "not read");
    rig
}

async fn all(rig: &Rig, more: &[&str]) -> Ended {
    rig.odlm(&[&["dailydist", "--config", "all"], more].concat()).await
}

fn given(run: &Value) -> Vec<u64> {
    let decisions = run["decisions"].as_array().unwrap();
    decisions.iter().filter(|line| line["to"].is_u64()).map(|line| line["lead"].as_u64().unwrap()).collect()
}

/// Both runs of a document, each lead given once, nobody past their target over both.
fn shared(document: &Value) {
    let runs = document["runs"].as_array().unwrap();
    assert_eq!(runs.len(), 2, "{document}");
    assert_eq!((&runs[0]["campaign"], &runs[1]["campaign"]), (&"Voice".into(), &"Apple".into()));
    let mut leads = [given(&runs[0]), given(&runs[1])].concat();
    leads.sort_unstable();
    leads.dedup();
    assert_eq!(leads.len(), 4, "every lead is given once: {document}");
    for person in runs[1]["people"].as_array().unwrap() {
        let id = &person["id"];
        let before = runs[0]["people"].as_array().unwrap().iter().find(|other| other["id"] == *id).unwrap();
        assert_eq!(person["before"], before["after"], "the second campaign counts what the first gave");
        assert!(person["after"].as_u64().unwrap() <= 2, "{person}");
    }
}

#[tokio::test]
async fn a_dry_run_plans_no_lead_twice_and_counts_what_was_planned() {
    let rig = two_campaigns().await;
    let run = all(&rig, &["--dry-run", "--json", "--decisions"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let document = run.json();
    shared(&document);
    assert!(run.stderr.contains("`Rest` is not active"), "{run:?}");
    let funnel = document["runs"][1]["funnel"].as_array().unwrap();
    let step = funnel.iter().find(|step| step["filter"] == "other_campaigns").unwrap();
    assert_eq!((step["before"].as_u64(), step["after"].as_u64()), (Some(4), Some(1)));
    assert_eq!(rig.calls("write"), 0);
    assert_eq!(document["failed"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn a_live_run_does_what_the_dry_run_planned() {
    let rig = two_campaigns().await;
    let dry = all(&rig, &["--dry-run", "--json", "--decisions"]).await.json();
    let live = all(&rig, &["--json", "--decisions"]).await;
    assert_eq!(live.code, 0, "{live:?}");
    let live = live.json();
    shared(&live);
    for run in 0..2 {
        assert_eq!(given(&live["runs"][run]), given(&dry["runs"][run]));
    }
    assert!(rig.owners().iter().all(|(_, owner)| owner.is_some()));
}

#[tokio::test]
async fn as_text_each_run_has_a_heading_and_the_last_line_adds_up() {
    let rig = two_campaigns().await;
    let run = all(&rig, &[]).await;
    assert_eq!(run.code, 0, "{run:?}");
    for text in ["== 1.yaml: campaign Voice ==", "== 2.yml: campaign Apple =="] {
        assert!(run.stdout.contains(text), "{text}: {run:?}");
    }
    assert_eq!(run.stdout.lines().last(), Some("2 campaigns: 4 leads planned, 4 assigned"), "{run:?}");
}

#[tokio::test]
async fn every_mistake_is_told_before_any_campaign_runs() {
    let rig = two_campaigns().await;
    rig.write("all/4.json", "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\"}");
    rig.write("all/5.yaml", "distribution: {strategy: dice}\n");
    rig.write("all/6.yaml", &std::fs::read_to_string(rig.path("all/1.yaml")).unwrap());
    let run = all(&rig, &["--json"]).await;
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{run:?}");
    for said in ["4.json", "5.yaml", "1.yaml` and", "6.yaml` are both campaign `Voice`"] {
        assert!(run.stderr.contains(said), "{said}: {run:?}");
    }
    assert_eq!(rig.sandbox.calls().len(), 0);
}

#[tokio::test]
async fn a_campaign_that_fails_does_not_stop_the_next_and_its_code_is_the_end() {
    let rig = two_campaigns().await;
    let config = std::fs::read_to_string(rig.path("all/1.yaml")).unwrap();
    let stop = "distribution: {error_handling: {no_leads: stop}}";
    let nothing = config.replace("distribution: {strategy: level_based}", stop).replace("google_ads", "nowhere");
    rig.write("all/1.yaml", &nothing);
    let run = all(&rig, &["--json"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("`error_handling.no_leads` is `stop`"), "{run:?}");
    let document = run.json();
    assert_eq!(document["runs"][0]["status"], "failed");
    assert_eq!(document["runs"][1]["assigned"], 4);
}

#[tokio::test]
async fn a_folder_without_a_configuration_is_a_mistake() {
    let rig = two_campaigns().await;
    std::fs::create_dir(rig.path("none")).unwrap();
    let run = rig.odlm(&["dailydist", "--config", "none"]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("`none` holds no configuration"), "{run:?}");
}

#[tokio::test]
async fn each_campaign_has_a_report_of_its_own_also_in_a_dry_run_that_counts_the_plan_before_it() {
    let rig = two_campaigns().await;
    for more in [&["--dry-run"][..], &[]] {
        let flags = ["-q", "--report-format", "json,md", "--report-location", "reports/one.json"];
        let run = all(&rig, &[more, &flags].concat()).await;
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
        for (campaign, given) in [("Voice", 3), ("Apple", 1)] {
            let text = std::fs::read_to_string(rig.path(&format!("reports/one_{campaign}.json"))).unwrap();
            let report: Value = serde_json::from_str(&text).unwrap();
            assert_eq!((&report["campaign"], &report["overview"]["given"]), (&campaign.into(), &given.into()));
            let markdown = std::fs::read_to_string(rig.path(&format!("reports/one_{campaign}.md"))).unwrap();
            assert!(markdown.contains(&format!("of campaign {campaign}")), "{markdown}");
        }
    }
}

#[tokio::test]
async fn a_report_that_cannot_be_written_is_no_success() {
    let rig = two_campaigns().await;
    // A folder stands where the report of the first run is to go.
    let name = format!("odlm_report_Voice_run1_{}.csv", jiff::Timestamp::now().strftime("%Y%m%d"));
    std::fs::create_dir_all(rig.path("reports").join(name)).unwrap();
    let run = all(&rig, &["--dry-run", "--report-location", "reports"]).await;
    assert!(run.code == 2 && run.stderr.contains("cannot be written"), "{run:?}");
    assert!(run.stdout.contains("2 campaigns: 4 leads planned"), "{run:?}");
}

#[tokio::test]
async fn reports_beside_the_configurations_are_none() {
    let rig = two_campaigns().await;
    for _ in 0..2 {
        let run = all(&rig, &["--dry-run", "--report-format", "json", "--report-location", "all"]).await;
        assert_eq!(run.code, 0, "{run:?}");
    }
    let names = std::fs::read_dir(rig.path("all")).unwrap().map(|file| file.unwrap().file_name());
    let reports = names.filter(|name| name.to_string_lossy().ends_with(".json"));
    assert_eq!(reports.count(), 4, "two campaigns, and two runs of each");
}
