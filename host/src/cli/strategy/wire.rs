//! How a registry is reached, whichever way a strategy goes.

use clap::Args;

use crate::registry::{Access, Client, Reference, RegistryError};

#[derive(Debug, Args)]
pub(super) struct Wire {
    /// Speak HTTP without TLS to a registry that is not on this machine.
    #[arg(long)]
    plain_http: bool,
}

impl Wire {
    /// A client of the reference's registry, with the login that the operator has for it.
    pub(super) fn client(&self, reference: &Reference, access: Access) -> Result<Client, RegistryError> {
        Client::of_operator(reference, self.plain_http, access, &|name| std::env::var_os(name))
    }
}
