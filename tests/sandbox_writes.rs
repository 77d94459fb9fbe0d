//! Writes on the sandbox: what Odoo stores, stamps, recomputes and refuses.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use crate::sandbox_client::{call, execute, field, good, sandbox};
use odlm::sandbox::{Chatter, Sandbox};

/// A lead without owner and team, and one owned by Seller 0001 in team Voice since long ago.
fn two_leads(sandbox: &Sandbox) -> (u64, u64) {
    let free = sandbox.add_lead(&json!({"name": "free", "type": "lead", "user_id": false})).unwrap();
    let owned = sandbox.add_lead(&json!({"name": "owned", "type": "lead", "user_id": 7})).unwrap();
    for lead in [free, owned] {
        sandbox.edit(|world| world.set("crm.lead", lead, &json!({"write_date": "2026-01-01 00:00:00"}))).unwrap();
    }
    sandbox.edit(|world| world.set("crm.lead", owned, &json!({"date_open": "2026-01-01 00:00:00"}))).unwrap();
    (free, owned)
}

async fn write(sandbox: &Sandbox, ids: &[u64], vals: Value) -> (u16, Value) {
    call(sandbox, "crm.lead", "write", json!({"ids": ids, "vals": vals})).await
}

#[tokio::test]
async fn an_owner_stamps_the_date_of_every_lead_of_the_call_and_moves_the_team() {
    let sandbox = sandbox().await;
    let (free, owned) = two_leads(&sandbox);
    assert_eq!(write(&sandbox, &[owned], json!({"user_id": 7})).await, (200, json!(true)));
    assert_eq!(field(&sandbox, owned, "date_open"), "2026-01-01 00:00:00", "the same owner leaves the date");
    write(&sandbox, &[free, owned], json!({"user_id": 7})).await;
    for lead in [free, owned] {
        assert!(field(&sandbox, lead, "date_open").as_str().unwrap() >= "2026-11-22 12:00:00");
        assert!(field(&sandbox, lead, "write_date").as_str().unwrap() >= "2026-11-22 12:00:00");
        assert_eq!(field(&sandbox, lead, "team_id"), 2, "the owner's team");
    }
    assert_eq!(field(&sandbox, free, "company_id"), 1);
    write(&sandbox, &[free], json!({"user_id": 8, "team_id": 1, "date_open": "2020-01-01 00:00:00"})).await;
    assert_eq!(field(&sandbox, free, "team_id"), 1, "a team in the same values is kept");
    assert_ne!(field(&sandbox, free, "date_open"), "2020-01-01 00:00:00", "a new owner overrides the date");
    write(&sandbox, &[free], json!({"date_open": "2020-01-01 00:00:00"})).await;
    assert_eq!(field(&sandbox, free, "date_open"), "2020-01-01 00:00:00");
    write(&sandbox, &[free], json!({"user_id": false})).await;
    assert_eq!((field(&sandbox, free, "user_id"), field(&sandbox, free, "date_open")), (json!(false), json!(false)));
    assert_eq!(field(&sandbox, free, "team_id"), 1, "the team stays");
}

#[tokio::test]
async fn nothing_is_written_when_one_id_or_value_is_wrong() {
    let sandbox = sandbox().await;
    let before = sandbox.leads();
    let cases = [
        (vec![1, 999_999], json!({"user_id": 7}), 404, "odoo.exceptions.MissingError"),
        (vec![1, 2], json!({"user_id": 99_999}), 404, "odoo.exceptions.MissingError"),
        (vec![1, 2], json!({"user_id": 7, "nope": 1}), 500, "builtins.ValueError"),
        (vec![1, 2], json!({"user_id": 7, "priority": "9"}), 500, "builtins.ValueError"),
        (vec![1, 2], json!({"priority": "1", "date_open": "2026-01-01T00:00:00Z"}), 500, "builtins.ValueError"),
        (vec![1, 2], json!({"user_id": 7, "name": false}), 422, "odoo.exceptions.ValidationError"),
        (vec![1, 2], json!([1]), 500, "builtins.AttributeError"),
    ];
    for (ids, vals, status, name) in cases {
        let (answered, error) = write(&sandbox, &ids, vals.clone()).await;
        assert_eq!((answered, error["name"].as_str()), (status, Some(name)), "{vals}");
    }
    assert_eq!(call(&sandbox, "crm.lead", "write", json!({"ids": [1]})).await.0, 422);
    assert_eq!(write(&sandbox, &[1], json!({})).await, (200, json!(true)));
    assert_eq!(write(&sandbox, &[], json!({"user_id": 7})).await, (200, json!(true)));
    assert_eq!(sandbox.leads(), before);
    write(&sandbox, &[1], json!({"is_blacklisted": true, "create_date": "2000-01-01 00:00:00", "id": 5})).await;
    assert_eq!(field(&sandbox, 1, "create_date"), before[0]["create_date"], "what only Odoo sets is passed over");
    assert_eq!(field(&sandbox, 1, "is_blacklisted"), before[0]["is_blacklisted"]);
}

#[tokio::test]
async fn won_and_lost_follow_stage_and_archive() {
    let sandbox = sandbox().await;
    write(&sandbox, &[1], json!({"active": true, "stage_id": 4})).await;
    assert_eq!((field(&sandbox, 1, "won_status"), field(&sandbox, 1, "probability")), (json!("won"), json!(100.0)));
    let won = good(&sandbox, "crm.lead", "search", json!({"domain": [["stage_id.is_won", "=", true]]})).await;
    assert_eq!(won, json!([1]));
    write(&sandbox, &[2], json!({"active": false, "probability": 0})).await;
    assert_eq!(field(&sandbox, 2, "won_status"), "lost");
    write(&sandbox, &[3], json!({"tag_ids": [[6, 0, [1, 2]]]})).await;
    write(&sandbox, &[3], json!({"tag_ids": [[4, 5], [3, 1]]})).await;
    assert_eq!(field(&sandbox, 3, "tag_ids"), json!([2, 5]));
}

#[tokio::test]
async fn notices_and_tracking_follow_the_context() {
    let sandbox = sandbox().await;
    let (free, _) = two_leads(&sandbox);
    assert_eq!(sandbox.chatter(), Chatter::default(), "records that a test makes tell nobody");
    let mut owner = 7;
    let mut told = async |context: Value, ids: Vec<u64>| {
        let before = sandbox.chatter();
        owner = if owner == 7 { 8 } else { 7 };
        good(
            &sandbox,
            "crm.lead",
            "write",
            json!({"ids": ids, "vals": {"user_id": owner, "team_id": 2}, "context": context}),
        )
        .await;
        let after = sandbox.chatter();
        (after.assigned_notices - before.assigned_notices, after.tracking_messages - before.tracking_messages)
    };
    assert_eq!(told(json!({}), vec![free]).await, (1, 1));
    assert_eq!(told(json!({"mail_auto_subscribe_no_notify": true}), vec![free]).await, (0, 1));
    assert_eq!(told(json!({"mail_notrack": true}), vec![free]).await, (1, 0));
    assert_eq!(told(json!({"tracking_disable": true}), vec![free]).await, (0, 0));
    let before = sandbox.chatter();
    good(&sandbox, "crm.lead", "create", json!({"vals_list": [{"name": "told", "user_id": 8}]})).await;
    assert_eq!(sandbox.chatter().assigned_notices, before.assigned_notices + 1);
}

#[tokio::test]
async fn create_gives_ids_and_odoos_defaults() {
    let sandbox = sandbox().await;
    let made = good(
        &sandbox,
        "crm.lead",
        "create",
        json!({"vals_list": [{"name": "one"}, {"name": "two", "user_id": false, "type": "lead"}]}),
    )
    .await;
    assert_eq!(made, json!([301, 302]));
    let first = sandbox.lead(301).unwrap();
    assert_eq!((&first["user_id"], &first["team_id"], &first["type"]), (&json!(2), &json!(1), &json!("opportunity")));
    assert_eq!((&first["stage_id"], &first["priority"], &first["active"]), (&json!(1), &json!("0"), &json!(true)));
    let second = sandbox.lead(302).unwrap();
    assert_eq!(
        (&second["user_id"], &second["team_id"], &second["date_open"]),
        (&json!(false), &json!(false), &json!(false))
    );
    assert_eq!(
        call(&sandbox, "crm.lead", "create", json!({"vals_list": [{"name": "three"}, {"user_id": false}]})).await.0,
        422
    );
    assert_eq!(sandbox.leads().len(), 302, "none of a refused call is made");
    assert_eq!(execute(&sandbox, "crm.lead", "create", json!([{"name": "four"}]), json!({})).await, Ok(json!(303)));
    assert_eq!(execute(&sandbox, "crm.lead", "create", json!([[{"name": "five"}]]), json!({})).await, Ok(json!([304])));
    assert_eq!(call(&sandbox, "crm.lead", "unlink", json!({"ids": [301]})).await, (200, json!(true)));
    assert!(sandbox.lead(301).is_none());
    assert_eq!(call(&sandbox, "crm.lead", "unlink", json!({"ids": [301]})).await.0, 404);
}
