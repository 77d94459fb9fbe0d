//! Reading from the sandbox: shapes, pages, groups, fields, generated records.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use crate::sandbox_client::{good, options, sandbox};
use odlm::sandbox::Sandbox;

#[tokio::test]
async fn many2ones_are_pairs_by_default_and_ids_with_another_load() {
    let sandbox = sandbox().await;
    let fields = json!(["name", "user_id", "stage_id", "tag_ids", "priority", "write_date", "status"]);
    let owned = json!([["user_id", "!=", false]]);
    let body = json!({"domain": owned, "fields": fields, "limit": 1, "order": "id"});
    let pair = good(&sandbox, "crm.lead", "search_read", body.clone()).await;
    let owner = pair[0]["user_id"].as_array().unwrap();
    assert_eq!(owner[1], json!(format!("Seller {:04}", owner[0].as_u64().unwrap() - 6)));
    assert_eq!(pair[0]["write_date"], "2026-11-22 12:00:00");
    let mut body = body;
    body["load"] = json!("");
    let plain = good(&sandbox, "crm.lead", "search_read", body).await;
    assert_eq!(plain[0]["user_id"], owner[0]);
    assert!(plain[0]["tag_ids"].is_array() && plain[0]["priority"].is_string());
    let free = good(&sandbox, "crm.lead", "search_read", json!({"domain": [["user_id", "=", false], ["status", "=", false]], "fields": ["user_id", "status", "date_open"], "limit": 1})).await;
    assert_eq!(
        (&free[0]["user_id"], &free[0]["status"], &free[0]["date_open"]),
        (&json!(false), &json!(false), &json!(false))
    );
}

#[tokio::test]
async fn missing_ids_are_left_out_of_a_read() {
    let sandbox = sandbox().await;
    let rows = good(&sandbox, "crm.lead", "read", json!({"ids": [3, 999_999, 1], "fields": ["type"]})).await;
    let ids: Vec<u64> = rows.as_array().unwrap().iter().map(|row| row["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, [3, 1]);
    let bare = good(&sandbox, "crm.lead", "read", json!({"ids": [1, 999_999], "fields": ["id"]})).await;
    assert_eq!(bare, json!([{"id": 1}, {"id": 999_999}]));
}

#[tokio::test]
async fn pages_cover_all_leads_once_and_archived_ones_only_when_asked() {
    let sandbox = sandbox().await;
    let count = |context: Value| good(&sandbox, "crm.lead", "search_count", json!({"domain": [], "context": context}));
    let (active, all) = (count(json!({})).await, count(json!({"active_test": false})).await);
    assert_eq!(all, 300);
    assert!(active.as_u64() < all.as_u64());
    assert_eq!(
        good(&sandbox, "crm.lead", "search_count", json!({"domain": [["active", "in", [true, false]]]})).await,
        300
    );
    let mut seen: Vec<u64> = Vec::new();
    loop {
        let last = seen.last().copied().unwrap_or(0);
        let body =
            json!({"domain": [["id", ">", last]], "order": "id", "limit": 70, "context": {"active_test": false}});
        let page: Vec<u64> = serde_json::from_value(good(&sandbox, "crm.lead", "search", body).await).unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 70);
        seen.extend(page);
    }
    assert_eq!(seen, (1..=300).collect::<Vec<u64>>());
    let offset = good(
        &sandbox,
        "crm.lead",
        "search",
        json!({"domain": [["active", "in", [true, false]]], "order": "id", "offset": 2, "limit": 3}),
    )
    .await;
    assert_eq!(offset, json!([3, 4, 5]));
    assert_eq!(good(&sandbox, "crm.lead", "search_count", json!({"domain": [], "limit": 7})).await, 7);
    let by_default = good(&sandbox, "crm.lead", "search_read", json!({"domain": [], "fields": ["priority"]})).await;
    let keys: Vec<(String, u64)> = by_default
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["priority"].as_str().unwrap().to_owned(), row["id"].as_u64().unwrap()))
        .collect();
    assert!(keys.is_sorted_by(|one, two| one >= two));
}

#[tokio::test]
async fn groups_count_what_a_search_counts() {
    let sandbox = sandbox().await;
    let body = json!({"domain": [["type", "=", "lead"]], "groupby": ["user_id"], "aggregates": ["__count"]});
    let groups = good(&sandbox, "crm.lead", "formatted_read_group", body).await;
    let groups = groups.as_array().unwrap();
    assert_eq!(groups.last().unwrap()["user_id"], false);
    for group in groups {
        let owner = group["user_id"].get(0).cloned().unwrap_or(json!(false));
        assert_eq!(group["__extra_domain"], json!([["user_id", "=", owner]]));
        let domain = json!([["type", "=", "lead"], ["user_id", "=", owner]]);
        assert_eq!(good(&sandbox, "crm.lead", "search_count", json!({"domain": domain})).await, group["__count"]);
    }
    let two = json!({"domain": [], "groupby": ["priority", "active"], "aggregates": ["__count"]});
    let two = good(&sandbox, "crm.lead", "formatted_read_group", two).await;
    assert_eq!(two[0]["__extra_domain"], json!(["&", ["priority", "=", "0"], ["active", "=", true]]));
    assert_eq!(two.as_array().unwrap().len(), 4);
    let old = json!({"domain": [["type", "=", "lead"]], "fields": ["__count"], "groupby": ["user_id"], "lazy": false});
    let old = good(&sandbox, "crm.lead", "read_group", old).await;
    assert_eq!(old[0]["__count"], groups[0]["__count"]);
    assert_eq!(old[0]["__domain"], json!(["&", ["type", "=", "lead"], ["user_id", "=", groups[0]["user_id"][0]]]));
}

#[tokio::test]
async fn fields_rights_and_context_are_told() {
    let sandbox = sandbox().await;
    let body = json!({"allfields": ["user_id", "priority", "nope", "is_blacklisted"], "attributes": ["type", "relation", "selection", "store"]});
    let fields = good(&sandbox, "crm.lead", "fields_get", body).await;
    assert_eq!(fields["user_id"], json!({"relation": "res.users", "store": true, "type": "many2one"}));
    assert_eq!(fields["priority"]["selection"][1], json!(["1", "Medium"]));
    assert_eq!(fields["is_blacklisted"]["store"], false);
    assert!(fields.get("nope").is_none());
    assert_eq!(good(&sandbox, "crm.lead", "has_access", json!({"ids": [], "operation": "write"})).await, true);
    let context = json!({"lang": "en_US", "tz": "Europe/Brussels", "uid": 2});
    assert_eq!(good(&sandbox, "res.users", "context_get", json!({})).await, context);
}

#[tokio::test]
async fn the_same_options_give_the_same_records_and_the_people_tests_need() {
    let (one, two) = (sandbox().await, sandbox().await);
    assert_eq!(one.leads(), two.leads());
    assert_eq!(one.leads().len(), 300);
    let other = Sandbox::start(odlm::sandbox::SandboxOptions { seed: 1, ..options() }).await.unwrap();
    assert_ne!(one.leads(), other.leads());
    let leads = one.leads();
    let count = |wanted: &dyn Fn(&Value) -> bool| leads.iter().filter(|lead| wanted(lead)).count();
    assert!((60..=120).contains(&count(&|lead| lead["user_id"] != false)), "about a third is owned");
    assert!(count(&|lead| lead["is_blacklisted"] == true) > 0);
    assert!(leads[0]["name"].as_str().unwrap().contains("Müller & Söhne <1>"));
    let body = json!({"domain": [], "fields": ["name", "login", "active", "share", "sale_team_id"], "order": "id", "load": "", "context": {"active_test": false}});
    let users = good(&one, "res.users", "search_read", body).await;
    let users = users.as_array().unwrap();
    assert_eq!(users.len(), 12);
    assert_eq!(users.iter().filter(|user| user["name"] == "Robin Double").count(), 2);
    assert!(users.iter().any(|user| user["share"] == true && user["active"] == true));
    assert_eq!(users[6]["login"], "seller0001@example.com");
    assert_eq!(users[6]["sale_team_id"], 2);
    assert_eq!(
        good(&one, "crm.team", "read", json!({"ids": [2], "fields": ["member_ids"]})).await[0]["member_ids"],
        json!([7, 8, 9, 10, 11, 12])
    );
}
