//! Domains on the sandbox: each condition held against the same question asked of the records directly.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use crate::sandbox_client::{call, good, sandbox};
use odlm::sandbox::Sandbox;

/// The ids that a domain finds among all leads, archived ones too.
async fn found(sandbox: &Sandbox, domain: Value) -> Vec<u64> {
    let body = json!({"domain": domain, "order": "id", "context": {"active_test": false}});
    serde_json::from_value(good(sandbox, "crm.lead", "search", body).await).unwrap()
}

fn wanted(sandbox: &Sandbox, test: impl Fn(&Value) -> bool) -> Vec<u64> {
    sandbox.leads().iter().filter(|lead| test(lead)).map(|lead| lead["id"].as_u64().unwrap()).collect()
}

fn text<'a>(lead: &'a Value, field: &str) -> &'a str {
    lead[field].as_str().unwrap_or_default()
}

type Case = (Value, fn(&Value) -> bool);

async fn check(cases: Vec<Case>) {
    let sandbox = sandbox().await;
    for (domain, test) in cases {
        let expected = wanted(&sandbox, test);
        assert_eq!(found(&sandbox, domain.clone()).await, expected, "{domain}");
        assert!(!expected.is_empty() && expected.len() < 300, "{domain} tells nothing: {}", expected.len());
    }
}

#[tokio::test]
async fn values_and_empty_cells() {
    check(vec![
        (json!([["user_id", "=", false]]), |lead| lead["user_id"] == false),
        (json!([["user_id", "!=", null]]), |lead| lead["user_id"] != false),
        (json!([["user_id", "in", [7, false]]]), |lead| lead["user_id"] == 7 || lead["user_id"] == false),
        (json!([["user_id", "not in", [7]]]), |lead| lead["user_id"] != 7),
        (json!([["user_id", "not in", [7, false]]]), |lead| lead["user_id"] != 7 && lead["user_id"] != false),
        (json!([["user_id", "=", "Seller 0002"]]), |lead| lead["user_id"] == 8),
        (json!([["user_id", "ilike", "seller 0002"]]), |lead| lead["user_id"] == 8),
        (json!([["user_id", "<", 9]]), |lead| lead["user_id"].as_u64().is_some_and(|id| id < 9)),
        (json!([["status", "=", ""]]), |lead| lead["status"] == false),
        (json!([["status", "!=", "new"]]), |lead| lead["status"] != "new"),
        (json!([["status", "not in", ["new", false]]]), |lead| lead["status"] != "new" && lead["status"] != false),
        (json!([["priority", "=", 2]]), |lead| lead["priority"] == "2"),
        (json!([["priority", ">", "1"]]), |lead| text(lead, "priority") > "1"),
        (json!([["is_blacklisted", "=", true]]), |lead| lead["is_blacklisted"] == true),
        (json!([["is_blacklisted", "=", false]]), |lead| lead["is_blacklisted"] == false),
        (json!([["active", "=", false]]), |lead| lead["active"] == false),
        (json!([["expected_revenue", ">=", "10000"]]), |lead| lead["expected_revenue"].as_f64() >= Some(10_000.0)),
        (json!([["tag_ids", "in", [1]]]), |lead| lead["tag_ids"].as_array().unwrap().contains(&json!(1))),
        (json!([["tag_ids", "in", ["vip"]]]), |lead| lead["tag_ids"].as_array().unwrap().contains(&json!(2))),
        (json!([["tag_ids", "not in", [1]]]), |lead| !lead["tag_ids"].as_array().unwrap().contains(&json!(1))),
        (json!([["tag_ids", "=", false]]), |lead| lead["tag_ids"] == json!([])),
        (json!([["id", "in", [3, "4"]]]), |lead| lead["id"] == 3 || lead["id"] == 4),
    ])
    .await;
}

#[tokio::test]
async fn patterns_paths_operators_and_dates() {
    check(vec![
        (json!([["status", "=ilike", "utr"]]), |lead| text(lead, "status").to_lowercase() == "utr"),
        (json!([["status", "=like", "u%"]]), |lead| text(lead, "status").starts_with('u')),
        (json!([["status", "like", "ut"]]), |lead| text(lead, "status").contains("ut")),
        (json!([["status", "not ilike", "ut"]]), |lead| !text(lead, "status").to_lowercase().contains("ut")),
        (json!([["name", "ilike", "MÜLLER & SÖHNE <1"]]), |lead| text(lead, "name").contains("<1")),
        (json!([["stage_id.name", "=", "New"]]), |lead| lead["stage_id"] == 1),
        (json!([["user_id.name", "!=", "Seller 0001"]]), |lead| lead["user_id"] != 7 && lead["user_id"] != false),
        (json!([["tag_ids.name", "=", "vip"]]), |lead| lead["tag_ids"].as_array().unwrap().contains(&json!(2))),
        (json!([["user_id", "any", [["login", "=", "seller0001@example.com"]]]]), |lead| lead["user_id"] == 7),
        (json!(["!", ["user_id", "=", false]]), |lead| lead["user_id"] != false),
        (json!(["|", ["user_id", "=", 7], "|", ["priority", "=", "3"], ["stage_id", "=", 2]]), |lead| {
            lead["user_id"] == 7 || lead["priority"] == "3" || lead["stage_id"] == 2
        }),
        (json!(["!", "|", ["user_id", "=", 7], ["priority", "=", "3"], ["stage_id", "=", 2]]), |lead| {
            lead["user_id"] != 7 && lead["priority"] != "3" && lead["stage_id"] == 2
        }),
        (json!([["source_date", ">=", "2026-11-01"]]), |lead| text(lead, "source_date") >= "2026-11-01"),
        (json!([["source_date", "<=", "2026-11-11 09:00:00"]]), |lead| text(lead, "source_date") <= "2026-11-11"),
        (json!([["create_date", "<", "2026-11-11 12:00:00"]]), |lead| {
            text(lead, "create_date") < "2026-11-11 12:00:00"
        }),
        // A bare day is midnight in the caller's zone, Brussels: an hour before UTC's.
        (json!([["date_open", ">=", "2026-11-01"]]), |lead| text(lead, "date_open") >= "2026-10-31 23:00:00"),
        (json!([["date_open", "<=", "2026-11-11"]]), |lead| {
            lead["date_open"] != false && text(lead, "date_open") < "2026-11-11 23:00:00"
        }),
    ])
    .await;
    let sandbox = sandbox().await;
    assert_eq!(found(&sandbox, json!([["user_id", "in", []]])).await.len(), 0);
    assert_eq!(found(&sandbox, json!([["user_id", "not in", []]])).await.len(), 300);
    assert_eq!(found(&sandbox, json!([["stage_id.is_won", "=", false], [1, "=", 1]])).await.len(), 300);
    let (status, error) =
        call(&sandbox, "crm.lead", "search", json!({"domain": [["create_date", ">", "2026-11-02T00:00:00Z"]]})).await;
    assert_eq!((status, &error["name"]), (500, &json!("builtins.ValueError")));
}

#[tokio::test]
async fn long_chains_work_and_deep_nesting_is_refused() {
    let sandbox = sandbox().await;
    let mut chain: Vec<Value> = vec![json!("|"); 299];
    chain.extend((1..=300).map(|id| json!(["id", "=", id])));
    assert_eq!(found(&sandbox, Value::Array(chain)).await.len(), 300);
    let mut deep: Vec<Value> = vec![json!("!"); 5_000];
    deep.push(json!(["id", "=", 1]));
    assert_eq!(call(&sandbox, "crm.lead", "search", json!({"domain": deep})).await.0, 500);
    let long: Vec<Value> = (0..10_001).map(|id| json!(["id", "!=", id])).collect();
    assert_eq!(call(&sandbox, "crm.lead", "search", json!({"domain": long})).await.0, 500);
}
