//! Each fault of the sandbox once, over real HTTP.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::time::Duration;

use serde_json::{Value, json};

use crate::sandbox_client::{call, execute, field, good, request, sandbox};
use odlm::sandbox::{Answer, Effect, Faults, Operation, Sandbox, Transport, When};

async fn assign(sandbox: &Sandbox, ids: &[u64]) -> (u16, Value) {
    call(sandbox, "crm.lead", "write", json!({"ids": ids, "vals": {"user_id": 7, "team_id": 2}})).await
}

#[tokio::test]
async fn answers_in_place_of_the_real_one_leave_the_leads_alone() {
    let sandbox = sandbox().await;
    let before = sandbox.leads();
    for (answer, status, name) in [
        (Answer::Serialization, 500, Some("psycopg2.errors.SerializationFailure")),
        (Answer::Locked, 409, Some("odoo.exceptions.LockError")),
        (Answer::Proxy(500), 500, None),
        (Answer::Proxy(502), 502, None),
        (Answer::Proxy(503), 503, None),
    ] {
        sandbox.set_faults(Faults::default().on("write", When::Next(1), Effect::Answer(answer)));
        let (answered, error) = assign(&sandbox, &[1]).await;
        assert_eq!((answered, error.get("name").and_then(Value::as_str)), (status, name));
    }
    sandbox.set_faults(Faults::default().on("write", When::Next(1), Effect::Answer(Answer::TooMany(3))));
    let body = json!({"ids": [1], "vals": {"user_id": 7}});
    let busy = request(&sandbox, "crm.lead", "write", &body).send().await.unwrap();
    assert_eq!((busy.status().as_u16(), &busy.headers()["retry-after"]), (429, &"3".parse().unwrap()));
    assert_eq!(sandbox.leads(), before);
    assert_eq!(assign(&sandbox, &[1]).await.0, 200, "only the next call was hit");
    sandbox.set_faults(Faults::default().on("write", When::Next(1), Effect::Answer(Answer::Locked)));
    let old = execute(&sandbox, "crm.lead", "write", json!([[1], {"user_id": 7}]), json!({})).await;
    assert_eq!(old.unwrap_err()["data"]["name"], "odoo.exceptions.LockError");
}

#[tokio::test]
async fn every_other_call_of_a_method() {
    let sandbox = sandbox().await;
    let faults =
        Faults::default().on_model("crm.lead", "search_count", When::Every(2), Effect::Answer(Answer::Proxy(503)));
    sandbox.set_faults(faults);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        assert_eq!(call(&sandbox, "crm.tag", "search_count", json!({"domain": []})).await.0, 200);
        statuses.push(call(&sandbox, "crm.lead", "search_count", json!({"domain": []})).await.0);
    }
    assert_eq!(statuses, [200, 503, 200, 503]);
}

#[tokio::test]
async fn a_cut_before_writes_nothing_and_a_cut_after_has_written() {
    let sandbox = sandbox().await;
    sandbox.edit(|world| world.set("crm.lead", 1, &json!({"user_id": false}))).unwrap();
    let body = json!({"ids": [1], "vals": {"user_id": 7, "team_id": 2}});
    sandbox.set_faults(Faults::default().on("write", When::Nth(1), Effect::CutBefore));
    assert!(request(&sandbox, "crm.lead", "write", &body).send().await.is_err());
    assert_eq!(field(&sandbox, 1, "user_id"), false);
    sandbox.set_faults(Faults::default().on("write", When::Nth(1), Effect::CutAfter));
    assert!(request(&sandbox, "crm.lead", "write", &body).send().await.is_err());
    assert_eq!(field(&sandbox, 1, "user_id"), 7);
    let statuses: Vec<u16> = sandbox.calls().iter().map(|call| call.status).collect();
    assert_eq!(statuses, [0, 0]);
    assert_eq!(assign(&sandbox, &[1]).await.0, 200);
}

#[tokio::test]
async fn refused_leads_refuse_the_whole_call() {
    let sandbox = sandbox().await;
    sandbox.set_faults(Faults::default().refuse([2]));
    let before = sandbox.leads();
    let (status, error) = assign(&sandbox, &[1, 2, 3]).await;
    assert_eq!((status, &error["name"]), (422, &json!("odoo.exceptions.ValidationError")));
    assert_eq!(sandbox.leads(), before);
    assert_eq!(assign(&sandbox, &[1, 3]).await.0, 200);
}

#[tokio::test]
async fn rights_that_are_taken_away() {
    let sandbox = sandbox().await;
    sandbox.set_faults(Faults::default().deny("crm.lead", Operation::Write).deny("crm.team.member", Operation::Read));
    let (status, error) = assign(&sandbox, &[1]).await;
    assert_eq!((status, &error["name"]), (403, &json!("odoo.exceptions.AccessError")));
    assert!(error["message"].as_str().unwrap().starts_with("You are not allowed to modify 'Lead' (crm.lead) records."));
    assert_eq!(call(&sandbox, "crm.team.member", "search_read", json!({})).await.0, 403);
    let may =
        |operation: &'static str| good(&sandbox, "crm.lead", "has_access", json!({"ids": [], "operation": operation}));
    assert_eq!((may("write").await, may("read").await), (json!(false), json!(true)));
}

#[tokio::test]
async fn somebody_else_changes_leads_before_a_write_or_at_the_second_read() {
    let sandbox = sandbox().await;
    let theirs =
        |leads: &[u64]| Effect::Change { leads: leads.to_vec(), values: json!({"user_id": 9, "status": "theirs"}) };
    let faults = Faults::default().on("write", When::Nth(1), theirs(&[1, 5])).on("read", When::Nth(2), theirs(&[2]));
    sandbox.set_faults(faults);
    assign(&sandbox, &[1]).await;
    assert_eq!((field(&sandbox, 1, "user_id"), field(&sandbox, 1, "status")), (json!(7), json!("theirs")));
    assert_eq!(field(&sandbox, 5, "user_id"), 9);
    let read = || {
        good(
            &sandbox,
            "crm.lead",
            "read",
            json!({"ids": [2], "fields": ["user_id", "status", "write_date"], "load": ""}),
        )
    };
    assert_ne!(read().await[0]["status"], "theirs");
    let second = read().await;
    assert_eq!((&second[0]["user_id"], &second[0]["status"]), (&json!(9), &json!("theirs")));
}

#[tokio::test]
async fn latency_delays_and_the_log_names_calls() {
    let sandbox = sandbox().await;
    sandbox.set_faults(Faults::default().latency(Duration::from_secs(60)));
    let body = json!({"ids": [1, 2], "vals": {"user_id": 7}});
    let impatient = request(&sandbox, "crm.lead", "write", &body).timeout(Duration::from_millis(200)).send().await;
    assert!(impatient.unwrap_err().is_timeout());
    sandbox.set_faults(Faults::default());
    assign(&sandbox, &[1, 2]).await;
    execute(&sandbox, "crm.lead", "nope", json!([]), json!({})).await.unwrap_err();
    let calls = sandbox.calls();
    assert_eq!((calls[0].model.as_str(), calls[0].method.as_str(), calls[0].ids), ("crm.lead", "write", 2));
    assert_eq!((calls[0].status, calls[0].transport), (200, Transport::Json2));
    assert_eq!((calls[1].method.as_str(), calls[1].status, calls[1].transport), ("nope", 500, Transport::JsonRpc));
    sandbox.clear_calls();
    assert!(sandbox.calls().is_empty());
}

#[tokio::test]
async fn a_stopped_or_dropped_sandbox_answers_no_more() {
    let one = sandbox().await;
    let pending = request(&one, "crm.lead", "search", &json!({"domain": []}));
    one.stop().await;
    assert!(pending.send().await.is_err());
    let two = sandbox().await;
    let pending = request(&two, "crm.lead", "search", &json!({"domain": []}));
    drop(two);
    tokio::task::yield_now().await;
    assert!(pending.send().await.is_err());
}
