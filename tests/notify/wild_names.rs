//! Names as nobody expects them survive a mail unharmed, and harm nothing.

use serde_json::json;

use super::digest::{MANAGER, email};
use super::post::{Manner, Post};
use crate::support::rig::{FIRST_SELLER, Rig};

/// What stands in Odoo, and what HTML makes of it.
fn names() -> Vec<(String, String)> {
    let long = "ß".repeat(200);
    [
        ("<script>alert(1)</script>", "&#60;script&#62;alert(1)&#60;/script&#62;"),
        ("\"quoted\" & 'single'", "&#34;quoted&#34; &#38; &#39;single&#39;"),
        ("=cmd|' /C calc'!A0", "=cmd|&#39; /C calc&#39;!A0"),
        ("שלום עולם (1)", "שלום עולם (1)"),
        ("{{ name }} {% if %}", "{{ name }} {% if %}"),
        (".", "."),
        (&long, &long),
    ]
    .map(|(name, html)| (name.to_owned(), html.to_owned()))
    .into()
}

#[tokio::test]
async fn names_of_leads_are_shown_as_they_are() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::equals(&email(&post, "")).await;
    rig.write("people.csv", "salesperson_name\nSeller 0001\n");
    for (name, _) in names() {
        let lead = rig.add_lead();
        rig.sandbox.edit(|world| world.set("crm.lead", lead, &json!({"name": name, "contact_name": name})).unwrap());
    }
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let mail = post.mail_for("seller0001@example.com");
    assert_eq!(mail.leads(&rig.sandbox.url()).len(), names().len());
    let (text, html) = (mail.text(), mail.html());
    for (name, escaped) in names() {
        assert!(text.contains(&name), "{name}: {text}");
        assert!(html.contains(&format!("<bdi>{escaped}</bdi></a>")), "{name}: {html}");
    }
    assert!(text.contains("\u{2068}שלום עולם (1)\u{2069}"), "a direction ends with its name");
    assert!(!html.contains("<script"), "{html}");
}

#[tokio::test]
async fn a_persons_name_writes_no_header() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::equals(&email(&post, "")).await;
    let names = [
        "Ann \"the\" <Müller>, Söhne",
        "Eve\r\nBcc: thief@example.org\r\n\r\nHello",
        "=?utf-8?q?fake?= \u{202e}moc.elpmaxe",
    ];
    for (person, name) in (FIRST_SELLER..).zip(names) {
        rig.sandbox.edit(|world| world.set("res.users", person, &json!({"name": name})).unwrap());
    }
    rig.write("people.csv", "salesperson_name,salesperson_id\na,7\nb,8\nc,9\n");
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &config.replace("{name: Voice}", "{name: \"Vöice\\r\\nX-Evil: yes <b>\"}"));
    for _ in 0..3 {
        rig.add_lead();
    }
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 0, "{run:?}");
    assert_eq!(post.mails().len(), 4, "{run:?}");
    for (person, shown) in [
        (1, "Ann \"the\" <Müller>, Söhne"),
        (2, "Eve  Bcc: thief@example.org    Hello"),
        (3, "=?utf-8?q?fake?= moc.elpmaxe"),
    ] {
        let address = format!("seller000{person}@example.com");
        let mail = post.mail_for(&address);
        assert_eq!(mail.to, [address.as_str()]);
        assert!(mail.header("Bcc").is_none() && mail.header("X-Evil").is_none());
        let message = mail.message();
        let to = message.to().unwrap().first().unwrap();
        assert_eq!((to.name(), to.address()), (Some(shown), Some(address.as_str())));
        let subject = mail.subject().split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(subject, "1 new lead of Vöice X-Evil: yes <b>");
        assert!(mail.text().starts_with(&format!("Hello {shown},")), "{}", mail.text());
    }
    assert!(post.mail_for(MANAGER).html().contains("Vöice  X-Evil: yes &#60;b&#62;"));
}

#[tokio::test]
async fn a_mail_names_two_hundred_leads_and_leads_to_the_rest() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::equals(&email(&post, "")).await;
    rig.write("people.csv", "salesperson_name,target_leads\nSeller 0001,1000\n");
    for _ in 0..203 {
        rig.add_lead();
    }
    assert_eq!(rig.dailydist(&[]).await.json()["assigned"], 203);
    let mail = post.mail_for("seller0001@example.com");
    let base = rig.sandbox.url();
    assert_eq!((mail.leads(&base).len(), mail.subject().as_str()), (200, "203 new leads of Voice"));
    let list = format!("{base}/odoo/action-crm.crm_lead_all_leads");
    assert!(mail.text().contains(&format!("and 3 more: {list}")) && mail.html().contains(&list), "{}", mail.text());
}
