//! Above `explain_limit` Odoo decides what it can: the leads that are given out, and to whom, are the same as below it.

use odlm::sandbox::SandboxOptions;
use serde_json::Value;

use crate::support::rig::Rig;

/// The rig's configuration with this limit and further lines under `lead_finding`.
fn configure(rig: &Rig, limit: u32, filters: &str, finding: &str) {
    rig.configure("");
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let text = text.replace("lead_finding:\n", &format!("lead_finding:\n  explain_limit: {limit}\n{finding}"));
    let begin = text.find("    status: [new").unwrap();
    let end = text.find("distribution:").unwrap();
    rig.write("odlm.yaml", &format!("{}{filters}{}", &text[..begin], &text[end..]));
}

/// The leads that passed every filter, with who gets them and why, and the report.
async fn passed(rig: &Rig) -> (Vec<(Value, Value, Value)>, Value) {
    let run = rig.dailydist(&["--dry-run", "--decisions"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    let decisions = report["decisions"].as_array().unwrap().iter();
    let kept = decisions.filter(|line| line["state"] != "left_out");
    (kept.map(|line| (line["lead"].clone(), line["to"].clone(), line["reason"].clone())).collect(), report)
}

/// Rules, each with what is under `additional_filters` and what is under `lead_finding`.
const RULES: [(&str, &str); 7] = [
    ("    status: [NEW, in_progress, call_back, utr]\n", ""),
    ("    status: {values: [new, call], exclude: [call_back], match_mode: partial}\n", ""),
    ("    exclude_tags: [VIP, test]\n    min_priority: 1\n", ""),
    ("    include_tags: [hot_lead, vip]\n    required_fields: [email_from, web_source_id]\n    max_priority: 2\n", ""),
    ("    exclude_sale_statuses: {regex_patterns: [\"^in_\"]}\n    exclude_dnc: false\n", ""),
    ("    exclude_dnc: true\n", "  assignment_filters: {exclude_assigned: false, exclude_inactive_users: true}\n"),
    (
        "    exclude_dnc: true\n",
        "  assignment_filters: {exclude_assigned: false, exclude_closed: false}\n  user_exclusion: {excluded_users: [Seller 0002]}\n",
    ),
];

async fn compare(options: SandboxOptions) {
    let rig = Rig::with(options).await;
    let mut left_to_odoo = 0;
    for (filters, finding) in RULES {
        configure(&rig, 1_000_000, filters, finding);
        let (below, whole) = passed(&rig).await;
        configure(&rig, 1, filters, finding);
        let (above, narrowed) = passed(&rig).await;
        assert_eq!(above, below, "{filters}{finding}");
        assert!(!below.is_empty(), "worth a test: {filters}{finding}");
        let (first, found) = (&narrowed["funnel"][0], &narrowed["found"]);
        assert_eq!((&first["filter"], &first["before"], found), (&"odoo".into(), &whole["found"], &whole["found"]));
        left_to_odoo += first["before"].as_u64().unwrap() - first["after"].as_u64().unwrap();
    }
    assert!(left_to_odoo > 0, "Odoo left nothing out");
}

#[tokio::test]
async fn above_the_limit_the_same_leads_go_to_the_same_people() {
    compare(SandboxOptions { leads: 300, salespeople: 6, ..SandboxOptions::default() }).await;
}

#[tokio::test]
async fn above_the_limit_an_older_odoo_gives_the_same_leads() {
    compare(SandboxOptions { leads: 300, salespeople: 6, legacy_only: true, ..SandboxOptions::default() }).await;
}
