//! Alerts: of failures, partial, slow and empty runs, to a webhook and by mail; with counts, without anybody's data.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use odlm::sandbox::{Effect, Faults, When};
use serde_json::{Value, json};
use sha2::Sha256;

use super::post::{Manner, Post};
use super::receiver::Receiver;
use crate::support::rig::{Ended, Rig};

/// The last part of the URL is its key, as chats have it.
const KEY: &str = "T000-B000-never-shown";

/// `alerts` with a webhook; `more` are further keys of either.
fn alerts(receiver: &Receiver, hook: &str, more: &str) -> String {
    let address = &receiver.address;
    format!("alerts:\n  webhook: {{url: \"http://{address}/services/{KEY}\"{hook}}}\n{more}")
}

async fn with(leads: usize, section: &str) -> Rig {
    let rig = Rig::equals("").await;
    for _ in 0..leads {
        rig.add_lead();
    }
    rig.configure(section);
    rig
}

fn assert_discreet(run: &Ended) {
    for hidden in [KEY, "bearer-never-shown", "signing-never-shown", "header-never-shown"] {
        assert!(!format!("{run:?}").contains(hidden), "`{hidden}`: {run:?}");
    }
}

/// The one alert, without what differs from run to run.
fn only(receiver: &Receiver) -> Value {
    let posted = receiver.posted();
    assert_eq!(posted.len(), 1, "{posted:?}");
    assert_eq!(posted[0].path, format!("/services/{KEY}"));
    assert_eq!(posted[0].header("content-type"), Some("application/json"));
    let mut alert = posted[0].json();
    assert!(alert["time"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    for changing in ["time", "seconds"] {
        alert[changing] = Value::Null;
    }
    alert
}

#[tokio::test]
async fn a_partial_run_is_told_with_its_counts() {
    let receiver = Receiver::open(&[]).await;
    let rig = with(3, &alerts(&receiver, "", "")).await;
    let refused = rig.snapshot()[0]["id"].as_u64().unwrap();
    rig.sandbox.set_faults(Faults::default().refuse([refused]));
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 3, "{run:?}");
    assert_discreet(&run);
    let odoo = run.json()["odoo"].clone();
    let text = "odlm: campaign Voice, run 1: partial: 2 of 3 leads given out, 0 changed by others meanwhile, \
                1 refused by Odoo, 0 unknown";
    assert_eq!(
        only(&receiver),
        json!({
            "text": text, "events": ["partial"], "campaign": "Voice", "odoo": odoo, "run": 1, "status": "partial",
            "dry_run": false, "exit_code": 3, "found": 3, "eligible": 3, "planned": 3, "assigned": 2, "conflicts": 0,
            "refused": 1, "unknown": 0, "seconds": null, "error": null, "hint": null, "time": null,
            "version": env!("CARGO_PKG_VERSION"),
        })
    );
}

#[tokio::test]
async fn a_run_that_never_began_is_told_too() {
    let receiver = Receiver::open(&[]).await;
    // Odoo is down: there is no run.
    let rig = with(1, &alerts(&receiver, "", "")).await;
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &config.replace("\"${ODOO_HOST}\"", "\"http://127.0.0.1:9\"\n  retries: 0"));
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 5, "{run:?}");
    let alert = only(&receiver);
    assert_eq!((&alert["run"], &alert["exit_code"], &alert["events"]), (&Value::Null, &json!(5), &json!(["failure"])));
    assert!(alert["error"].as_str().unwrap().contains("Odoo cannot be reached"), "{alert}");
    assert!(alert["hint"].as_str().unwrap().contains("odoo_connection.host"), "{alert}");
}

#[tokio::test]
async fn mistakes_in_files_and_a_broken_ledger_are_told_without_names() {
    let receiver = Receiver::open(&[]).await;
    let rig = with(1, &alerts(&receiver, "", "")).await;
    rig.write("people.csv", "salesperson_name,target_leads\njane.doe@example.com,many\n");
    assert_eq!(rig.dailydist(&[]).await.code, 2);
    let alert = receiver.posted()[0].json();
    assert_eq!((&alert["exit_code"], &alert["events"]), (&json!(2), &json!(["failure"])));
    assert!(alert["error"].as_str().unwrap().contains("people.csv:2"), "{alert}");
    assert!(!alert.to_string().contains("jane.doe"), "{alert}");
    rig.write("people.csv", "salesperson_name\nSeller 0001\n");
    rig.write("odlm.sqlite", "this is no ledger");
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 6, "{run:?}");
    let posted = receiver.posted();
    assert_eq!((posted.len(), &posted[1].json()["exit_code"]), (2, &json!(6)));
}

#[tokio::test]
async fn nothing_given_out_and_slow_runs() {
    let receiver = Receiver::open(&[]).await;
    let rig = with(0, &alerts(&receiver, "", "  slow_after_seconds: 1\n")).await;
    rig.sandbox.set_faults(Faults::default().on_model(
        "crm.lead",
        "search_read",
        When::Next(1),
        Effect::Delay(Duration::from_millis(1_300)),
    ));
    assert_eq!(rig.dailydist(&[]).await.json()["status"], "nothing");
    let alert = only(&receiver);
    assert_eq!(alert["events"], json!(["slow", "nothing"]));
    let text = alert["text"].as_str().unwrap();
    assert!(text.contains("more than 1 s; nothing was given out: 0 leads found, 0 of them eligible"), "{text}");
}

#[tokio::test]
async fn only_what_is_asked_for_is_told_and_dry_runs_only_where_they_are() {
    let receiver = Receiver::open(&[]).await;
    let rig = with(0, &alerts(&receiver, "", "  on: [failure, partial]\n")).await;
    assert_eq!(rig.dailydist(&[]).await.json()["status"], "nothing");
    rig.configure(&alerts(&receiver, "", ""));
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    rig.configure(&alerts(&receiver, "", "  enabled: false\n"));
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    assert_eq!(receiver.posted().len(), 0);
    rig.configure(&alerts(&receiver, "", "  dry_run: true\n"));
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    let alert = only(&receiver);
    assert_eq!((&alert["events"], &alert["dry_run"]), (&json!(["nothing"]), &json!(true)));
    let rig = with(2, &alerts(&receiver, "", "")).await;
    assert_eq!(rig.dailydist(&[]).await.json()["status"], "complete");
    assert_eq!(receiver.posted().len(), 1, "a run as it should be is nobody's alert");
}

#[tokio::test]
async fn a_webhook_gets_its_headers_and_a_signature_of_the_body() {
    let receiver = Receiver::open(&[]).await;
    let hook =
        ", bearer_token: bearer-never-shown, signing_secret: signing-never-shown, headers: {X-Key: header-never-shown}";
    let rig = with(0, &alerts(&receiver, hook, "")).await;
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert_discreet(&run);
    let posted = receiver.posted().remove(0);
    assert_eq!(posted.header("authorization"), Some("Bearer bearer-never-shown"));
    assert_eq!(posted.header("x-key"), Some("header-never-shown"));
    let mut mac = Hmac::<Sha256>::new_from_slice(b"signing-never-shown").unwrap();
    mac.update(&posted.body);
    let signed = posted.header("x-odlm-signature").unwrap().strip_prefix("sha256=").unwrap();
    mac.verify_slice(&hex::decode(signed).unwrap()).unwrap();
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_what_will_not_is_not() {
    for (answers, tries, says) in [
        (&[500, 429][..], 3, None),
        (&[503, 503, 503][..], 3, Some("HTTP status 503")),
        (&[404][..], 1, Some("HTTP status 404")),
        (&[302][..], 1, Some("HTTP status 302")),
    ] {
        let receiver = Receiver::open(answers).await;
        let rig = with(0, &alerts(&receiver, "", "")).await;
        let run = rig.dailydist(&[]).await;
        assert_eq!((run.code, receiver.posted().len()), (0, tries), "{run:?}");
        let bodies: Vec<Value> = receiver.posted().iter().map(super::receiver::Posted::json).collect();
        assert!(bodies.iter().all(|body| *body == bodies[0]), "the same alert each time");
        match says {
            None => assert!(!run.stderr.contains("not delivered"), "{run:?}"),
            Some(says) => assert!(
                run.stderr.contains("warning: the alert was not delivered") && run.stderr.contains(says),
                "{run:?}"
            ),
        }
        assert_discreet(&run);
    }
}

#[tokio::test]
async fn a_dead_webhook_changes_nothing_of_the_run() {
    let receiver = Receiver::open(&[]).await;
    let rig = with(2, &alerts(&receiver, ", timeout_seconds: 1", "")).await;
    let refused = rig.snapshot()[0]["id"].as_u64().unwrap();
    rig.sandbox.set_faults(Faults::default().refuse([refused]));
    drop(receiver);
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, run.json()["assigned"].as_u64()), (3, Some(1)), "{run:?}");
    assert!(run.stderr.contains("warning: the alert was not delivered: the webhook at `127.0.0.1`"), "{run:?}");
    assert_discreet(&run);
}

#[tokio::test]
async fn an_alert_goes_by_mail_as_well() {
    let (receiver, post) = (Receiver::open(&[]).await, Post::open(Manner::default()).await);
    let server = format!(
        "reporting: {{email: {{from: odlm@example.org, smtp: {{host: localhost, port: {}, security: none}}}}}}\n",
        post.port
    );
    let rig =
        with(0, &format!("{}{server}", alerts(&receiver, "", "  email: [ops@example.org, boss@example.org]\n"))).await;
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &config.replace("{name: Voice}", "{name: \"<!channel> & Söhne\"}"));
    let run = rig.dailydist(&[]).await;
    assert!(run.code == 0 && !run.stderr.contains("not delivered"), "{run:?}");
    let mail = post.mail_for("ops@example.org");
    assert_eq!((post.mails().len(), mail.to.len()), (1, 2));
    assert!(mail.subject().starts_with("odlm: campaign <!channel> & Söhne, run 1: nothing was given out"), "{mail:?}");
    assert!(mail.text().contains("Leads: 0 found, 0 eligible, 0 planned, 0 given out"), "{}", mail.text());
    let text = only(&receiver)["text"].as_str().unwrap().to_owned();
    assert!(text.contains("campaign &lt;!channel&gt; &amp; Söhne"), "no chat takes a name for its markup: {text}");
}

#[tokio::test]
async fn a_resume_and_every_campaign_of_a_folder_alert() {
    let receiver = Receiver::open(&[]).await;
    let rig = with(0, &alerts(&receiver, "", "")).await;
    assert_eq!(rig.odlm(&["runs", "resume", "--config", "odlm.yaml"]).await.code, 2, "there is nothing to resume");
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    for name in ["Apple", "Voice"] {
        let own = config.replace("{name: Voice}", &format!("{{name: {name}}}"));
        rig.write(&format!("daily/{name}.yaml"), &own.replace("path: people.csv", "path: ../people.csv"));
    }
    assert_eq!(rig.odlm(&["dailydist", "--config", "daily"]).await.code, 0);
    rig.write("daily/Zebra.yaml", "campaign: {name: Zebra}\n");
    assert_eq!(rig.odlm(&["dailydist", "--config", "daily"]).await.code, 2);
    let told: Vec<(Value, Value)> = receiver
        .posted()
        .iter()
        .map(|posted| posted.json())
        .map(|alert| (alert["campaign"].clone(), alert["events"][0].clone()))
        .collect();
    let of = |campaign: &str, event: &str| (json!(campaign), json!(event));
    assert_eq!(
        told,
        [
            of("Voice", "failure"),
            of("Apple", "nothing"),
            of("Voice", "nothing"),
            of("Apple", "failure"),
            of("Voice", "failure"),
        ],
        "a mistake in one file keeps the others from being run, and those can tell"
    );
}

#[tokio::test]
async fn mistakes_of_the_section_are_told_without_the_url() {
    let rig = Rig::new(0).await;
    for (section, says) in [
        (format!("alerts: {{webhook: {{url: \"ftp://{KEY}\"}}}}\n"), "alerts.webhook.url"),
        (format!("alerts: {{webhook: {{url: [\"https://{KEY}\"]}}}}\n"), "alerts.webhook.url"),
        (
            format!("alerts: {{webhook: {{url: \"https://h/{KEY}\", headers: {{\"A B\": x}}}}}}\n"),
            "alerts.webhook.headers",
        ),
        ("alerts: {email: [ops@example.org]}\n".to_owned(), "alerts.email"),
        ("alerts: {enabled: true}\n".to_owned(), "nobody would hear"),
        ("alerts: {on: [sometimes]}\n".to_owned(), "alerts.on"),
    ] {
        rig.configure(&section);
        let run = rig.dailydist(&[]).await;
        assert_eq!(run.code, 2, "{section}: {run:?}");
        assert!(run.stderr.contains(says), "{section}: {run:?}");
        assert_discreet(&run);
    }
}
