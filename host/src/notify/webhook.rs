//! One POST of JSON to a URL of the operator's: bounded, tried a few times where that may help, signed where a secret is given.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use reqwest::StatusCode;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER};
use sha2::Sha256;

use crate::config::Webhook;
use crate::odoo::{Secret, http_client};

/// The header of the signature.
const SIGNATURE: &str = "x-odlm-signature";
/// How often it is tried, with these pauses between.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(2)];
/// The longest pause that the receiver may ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Posts a body. The error names the host alone: the rest of the URL may be its key.
pub(super) async fn post(hook: &Webhook, body: Vec<u8>) -> Result<(), String> {
    let failed = |what: &str| format!("the webhook at `{}`: {what}", hook.host);
    let client = http_client(hook.timeout).map_err(|error| failed(&error.without_url().to_string()))?;
    let headers = headers(hook, &body).map_err(|what| failed(&what))?;
    let mut pauses = PAUSES.into_iter();
    loop {
        let request = client.post(hook.url.expose()).headers(headers.clone()).body(body.clone());
        let (what, asked) = match request.send().await {
            Ok(answer) if answer.status().is_success() => return Ok(()),
            Ok(answer) => {
                let status = answer.status();
                let what = format!("it answered with HTTP status {}", status.as_u16());
                if !status.is_server_error() && status != StatusCode::TOO_MANY_REQUESTS {
                    return Err(failed(&what));
                }
                let asked =
                    answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse().ok());
                (what, asked.map(Duration::from_secs))
            }
            Err(error) => (network(&error), None),
        };
        let Some(pause) = pauses.next() else { return Err(failed(&what)) };
        tokio::time::sleep(asked.unwrap_or(pause).clamp(pause, LONGEST_PAUSE)).await;
    }
}

fn headers(hook: &Webhook, body: &[u8]) -> Result<HeaderMap, String> {
    let mut headers = HeaderMap::new();
    let mut put = |name: HeaderName, text: &str| {
        let mut value = HeaderValue::from_str(text).map_err(|_| format!("the value of `{name}` fits no header"))?;
        value.set_sensitive(true);
        headers.insert(name, value);
        Ok::<(), String>(())
    };
    for (name, value) in &hook.headers {
        let name = HeaderName::try_from(name.as_str()).map_err(|_| format!("`{name}` is no name of a header"))?;
        put(name, value.expose())?;
    }
    if let Some(token) = &hook.bearer_token {
        put(AUTHORIZATION, &format!("Bearer {}", token.expose()))?;
    }
    if let Some(secret) = &hook.signing_secret {
        put(HeaderName::from_static(SIGNATURE), &signature(secret, body)?)?;
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(headers)
}

/// `sha256=` and the HMAC-SHA256 of the body in hexadecimal.
fn signature(secret: &Secret, body: &[u8]) -> Result<String, String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()).map_err(|error| error.to_string())?;
    mac.update(body);
    Ok(format!("sha256={}", hex::encode(mac.finalize().into_bytes())))
}

/// What the network said, without the URL.
fn network(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut source = std::error::Error::source(error);
    let mut what = "it cannot be reached".to_owned();
    while let Some(inner) = source {
        what = format!("it cannot be reached: {inner}");
        source = inner.source();
    }
    what
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_the_one_of_rfc_4231() {
        let signed = signature(&Secret::new("Jefe".to_owned()), b"what do ya want for nothing?");
        let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signed.as_deref(), Ok(expected));
    }
}
