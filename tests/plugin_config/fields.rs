//! What one's own strategy sees: a column that the operator does not grant is not asked for, and arrives without a value in any row.

use super::{configure, described, rig};
use crate::support::rig::{Ended, Rig};

/// Deals everything to the first person, for the reason `hidden` where the first column of the table at `columns` (an offset in the
/// request) has no value in the first row, else `seen`.
fn telling(columns: usize) -> String {
    format!(
        r#"(data (i32.const 0x1000) "seenhidden")
        (func $assign (export "odlm:strategy/strategy@1.0.0#assign") (param $request i32) (result i32)
          (local $leads i32)
          (local.set $leads (i32.load offset=4 (local.get $request)))
          ;; Reasons: one text.
          (if (i32.load offset=32 (i32.load offset={columns} (local.get $request)))
            (then (i32.store (i32.const 0x1100) (i32.const 0x1004)) (i32.store (i32.const 0x1104) (i32.const 6)))
            (else (i32.store (i32.const 0x1100) (i32.const 0x1000)) (i32.store (i32.const 0x1104) (i32.const 4))))
          ;; The plan: memory that nobody wrote is zeros, which is the first person and the first reason.
          (i32.store (i32.const 0x1204) (i32.const 0x8000)) (i32.store (i32.const 0x1208) (local.get $leads))
          (i32.store (i32.const 0x120c) (i32.const 0x8000)) (i32.store (i32.const 0x1210) (local.get $leads))
          (i32.store (i32.const 0x1214) (i32.const 0x1100)) (i32.store (i32.const 0x1218) (i32.const 1))
          (i32.store (i32.const 0x121c) (i32.const 0x8000)) (i32.store (i32.const 0x1224) (i32.const 0x8000))
          (i32.const 0x1200))"#
    )
}

const OF_LEADS: usize = 24;
const OF_PEOPLE: usize = 80;

async fn run(rig: &Rig, fields: &str) -> Ended {
    configure(rig, &format!("      path: mine.wasm\n      allow_unpinned: true\n      fields: {fields}\n"));
    rig.dailydist(&["--dry-run", "--decisions"]).await
}

fn reason(run: &Ended) -> String {
    assert_eq!(run.code, 0, "{run:?}");
    run.json()["reasons"][0]["reason"].as_str().unwrap().to_owned()
}

/// How many calls asked Odoo for this field of this model.
fn asked(rig: &Rig, model: &str, field: &str) -> usize {
    let calls = rig.sandbox.calls();
    calls.iter().filter(|call| call.model == model && call.fields.iter().any(|name| name == field)).count()
}

/// Gives every lead a telephone number.
fn give_phones(rig: &Rig) {
    for lead in rig.snapshot() {
        let id = lead["id"].as_u64().unwrap();
        rig.sandbox.edit(|world| world.set("crm.lead", id, &serde_json::json!({"phone": "+32 9 000 00 00"}))).unwrap();
    }
}

#[tokio::test]
async fn names_arrive_only_where_they_are_granted() {
    let rig = rig("").await;
    std::fs::write(rig.path("mine.wasm"), described("", &[], &["name"], &telling(OF_PEOPLE))).unwrap();
    assert_eq!(reason(&run(&rig, "[]").await), "hidden");
    assert_eq!(reason(&run(&rig, "[name]").await), "seen");
}

#[tokio::test]
async fn a_field_of_a_lead_is_asked_for_only_where_it_is_granted() {
    let rig = rig("").await;
    std::fs::write(rig.path("mine.wasm"), described("", &["phone"], &[], &telling(OF_LEADS))).unwrap();
    give_phones(&rig);
    assert_eq!(reason(&run(&rig, "[]").await), "hidden");
    assert!(rig.calls("search_read") > 0 && asked(&rig, "crm.lead", "user_id") > 0, "the calls name their fields");
    assert_eq!(asked(&rig, "crm.lead", "phone"), 0);
    assert_eq!(reason(&run(&rig, "[phone]").await), "seen");
    assert!(asked(&rig, "crm.lead", "phone") > 0);
}

#[tokio::test]
async fn a_field_of_a_person_is_asked_for_only_where_it_is_granted() {
    let rig = rig("").await;
    std::fs::write(rig.path("mine.wasm"), described("", &[], &["login"], &telling(OF_PEOPLE))).unwrap();
    assert_eq!(reason(&run(&rig, "[]").await), "hidden");
    assert_eq!(reason(&run(&rig, "[login]").await), "seen");
}

#[tokio::test]
async fn a_required_one_is_refused_with_its_place() {
    let rig = rig("").await;
    std::fs::write(rig.path("mine.wasm"), described("", &["phone!"], &["name!"], "")).unwrap();
    give_phones(&rig);
    let refused = run(&rig, "[login]").await;
    assert_eq!(refused.code, 2, "{refused:?}");
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let line = text.lines().position(|line| line.contains("fields: [")).unwrap() + 1;
    for (name, table) in [("phone", "leads"), ("name", "salespeople")] {
        let said = format!(
            "odlm.yaml:{line}:7: distribution.plugins.mine.fields: strategy `mine` requires the column `{name}` of {table}"
        );
        assert!(refused.stderr.contains(&said), "{said}: {refused:?}");
    }
    assert_eq!(rig.sandbox.calls().len(), 0, "Odoo is not asked");
    let granted = run(&rig, "[phone, name]").await;
    assert_eq!(granted.code, 0, "{granted:?}");
}
