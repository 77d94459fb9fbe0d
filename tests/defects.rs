//! What was wrong with the tool before odlm, one test for each: what a user relies on now. Most of it is tested elsewhere in depth.

use std::sync::Arc;

use odlm::sandbox::{Faults, SandboxOptions};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use serde_json::{Value, json};

use crate::support::rig::{FIRST_SELLER, Rig, days_ago};

/// The value at the end of the rig's `lead_finding` that lets leads of some statuses through alone.
const STATUSES: &str = "    status: [new, in_progress, call_back, utr]\n";
/// The rig's web sources.
const SOURCES: &str = "  web_sources:\n    source_type: config\n    \
                       source_config: {sources: [facebook_form, google_ads, website_contact, linkedin_ads]}\n";

/// Old leads, as the tool's own defaults had it, go to a person who takes no part in the distribution.
const DROPBACK: &str = "  dropback_filter:\n    web_source_campaign_mapping: {voice_sources: [google_ads]}\n    \
                        campaign_assignments: {voice: Seller 0006}\n";

/// A rig without a generated lead and with six salespeople.
async fn empty() -> Rig {
    Rig::with(SandboxOptions { leads: 0, salespeople: 6, ..SandboxOptions::default() }).await
}

/// Puts `after` in the place of `before` in the configuration.
fn edit(rig: &Rig, before: &str, after: &str) {
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    assert_eq!(text.matches(before).count(), 1, "`{before}` in {text}");
    rig.write("odlm.yaml", &text.replace(before, after));
}

/// Adds a lead of today with these values more; it passes every filter of the rig but those that they concern.
fn lead(rig: &Rig, more: &Value) -> u64 {
    let mut values = json!({"name": "Lead", "type": "lead", "status": "new", "web_source_id": "google_ads",
        "source_date": days_ago(0), "user_id": false, "team_id": false});
    for (field, value) in more.as_object().unwrap() {
        values[field.as_str()] = value.clone();
    }
    rig.sandbox.add_lead(&values).unwrap()
}

fn owner(rig: &Rig, lead: u64) -> Option<u64> {
    rig.sandbox.lead(lead).unwrap()["user_id"].as_u64()
}

/// The leads that a dry run puts to the strategy, ascending.
async fn eligible(rig: &Rig) -> Vec<u64> {
    let run = rig.dailydist(&["--dry-run", "--decisions"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    let lines = report["decisions"].as_array().unwrap().iter().filter(|line| line["state"] != "left_out");
    let mut leads: Vec<u64> = lines.map(|line| line["lead"].as_u64().unwrap()).collect();
    leads.sort_unstable();
    assert_eq!(report["eligible"], leads.len());
    leads
}

#[tokio::test]
async fn defect_01_writes_the_wrong_model() {
    let rig = empty().await;
    let leads: Vec<u64> = (0..5).map(|_| rig.add_lead()).collect();
    let contacts: Vec<u64> =
        leads.iter().map(|lead| rig.sandbox.add("res.partner", &json!({"name": format!("{lead}")})).unwrap()).collect();
    assert_eq!(contacts, leads, "the ids are the same");
    let look = || contacts.iter().map(|id| rig.sandbox.inspect(|world| world.get("res.partner", *id))).collect();
    let before: Vec<Option<Value>> = look();
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    assert!(leads.iter().all(|lead| owner(&rig, *lead).is_some()), "every lead has its owner");
    assert_eq!(before, look(), "no contact has changed");
    let mut writes = rig.sandbox.calls().into_iter().filter(|call| call.method == "write");
    assert!(writes.all(|call| call.model == "crm.lead"));
}

#[tokio::test]
async fn defect_02_a_dry_run_writes() {
    let rig = empty().await;
    edit(&rig, "lead_finding:\n", &format!("lead_finding:\n{DROPBACK}"));
    let old = lead(&rig, &json!({"source_date": days_ago(31)}));
    let new = lead(&rig, &json!({}));
    let before = rig.snapshot();
    let dry = rig.dailydist(&["--dry-run", "--decisions"]).await;
    assert_eq!((dry.code, rig.calls("write"), rig.snapshot()), (0, 0, before), "{dry:?}");
    let plan = |report: &Value, lead: u64| {
        report["decisions"].as_array().unwrap().iter().find(|line| line["lead"] == lead).unwrap()["to"].as_u64()
    };
    assert_eq!(plan(&dry.json(), old), Some(FIRST_SELLER + 5), "a user, not a name");
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    assert_eq!(owner(&rig, old), Some(FIRST_SELLER + 5));
    assert_eq!(owner(&rig, new), plan(&dry.json(), new));
}

#[tokio::test]
async fn defect_03_swallows_errors() {
    let rig = empty().await;
    let leads: Vec<u64> = (0..6).map(|_| rig.add_lead()).collect();
    rig.sandbox.set_faults(Faults::default().refuse(leads.clone()));
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, run.json()["assigned"].as_u64(), run.json()["refused"].as_u64()), (3, Some(0), Some(6)));
    assert!(leads.iter().all(|lead| owner(&rig, *lead).is_none()));
}

#[tokio::test]
async fn defect_04_do_not_call_is_off() {
    let rig = empty().await;
    edit(&rig, STATUSES, "");
    let tag = rig.sandbox.find("crm.tag", "dnc").unwrap();
    let free = lead(&rig, &json!({}));
    lead(&rig, &json!({"status": "Do_Not_Call"}));
    lead(&rig, &json!({"tag_ids": [[6, 0, [tag]]]}));
    assert_eq!(eligible(&rig).await, [free]);
    edit(&rig, "    dnc_statuses: [dnc, do_not_call]\n", "");
    edit(&rig, "    exclude_dnc: true\n", "    dnc_filtering: {dnc_statuses: [dnc, do_not_call]}\n");
    assert_eq!(eligible(&rig).await, [free], "the other key of the old files");
}

#[tokio::test]
async fn defect_05_a_list_gives_leads_to_user_0() {
    let rig = empty().await;
    let lead = rig.add_lead();
    let table = "  source_type: campaign_table\n  source_config: {campaign_table: {file_path: people.csv}}\n";
    let list = |names: &str| format!("  source_type: list\n  source_config: {{salespeople_list: [{names}]}}\n");
    edit(&rig, table, &list("seller 0003"));
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, owner(&rig, lead)), (0, Some(FIRST_SELLER + 2)), "{run:?}");
    edit(&rig, &list("seller 0003"), &list("Nobody Atall"));
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, owner(&rig, lead)), (2, Some(FIRST_SELLER + 2)), "who is not known stops the run: {run:?}");
    assert!(run.stderr.contains("Nobody Atall"), "{run:?}");
}

#[tokio::test]
async fn defect_06_a_cap_of_1000_rows() {
    let rig = empty().await;
    for number in 0..1_300 {
        let contact = rig.sandbox.add("res.partner", &json!({"name": format!("Contact {number}")})).unwrap();
        lead(&rig, &json!({"partner_id": contact}));
        lead(&rig, &json!({"partner_id": contact, "type": "opportunity"}));
        lead(&rig, &json!({"user_id": FIRST_SELLER, "source_date": days_ago(300)}));
    }
    edit(&rig, SOURCES, "  sales_filter: {enabled: true}\n");
    let report = rig.dailydist(&["--dry-run"]).await.json();
    assert_eq!((&report["found"], &report["eligible"]), (&json!(1_300), &json!(0)), "each has an opportunity");
    let line = report["people"].as_array().unwrap().iter().find(|line| line["id"] == FIRST_SELLER).unwrap();
    assert_eq!(line["before"], 1_300, "every lead that the person owns counts");
}

#[tokio::test]
async fn defect_07_filters_that_do_nothing() {
    let rig = empty().await;
    let tag = |name: &str| rig.sandbox.find("crm.tag", name).unwrap();
    let good = json!({"priority": "2", "phone": "+15550000001", "tag_ids": [[6, 0, [tag("vip")]]]});
    let with = |more: Value| {
        let mut values = good.clone();
        more.as_object().unwrap().iter().for_each(|(field, value)| values[field.as_str()] = value.clone());
        lead(&rig, &values)
    };
    let free = with(json!({}));
    with(json!({"user_id": FIRST_SELLER}));
    with(json!({"stage_id": rig.sandbox.find("crm.stage", "Won").unwrap(), "probability": 100.0}));
    with(json!({"phone": false}));
    with(json!({"priority": "0"}));
    with(json!({"priority": "3"}));
    with(json!({"tag_ids": [[6, 0, [tag("vip"), tag("test")]]]}));
    with(json!({"tag_ids": [[6, 0, []]]}));
    let section = "    required_fields: [phone]\n    priority_range: {min: 1, max: 2}\n    \
                   exclude_tags: [test]\n    include_tags: [vip]\n";
    edit(&rig, STATUSES, section);
    assert_eq!(eligible(&rig).await, [free]);
}

#[tokio::test]
async fn defect_08_campaigns_never_match() {
    let rig = empty().await;
    let campaign = |name: &str| json!({"campaign_id": rig.sandbox.find("utm.campaign", name).unwrap()});
    let voice = lead(&rig, &campaign("voice_campaign_2024"));
    lead(&rig, &campaign("apple_campaign_2024"));
    lead(&rig, &json!({}));
    edit(&rig, SOURCES, &format!("{SOURCES}  campaigns: {{types: [Voice_Campaign_2024]}}\n"));
    assert_eq!(eligible(&rig).await, [voice]);
}

#[tokio::test]
async fn defect_09_ten_leads_of_another_source_end_the_run() {
    let rig = empty().await;
    for _ in 0..10 {
        lead(&rig, &json!({"web_source_id": "cold_list"}));
    }
    let wanted: Vec<u64> = (0..90).map(|_| lead(&rig, &json!({}))).collect();
    assert_eq!(eligible(&rig).await, wanted);
}

#[tokio::test]
async fn defect_10_reports_invent_numbers() {
    let rig = Rig::new(300).await;
    let owned = |person: u64| {
        let open = |lead: &&Value| lead["active"] == true && lead["won_status"] == "pending" && lead["type"] == "lead";
        rig.snapshot().iter().filter(open).filter(|lead| lead["user_id"] == person).count()
    };
    let before: Vec<usize> = (FIRST_SELLER..).take(5).map(owned).collect();
    let run = rig.dailydist(&["--decisions"]).await;
    let report = run.json();
    for (line, before) in report["people"].as_array().unwrap().iter().zip(before) {
        let person = line["id"].as_u64().unwrap();
        assert_eq!((&line["before"], &line["after"]), (&json!(before), &json!(owned(person))), "{line}");
    }
    for step in report["funnel"].as_array().unwrap() {
        assert!(step["before"].as_u64() >= step["after"].as_u64(), "{step}");
    }
    assert_ne!(report["status"], "dry_run");
    let shown = rig.odlm(&["runs", "show", "--config", "odlm.yaml"]).await;
    assert!(!shown.stdout.to_lowercase().contains("dry"), "{shown:?}");
}

#[tokio::test]
async fn defect_11_excluding_a_user_drops_leads_of_nobody() {
    let rig = empty().await;
    let free = lead(&rig, &json!({}));
    let other = lead(&rig, &json!({"user_id": FIRST_SELLER}));
    lead(&rig, &json!({"user_id": FIRST_SELLER + 5}));
    let section =
        "  user_exclusion: {excluded_users: [Seller 0006]}\n  assignment_filters: {exclude_assigned: false}\n";
    edit(&rig, SOURCES, &format!("{SOURCES}{section}"));
    assert_eq!(eligible(&rig).await, [free, other]);
}

#[tokio::test]
async fn defect_12_the_minimal_template_crashes() {
    let rig = empty().await;
    let made = rig.odlm(&["dailydist", "--generate-config", "--template", "minimal", "--campaign", "Voice"]).await;
    assert_eq!(made.code, 0, "{made:?}");
    let config = "daily_distribution_config.yaml";
    assert!(std::fs::read_to_string(rig.path(config)).unwrap().contains("Voice"));
    let checked = rig.odlm(&["check", "--offline", "--config", config]).await;
    assert_eq!(checked.code, 0, "{checked:?}");
}

#[tokio::test]
async fn defect_13_logging_changes_the_filters() {
    let rig = Rig::new(200).await;
    let section = "    exclude_sale_statuses: {values: [in_progress]}\n";
    edit(&rig, STATUSES, &format!("{STATUSES}{section}"));
    let text = std::fs::read(rig.path("odlm.yaml")).unwrap();
    let quiet = rig.dailydist(&["--dry-run", "--decisions"]).await;
    let loud = rig.dailydist(&["--dry-run", "--decisions", "--log-level", "DEBUG"]).await;
    assert!(loud.stderr.len() > quiet.stderr.len());
    assert_eq!(quiet.json()["decisions"], loud.json()["decisions"]);
    assert_eq!(std::fs::read(rig.path("odlm.yaml")).unwrap(), text);
}

#[tokio::test]
async fn defect_14_old_leads_never_drop_back() {
    let rig = empty().await;
    edit(&rig, "lead_finding:\n", &format!("lead_finding:\n{DROPBACK}"));
    let old = lead(&rig, &json!({"source_date": days_ago(31)}));
    let younger = lead(&rig, &json!({"source_date": days_ago(30)}));
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, owner(&rig, old)), (0, Some(FIRST_SELLER + 5)), "{run:?}");
    assert!(owner(&rig, younger).is_some_and(|owner| owner < FIRST_SELLER + 5), "it was distributed");
}

#[tokio::test]
async fn defect_15_certificates_are_not_checked() {
    let provider = rustls::crypto::ring::default_provider();
    let certificate = CertificateDer::from(&include_bytes!("certificates/self_signed.der")[..]);
    let key = PrivatePkcs8KeyDer::from(&include_bytes!("certificates/self_signed_key.der")[..]);
    let server = rustls::ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key.into())
        .unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = Arc::new(server);
    // Ends with the test: what a connection carried comes back, an error where the handshake was broken off.
    let (told, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut connection = rustls::ServerConnection::new(Arc::clone(&server)).unwrap();
            let outcome = connection.complete_io(&mut stream).map_err(|error| error.to_string());
            if told.send(outcome.map(|_| connection.is_handshaking())).is_err() {
                break;
            }
        }
    });
    let rig = empty().await;
    edit(&rig, "\"${ODOO_HOST}\"", &format!("\"https://{address}\"\n  retries: 0"));
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 5, "{run:?}");
    assert!(run.stderr.contains("cannot be reached"), "{run:?}");
    let outcome = heard.recv_timeout(std::time::Duration::from_secs(10)).unwrap();
    assert!(outcome.is_err(), "the client broke the handshake off: {outcome:?}");
}

#[tokio::test]
async fn defect_16_nothing_is_recorded() {
    let rig = Rig::new(100).await;
    let run = rig.dailydist(&["--decisions"]).await.json();
    let shown = rig.odlm(&["runs", "show", "--config", "odlm.yaml", "--json", "--decisions"]).await.json();
    assert_eq!(shown, run, "the ledger has all that the run told");
    assert!(shown["assigned"].as_u64().unwrap() > 0 && !shown["decisions"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn defect_17_a_call_for_each_person_and_lead() {
    let rig = Rig::with(SandboxOptions { leads: 100, salespeople: 20, ..SandboxOptions::default() }).await;
    let people: String = (1..=20).map(|number| format!("Seller {number:04}\n")).collect();
    rig.write("people.csv", &format!("salesperson_name\n{people}"));
    rig.sandbox.clear_calls();
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    let dry = rig.sandbox.calls().len();
    assert!(dry <= 12, "{dry} calls; the tool before made 141");
    rig.sandbox.clear_calls();
    let live = rig.dailydist(&[]).await.json();
    let (assigned, writes) = (live["assigned"].as_u64().unwrap(), rig.calls("write") as u64);
    assert!(writes <= 20 && assigned > writes, "{assigned} leads in {writes} writes: one a person at most");
}

#[tokio::test]
async fn defect_18_no_order_no_second_run_no_lock() {
    let rig = empty().await;
    let old = lead(&rig, &json!({"source_date": days_ago(20)}));
    let young = lead(&rig, &json!({"source_date": days_ago(2)}));
    let urgent = lead(&rig, &json!({"priority": "3"}));
    let given = |report: &Value| -> Vec<u64> {
        let lines = report["decisions"].as_array().unwrap().iter().filter(|line| !line["to"].is_null());
        lines.map(|line| line["lead"].as_u64().unwrap()).collect()
    };
    let run = rig.dailydist(&["--max-leads", "2", "--decisions"]).await.json();
    let mut first = given(&run);
    first.sort_unstable();
    assert_eq!(first, [old, urgent], "the most urgent first, then the oldest");
    let rest = rig.dailydist(&["--decisions"]).await.json();
    assert_eq!(given(&rest), [young]);
    let before = rig.snapshot();
    assert_eq!(rig.dailydist(&[]).await.json()["status"], "nothing");
    assert_eq!(rig.snapshot(), before, "a run right after changes nothing");
}
