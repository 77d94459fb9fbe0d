//! A strategy of one's own, from its file: it plans like a shipped one, sees what it is granted, and its mistakes have a place.

use crate::support::components::{CONTRACT, component, core, guest, source};
use crate::support::rig::Rig;

fn configured(rig: &Rig, plugin: &str) {
    rig.configure(&format!("distribution:\n  strategy: mine\n  plugins:\n    mine: {plugin}\n"));
}

#[tokio::test]
async fn a_component_of_ones_own_plans_and_is_named() {
    let rig = Rig::equals("").await;
    let leads = [rig.add_lead(), rig.add_lead()];
    std::fs::write(rig.path("mine.wasm"), guest("good")).unwrap();
    configured(&rig, "{path: mine.wasm, allow_unpinned: true}");
    let run = rig.dailydist(&["--decisions"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let report = run.json();
    assert_eq!(report["strategy"]["name"], "test-guest");
    assert_eq!(report["assigned"], 2);
    assert_eq!(report["reasons"][0]["reason"], "in turn");
    assert!(leads.iter().all(|lead| rig.sandbox.lead(*lead).unwrap()["user_id"].is_u64()));
}

#[tokio::test]
async fn its_settings_are_held_against_its_own_schema_at_their_place() {
    let rig = Rig::equals("").await;
    std::fs::write(rig.path("mine.wasm"), guest("good")).unwrap();
    configured(&rig, "{path: mine.wasm, allow_unpinned: true, settings: {order: 1}}");
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("distribution.plugins.mine.settings.order"), "{run:?}");
    assert_eq!(rig.sandbox.calls().len(), 0, "Odoo is not asked");
}

#[tokio::test]
async fn names_of_people_are_seen_only_where_the_operator_says_so() {
    let rig = Rig::equals("").await;
    rig.add_lead();
    let asking = source("good") + &source("asks_names");
    std::fs::write(rig.path("mine.wasm"), component(&core(&asking), CONTRACT)).unwrap();
    configured(&rig, "{path: mine.wasm, allow_unpinned: true}");
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 2, "{run:?}");
    for said in ["`mine`", "`name` of salespeople", "add `name` to `distribution.plugins.mine.fields`"] {
        assert!(run.stderr.contains(said), "{said}: {run:?}");
    }
    configured(&rig, "{path: mine.wasm, allow_unpinned: true, fields: [name]}");
    let run = rig.dailydist(&[]).await;
    assert_eq!((run.code, run.json()["assigned"].as_u64()), (0, Some(1)), "{run:?}");
}

#[tokio::test]
async fn a_file_that_is_too_large_or_no_component_is_refused() {
    let rig = Rig::equals("").await;
    std::fs::File::create(rig.path("mine.wasm")).unwrap().set_len((32 << 20) + 1).unwrap();
    configured(&rig, "{path: mine.wasm, allow_unpinned: true}");
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.stderr.contains("larger than 32 MiB"), "{run:?}");
    rig.write("mine.wasm", "no component");
    let run = rig.dailydist(&[]).await;
    assert_eq!(run.code, 4, "{run:?}");
    assert!(run.stderr.contains("`mine`"), "{run:?}");
}

#[tokio::test]
async fn what_a_run_asked_is_asked_again_and_answered_the_same() {
    let rig = Rig::new(80).await;
    let run = rig.dailydist(&["--dry-run", "--decisions"]).await.json();
    let again = rig.odlm(&["strategy", "run", "level-based", "--from-run", "1", "--json"]).await;
    assert_eq!(again.code, 0, "{again:?}");
    let again = again.json();
    let given = |lines: &serde_json::Value| {
        let lines = lines.as_array().unwrap().iter().filter(|line| line["to"].is_u64());
        let mut given: Vec<(u64, u64, String)> = lines
            .map(|line| {
                let lead = line.get("lead").unwrap_or(&line["id"]).as_u64().unwrap();
                (lead, line["to"].as_u64().unwrap(), line["reason"].as_str().unwrap().to_owned())
            })
            .collect();
        given.sort();
        given
    };
    let planned = given(&run["decisions"]);
    assert!(!planned.is_empty() && planned == given(&again["leads"]), "{again}");
    assert_eq!(run["strategy"]["fuel"], again["fuel"], "the very same request");
    let other = rig.odlm(&["strategy", "run", "round-robin", "--from-run", "1"]).await;
    assert!(other.code == 0 && other.stderr.contains("was planned by level-based"), "{other:?}");
    assert!(other.stdout.contains("Seller 0001"), "people have their names: {other:?}");
    for (more, told) in [
        (&["--from-run", "7"][..], "there is no run 7"),
        (&["--from-run", "1", "--question", "2"], "asked 1 questions"),
    ] {
        let wrong = rig.odlm(&[&["strategy", "run", "level-based"], more].concat()).await;
        assert!(wrong.code == 2 && wrong.stderr.contains(told), "{wrong:?}");
    }
}
