//! The digest: exactly one mail a person with leads and one for the managers, once a run, with what the sandbox shows as theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use odlm::sandbox::{Effect, Faults, When};
use serde_json::Value;

use super::post::{AUTHORITY, Arrived, LOGIN, Manner, PASSWORD, Post};
use crate::support::rig::{Ended, FIRST_SELLER, Rig};

pub(super) const MANAGER: &str = "manager@example.org";

/// `reporting.email` for a server of these tests, in the clear; `more` are further keys of the section.
pub(super) fn email(post: &Post, more: &str) -> String {
    email_by(post, "security: none", more)
}

/// The same with other keys of `smtp`.
pub(super) fn email_by(post: &Post, smtp: &str, more: &str) -> String {
    format!(
        "distribution: {{strategy: round_robin}}\nreporting:\n  email:\n    enabled: true\n    from: Leads <odlm@example.org>\n    manager: [{MANAGER}]\n    \
         smtp: {{host: localhost, port: {}, timeout_seconds: 5, {smtp}}}\n{more}",
        post.port
    )
}

/// The leads that each person has now and had not before.
pub(super) fn new_leads(before: &[Value], after: &[Value]) -> BTreeMap<u64, BTreeSet<u64>> {
    let mut new: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    for (old, now) in before.iter().zip(after) {
        if let Some(owner) = now["user_id"].as_u64().filter(|_| old["user_id"] != now["user_id"]) {
            new.entry(owner).or_default().insert(now["id"].as_u64().unwrap());
        }
    }
    new
}

pub(super) fn address_of(person: u64) -> String {
    format!("seller{:04}@example.com", person - FIRST_SELLER + 1)
}

/// Asserts one mail a person with exactly these leads, and one for the managers; returns that.
fn assert_told(post: &Post, new: &BTreeMap<u64, BTreeSet<u64>>, base: &str) -> Arrived {
    assert_eq!(post.mails().len(), new.len() + 1, "one each, and one for the managers");
    for (person, leads) in new {
        let mail = post.mail_for(&address_of(*person));
        assert_eq!(mail.to.len(), 1, "nobody else reads it");
        assert_eq!(&mail.leads(base), leads, "what the sandbox shows as theirs");
    }
    post.mail_for(MANAGER)
}

/// Asserts that nothing of the mails' secrets and addresses is in what a run leaves and says.
pub(super) fn assert_discreet(rig: &Rig, run: &Ended) {
    let mut kept = format!("{}{}", run.stdout, run.stderr).into_bytes();
    for name in ["odlm.sqlite", "odlm.sqlite-wal"] {
        kept.extend(std::fs::read(rig.path(name)).unwrap_or_default());
    }
    for hidden in [PASSWORD, "seller0001@example.com", "seller0003@example.com", MANAGER] {
        let found = kept.windows(hidden.len()).any(|window| window == hidden.as_bytes());
        assert!(!found, "`{hidden}` stands in the output or the ledger: {run:?}");
    }
}

#[tokio::test]
async fn everybody_with_leads_gets_one_mail_with_exactly_theirs() {
    let post = Post::open(Manner { starttls: true, auth: true, ..Manner::default() }).await;
    let rig = Rig::new(300).await;
    rig.write("ca.pem", AUTHORITY);
    rig.write(".env", &format!("SMTP_PASSWORD={PASSWORD}\n"));
    let login = format!("username: {LOGIN}, password: \"${{SMTP_PASSWORD}}\", ca_cert: ca.pem");
    rig.configure(&email_by(&post, &login, "    reply_to: team@example.org\n    subject_prefix: \"[Leads]\"\n"));
    let before = rig.snapshot();
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let new = new_leads(&before, &rig.snapshot());
    assert!(new.len() > 2, "{new:?}");
    let managers = assert_told(&post, &new, &rig.sandbox.url());
    assert_eq!(post.connections(), 1, "one connection for all of them");
    assert!(post.mails().iter().all(|mail| mail.encrypted && mail.from == "odlm@example.org"));
    let report = run.json();
    let mut ids = BTreeSet::new();
    for (person, leads) in &new {
        let mail = post.mail_for(&address_of(*person));
        let (text, html) = (mail.text(), mail.html());
        assert_eq!(mail.subject(), format!("[Leads] {} new leads of Voice", leads.len()));
        assert_eq!(mail.header("Auto-Submitted").as_deref(), Some("auto-generated"));
        assert!(mail.header("Date").is_some() && mail.header("Reply-To").unwrap().contains("team@example.org"));
        assert!(ids.insert(mail.header("Message-ID").unwrap()), "each mail is one of its own");
        assert!(text.starts_with(&format!("Hello Seller {:04},", person - FIRST_SELLER + 1)), "{text}");
        for lead in leads {
            let decision = report["decisions"].as_array().unwrap().iter().find(|line| line["lead"] == *lead).unwrap();
            let row = rig.sandbox.lead(*lead).unwrap();
            let priority =
                ["low", "medium", "high", "very high"][row["priority"].as_str().unwrap().parse::<usize>().unwrap()];
            let (name, text_of) = (row["name"].as_str().unwrap(), |field: &str| row[field].as_str().unwrap());
            let told = format!(
                ". {name}\n   for: {}\n   source: {}, status: {}, priority: {priority}\n   why: {}\n   {}/odoo/crm.lead/{lead}\n",
                text_of("contact_name"),
                text_of("web_source_id"),
                text_of("status"),
                decision["reason"].as_str().unwrap(),
                rig.sandbox.url()
            );
            assert!(text.contains(&told), "{told}: {text}");
            let escaped = name.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;");
            assert!(html.contains(&format!("<bdi>{escaped}</bdi></a>")), "{escaped}: {html}");
        }
    }
    let text = managers.text();
    for (count, what) in
        [("found", "found"), ("eligible", "eligible"), ("planned", "planned"), ("assigned", "given out")]
    {
        assert!(text.contains(&format!("\n{}  {what}\n", report[count])), "{count}: {text}");
    }
    for line in report["people"].as_array().unwrap() {
        let numbers = [&line["target"], &line["before"], &line["received"], &line["after"]].map(Value::to_string);
        let told = format!("\n{}: {}\n", line["name"].as_str().unwrap(), numbers.join(", "));
        assert!(text.contains(&told), "{told}: {text}");
    }
    let shown = rig.odlm(&["runs", "show", "1", "--report-format", "html", "--report-location", "page.html"]).await;
    assert_eq!(shown.code, 0, "{shown:?}");
    let page = ("odlm_report_run1.html".to_owned(), std::fs::read(rig.path("page.html")).unwrap());
    assert!(managers.attachments() == [page], "the managers' mail carries the report of the run, and no other file");
    assert!(new.keys().all(|person| post.mail_for(&address_of(*person)).attachments().is_empty()));
    assert_discreet(&rig, &run);
}

#[tokio::test]
async fn tls_from_the_first_byte() {
    let post = Post::open(Manner { wrapped: true, ..Manner::default() }).await;
    let rig = Rig::new(60).await;
    rig.write("ca.pem", AUTHORITY);
    rig.configure(&email_by(&post, "security: tls, ca_cert: ca.pem", ""));
    let before = rig.snapshot();
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    assert_told(&post, &new_leads(&before, &rig.snapshot()), &rig.sandbox.url());
    assert!(post.mails().iter().all(|mail| mail.encrypted));
}

#[tokio::test]
async fn nobody_is_told_of_a_dry_run_of_nothing_or_without_being_asked() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::new(60).await;
    rig.configure(&email(&post, ""));
    for arguments in [&["--dry-run"][..], &["--dry-run", "--email-notification"]] {
        assert_eq!(rig.dailydist(arguments).await.code, 0);
    }
    rig.configure(&email(&post, "").replace("enabled: true", "enabled: false"));
    assert_eq!(rig.dailydist(&[]).await.json()["status"], "complete");
    assert_eq!(rig.dailydist(&["--email-notification"]).await.json()["status"], "nothing");
    assert_eq!(post.connections(), 0);
}

#[tokio::test]
async fn the_flag_asks_for_it_and_needs_a_server() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::new(60).await;
    let refused = rig.dailydist(&["--email-notification"]).await;
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.stderr.contains("`--email-notification` sends mails, and `smtp` names no server"), "{refused:?}");
    assert_eq!(rig.sandbox.calls().len(), 0, "told before anybody asks the network");
    rig.configure(&email(&post, "").replace("enabled: true", "enabled: false"));
    let before = rig.snapshot();
    assert_eq!(rig.dailydist(&["--email-notification"]).await.code, 0);
    assert_told(&post, &new_leads(&before, &rig.snapshot()), &rig.sandbox.url());
}

#[tokio::test]
async fn salespeople_may_be_left_out() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::new(60).await;
    rig.configure(&email(&post, "    to_salespeople: false\n"));
    assert_eq!(rig.dailydist(&[]).await.code, 0);
    assert_eq!(post.mails().len(), 1);
    post.mail_for(MANAGER);
}

#[tokio::test]
async fn a_killed_run_tells_nobody_and_its_resume_tells_once_of_all() {
    let post = Post::open(Manner::default()).await;
    let more = format!("execution: {{batch_size: 3}}\n{}", email(&post, ""));
    let rig = Rig::equals(&more).await;
    for _ in 0..30 {
        rig.add_lead();
    }
    let before = rig.snapshot();
    rig.sandbox.set_faults(Faults::default().on("write", When::Always, Effect::Delay(Duration::from_millis(150))));
    let mut child = rig.start(&["dailydist", "--config", "odlm.yaml"]);
    while rig.calls("write") < 3 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    child.kill().await.unwrap();
    rig.sandbox.set_faults(Faults::default());
    assert_eq!(post.connections(), 0, "it was killed before its end");
    let resumed = rig.odlm(&["runs", "resume", "--config", "odlm.yaml", "--json"]).await;
    assert_eq!(resumed.code, 0, "{resumed:?}");
    let new = new_leads(&before, &rig.snapshot());
    assert_eq!(new.values().map(BTreeSet::len).sum::<usize>(), 30);
    assert_told(&post, &new, &rig.sandbox.url());
    assert_eq!(rig.dailydist(&[]).await.json()["status"], "nothing");
    assert_eq!(post.mails().len(), new.len() + 1, "nothing new, nothing told");
}

#[tokio::test]
async fn each_campaign_of_a_folder_tells_of_its_own() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::equals("").await;
    let (one, two) = (rig.add_lead(), rig.add_lead());
    rig.sandbox.edit(|world| world.set("crm.lead", two, &serde_json::json!({"status": "call_back"})).unwrap());
    rig.configure(&email(&post, ""));
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    std::fs::remove_file(rig.path("odlm.yaml")).unwrap();
    rig.write("people.csv", "salesperson_name\nSeller 0001\n");
    for (name, status) in [("Apple", "new"), ("Voice", "call_back")] {
        let own = config.replace("{name: Voice}", &format!("{{name: {name}}}"));
        let own = own.replace("status: [new, in_progress, call_back, utr]", &format!("status: [{status}]"));
        rig.write(&format!("daily/{name}.yaml"), &own.replace("path: people.csv", "path: ../people.csv"));
    }
    let run = rig.odlm(&["dailydist", "--config", "daily"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let told: Vec<(String, BTreeSet<u64>)> = post
        .mails()
        .iter()
        .filter(|mail| mail.to == ["seller0001@example.com"])
        .map(|mail| (mail.subject(), mail.leads(&rig.sandbox.url())))
        .collect();
    let of = |name: &str, lead: u64| (format!("1 new lead of {name}"), BTreeSet::from([lead]));
    assert_eq!(told, [of("Apple", one), of("Voice", two)]);
    assert_eq!(post.mails().len(), 4);
}
