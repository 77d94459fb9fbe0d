//! The handful of calls of the distribution API that push and pull take, for one repository.
//!
//! <https://github.com/opencontainers/distribution-spec/blob/main/spec.md>

use std::ffi::OsString;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Response, StatusCode};

use super::auth::{Challenge, basic, challenge, token};
use super::credentials::{Login, login};
use super::digest::Digest;
use super::error::RegistryError;
use super::http::{Ask, Http};
use super::manifest::{Descriptor, MANIFEST_BYTES, MANIFEST_TYPE};
use super::reference::Reference;

/// What is accepted as a manifest: an index too, so that it can be told for what it is.
const ACCEPTED: &str = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, \
application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json";
/// The header in which a registry names a digest itself.
const CONTENT_DIGEST: &str = "docker-content-digest";

/// Up to this size, in bytes, a blob is a small thing: what is signed, not a component.
const SMALL_BYTES: u64 = 64 << 10;

/// What a login is asked to allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Pull.
    Read,
    /// Pull and push.
    Write,
}

/// One repository of a registry.
pub struct Client {
    http: Http,
    reference: Reference,
    access: Access,
    login: Option<Login>,
    /// What is shown with each request, once the registry has asked for it.
    shown: Option<HeaderValue>,
}

impl Client {
    /// Prepares the way to an artifact's repository; nothing is sent. Plain HTTP is spoken to this machine, and elsewhere where
    /// `plain_http` allows it.
    ///
    /// # Errors
    /// The system does not let an HTTP client be made.
    pub fn new(
        reference: &Reference,
        plain_http: bool,
        login: Option<Login>,
        access: Access,
    ) -> Result<Client, RegistryError> {
        let http = Http::new(reference, plain_http)?;
        Ok(Client { http, reference: reference.clone(), access, login, shown: None })
    }

    /// As [`Client::new`], with the login that the operator has for the registry, in variables or in the file of logins. `variable` is
    /// the environment.
    ///
    /// # Errors
    /// As [`Client::new`]; half a login, or a file of logins that makes no sense.
    pub fn of_operator(
        reference: &Reference,
        plain_http: bool,
        access: Access,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Client, RegistryError> {
        let login = login(&reference.registry(), variable)?;
        Client::new(reference, plain_http, login, access)
    }

    /// A manifest by tag or digest and the digest of its bytes; none where there is none.
    pub(super) async fn manifest(&mut self, name: &str) -> Result<Option<(Vec<u8>, Digest)>, RegistryError> {
        let mut ask = self.ask(Method::GET, &format!("manifests/{name}"))?;
        ask.headers.push((ACCEPT, ACCEPTED));
        let response = self.exchange(&ask).await?;
        if response.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        let response = self.expect(response, StatusCode::OK, "the request for a manifest").await?;
        let said = response.headers().get(CONTENT_DIGEST).and_then(|value| value.to_str().ok()?.parse().ok());
        let (what, limit) = ("the manifest", MANIFEST_BYTES);
        let too_large = || RegistryError::TooLarge { reference: self.reference.to_string(), what, limit };
        let (bytes, found) = self.http.read(response, limit).await?.ok_or_else(too_large)?;
        self.same("the manifest", said.unwrap_or(found), found)?;
        Ok(Some((bytes, found)))
    }

    /// What a descriptor points at, held against its size and digest while it is read.
    pub(super) async fn blob(&mut self, descriptor: &Descriptor, what: &'static str) -> Result<Vec<u8>, RegistryError> {
        let mut ask = self.ask(Method::GET, &format!("blobs/{}", descriptor.digest))?;
        ask.is_large = descriptor.size > SMALL_BYTES;
        let response = self.exchange(&ask).await?;
        let response = self.expect(response, StatusCode::OK, "the request for a blob").await?;
        let size = usize::try_from(descriptor.size).unwrap_or(usize::MAX);
        let larger = || RegistryError::WrongSize { reference: self.reference.to_string(), what, expected: size };
        let (bytes, found) = self.http.read(response, size).await?.ok_or_else(larger)?;
        self.same(what, descriptor.digest, found)?;
        Ok(bytes)
    }

    /// Uploads a blob unless it is there; whether it was uploaded.
    pub(super) async fn put_blob(&mut self, bytes: &[u8]) -> Result<bool, RegistryError> {
        let digest = Digest::of(bytes);
        let ask = self.ask(Method::HEAD, &format!("blobs/{digest}"))?;
        let response = self.exchange(&ask).await?;
        if response.status() == StatusCode::OK {
            return Ok(false);
        }
        if response.status() != StatusCode::NOT_FOUND {
            self.expect(response, StatusCode::OK, "the question for a blob").await?;
        }
        let ask = self.ask(Method::POST, "blobs/uploads/")?;
        let response = self.exchange(&ask).await?;
        let response = self.expect(response, StatusCode::ACCEPTED, "the request for an upload").await?;
        let mut url = self.http.location(&ask.url, response.headers())?;
        url.query_pairs_mut().append_pair("digest", &digest.to_string());
        let headers = vec![(CONTENT_TYPE, "application/octet-stream")];
        let ask = Ask { headers, body: Some(bytes), is_large: true, ..Ask::new(Method::PUT, url) };
        let response = self.exchange(&ask).await?;
        self.expect(response, StatusCode::CREATED, "the upload of a blob").await?;
        Ok(true)
    }

    /// Puts a manifest under a tag.
    pub(super) async fn put_manifest(&mut self, tag: &str, bytes: &[u8]) -> Result<Digest, RegistryError> {
        let mut ask = self.ask(Method::PUT, &format!("manifests/{tag}"))?;
        ask.headers.push((CONTENT_TYPE, MANIFEST_TYPE));
        ask.body = Some(bytes);
        let response = self.exchange(&ask).await?;
        let response = self.expect(response, StatusCode::CREATED, "the upload of the manifest").await?;
        let digest = Digest::of(bytes);
        let said = response.headers().get(CONTENT_DIGEST).and_then(|value| value.to_str().ok()?.parse().ok());
        self.same("the manifest", digest, said.unwrap_or(digest))?;
        Ok(digest)
    }

    fn ask(&self, method: Method, path: &str) -> Result<Ask<'static>, RegistryError> {
        Ok(Ask::new(method, self.http.url(&format!("{}/{path}", self.reference.repository()))?))
    }

    /// Asks; shows who asks once the registry wants to know, and asks once more.
    async fn exchange(&mut self, ask: &Ask<'_>) -> Result<Response, RegistryError> {
        // An upload may go to another host, which is no business of the login's.
        let is_own = ask.url.origin() == self.http.base().origin();
        let response = self.http.send(ask, self.shown.as_ref().filter(|_| is_own)).await?;
        if response.status() != StatusCode::UNAUTHORIZED || !is_own {
            return Ok(response);
        }
        let shown = match challenge(response.headers()) {
            Some(Challenge::Basic) => self.login.as_ref().and_then(basic),
            Some(Challenge::Bearer { realm, service }) => {
                let rights = if self.access == Access::Write { "pull,push" } else { "pull" };
                let scope = format!("repository:{}:{rights}", self.reference.repository());
                token(&self.http, &realm, service.as_deref(), &scope, self.login.as_ref()).await?
            }
            None => None,
        };
        self.shown = Some(shown.ok_or_else(|| self.unauthorized())?);
        self.http.send(ask, self.shown.as_ref()).await
    }

    /// Lets only one status pass.
    async fn expect(
        &self,
        response: Response,
        wanted: StatusCode,
        what: &'static str,
    ) -> Result<Response, RegistryError> {
        let (registry, repository) = (self.http.registry().to_owned(), self.reference.repository().to_owned());
        match response.status() {
            status if status == wanted => Ok(response),
            StatusCode::UNAUTHORIZED => Err(self.unauthorized()),
            StatusCode::FORBIDDEN => {
                Err(RegistryError::Forbidden { registry, repository, writes: self.access == Access::Write })
            }
            StatusCode::NOT_FOUND => Err(RegistryError::NotFound { reference: self.reference.to_string() }),
            status => {
                let detail = self.http.words(response).await;
                Err(RegistryError::Status { registry, what, status: status.as_u16(), detail })
            }
        }
    }

    fn unauthorized(&self) -> RegistryError {
        RegistryError::Unauthorized {
            registry: self.http.registry().to_owned(),
            repository: self.reference.repository().to_owned(),
            known: self.login.is_some(),
        }
    }

    /// Refuses what is not what its digest says.
    fn same(&self, what: &'static str, expected: Digest, found: Digest) -> Result<(), RegistryError> {
        if expected == found {
            return Ok(());
        }
        Err(RegistryError::WrongDigest { reference: self.reference.to_string(), what, expected, found })
    }
}
