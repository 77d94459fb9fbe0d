//! JSON-2 of the sandbox: versions, authentication, errors, bodies. Expected answers were taken from a real Odoo 19.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::sandbox_client::{answer, call, client, request, sandbox};

#[tokio::test]
async fn versions_are_told_without_a_key() {
    let sandbox = sandbox().await;
    for path in ["web/version", "json/version"] {
        let response = client().get(format!("{}/{path}", sandbox.url())).send().await.unwrap();
        assert_eq!(response.headers()["connection"], "close");
        let version = json!({"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"});
        assert_eq!(answer(response).await, (200, version));
    }
}

#[tokio::test]
async fn a_wrong_key_is_401_and_a_wrong_database_404_html() {
    let sandbox = sandbox().await;
    let url = format!("{}/json/2/crm.lead/search_count", sandbox.url());
    let post = || client().post(&url).header("content-type", "application/json").body("{\"domain\": []}");
    let response = post().bearer_auth("0".repeat(40)).send().await.unwrap();
    assert_eq!(response.headers()["www-authenticate"], "Bearer");
    let (status, error) = answer(response).await;
    assert_eq!((status, &error["name"]), (401, &json!("werkzeug.exceptions.Unauthorized")));
    assert_eq!(error["arguments"], json!(["Invalid apikey", 401]));
    let keys: Vec<&String> = error.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["name", "message", "arguments", "context", "debug"]);
    assert_eq!(post().send().await.unwrap().status(), 401);
    let response = post().bearer_auth(sandbox.api_key()).header("x-odoo-database", "nope").send().await.unwrap();
    assert_eq!(response.status(), 404);
    assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
    let right =
        post().bearer_auth(sandbox.api_key()).header("x-odoo-database", sandbox.database()).send().await.unwrap();
    assert_eq!(right.status(), 200);
}

#[tokio::test]
async fn errors_have_odoos_names_and_statuses() {
    let sandbox = sandbox().await;
    let cases = [
        (
            "crm.nope",
            "search",
            json!({"domain": []}),
            404,
            "werkzeug.exceptions.NotFound",
            "the model 'crm.nope' does not exist",
        ),
        (
            "crm.lead",
            "nope",
            json!({}),
            404,
            "werkzeug.exceptions.NotFound",
            "The method 'crm.lead.nope' does not exist",
        ),
        (
            "crm.lead",
            "_nope",
            json!({}),
            403,
            "odoo.exceptions.AccessError",
            "Private methods (such as 'crm.lead._nope')",
        ),
        (
            "crm.lead",
            "search_count",
            json!({}),
            422,
            "werkzeug.exceptions.UnprocessableEntity",
            "missing a required argument: 'domain'",
        ),
        (
            "crm.lead",
            "search_count",
            json!({"domain": [], "foo": 1}),
            422,
            "werkzeug.exceptions.UnprocessableEntity",
            "got an unexpected keyword argument 'foo'",
        ),
        (
            "crm.lead",
            "search",
            json!({"ids": [1], "domain": []}),
            422,
            "werkzeug.exceptions.UnprocessableEntity",
            "cannot call crm.lead.search with ids",
        ),
        (
            "crm.lead",
            "read",
            json!({"ids": [1], "fields": ["nope"]}),
            500,
            "builtins.ValueError",
            "Invalid field 'nope' on 'crm.lead'",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": [["nope", "=", 1]]}),
            500,
            "builtins.ValueError",
            "Invalid field crm.lead.nope in condition ('nope', '=', 1)",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": [["stage_id.nope", "=", 1]]}),
            500,
            "builtins.ValueError",
            "Invalid field crm.stage.nope in condition ('nope', '=', 1)",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": "x"}),
            500,
            "builtins.TypeError",
            "Domain() invalid argument type for domain: 'x'",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": ["&", ["name", "=", "x"]]}),
            500,
            "builtins.ValueError",
            "Domain() malformed domain ['&', ['name', '=', 'x']]",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": [["name", "foo", 1]]}),
            500,
            "builtins.ValueError",
            "Invalid operator in condition ('name', 'foo', 1)",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": [], "order": "nope"}),
            500,
            "builtins.ValueError",
            "Invalid field 'nope' on model 'crm.lead'",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": [], "order": "id; drop"}),
            422,
            "odoo.exceptions.UserError",
            "Invalid \"order\" specified (id; drop).",
        ),
        (
            "crm.lead",
            "search",
            json!({"domain": [], "limit": -1}),
            500,
            "psycopg2.errors.InvalidRowCountInLimitClause",
            "LIMIT",
        ),
        ("crm.lead", "has_access", json!({"operation": "wri"}), 500, "builtins.AssertionError", "Invalid access mode"),
        (
            "crm.lead",
            "formatted_read_group",
            json!({"domain": [], "groupby": ["source_date"]}),
            500,
            "builtins.ValueError",
            "Granularity not set on a date(time) field: 'source_date'",
        ),
    ];
    for (model, method, body, status, name, message) in cases {
        let (answered, error) = call(&sandbox, model, method, body.clone()).await;
        assert_eq!((answered, error["name"].as_str()), (status, Some(name)), "{body}");
        assert!(error["message"].as_str().unwrap().starts_with(message), "{error}");
    }
    let broken = request(&sandbox, "crm.lead", "search", &json!({})).body("{nope").send().await.unwrap();
    assert_eq!(answer(broken).await.0, 400);
    let url = format!("{}/json/2/crm.lead/search", sandbox.url());
    let untyped = client().post(&url).bearer_auth(sandbox.api_key()).header("content-type", "text/plain").body("{}");
    assert_eq!(untyped.send().await.unwrap().status(), 415);
    let got = client().get(&url).send().await.unwrap();
    assert_eq!(answer(got).await.1["message"], "Did you mean POST /json/2/<model>/<method>?");
}

#[tokio::test]
async fn a_chunked_body_is_ignored() {
    let sandbox = sandbox().await;
    let mut stream = tokio::net::TcpStream::connect(sandbox.url().trim_start_matches("http://")).await.unwrap();
    let body = "{\"domain\": [[\"id\", \"=\", 1]], \"fields\": [\"type\"]}";
    let head = format!(
        "POST /json/2/crm.lead/search_read HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {}\r\nContent-Type: \
         application/json\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        sandbox.api_key(),
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let rows: Value = serde_json::from_str(text.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert!(rows.as_array().unwrap().len() > 100, "every record with every field, as Odoo answers");
    assert!(rows[0].get("phone_sanitized").is_some());
}
