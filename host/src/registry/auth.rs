//! How a registry wants to know who asks: a login itself (Basic), or a token that another host gives for it (Bearer).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use url::Url;

use super::credentials::Login;
use super::error::RegistryError;
use super::http::{Ask, Http};

/// The longest challenge that is read, in bytes.
const CHALLENGE_BYTES: usize = 8 << 10;
/// The largest answer with a token, in bytes.
const TOKEN_BYTES: usize = 256 << 10;

/// What a registry asks for.
#[derive(Debug, PartialEq)]
pub(super) enum Challenge {
    /// The login with each request.
    Basic,
    /// A token, given at `realm` for `service`.
    Bearer { realm: String, service: Option<String> },
}

/// What an answer of status 401 asks for, where it is known here.
pub(super) fn challenge(headers: &HeaderMap) -> Option<Challenge> {
    let texts = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    let mut found = None;
    for text in texts.filter(|text| text.len() <= CHALLENGE_BYTES) {
        for challenge in http_auth::parse_challenges(text).unwrap_or_default() {
            let value = |name: &str| {
                let parameter = challenge.params.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
                parameter.map(|(_, value)| value.to_unescaped())
            };
            if challenge.scheme.eq_ignore_ascii_case("bearer") {
                // A token goes less far than a login, so it is preferred.
                return Some(Challenge::Bearer { realm: value("realm")?, service: value("service") });
            }
            if challenge.scheme.eq_ignore_ascii_case("basic") {
                found = Some(Challenge::Basic);
            }
        }
    }
    found
}

/// The header that carries a login.
pub(super) fn basic(login: &Login) -> Option<HeaderValue> {
    let plain = format!("{}:{}", login.username, login.password.expose());
    header(&format!("Basic {}", STANDARD.encode(plain)))
}

fn header(text: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// Fetches a token for a scope like `repository:NAME:pull`; none where the login is not taken.
pub(super) async fn token(
    http: &Http,
    realm: &str,
    service: Option<&str>,
    scope: &str,
    login: Option<&Login>,
) -> Result<Option<HeaderValue>, RegistryError> {
    #[derive(Deserialize)]
    struct Given {
        token: Option<String>,
        access_token: Option<String>,
    }
    let what = "the token";
    let realm = Url::parse(realm).map_err(|error| http.malformed("the place of tokens", &error.to_string()))?;
    let mut url = http.allow(http.base(), realm)?;
    let mut query = url.query_pairs_mut();
    if let Some(service) = service {
        query.append_pair("service", service);
    }
    query.append_pair("scope", scope);
    drop(query);
    let response = http.send(&Ask::new(Method::GET, url), login.and_then(basic).as_ref()).await?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Ok(None),
        status => {
            let (registry, status) = (http.registry().to_owned(), status.as_u16());
            let detail = http.words(response).await;
            return Err(RegistryError::Status { registry, what: "the request for a token", status, detail });
        }
    }
    let too_large = || http.malformed(what, "it is too large");
    let (bytes, _) = http.read(response, TOKEN_BYTES).await?.ok_or_else(too_large)?;
    // The text of serde's error would hold none of the token, but its place is of no use either.
    let given: Given = serde_json::from_slice(&bytes).map_err(|_| http.malformed(what, "it is not the JSON wanted"))?;
    let token = given.token.or(given.access_token).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| http.malformed(what, "there is none in it"))?;
    header(&format!("Bearer {token}")).map(Some).ok_or_else(|| http.malformed(what, "it fits no header"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(lines: &[&'static str]) -> Option<Challenge> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(WWW_AUTHENTICATE, HeaderValue::from_static(line));
        }
        challenge(&headers)
    }

    #[test]
    fn a_token_is_preferred_to_a_login() {
        let bearer =
            r#"Bearer realm="https://auth.example/token",service="registry, \"main\"",scope="repository:a:pull""#;
        let wanted = Challenge::Bearer {
            realm: "https://auth.example/token".to_owned(),
            service: Some("registry, \"main\"".to_owned()),
        };
        assert_eq!(asked(&[bearer]), Some(wanted));
        assert!(matches!(asked(&["Basic realm=\"x\"", bearer]), Some(Challenge::Bearer { .. })));
        assert_eq!(asked(&["basic realm=\"x\""]), Some(Challenge::Basic));
        assert_eq!(asked(&["Negotiate"]), None);
        assert_eq!(asked(&["Bearer service=\"x\""]), None);
        assert_eq!(asked(&["Basic realm=\"unfinished"]), None);
        assert_eq!(asked(&[]), None);
    }
}
