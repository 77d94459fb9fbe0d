//! JSON-2: `POST /json/2/<model>/<method>`, Odoo 19 and later, with an API key.

use async_trait::async_trait;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value};

use super::answer;
use super::call::Call;
use super::connection::Connection;
use super::error::{ErrorKind, OdooError};
use super::http::{Answer, Http};
use super::reader::Transport;
use super::secret::Secret;

pub(super) struct Json2 {
    http: Http,
    connection: Connection,
    headers: HeaderMap,
}

impl Json2 {
    pub(super) fn new(http: Http, connection: &Connection, key: &Secret) -> Result<Json2, OdooError> {
        let unusable = |what: &str| {
            OdooError::new(
                ErrorKind::Authentication,
                "json/2",
                format!("{what} holds characters that no HTTP header may"),
            )
        };
        let mut bearer = HeaderValue::from_str(&format!("Bearer {}", key.expose()))
            .map_err(|_| unusable("`odoo_connection.api_key`"))?;
        bearer.set_sensitive(true);
        let database =
            HeaderValue::from_str(&connection.database).map_err(|_| unusable("`odoo_connection.database`"))?;
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer);
        headers.insert(HeaderName::from_static("x-odoo-database"), database);
        Ok(Json2 { http, connection: connection.clone(), headers })
    }
}

#[async_trait]
impl Transport for Json2 {
    async fn call(&self, call: &Call) -> Result<Value, OdooError> {
        let name = format!("{}/{}", call.model, call.method);
        let mut body = Map::new();
        if let Some(ids) = &call.ids {
            body.insert("ids".to_owned(), ids.clone().into());
        }
        body.insert("context".to_owned(), Value::Object(call.context.clone()));
        body.extend(call.arguments.clone());
        let url = self.connection.url(&format!("/json/2/{name}"));
        let answer =
            self.http.post(&name, &url, self.headers.clone(), Value::Object(body).to_string().into_bytes()).await?;
        result(&name, &self.connection.database, &answer)
    }
}

fn result(name: &str, database: &str, answer: &Answer) -> Result<Value, OdooError> {
    if answer.status == 200 && answer.is_json {
        return answer::parse(&answer.body)
            .map_err(|error| OdooError::new(ErrorKind::Protocol, name, error.to_string()));
    }
    let mut error = match answer.is_json.then(|| answer::parse(&answer.body).ok()).flatten() {
        Some(body) if body.get("name").is_some() => {
            let text = |key: &str| body.get(key).and_then(Value::as_str).unwrap_or_default();
            OdooError::classify(name, answer.status, text("name"), text("message"))
        }
        // Odoo answers in HTML when it could not choose a database; nothing was called then.
        _ if answer.status == 404 => {
            OdooError::new(ErrorKind::Database, name, format!("Odoo answers 404 and does not choose `{database}`"))
        }
        _ if answer.status == 200 => OdooError::new(ErrorKind::Protocol, name, "the answer is not JSON"),
        _ => OdooError::classify(name, answer.status, "", &format!("HTTP status {}", answer.status)),
    };
    error.retry_after = answer.retry_after;
    Err(error)
}
