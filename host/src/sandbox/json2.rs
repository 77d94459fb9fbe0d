//! JSON-2: `POST /json/2/<model>/<method>` with a bearer key, named arguments in, the bare result out.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, Request, State as Shared};
use axum::http::{HeaderMap, HeaderValue, Method, Response, header};
use serde_json::{Map, Value};

use super::call_log::{CallRecord, Transport};
use super::errors::{OdooError, name};
use super::listener::Scissors;
use super::server::{self, MOST_BODY, Outcome, State};
use super::signature::{self, Call};

const NO_KEY: &str = "User not authenticated, use an API Key with a Bearer Authorization header.";

/// Answers one request.
pub(crate) async fn handle(
    Shared(state): Shared<Arc<State>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    Path((model, method)): Path<(String, String)>,
    request: Request,
) -> Response<Body> {
    if request.method() != Method::POST {
        return failed(&OdooError::new(name::NOT_FOUND, "Did you mean POST /json/2/<model>/<method>?"));
    }
    if !is_json(request.headers()) {
        let text = "Request inferred type is compatible with ['http'] but '/json/2/&lt;__model__&gt;/&lt;__method__&gt;' is \
                    type='json2'.<br><br>Please verify the Content-Type request header and try again.";
        return server::html_response(415, "Unsupported Media Type", text);
    }
    if request.headers().get("x-odoo-database").is_some_and(|database| *database != *state.credentials.database) {
        let text = "No database is selected and the requested URL was not found in the server-wide controllers.";
        return server::html_response(404, "Not Found", text);
    }
    let refuse = |error: OdooError| {
        let status = error.status();
        let (model, method) = (model.clone(), method.clone());
        state.calls.add(CallRecord::refused(Transport::Json2, model, method, status));
        failed(&error)
    };
    if let Err(error) = authenticate(&state, request.headers()) {
        return refuse(error);
    }
    let (parts, body) = request.into_parts();
    // werkzeug finds no length on a chunked body, and Odoo then reads none of it.
    let sized =
        parts.headers.contains_key(header::CONTENT_LENGTH) && !parts.headers.contains_key(header::TRANSFER_ENCODING);
    let Ok(body) = axum::body::to_bytes(body, MOST_BODY).await else {
        return server::html_response(
            413,
            "Request Entity Too Large",
            "The data value transmitted exceeds the capacity limit.",
        );
    };
    let arguments = match parse(if sized { &body } else { &[] }) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(error),
    };
    let call = match bind(&state, &model, &method, arguments) {
        Ok(call) => call,
        Err(error) => return refuse(error),
    };
    match server::carry_out(&state, Transport::Json2, call).await {
        Outcome::Reply(Ok(value)) => server::json_response(200, &value),
        Outcome::Reply(Err(error)) => failed(&error),
        Outcome::Proxy { status, retry_after } => server::proxy_response(status, retry_after),
        Outcome::Cut => {
            scissors.cut();
            server::proxy_response(502, None)
        }
    }
}

/// True for a JSON content type; GET requests carry none and are sorted out before.
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = given.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.eq_ignore_ascii_case("application/json-rpc")
}

fn authenticate(state: &State, headers: &HeaderMap) -> Result<(), OdooError> {
    let given = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let (scheme, key) = given.split_once(' ').unwrap_or_default();
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(OdooError::new(name::UNAUTHORIZED, NO_KEY));
    }
    if key.trim() != state.credentials.api_key {
        return Err(OdooError::new(name::UNAUTHORIZED, "Invalid apikey"));
    }
    Ok(())
}

/// The body's arguments; anything but an object counts as none.
fn parse(body: &[u8]) -> Result<Map<String, Value>, OdooError> {
    if body.is_empty() {
        return Ok(Map::new());
    }
    match serde_json::from_slice(body) {
        Ok(Value::Object(arguments)) => Ok(arguments),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(OdooError::new(name::BAD_REQUEST, format!("could not parse the body as json: {error}"))),
    }
}

fn bind(state: &State, model: &str, method: &str, arguments: Map<String, Value>) -> Result<Call, OdooError> {
    let known = super::schema::models().any(|known| known.name == model);
    if !known {
        return Err(OdooError::new(name::NOT_FOUND, format!("the model '{model}' does not exist")));
    }
    if method.starts_with('_') {
        return Err(private(model, method));
    }
    match signature::find(model, method, state.legacy) {
        Some(signature) => signature.bind_named(model, arguments),
        None => Err(OdooError::new(name::NOT_FOUND, format!("The method '{model}.{method}' does not exist"))),
    }
}

/// The refusal of a method whose name starts with an underscore.
pub(crate) fn private(model: &str, method: &str) -> OdooError {
    OdooError::new(name::ACCESS, format!("Private methods (such as '{model}.{method}') cannot be called remotely."))
}

fn failed(error: &OdooError) -> Response<Body> {
    let mut response = server::json_response(error.status(), &error.body());
    if error.name == name::UNAUTHORIZED {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}
