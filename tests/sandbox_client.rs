//! A bare HTTP client for the sandbox's tests: what is sent and answered, without odlm's own Odoo client in between.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use odlm::sandbox::{Sandbox, SandboxOptions};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

/// The clock of the tests' sandboxes: a Sunday noon.
pub(crate) const NOW: &str = "2026-11-22T12:00:00Z";

/// A sandbox of 300 leads and 6 salespeople.
pub(crate) async fn sandbox() -> Sandbox {
    Sandbox::start(options()).await.unwrap()
}

pub(crate) fn options() -> SandboxOptions {
    SandboxOptions { leads: 300, salespeople: 6, now: NOW.parse().unwrap(), ..SandboxOptions::default() }
}

pub(crate) fn client() -> Client {
    // A second installation is refused, and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

/// A JSON-2 request that is not sent yet.
pub(crate) fn request(sandbox: &Sandbox, model: &str, method: &str, body: &Value) -> RequestBuilder {
    client()
        .post(format!("{}/json/2/{model}/{method}", sandbox.url()))
        .bearer_auth(sandbox.api_key())
        .header("content-type", "application/json")
        .body(body.to_string())
}

/// Status and JSON of a JSON-2 call.
pub(crate) async fn call(sandbox: &Sandbox, model: &str, method: &str, body: Value) -> (u16, Value) {
    answer(request(sandbox, model, method, &body).send().await.unwrap()).await
}

/// The result of a JSON-2 call that has to succeed.
pub(crate) async fn good(sandbox: &Sandbox, model: &str, method: &str, body: Value) -> Value {
    let (status, value) = call(sandbox, model, method, body).await;
    assert_eq!(status, 200, "{value}");
    value
}

/// Status and JSON of any answer; a text where it is no JSON.
pub(crate) async fn answer(response: Response) -> (u16, Value) {
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or(Value::String(text)))
}

/// `result` or `error` of a legacy call.
pub(crate) async fn legacy(sandbox: &Sandbox, service: &str, method: &str, args: Value) -> Result<Value, Value> {
    let body = json!({"jsonrpc": "2.0", "method": "call", "id": 7,
        "params": {"service": service, "method": method, "args": args}});
    let request = client().post(format!("{}/jsonrpc", sandbox.url())).header("content-type", "application/json");
    let (status, mut answer) = answer(request.body(body.to_string()).send().await.unwrap()).await;
    assert_eq!((status, &answer["id"]), (200, &json!(7)));
    if answer.get("error").is_some() { Err(answer["error"].take()) } else { Ok(answer["result"].take()) }
}

/// `execute_kw` as the administrator.
pub(crate) async fn execute(
    sandbox: &Sandbox,
    model: &str,
    method: &str,
    args: Value,
    keywords: Value,
) -> Result<Value, Value> {
    let args = json!([sandbox.database(), 2, sandbox.password(), model, method, args, keywords]);
    legacy(sandbox, "object", "execute_kw", args).await
}

/// A lead's fields by way of `Sandbox::lead`.
pub(crate) fn field(sandbox: &Sandbox, lead: u64, name: &str) -> Value {
    sandbox.lead(lead).unwrap()[name].clone()
}
