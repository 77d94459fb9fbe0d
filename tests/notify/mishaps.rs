//! Mail servers as they are: dead, silent, choosy, unsafe. A mail that fails never fails the run, and is never sent twice.

use std::time::Duration;

use odlm::sandbox::{Effect, Faults, When};

use super::digest::{MANAGER, address_of, assert_discreet, email, email_by, new_leads};
use super::post::{AUTHORITY, LOGIN, Manner, PASSWORD, Post};
use crate::support::rig::{Ended, FIRST_SELLER, Rig};

/// A run with leads for several people.
async fn run(rig: &Rig) -> Ended {
    let run = tokio::time::timeout(Duration::from_secs(60), rig.dailydist(&[])).await.expect("it ends");
    assert_eq!((run.code, run.json()["status"].as_str()), (0, Some("complete")), "{run:?}");
    assert_discreet(rig, &run);
    run
}

fn warnings(run: &Ended) -> Vec<&str> {
    assert!(!run.stderr.contains("error:"), "{run:?}");
    run.stderr.lines().filter(|line| line.starts_with("warning:")).collect()
}

#[tokio::test]
async fn a_dead_server_is_one_warning() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::new(100).await;
    rig.configure(&email(&post, ""));
    drop(post);
    let run = run(&rig).await;
    let warnings = warnings(&run);
    assert_eq!(warnings.len(), 1, "{run:?}");
    assert!(warnings[0].contains("Seller 0001 (user 7)") && warnings[0].contains("the managers"), "{run:?}");
    assert!(warnings[0].contains("the mail server `localhost:"), "{run:?}");
}

#[tokio::test]
async fn a_silent_server_holds_nobody_up() {
    let post = Post::open(Manner { silent: true, ..Manner::default() }).await;
    let rig = Rig::new(100).await;
    rig.configure(&email(&post, "").replace("timeout_seconds: 5", "timeout_seconds: 1"));
    let run = run(&rig).await;
    assert!(warnings(&run)[0].contains("no answer in time"), "{run:?}");
    assert_eq!(post.connections(), 1, "who does not answer is not asked for each mail");
}

#[tokio::test]
async fn one_refused_recipient_is_one_warning_and_the_others_get_theirs() {
    let post = Post::open(Manner { refuse: Some("seller0002"), ..Manner::default() }).await;
    let rig = Rig::new(200).await;
    rig.configure(
        &email(&post, "").replace(&format!("[{MANAGER}]"), &format!("[{MANAGER}, seller0002.boss@example.org]")),
    );
    let before = rig.snapshot();
    let run = run(&rig).await;
    let new = new_leads(&before, &rig.snapshot());
    assert!(new.contains_key(&(FIRST_SELLER + 1)), "{new:?}");
    for person in new.keys().filter(|person| **person != FIRST_SELLER + 1) {
        post.mail_for(&address_of(*person));
    }
    post.mail_for(MANAGER);
    assert_eq!((post.mails().len(), post.connections()), (new.len(), 1));
    let warnings = warnings(&run);
    assert_eq!(warnings.len(), 2, "{run:?}");
    assert!(warnings[0].contains("Seller 0002 (user 8): it says 550 5.1.1 …@… no such user"), "{run:?}");
    assert!(warnings[1].contains("the managers: one of its recipients was refused"), "{run:?}");
}

#[tokio::test]
async fn a_broken_connection_is_made_anew_and_no_mail_goes_twice() {
    for manner in
        [Manner { breaks_after: Some(2), ..Manner::default() }, Manner { swallows_one: true, ..Manner::default() }]
    {
        let post = Post::open(manner.clone()).await;
        let rig = Rig::new(200).await;
        rig.configure(&email(&post, ""));
        let before = rig.snapshot();
        let run = run(&rig).await;
        let new = new_leads(&before, &rig.snapshot());
        for person in new.keys() {
            post.mail_for(&address_of(*person));
        }
        post.mail_for(MANAGER);
        assert!(post.connections() > 1, "{manner:?}");
        match manner.swallows_one {
            true => assert!(warnings(&run)[0].contains("whether it went out is not known"), "{run:?}"),
            false => assert_eq!(warnings(&run), Vec::<&str>::new()),
        }
    }
}

#[tokio::test]
async fn nothing_is_said_to_a_server_that_is_not_safe() {
    let login = format!("username: {LOGIN}, password: \"{PASSWORD}\"");
    for (manner, smtp, says) in [
        // It offers no TLS.
        (Manner { auth: true, ..Manner::default() }, login.clone(), "no STARTTLS"),
        // Nobody vouches for its certificate.
        (Manner { auth: true, starttls: true, ..Manner::default() }, login.clone(), "certificate"),
    ] {
        let post = Post::open(manner).await;
        let rig = Rig::new(60).await;
        rig.configure(&email_by(&post, &smtp, ""));
        let run = run(&rig).await;
        assert!(warnings(&run).iter().any(|line| line.contains(says)), "{says}: {run:?}");
        assert_eq!((post.mails().len(), post.logins().len()), (0, 0));
    }
}

#[tokio::test]
async fn a_wrong_password_is_tried_once() {
    let post = Post::open(Manner { starttls: true, auth: true, wrong_password: true, ..Manner::default() }).await;
    let rig = Rig::new(60).await;
    rig.write("ca.pem", AUTHORITY);
    let login = format!("username: {LOGIN}, password: \"{PASSWORD}\", ca_cert: ca.pem");
    rig.configure(&email_by(&post, &login, ""));
    let run = run(&rig).await;
    assert!(warnings(&run).iter().any(|line| line.contains("the login failed")), "{run:?}");
    assert_eq!((post.mails().len(), post.logins().len()), (0, 1));
}

#[tokio::test]
async fn whoever_has_no_address_is_named_by_number() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::new(200).await;
    rig.sandbox.edit(|world| {
        let none = serde_json::json!({"email_normalized": false, "email": false, "login": "seller-one"});
        world.set("res.users", FIRST_SELLER, &none).unwrap();
    });
    rig.configure(&email(&post, ""));
    let before = rig.snapshot();
    let run = run(&rig).await;
    let new = new_leads(&before, &rig.snapshot());
    assert_eq!(post.mails().len(), new.len(), "all others, and the managers");
    let warnings = warnings(&run);
    assert!(warnings[0].contains("Seller 0001 (user 7): Odoo has no mail address for them"), "{run:?}");
}

/// Three people, three leads, no second tries; the rig with the post that its runs tell.
async fn three(on: bool) -> (Rig, Post) {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::equals("").await;
    let section = email(&post, "").replace("enabled: true", &format!("enabled: {on}"));
    rig.configure(&section);
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    rig.write("odlm.yaml", &config.replace("odoo_connection:", "odoo_connection:\n  retries: 0"));
    for _ in 0..3 {
        rig.add_lead();
    }
    (rig, post)
}

#[tokio::test]
async fn what_odoo_does_not_tell_afterwards_is_a_warning() {
    // How often a run reads a model when it tells nobody.
    let (quiet, _) = three(false).await;
    run(&quiet).await;
    let reads = |model: &str| {
        let calls = quiet.sandbox.calls();
        calls.iter().filter(|call| call.model == model && call.method == "search_read").count() as u64
    };
    for (model, says, mails) in [
        ("res.users", "salespeople got no mails, as their addresses cannot be read: Odoo gave no answer", 1),
        ("crm.lead", "leads are told by number alone, as their names cannot be read: Odoo gave no answer", 4),
    ] {
        let (rig, post) = three(true).await;
        let after = When::Nth(reads(model) + 1);
        rig.sandbox.set_faults(Faults::default().on_model(model, "search_read", after, Effect::CutBefore));
        let run = run(&rig).await;
        assert_eq!((post.mails().len(), warnings(&run).len()), (mails, 1), "{run:?}");
        assert!(run.stderr.contains(says), "{run:?}");
        if mails > 1 {
            assert!(post.mail_for(&address_of(FIRST_SELLER)).text().contains("1. Lead "));
        }
    }
}

#[tokio::test]
async fn mistakes_of_the_section_are_told_with_their_place() {
    let post = Post::open(Manner::default()).await;
    let rig = Rig::new(0).await;
    for (what, instead, says) in [
        ("from: Leads <odlm@example.org>", "from: nobody", "reporting.email.from"),
        ("security: none", "security: starttls, ca_cert: none.pem", "reporting.email.smtp.ca_cert"),
        ("security: none", "security: starttls, username: me", "reporting.email.smtp"),
        (
            "host: localhost",
            "username: me, password: geheim, host: mail.example.com",
            "would send the login in the clear",
        ),
        ("[manager@example.org]", "[\"a@example.org\\nBcc: b@example.org\"]", "reporting.email.manager"),
    ] {
        rig.configure(&email(&post, "").replace(what, instead));
        let run = rig.dailydist(&[]).await;
        assert_eq!(run.code, 2, "{instead}: {run:?}");
        assert!(run.stderr.contains(says) && !run.stderr.contains("geheim"), "{instead}: {run:?}");
    }
    assert_eq!(rig.sandbox.calls().len(), 0);
}
