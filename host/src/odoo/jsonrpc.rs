//! `/jsonrpc`: the transport of servers before Odoo 19, and of those who have a password but no API key.

use async_trait::async_trait;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::answer;
use super::call::Call;
use super::connection::Connection;
use super::error::{ErrorKind, OdooError};
use super::http::Http;
use super::reader::Transport;
use super::secret::Secret;
use super::values;

pub(super) struct JsonRpc {
    endpoint: Endpoint,
    connection: Connection,
    secret: Secret,
    uid: u64,
}

/// The URL that every service answers at.
#[derive(Clone)]
pub(super) struct Endpoint {
    http: Http,
    url: String,
}

impl Endpoint {
    pub(super) fn new(http: Http, connection: &Connection) -> Endpoint {
        Endpoint { http, url: connection.url("/jsonrpc") }
    }

    /// Calls a service and takes the envelope off.
    pub(super) async fn call(&self, name: &str, service: &str, method: &str, args: Value) -> Result<Value, OdooError> {
        let params = json!({"service": service, "method": method, "args": args});
        let body = json!({"jsonrpc": "2.0", "method": "call", "params": params, "id": 1}).to_string().into_bytes();
        let answer = self.http.post(name, &self.url, HeaderMap::new(), body).await?;
        let envelope = match answer.is_json.then(|| answer::parse(&answer.body)) {
            Some(Ok(envelope)) if answer.status == 200 => envelope,
            Some(Err(error)) if answer.status == 200 => {
                return Err(OdooError::new(ErrorKind::Protocol, name, error.to_string()));
            }
            _ if answer.status == 200 => {
                return Err(OdooError::new(ErrorKind::Protocol, name, "the answer is not JSON"));
            }
            _ => {
                let mut error = OdooError::classify(name, answer.status, "", &format!("HTTP status {}", answer.status));
                error.retry_after = answer.retry_after;
                return Err(error);
            }
        };
        if let Some(error) = envelope.get("error") {
            let data = error.get("data").unwrap_or(error);
            let text = |key: &str| data.get(key).and_then(Value::as_str).unwrap_or_default();
            // `code` is an HTTP status in some versions and always 200 or 0 in others: the name decides.
            return Err(OdooError::classify(name, 500, text("name"), text("message")));
        }
        // A method that returns nothing has no `result` at all.
        Ok(envelope.get("result").cloned().unwrap_or(Value::Null))
    }
}

impl JsonRpc {
    /// Logs in.
    pub(super) async fn login(endpoint: Endpoint, connection: &Connection) -> Result<JsonRpc, OdooError> {
        let missing = |what: &str| {
            OdooError::new(
                ErrorKind::Authentication,
                "common/authenticate",
                format!("`odoo_connection.{what}` is missing"),
            )
        };
        let secret = connection.legacy_secret().ok_or_else(|| missing("password"))?.clone();
        let username = connection.username.as_deref().ok_or_else(|| missing("username"))?;
        let name = "common/authenticate";
        let args = json!([connection.database, username, secret.expose(), {}]);
        let answer = endpoint.call(name, "common", "authenticate", args).await?;
        let uid = values::id_of(Some(&answer)).ok_or_else(|| {
            OdooError::new(ErrorKind::Authentication, name, format!("login `{username}` or its password is wrong"))
        })?;
        Ok(JsonRpc { endpoint, connection: connection.clone(), secret, uid })
    }
}

#[async_trait]
impl Transport for JsonRpc {
    async fn call(&self, call: &Call) -> Result<Value, OdooError> {
        let name = format!("{}/{}", call.model, call.method);
        let positional = call.ids.as_ref().map_or_else(|| json!([]), |ids| json!([ids]));
        let mut named = call.arguments.clone();
        // The one method that takes no context: it is the context that it tells.
        if call.method != "context_get" {
            named.insert("context".to_owned(), Value::Object(call.context.clone()));
        }
        let args = json!([
            self.connection.database,
            self.uid,
            self.secret.expose(),
            call.model,
            call.method,
            positional,
            named
        ]);
        self.endpoint.call(&name, "object", "execute_kw", args).await
    }
}
