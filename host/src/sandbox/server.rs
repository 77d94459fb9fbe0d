//! The sandbox's HTTP side: routes, version pages, and the one place where a call meets the faults and the world.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use axum::middleware::map_response;
use axum::routing::{any, get};
use serde_json::{Map, Value, json};

use super::call_log::{CallLog, CallRecord, Transport};
use super::errors::{OdooError, name};
use super::faults::{Answer, Effect, Faults};
use super::methods;
use super::signature::Call;
use super::world::World;
use super::{json2, jsonrpc};

/// Largest request body, as Odoo's own: 128 MiB.
pub(crate) const MOST_BODY: usize = 128 * 1024 * 1024;

/// How one logs in.
#[derive(Debug)]
pub(crate) struct Credentials {
    pub(crate) database: String,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) api_key: String,
}

/// All that the handlers share.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) world: RwLock<World>,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) calls: CallLog,
    pub(crate) credentials: Credentials,
    pub(crate) legacy: bool,
}

/// What comes of a call.
pub(crate) enum Outcome {
    /// Odoo's answer, for the transport to wrap.
    Reply(Result<Value, OdooError>),
    /// A page of a proxy, the same for both transports.
    Proxy { status: u16, retry_after: Option<u64> },
    /// No answer at all.
    Cut,
}

/// The routes.
pub(crate) fn router(state: Arc<State>) -> Router {
    let mut routes = Router::new().route("/jsonrpc", any(jsonrpc::handle));
    if !state.legacy {
        let version =
            || async { json_response(200, &json!({"version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"})) };
        routes = routes.route("/web/version", get(version)).route("/json/version", get(version));
        routes = routes.route("/json/2/{model}/{method}", any(json2::handle));
    }
    routes
        .fallback(|| async { html_response(404, "Not Found", "The requested URL was not found on the server.") })
        .layer(map_response(close))
        .with_state(state)
}

/// Odoo's own server closes after every answer.
async fn close(mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// The names in a call's argument `fields`.
fn asked(args: &Map<String, Value>) -> Vec<String> {
    let fields = args.get("fields").and_then(Value::as_array);
    fields.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Carries a call out, faults first, and logs it.
pub(crate) async fn carry_out(state: &Arc<State>, transport: Transport, call: Call) -> Outcome {
    let record = |status| CallRecord {
        transport,
        model: call.model.clone(),
        method: call.method.clone(),
        language: call.context.get("lang").and_then(Value::as_str).map(str::to_owned),
        ids: call.ids.len(),
        fields: asked(&call.args),
        status,
    };
    let (effects, refused, denied) = {
        let mut faults = state.faults.lock().unwrap_or_else(PoisonError::into_inner);
        (faults.strike(&call), faults.refuses(&call), faults.denied.clone())
    };
    let delay: Duration =
        effects.iter().map(|effect| if let Effect::Delay(time) = effect { *time } else { Duration::ZERO }).sum();
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let log = |status| state.calls.add(record(status));
    let mut cut_after = false;
    for effect in effects {
        match effect {
            Effect::Delay(_) => {}
            Effect::Change { leads, values } => change(state, &leads, &values),
            Effect::CutAfter => cut_after = true,
            Effect::CutBefore => {
                log(0);
                return Outcome::Cut;
            }
            Effect::Answer(answer) => {
                let outcome = answered(answer);
                log(status(&outcome));
                return outcome;
            }
        }
    }
    let outcome = if refused {
        Outcome::Reply(Err(OdooError::new(name::VALIDATION, "The sandbox was told to refuse this lead")))
    } else {
        // A large read takes a while; it must not hold up the other connections of a single-threaded runtime.
        let (shared, performed) = (Arc::clone(state), call.clone());
        let work = tokio::task::spawn_blocking(move || methods::perform(&shared.world, &performed, &denied));
        let failed = |error| Err(OdooError::new("builtins.Exception", format!("the sandbox failed: {error}")));
        Outcome::Reply(work.await.unwrap_or_else(failed))
    };
    log(if cut_after { 0 } else { status(&outcome) });
    if cut_after { Outcome::Cut } else { outcome }
}

fn change(state: &State, leads: &[u64], values: &Value) {
    let mut world = state.world.write().unwrap_or_else(PoisonError::into_inner);
    for lead in leads {
        if let Err(error) = world.set("crm.lead", *lead, values) {
            tracing::warn!(lead, %error, "the sandbox could not change a lead as its faults say");
        }
    }
}

fn answered(answer: Answer) -> Outcome {
    match answer {
        Answer::Serialization => Outcome::Reply(Err(OdooError::new(
            name::SERIALIZATION,
            "could not serialize access due to concurrent update\n",
        ))),
        Answer::Locked => Outcome::Reply(Err(OdooError::new(
            name::LOCK,
            "Unable to acquire the lock on the records: they are in use",
        ))),
        Answer::Proxy(status) => Outcome::Proxy { status, retry_after: None },
        Answer::TooMany(seconds) => Outcome::Proxy { status: 429, retry_after: Some(seconds) },
    }
}

fn status(outcome: &Outcome) -> u16 {
    match outcome {
        Outcome::Reply(Ok(_)) => 200,
        Outcome::Reply(Err(error)) => error.status(),
        Outcome::Proxy { status, .. } => *status,
        Outcome::Cut => 0,
    }
}

/// The page of a proxy.
pub(crate) fn proxy_response(status: u16, retry_after: Option<u64>) -> Response<Body> {
    let mut response = html_response(status, "Error", "The server did not answer.");
    if let Some(seconds) = retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A JSON answer.
pub(crate) fn json_response(status: u16, value: &Value) -> Response<Body> {
    response(status, "application/json; charset=utf-8", value.to_string())
}

/// An HTML page as werkzeug makes it.
pub(crate) fn html_response(status: u16, title: &str, text: &str) -> Response<Body> {
    let page =
        format!("<!doctype html>\n<html lang=en>\n<title>{status} {title}</title>\n<h1>{title}</h1>\n<p>{text}</p>\n");
    response(status, "text/html; charset=utf-8", page)
}

fn response(status: u16, content_type: &'static str, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
