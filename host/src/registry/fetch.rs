//! An artifact as a configuration names it: fetched, or only looked at, with the login that the operator has for its registry.

use std::env::var_os;
use std::ffi::OsString;

use super::client::{Access, Client};
use super::digest::Digest;
use super::error::RegistryError;
use super::key::PublicKey;
use super::pull::{look, pull};
use super::reference::Reference;
use crate::config::source::Environment;

/// What is wanted of a registry.
pub struct Wanted {
    /// Where it is.
    pub reference: Reference,
    /// Who must have signed it.
    pub key: Option<PublicKey>,
    /// Whether HTTP without TLS is spoken to a registry that is not on this machine.
    pub plain_http: bool,
    /// Where a login may be.
    pub environment: Environment,
}

impl Wanted {
    /// Fetches the component, of at most `limit` bytes; with a digest no other one, of which nothing is fetched then.
    ///
    /// # Errors
    /// Every [`RegistryError`] of reading; [`RegistryError::OtherComponent`] where another one is there than was pinned.
    pub async fn fetch(&self, pinned: Option<&Digest>, limit: usize) -> Result<Vec<u8>, RegistryError> {
        let mut client = self.client()?;
        Ok(pull(&mut client, &self.reference, self.key.as_ref(), pinned, limit).await?.component)
    }

    /// The digest of the component that is there now; the component itself is not fetched.
    ///
    /// # Errors
    /// As [`Wanted::fetch`].
    pub async fn digest(&self, limit: usize) -> Result<Digest, RegistryError> {
        let mut client = self.client()?;
        Ok(look(&mut client, &self.reference, self.key.as_ref(), limit).await?.0.digest)
    }

    fn client(&self) -> Result<Client, RegistryError> {
        let variable = |name: &str| self.environment.value(name).map(OsString::from).or_else(|| var_os(name));
        Client::of_operator(&self.reference, self.plain_http, Access::Read, &variable)
    }
}
