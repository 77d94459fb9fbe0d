//! The legacy transport of the sandbox, and the sandbox as Odoo 18.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};

use crate::sandbox_client::{answer, client, execute, good, legacy, options, request, sandbox};
use odlm::sandbox::{Sandbox, SandboxOptions};

#[tokio::test]
async fn logging_in_gives_the_uid_or_false() {
    let sandbox = sandbox().await;
    let version = legacy(&sandbox, "common", "version", json!([])).await.unwrap();
    assert_eq!((&version["server_version"], &version["protocol_version"]), (&json!("19.0"), &json!(1)));
    let login = async |database: &str, login: &str, password: &str| {
        legacy(&sandbox, "common", "authenticate", json!([database, login, password, {}])).await
    };
    let (database, user, password) = (sandbox.database(), sandbox.login(), sandbox.password());
    assert_eq!(login(database, user, password).await, Ok(json!(2)));
    assert_eq!(login(database, user, sandbox.api_key()).await, Ok(json!(2)));
    assert_eq!(login(database, user, "wrong").await, Ok(json!(false)));
    assert_eq!(login(database, "nobody", password).await, Ok(json!(false)));
    let error = login("nope", user, password).await.unwrap_err();
    assert_eq!((&error["code"], &error["data"]["name"]), (&json!(0), &json!("psycopg2.OperationalError")));
}

#[tokio::test]
async fn calls_answer_as_json2_does() {
    let sandbox = sandbox().await;
    let domain = json!([["user_id", "!=", false]]);
    let keywords = json!({"fields": ["name", "user_id"], "order": "id", "limit": 3, "load": ""});
    let old = execute(&sandbox, "crm.lead", "search_read", json!([domain]), keywords).await.unwrap();
    let body = json!({"domain": domain, "fields": ["name", "user_id"], "order": "id", "limit": 3, "load": ""});
    assert_eq!(old, good(&sandbox, "crm.lead", "search_read", body).await);
    let positional = execute(&sandbox, "crm.lead", "read", json!([[1], ["type"]]), json!({})).await.unwrap();
    assert_eq!(positional[0]["id"], 1);
    let all =
        execute(&sandbox, "crm.lead", "search_count", json!([[]]), json!({"context": {"active_test": false}})).await;
    assert_eq!(all, Ok(json!(300)));
    assert_eq!(execute(&sandbox, "crm.lead", "has_access", json!([[], "write"]), json!({})).await, Ok(json!(true)));
    assert_eq!(execute(&sandbox, "crm.lead", "write", json!([[1], {"user_id": 7}]), json!({})).await, Ok(json!(true)));
    assert_eq!(sandbox.lead(1).unwrap()["user_id"], 7);
    let groups =
        execute(&sandbox, "crm.lead", "formatted_read_group", json!([[], ["user_id"], ["__count"]]), json!({})).await;
    assert_eq!(groups.unwrap()[0]["user_id"], json!([7, "Seller 0001"]));
}

#[tokio::test]
async fn errors_come_in_an_envelope() {
    let sandbox = sandbox().await;
    let name = |answer: Result<Value, Value>| answer.unwrap_err()["data"]["name"].as_str().unwrap().to_owned();
    let plain = json!({});
    assert_eq!(
        name(execute(&sandbox, "crm.nope", "search", json!([[]]), plain.clone()).await),
        "odoo.exceptions.UserError"
    );
    assert_eq!(
        name(execute(&sandbox, "crm.lead", "nope", json!([[]]), plain.clone()).await),
        "builtins.AttributeError"
    );
    assert_eq!(
        name(execute(&sandbox, "crm.lead", "search_count", json!([]), plain.clone()).await),
        "builtins.TypeError"
    );
    assert_eq!(
        name(execute(&sandbox, "crm.lead", "search", json!([[["nope", "=", 1]]]), plain.clone()).await),
        "builtins.ValueError"
    );
    assert_eq!(
        name(execute(&sandbox, "crm.lead", "write", json!([[999_999], {"user_id": 7}]), plain).await),
        "odoo.exceptions.MissingError"
    );
    let denied = json!([sandbox.database(), 2, "wrong", "crm.lead", "search", [[]]]);
    assert_eq!(name(legacy(&sandbox, "object", "execute_kw", denied).await), "odoo.exceptions.AccessDenied");
    let nobody = json!([sandbox.database(), 9_999, sandbox.password(), "crm.lead", "search", [[]]]);
    assert_eq!(name(legacy(&sandbox, "object", "execute_kw", nobody).await), "odoo.exceptions.MissingError");
    let broken =
        client().post(format!("{}/jsonrpc", sandbox.url())).header("content-type", "application/json").body("{nope");
    assert_eq!(broken.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn odoo_18_has_neither_json2_nor_what_is_new_in_19() {
    let sandbox = Sandbox::start(SandboxOptions { legacy_only: true, ..options() }).await.unwrap();
    let page = client().get(format!("{}/web/version", sandbox.url())).send().await.unwrap();
    assert_eq!(page.status(), 404);
    let (status, _) =
        answer(request(&sandbox, "crm.lead", "search", &json!({"domain": []})).send().await.unwrap()).await;
    assert_eq!(status, 404);
    let version = legacy(&sandbox, "common", "version", json!([])).await.unwrap();
    assert_eq!(version["server_version_info"][0], 18);
    let groups = execute(&sandbox, "crm.lead", "formatted_read_group", json!([[], ["user_id"]]), json!({})).await;
    let error = groups.unwrap_err();
    assert_eq!((&error["code"], &error["data"]["name"]), (&json!(200), &json!("builtins.AttributeError")));
    let fields = execute(&sandbox, "crm.lead", "fields_get", json!([]), json!({"attributes": ["type"]})).await.unwrap();
    assert!(fields.get("won_status").is_none() && fields.get("stage_id").is_some());
    let won = execute(&sandbox, "crm.lead", "search", json!([[["won_status", "=", "won"]]]), json!({})).await;
    assert_eq!(won.unwrap_err()["data"]["name"], "builtins.ValueError");
    let old =
        execute(&sandbox, "crm.lead", "read_group", json!([[], ["__count"], ["user_id"]]), json!({"lazy": false}))
            .await;
    assert!(old.unwrap()[0]["__count"].as_u64() > Some(0));
}
