//! A strategy of one's own out of a registry: from what this machine keeps where the pinned one is there, otherwise fetched.

use super::prepare::{add, cache_folder};
use crate::config::source::ConfigErrors;
use crate::config::{Artifact, Config, StrategyChoice};
use crate::error::Error;
use crate::registry::{Digest, PublicKey, Reference, RegistryError, Store, Wanted};
use crate::strategy::Limits;

/// What is wanted of a registry, and what this machine keeps of it.
pub(super) struct Way<'c> {
    config: &'c Config,
    choice: &'c StrategyChoice,
    wanted: Wanted,
    pinned: Option<Digest>,
    store: Store,
}

impl<'c> Way<'c> {
    /// Reads the reference and the key. No registry is asked.
    ///
    /// # Errors
    /// The reference is none, or the key's file holds none: beside the errors so far, each with its place.
    pub(super) fn new(
        errors: &mut ConfigErrors,
        config: &'c Config,
        choice: &'c StrategyChoice,
        artifact: &Artifact,
    ) -> Result<Way<'c>, Error> {
        let mut wrong = |key: &str, error: &RegistryError| {
            add(errors, config, &choice.pointer(key), error.to_string(), error.hint().to_owned());
            Error::Config(std::mem::take(errors))
        };
        let reference: Reference = artifact.reference.parse().map_err(|error| wrong("oci", &error))?;
        let key = artifact.key.as_deref().map(PublicKey::read).transpose().map_err(|error| wrong("key", &error))?;
        let pinned = choice.sha256.as_ref().and_then(|digits| format!("sha256:{digits}").parse().ok());
        let environment = config.environment.clone();
        let wanted = Wanted { reference, key, plain_http: artifact.plain_http, environment };
        Ok(Way { config, choice, wanted, pinned, store: Store::open(cache_folder().as_deref()) })
    }

    /// The pinned component, where this machine keeps it.
    pub(super) fn kept(&self) -> Option<Vec<u8>> {
        self.store.find(self.pinned.as_ref()?, self.wanted.key.as_ref())
    }

    /// The component as a run takes it: the pinned one, which is kept once it was fetched; without a pin whatever is there now.
    ///
    /// # Errors
    /// The registry cannot be asked, or has something else than is wanted.
    pub(super) async fn component(&self) -> Result<Vec<u8>, Error> {
        if let Some(kept) = self.kept() {
            return Ok(kept);
        }
        let fetched = self.fetch(self.pinned.as_ref()).await?;
        if self.pinned.is_some() {
            self.store.keep(&fetched, self.wanted.key.as_ref());
        }
        Ok(fetched)
    }

    /// The component that is there now, whatever is pinned. It is kept: it is about to be pinned.
    ///
    /// # Errors
    /// As [`Way::component`].
    pub(super) async fn newest(&self) -> Result<Vec<u8>, Error> {
        let fetched = self.fetch(None).await?;
        self.store.keep(&fetched, self.wanted.key.as_ref());
        Ok(fetched)
    }

    /// The SHA-256 of the component that is there now, in lower-case hexadecimal. It is not fetched.
    ///
    /// # Errors
    /// As [`Way::component`].
    pub(super) async fn newest_digest(&self) -> Result<String, Error> {
        let found = self.wanted.digest(Limits::default().component_bytes).await;
        found.map(|digest| digest.hex()).map_err(|error| self.failed(error))
    }

    async fn fetch(&self, pinned: Option<&Digest>) -> Result<Vec<u8>, Error> {
        let fetched = self.wanted.fetch(pinned, Limits::default().component_bytes).await;
        let fetched = fetched.map_err(|error| self.failed(error))?;
        tracing::info!(strategy = self.choice.name, bytes = fetched.len(), "fetched from its registry");
        Ok(fetched)
    }

    /// An error at its place in the configuration.
    fn failed(&self, error: RegistryError) -> Error {
        let pointer = self.choice.pointer("oci");
        let place = self.config.places.place(&pointer);
        let at = format!("{place}: {}", pointer.trim_start_matches('/').replace('/', "."));
        Error::Fetch { at, error: Box::new(error) }
    }
}
