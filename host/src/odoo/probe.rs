//! Asks the server what it is and picks the API: JSON-2 from Odoo 19 on where there is a key, else `/jsonrpc`.

use std::sync::Arc;

use backon::Retryable;
use serde_json::{Value, json};

use super::answer;
use super::call::{Call, ReadCall, ReadMethod};
use super::connection::{Connection, Protocol};
use super::error::{ErrorKind, OdooError};
use super::http::Http;
use super::json2::Json2;
use super::jsonrpc::{Endpoint, JsonRpc};
use super::reader::{Reader, Session, Shared, Transport, backoff};
use super::values;

/// Connects, logs in and asks who is calling.
///
/// # Errors
/// Unreachable, not an Odoo, wrong database, wrong login, or a protocol that this server does not speak.
pub async fn connect(connection: &Connection) -> Result<Reader, OdooError> {
    let http = Http::new(connection)?;
    let asked = || version(&http, connection);
    // A server that is there and busy is asked again; one that cannot be reached is told at once.
    let busy = |error: &OdooError| matches!(error.kind, ErrorKind::Busy | ErrorKind::Interrupted);
    let (major, version) = asked.retry(backoff(connection)).when(busy).await?;
    let json2 = match connection.protocol {
        Protocol::Json2 if major < 19 => {
            let message = format!("`odoo_connection.protocol: json2` needs Odoo 19 or later, this is {version}");
            return Err(OdooError::new(ErrorKind::Unsupported, "json/2", message));
        }
        Protocol::Json2 => true,
        Protocol::Auto => major >= 19 && connection.api_key.is_some(),
        Protocol::JsonRpc => false,
    };
    let transport: Box<dyn Transport> = if json2 {
        let key = connection.api_key.as_ref().ok_or_else(|| {
            OdooError::new(ErrorKind::Authentication, "json/2", "`odoo_connection.api_key` is missing")
        })?;
        Box::new(Json2::new(http, connection, key)?)
    } else {
        Box::new(JsonRpc::login(Endpoint::new(http, connection), connection).await?)
    };
    let shared = Arc::new(Shared::new(transport, connection));
    let me: Call = ReadCall::new("res.users", ReadMethod::ContextGet).0;
    let context = shared.again(&me).await?;
    let uid = values::id_of(context.get("uid"))
        .ok_or_else(|| OdooError::new(ErrorKind::Protocol, "res.users/context_get", "the answer names no user"))?;
    let time_zone = values::text_of(context.get("tz")).map(str::to_owned);
    let protocol = if json2 { "json2" } else { "jsonrpc" };
    tracing::info!(version, protocol, uid, "connected to Odoo");
    Ok(Reader::new(shared, Session { major, version, protocol, uid, time_zone }))
}

async fn version(http: &Http, connection: &Connection) -> Result<(u32, String), OdooError> {
    match web_version(http, connection).await? {
        Some(found) => Ok(found),
        None => common_version(&Endpoint::new(http.clone(), connection)).await,
    }
}

/// `GET /web/version`, which Odoo has from 19 on; none where there is no such page.
async fn web_version(http: &Http, connection: &Connection) -> Result<Option<(u32, String)>, OdooError> {
    // The first call of all: whoever cannot be reached is named by address.
    let name = &connection.url("/web/version");
    let answer = http.get(name, name).await?;
    match answer.status {
        200 if answer.is_json => {
            let body = answer::parse(&answer.body)
                .map_err(|error| OdooError::new(ErrorKind::Protocol, name, error.to_string()))?;
            parse_version(body.get("version_info"), body.get("version")).map(Some).ok_or_else(|| not_odoo(name))
        }
        200 | 300..=399 | 404 | 405 => Ok(None),
        status => Err(OdooError::classify(name, status, "", &format!("HTTP status {status}"))),
    }
}

async fn common_version(endpoint: &Endpoint) -> Result<(u32, String), OdooError> {
    let name = "common/version";
    let answer = endpoint.call(name, "common", "version", json!([])).await.map_err(|error| match error.kind {
        ErrorKind::Unsupported | ErrorKind::Access => OdooError::new(ErrorKind::Protocol, name, error.message),
        _ => error,
    })?;
    parse_version(answer.get("server_version_info"), answer.get("server_version")).ok_or_else(|| not_odoo(name))
}

fn not_odoo(name: &str) -> OdooError {
    OdooError::new(ErrorKind::Protocol, name, "the answer names no Odoo version")
}

/// `[19, 0, 0, "final", 0, ""]`; Odoo Online writes the major as a text like `saas~18.4`.
fn parse_version(info: Option<&Value>, text: Option<&Value>) -> Option<(u32, String)> {
    let first = info?.as_array()?.first()?;
    let major = match first {
        Value::String(text) => {
            let digits: String =
                text.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
            digits.parse().ok()?
        }
        number => u32::try_from(values::whole_of(Some(number))?).ok()?,
    };
    let version =
        text.and_then(Value::as_str).map_or_else(|| major.to_string(), |text| text.chars().take(40).collect());
    Some((major, version))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_servers_and_of_odoo_online() {
        let parsed = |info: Value| parse_version(Some(&info), None).map(|(major, _)| major);
        assert_eq!(parsed(json!([19, 0, 0, "final", 0, ""])), Some(19));
        assert_eq!(parsed(json!(["saas~18", 4, 0, "final", 0, "e"])), Some(18));
        assert_eq!(parsed(json!(["saas", 4])), None);
        assert_eq!(parsed(json!([])), None);
    }
}
