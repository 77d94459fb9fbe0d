//! One HTTP exchange with Odoo: sized body, no redirects, no cookies, verified TLS, bounded time and size.

use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::{Client, Method};

use super::connection::Connection;
use super::error::{ErrorKind, OdooError};

/// The largest answer that is read: 50,000 leads with a dozen fields take 17 MB.
const ANSWER_LIMIT: usize = 512 << 20;
/// The longest pause that a `Retry-After` may ask for.
const RETRY_AFTER_LIMIT: Duration = Duration::from_secs(120);

/// The HTTP client of one connection.
#[derive(Clone)]
pub(super) struct Http {
    client: Client,
}

/// An answer before anybody has looked into it.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) is_json: bool,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Vec<u8>,
}

/// A client that verifies certificates, follows nobody elsewhere and ends each exchange in time; for whoever else speaks HTTP too.
///
/// # Errors
/// The library's, where it cannot be set up.
pub(crate) fn client(timeout: Duration) -> Result<Client, reqwest::Error> {
    // Two libraries may ask for the process's TLS provider; whoever comes second finds it set.
    let _already_set = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .http1_only()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(timeout)
        .connect_timeout(timeout.min(Duration::from_secs(10)))
        .user_agent(concat!("odlm/", env!("CARGO_PKG_VERSION")))
        // Odoo closes after each answer; a socket kept for the next call would only be found dead.
        .pool_max_idle_per_host(0)
        .build()
}

impl Http {
    pub(super) fn new(connection: &Connection) -> Result<Http, OdooError> {
        let client = client(connection.timeout)
            .map_err(|error| OdooError::new(ErrorKind::Unreachable, "client", error.to_string()))?;
        Ok(Http { client })
    }

    pub(super) async fn get(&self, call: &str, url: &str) -> Result<Answer, OdooError> {
        self.exchange(call, self.client.request(Method::GET, url)).await
    }

    /// Posts a JSON body with its length: Odoo ignores a chunked one and would answer with every record there is.
    pub(super) async fn post(
        &self,
        call: &str,
        url: &str,
        headers: HeaderMap,
        body: Vec<u8>,
    ) -> Result<Answer, OdooError> {
        let request =
            self.client.request(Method::POST, url).headers(headers).header(CONTENT_TYPE, "application/json").body(body);
        self.exchange(call, request).await
    }

    async fn exchange(&self, call: &str, request: reqwest::RequestBuilder) -> Result<Answer, OdooError> {
        let request = request.header(ACCEPT, "application/json");
        let mut response = request.send().await.map_err(|error| of_network(call, &error))?;
        let status = response.status().as_u16();
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let is_json =
            header(CONTENT_TYPE).is_some_and(|value| value.to_ascii_lowercase().starts_with("application/json"));
        let retry_after = header(RETRY_AFTER)
            .and_then(|value| value.trim().parse().ok())
            .map(|seconds| Duration::from_secs(seconds).min(RETRY_AFTER_LIMIT));
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await.map_err(|error| of_network(call, &error))? {
            if body.len() + part.len() > ANSWER_LIMIT {
                let message = format!("the answer is larger than {} MiB", ANSWER_LIMIT >> 20);
                return Err(OdooError::new(ErrorKind::Protocol, call, message));
            }
            body.extend_from_slice(&part);
        }
        Ok(Answer { status, is_json, retry_after, body })
    }
}

/// A request that never left cannot have done anything; any other may have.
fn of_network(call: &str, error: &reqwest::Error) -> OdooError {
    let kind = if error.is_connect() || error.is_builder() { ErrorKind::Unreachable } else { ErrorKind::Interrupted };
    let mut message = if error.is_timeout() { "no answer in time".to_owned() } else { error.without_url_text() };
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        message = inner.to_string();
        source = inner.source();
    }
    OdooError::new(kind, call, message)
}

/// The error's text without the URL, which may carry what belongs in no log.
trait WithoutUrl {
    fn without_url_text(&self) -> String;
}

impl WithoutUrl for reqwest::Error {
    fn without_url_text(&self) -> String {
        let text = self.to_string();
        self.url().map_or_else(|| text.clone(), |url| text.replace(url.as_str(), "…"))
    }
}
