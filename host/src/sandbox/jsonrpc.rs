//! The legacy transport: `POST /jsonrpc`, services `common` and `object`. Always HTTP 200, errors in an envelope.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::Response;
use serde_json::{Map, Value, json};

use super::call_log::{CallRecord, Transport};
use super::errors::{OdooError, name};
use super::json2;
use super::listener::Scissors;
use super::server::{self, MOST_BODY, Outcome, State};
use super::signature::{self, Call};

/// Answers one request.
pub(crate) async fn handle(
    Shared(state): Shared<Arc<State>>,
    ConnectInfo(scissors): ConnectInfo<Scissors>,
    request: Request,
) -> Response<Body> {
    if !json2::is_json(request.headers()) {
        let text = "Request inferred type is compatible with ['http'] but '/jsonrpc' is type='jsonrpc'.<br><br>Please verify \
                    the Content-Type request header and try again.";
        return server::html_response(415, "Unsupported Media Type", text);
    }
    let Ok(body) = axum::body::to_bytes(request.into_body(), MOST_BODY).await else {
        return server::html_response(
            413,
            "Request Entity Too Large",
            "The data value transmitted exceeds the capacity limit.",
        );
    };
    let request: Map<String, Value> = match serde_json::from_slice(&body) {
        Ok(Value::Object(request)) => request,
        Ok(_) => return server::html_response(400, "Bad Request", "Invalid JSON-RPC data"),
        Err(_) => return server::html_response(400, "Bad Request", "Invalid JSON data"),
    };
    let id = request.get("id").cloned().unwrap_or(Value::Null);
    let outcome = serve(&state, request.get("params").unwrap_or(&Value::Null)).await;
    match outcome {
        Outcome::Reply(Ok(Value::Null)) => server::json_response(200, &json!({"jsonrpc": "2.0", "id": id})),
        Outcome::Reply(Ok(result)) => {
            server::json_response(200, &json!({"jsonrpc": "2.0", "id": id, "result": result}))
        }
        Outcome::Reply(Err(error)) => {
            let code = if state.legacy { 200 } else { 0 };
            let error = json!({"code": code, "message": "Odoo Server Error", "data": error.body()});
            server::json_response(200, &json!({"jsonrpc": "2.0", "id": id, "error": error}))
        }
        Outcome::Proxy { status, retry_after } => server::proxy_response(status, retry_after),
        Outcome::Cut => {
            scissors.cut();
            server::proxy_response(502, None)
        }
    }
}

async fn serve(state: &Arc<State>, params: &Value) -> Outcome {
    let text = |key: &str| params.get(key).and_then(Value::as_str);
    let (Some(service), Some(method), Some(args)) =
        (text("service"), text("method"), params.get("args").and_then(Value::as_array))
    else {
        let message = "JSONRPC.jsonrpc() missing 3 required positional arguments: 'service', 'method', and 'args'";
        return Outcome::Reply(Err(OdooError::kind(message)));
    };
    match (service, method) {
        ("common", "version") => Outcome::Reply(Ok(version(state.legacy))),
        ("common", "authenticate" | "login") => login(state, method, args).await,
        ("common", _) => {
            Outcome::Reply(Err(OdooError::new("builtins.Exception", format!("Method not found: {method}"))))
        }
        ("object", "execute_kw" | "execute") => match execute(state, method, args) {
            Ok(call) => {
                let single = call.method == "create" && call.args.get("vals_list").is_some_and(Value::is_object);
                unwrapped(server::carry_out(state, Transport::JsonRpc, call).await, single)
            }
            Err(error) => {
                let named = |place: usize| args.get(place).and_then(Value::as_str).unwrap_or_default().to_owned();
                let (model, method, status) = (named(3), named(4), error.status());
                state.calls.add(CallRecord::refused(Transport::JsonRpc, model, method, status));
                Outcome::Reply(Err(error))
            }
        },
        ("object", _) => {
            Outcome::Reply(Err(OdooError::new("builtins.NameError", format!("Method not available {method}"))))
        }
        _ => Outcome::Reply(Err(OdooError::new("builtins.KeyError", service))),
    }
}

fn version(legacy: bool) -> Value {
    let (major, series) = if legacy { (18, "18.0") } else { (19, "19.0") };
    json!({
        "server_version": series,
        "server_version_info": [major, 0, 0, "final", 0, ""],
        "server_serie": series,
        "protocol_version": 1,
    })
}

/// `create` of one object gives one id here, not a list of one.
fn unwrapped(outcome: Outcome, single: bool) -> Outcome {
    match outcome {
        Outcome::Reply(Ok(Value::Array(ids))) if single => {
            Outcome::Reply(Ok(ids.into_iter().next().unwrap_or(Value::Null)))
        }
        other => other,
    }
}

/// The uid, or `false` for a wrong login or password, which Odoo does not call an error.
async fn login(state: &Arc<State>, method: &str, args: &[Value]) -> Outcome {
    let [database, login, password, ..] = args else {
        let message = format!("exp_{method}() missing required positional arguments");
        return Outcome::Reply(Err(OdooError::kind(message)));
    };
    if let Err(error) = database_known(state, database) {
        return Outcome::Reply(Err(error));
    }
    let call = Call { model: "common".to_owned(), method: "authenticate".to_owned(), ..Call::default() };
    let known = login.as_str() == Some(&state.credentials.login) && password_right(state, password);
    match server::carry_out(state, Transport::JsonRpc, call).await {
        Outcome::Reply(Ok(_)) => {
            let caller = state.world.read().unwrap_or_else(std::sync::PoisonError::into_inner).caller;
            Outcome::Reply(Ok(if known { json!(caller) } else { json!(false) }))
        }
        other => other,
    }
}

fn password_right(state: &State, password: &Value) -> bool {
    password.as_str().is_some_and(|given| given == state.credentials.password || given == state.credentials.api_key)
}

fn database_known(state: &State, database: &Value) -> Result<(), OdooError> {
    let given = database.as_str().unwrap_or_default();
    if given == state.credentials.database {
        return Ok(());
    }
    let message = format!("connection to server failed: FATAL:  database \"{given}\" does not exist\n");
    Err(OdooError::new(name::OPERATIONAL, message))
}

/// `execute_kw(db, uid, password, model, method, args, kwargs)`, or `execute` with its arguments in a row.
fn execute(state: &State, service_method: &str, args: &[Value]) -> Result<Call, OdooError> {
    let [database, uid, password, model, method, rest @ ..] = args else {
        return Err(OdooError::kind("execute_kw() missing required positional arguments"));
    };
    database_known(state, database)?;
    let caller = state.world.read().unwrap_or_else(std::sync::PoisonError::into_inner).caller;
    let uid = uid.as_i64().unwrap_or(0);
    if uid != i64::try_from(caller).unwrap_or(0) {
        let message = format!("Record does not exist or has been deleted.\n(Record: res.users({uid},), User: {uid})");
        return Err(OdooError::new(name::MISSING, message));
    }
    if !password_right(state, password) {
        return Err(OdooError::new(name::DENIED, "Access Denied"));
    }
    let (model, method) = (model.as_str().unwrap_or_default(), method.as_str().unwrap_or_default());
    if !super::schema::models().any(|known| known.name == model) {
        return Err(OdooError::new(name::USER, format!("Object {model} doesn't exist")));
    }
    if method.starts_with('_') {
        return Err(json2::private(model, method));
    }
    let absent = || OdooError::new(name::ATTRIBUTE, format!("The method '{model}.{method}' does not exist"));
    let signature = signature::find(model, method, state.legacy).ok_or_else(absent)?;
    let (positional, keywords) = if service_method == "execute" {
        (rest.to_vec(), Map::new())
    } else {
        let positional = rest.first().and_then(Value::as_array).cloned().unwrap_or_default();
        (positional, rest.get(1).and_then(Value::as_object).cloned().unwrap_or_default())
    };
    signature.bind_positional(model, positional, keywords)
}
