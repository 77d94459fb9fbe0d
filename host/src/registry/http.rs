//! One exchange with a registry: bounded time, size and redirects; TLS unless the operator allows the host without it; a login goes to the
//! host that it is for and to nobody else.

use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Client, Method, Response};
use sha2::{Digest as _, Sha256};
use url::Url;

use super::digest::Digest;
use super::error::RegistryError;
use super::reference::{Reference, is_loopback};
use crate::odoo::http_client;
use crate::text::one_line;

/// The longest exchange: 32 MiB over a slow line.
const LONGEST: Duration = Duration::from_secs(300);
/// The longest exchange about a small thing.
const SHORT: Duration = Duration::from_secs(30);
/// The most redirects that are followed.
const REDIRECTS: usize = 5;
/// The largest answer that is read for its words alone, in bytes.
const WORDS_BYTES: usize = 64 << 10;

/// What is asked.
pub(super) struct Ask<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: Vec<(HeaderName, &'static str)>,
    pub(super) body: Option<&'a [u8]>,
    /// Whether a component may go either way.
    pub(super) is_large: bool,
}

impl Ask<'_> {
    pub(super) fn new(method: Method, url: Url) -> Self {
        Ask { method, url, headers: Vec::new(), body: None, is_large: false }
    }
}

/// The way to one registry.
pub(super) struct Http {
    client: Client,
    registry: String,
    base: Url,
}

impl Http {
    /// Prepares the way; nothing is sent.
    pub(super) fn new(reference: &Reference, plain_http: bool) -> Result<Http, RegistryError> {
        let registry = reference.registry();
        let unreachable = |detail: String| RegistryError::Unreachable { registry: registry.clone(), detail };
        let scheme = if plain_http || reference.is_loopback() { "http" } else { "https" };
        let base = Url::parse(&format!("{scheme}://{registry}/v2/")).map_err(|error| unreachable(error.to_string()))?;
        let client = http_client(LONGEST).map_err(|error| unreachable(error.without_url().to_string()))?;
        Ok(Http { client, registry, base })
    }

    /// Host and port, for messages.
    pub(super) fn registry(&self) -> &str {
        &self.registry
    }

    /// An address of the distribution API.
    pub(super) fn url(&self, path: &str) -> Result<Url, RegistryError> {
        self.base.join(path).map_err(|error| self.malformed("an address", &error.to_string()))
    }

    /// Sends, and follows where it is sent to; the login only goes to the host that was asked first.
    pub(super) async fn send(&self, ask: &Ask<'_>, login: Option<&HeaderValue>) -> Result<Response, RegistryError> {
        let mut url = ask.url.clone();
        let follows = matches!(ask.method, Method::GET | Method::HEAD);
        for _ in 0..=REDIRECTS {
            let mut request = self.client.request(ask.method.clone(), url.clone());
            request = request.timeout(if ask.is_large { LONGEST } else { SHORT });
            for (name, value) in &ask.headers {
                request = request.header(name, *value);
            }
            if let Some(login) = login.filter(|_| url.origin() == ask.url.origin()) {
                request = request.header(AUTHORIZATION, login);
            }
            if let Some(body) = ask.body {
                request = request.body(body.to_vec());
            }
            let response = request.send().await.map_err(|error| self.unreachable(&error))?;
            if !(follows && response.status().is_redirection()) {
                return Ok(response);
            }
            url = self.location(&url, response.headers())?;
        }
        Err(RegistryError::Redirects { registry: self.registry.clone(), limit: REDIRECTS })
    }

    /// Where an answer sends to.
    pub(super) fn location(&self, from: &Url, headers: &HeaderMap) -> Result<Url, RegistryError> {
        let location = headers.get(LOCATION).and_then(|value| value.to_str().ok());
        let location = location.ok_or_else(|| self.malformed("an answer", "it says nothing of where to go on"))?;
        let to = from.join(location).map_err(|error| self.malformed("an answer", &error.to_string()))?;
        self.allow(from, to)
    }

    /// Lets a way lead to another: to TLS, or without it from plain HTTP to the same host, under whatever name this machine has where it is
    /// this one. A login in the address is left out.
    pub(super) fn allow(&self, from: &Url, mut to: Url) -> Result<Url, RegistryError> {
        let is_here = |url: &Url| url.host().is_some_and(|host| is_loopback(&host.to_owned()));
        let is_near = |to: &Url| to.host() == self.base.host() || (is_here(to) && is_here(&self.base));
        let allowed = match to.scheme() {
            "https" => true,
            "http" => from.scheme() == "http" && is_near(&to),
            _ => false,
        };
        if allowed && to.set_username("").is_ok() && to.set_password(None).is_ok() {
            return Ok(to);
        }
        let to = one_line(&format!("{}://{}", to.scheme(), to.host_str().unwrap_or_default()), 200);
        Err(RegistryError::NoTls { registry: self.registry.clone(), to })
    }

    /// The address that all of the API is under.
    pub(super) fn base(&self) -> &Url {
        &self.base
    }

    /// Reads an answer of at most `limit` bytes, and its digest while it comes in; none when there is more.
    pub(super) async fn read(
        &self,
        mut response: Response,
        limit: usize,
    ) -> Result<Option<(Vec<u8>, Digest)>, RegistryError> {
        let (mut bytes, mut hasher) = (Vec::new(), Sha256::new());
        while let Some(part) = response.chunk().await.map_err(|error| self.unreachable(&error))? {
            if bytes.len() + part.len() > limit {
                return Ok(None);
            }
            hasher.update(&part);
            bytes.extend_from_slice(&part);
        }
        Ok(Some((bytes, Digest::finish(hasher))))
    }

    /// What an answer says of itself, from the error document of the specification; nothing where there is none.
    pub(super) async fn words(&self, response: Response) -> String {
        #[derive(serde::Deserialize)]
        struct Errors {
            errors: Vec<Said>,
        }
        #[derive(serde::Deserialize)]
        struct Said {
            #[serde(default)]
            code: String,
            #[serde(default)]
            message: String,
        }
        let Ok(Some((bytes, _))) = self.read(response, WORDS_BYTES).await else { return String::new() };
        let Ok(Errors { errors }) = serde_json::from_slice(&bytes) else { return String::new() };
        let first = errors.first().map(|said| if said.message.is_empty() { &said.code } else { &said.message });
        first.map(|text| one_line(text, 200)).unwrap_or_default()
    }

    /// What the network said, without an address, which may carry a key.
    fn unreachable(&self, error: &reqwest::Error) -> RegistryError {
        let mut detail =
            if error.is_timeout() { "no answer in time".to_owned() } else { "the exchange broke off".to_owned() };
        let mut source = std::error::Error::source(error).filter(|_| !error.is_timeout());
        while let Some(inner) = source {
            detail = one_line(&inner.to_string(), 200);
            source = inner.source();
        }
        RegistryError::Unreachable { registry: self.registry.clone(), detail }
    }

    pub(super) fn malformed(&self, what: &'static str, detail: &str) -> RegistryError {
        RegistryError::Malformed { registry: self.registry.clone(), what, detail: one_line(detail, 200) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(reference: &str, plain_http: bool, to: &str) -> bool {
        let http = Http::new(&reference.parse().unwrap(), plain_http).unwrap();
        http.allow(http.base(), Url::parse(to).unwrap()).is_ok()
    }

    #[test]
    fn a_way_without_tls_leads_to_the_same_host_or_to_this_machine() {
        let (far, near) = ("oci://registry.example/a:1", "oci://127.0.0.1:5000/a:1");
        assert!(allows(far, false, "https://storage.example/x"));
        assert!(!allows(far, false, "http://registry.example/x"));
        assert!(!allows(far, false, "http://127.0.0.1/x"));
        assert!(allows(far, true, "http://registry.example:8080/x"));
        assert!(!allows(far, true, "http://storage.example/x"));
        assert!(allows(near, false, "http://127.0.0.1:5001/x") && allows(near, false, "http://localhost/x"));
        assert!(!allows(near, false, "http://storage.example/x") && !allows(near, false, "file:///etc/passwd"));
        let http = Http::new(&near.parse().unwrap(), false).unwrap();
        let to = http.allow(http.base(), Url::parse("https://kim:hunter2@storage.example/x").unwrap());
        assert_eq!(to.unwrap().as_str(), "https://storage.example/x");
    }

    #[test]
    fn only_this_machine_and_an_allowed_host_are_asked_without_tls() {
        let scheme =
            |reference: &str, plain| Http::new(&reference.parse().unwrap(), plain).unwrap().base.scheme().to_owned();
        assert_eq!(scheme("oci://registry.example/a:1", false), "https");
        assert_eq!(scheme("oci://0.0.0.0:5000/a:1", false), "https");
        assert_eq!(scheme("oci://registry.example/a:1", true), "http");
        assert_eq!(scheme("oci://localhost:5000/a:1", false), "http");
    }
}
