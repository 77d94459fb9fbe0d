//! What can go wrong with a registry: each way its own variant, one sentence that names the place, and the way out.

use std::path::PathBuf;

use super::digest::Digest;
use crate::text::bytes;

/// Why an artifact was not pushed or not pulled. Texts of the registry are cleaned and short; no login is ever in one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// What was typed is no reference.
    #[error("`{typed}` is no reference to an artifact: {detail}")]
    Reference {
        /// What was typed.
        typed: String,
        /// Which part is wrong.
        detail: String,
    },
    /// A file on this machine cannot be read.
    #[error("`{}` cannot be read: {detail}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        detail: String,
    },
    /// A file of keys holds none that is of use.
    #[error("`{}` holds no key that can be used: {detail}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// The file of logins cannot be made sense of.
    #[error("`{}` cannot be used for the login: {detail}", path.display())]
    Logins {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// One of the two variables of a login is set, the other is not.
    #[error("`{set}` is set and `{unset}` is not")]
    HalfLogin {
        /// The variable that is set.
        set: &'static str,
        /// The one that is missing.
        unset: &'static str,
    },
    /// No exchange came about.
    #[error("the registry `{registry}` cannot be reached: {detail}")]
    Unreachable {
        /// Host and port.
        registry: String,
        /// What the network said.
        detail: String,
    },
    /// It wants a login, and none is known for it or it does not take the one given.
    #[error("the registry `{registry}` {} for `{repository}`", if *known { "does not accept the login" } else { "wants a login" })]
    Unauthorized {
        /// Host and port.
        registry: String,
        /// The repository.
        repository: String,
        /// Whether a login was shown.
        known: bool,
    },
    /// The login lacks the right.
    #[error("the registry `{registry}` does not let this login {} `{repository}`", if *writes { "write" } else { "read" })]
    Forbidden {
        /// Host and port.
        registry: String,
        /// The repository.
        repository: String,
        /// Whether it was to be written.
        writes: bool,
    },
    /// There is no such artifact.
    #[error("there is no `{reference}`")]
    NotFound {
        /// What was asked for.
        reference: String,
    },
    /// Any other answer.
    #[error("the registry `{registry}` answered {what} with HTTP status {status}{}", said(detail))]
    Status {
        /// Host and port.
        registry: String,
        /// What was asked of it.
        what: &'static str,
        /// The status.
        status: u16,
        /// Its own words, or nothing.
        detail: String,
    },
    /// It sends elsewhere, without TLS.
    #[error("the registry `{registry}` sends to `{to}`, which has no TLS")]
    NoTls {
        /// Host and port.
        registry: String,
        /// Scheme and host that it sends to.
        to: String,
    },
    /// It sends elsewhere again and again.
    #[error("the registry `{registry}` sends elsewhere more than {limit} times")]
    Redirects {
        /// Host and port.
        registry: String,
        /// The most that are followed.
        limit: usize,
    },
    /// An answer that is not what the specification says.
    #[error("{what} from the registry `{registry}` cannot be read: {detail}")]
    Malformed {
        /// Host and port.
        registry: String,
        /// Which answer.
        what: &'static str,
        /// What is wrong with it.
        detail: String,
    },
    /// More than is accepted.
    #[error("{what} of `{reference}` is larger than the {} accepted", bytes(*limit))]
    TooLarge {
        /// The artifact.
        reference: String,
        /// Which part.
        what: &'static str,
        /// The limit in bytes.
        limit: usize,
    },
    /// What was served is larger than its manifest says.
    #[error("{what} of `{reference}` should have {} and has more", bytes(*expected))]
    WrongSize {
        /// The artifact.
        reference: String,
        /// Which part.
        what: &'static str,
        /// The size in bytes that its manifest names.
        expected: usize,
    },
    /// What was served is not what its digest says.
    #[error("{what} of `{reference}` should be {expected} and is {found}")]
    WrongDigest {
        /// The artifact.
        reference: String,
        /// Which part.
        what: &'static str,
        /// The digest asked for.
        expected: Digest,
        /// The digest of what was served.
        found: Digest,
    },
    /// The tag points elsewhere than the pin.
    #[error("`{reference}`: the tag points at {found} now, not at the pinned {pinned}")]
    Moved {
        /// The artifact.
        reference: String,
        /// What was pinned.
        pinned: Digest,
        /// Where the tag points.
        found: Digest,
    },
    /// Another component than the pinned one.
    #[error("`{reference}` holds the component {found} now, not the pinned {pinned}")]
    OtherComponent {
        /// The artifact.
        reference: String,
        /// What was pinned.
        pinned: Digest,
        /// What is there.
        found: Digest,
    },
    /// An artifact of another kind.
    #[error("`{reference}` is no WebAssembly artifact: {detail}")]
    NotWasm {
        /// The artifact.
        reference: String,
        /// What it is instead.
        detail: String,
    },
    /// It is not signed.
    #[error("`{reference}` has no signature: there is no tag `{tag}` beside it")]
    NoSignature {
        /// The artifact, by digest.
        reference: String,
        /// Where a signature would be.
        tag: String,
    },
    /// It is signed, and not by the key.
    #[error("no signature of `{reference}` is good for the key: {detail}")]
    WrongSignature {
        /// The artifact, by digest.
        reference: String,
        /// What was found.
        detail: String,
    },
}

fn said(detail: &str) -> String {
    if detail.is_empty() { String::new() } else { format!(": {detail}") }
}

impl RegistryError {
    /// Whether what was typed or a file on this machine is at fault, rather than what the registry answered.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        match self {
            RegistryError::Reference { .. }
            | RegistryError::File { .. }
            | RegistryError::Key { .. }
            | RegistryError::Logins { .. }
            | RegistryError::HalfLogin { .. } => true,
            RegistryError::Unreachable { .. }
            | RegistryError::Unauthorized { .. }
            | RegistryError::Forbidden { .. }
            | RegistryError::NotFound { .. }
            | RegistryError::Status { .. }
            | RegistryError::NoTls { .. }
            | RegistryError::Redirects { .. }
            | RegistryError::Malformed { .. }
            | RegistryError::TooLarge { .. }
            | RegistryError::WrongSize { .. }
            | RegistryError::WrongDigest { .. }
            | RegistryError::Moved { .. }
            | RegistryError::OtherComponent { .. }
            | RegistryError::NotWasm { .. }
            | RegistryError::NoSignature { .. }
            | RegistryError::WrongSignature { .. } => false,
        }
    }

    /// What to do about it, in one sentence without a full stop.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            RegistryError::Reference { .. } => {
                "write `oci://HOST[:PORT]/REPOSITORY:TAG` or `oci://HOST[:PORT]/REPOSITORY@sha256:DIGEST`; a login goes into `ODLM_REGISTRY_USERNAME` and `ODLM_REGISTRY_PASSWORD`"
            }
            RegistryError::File { .. } => "check the path and its rights",
            RegistryError::Key { .. } => {
                "`--key` and `key` take a P-256 public key in PEM, as cosign's `cosign.pub`; `--sign` an unencrypted P-256 private key in PEM (PKCS#8), as of `openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256`"
            }
            RegistryError::Logins { .. } => {
                "mend the file, or set `ODLM_REGISTRY_USERNAME` and `ODLM_REGISTRY_PASSWORD`, which go before it"
            }
            RegistryError::HalfLogin { .. } => "set both variables, or neither",
            RegistryError::Unreachable { .. } => {
                "check host, port and network; a registry without TLS that is not on this machine needs `--plain-http`, or `plain_http: true` beside `oci`"
            }
            RegistryError::Unauthorized { .. } => {
                "set `ODLM_REGISTRY_USERNAME` and `ODLM_REGISTRY_PASSWORD`, or log in with a tool that writes `auths` into `~/.docker/config.json`; credential helpers are not run"
            }
            RegistryError::Forbidden { .. } => "have the login given the right on the repository, or use another login",
            RegistryError::NotFound { .. } => {
                "check repository, tag and digest; some registries hide what a login may not see"
            }
            RegistryError::Status { .. } => "try again later; if it stays so, ask whoever runs the registry",
            RegistryError::NoTls { .. } => {
                "have the registry send to HTTPS; where all of it may go unencrypted, `--plain-http` allows its own host"
            }
            RegistryError::Redirects { .. } | RegistryError::Malformed { .. } => {
                "check that the host is an OCI registry and not a page in front of it"
            }
            RegistryError::TooLarge { .. } => "build the component for release and strip its symbols",
            RegistryError::WrongSize { .. } | RegistryError::WrongDigest { .. } => {
                "do not use it: the registry's data is damaged or was changed; push it again from its source"
            }
            RegistryError::Moved { .. } => {
                "look at what is new and pin its digest, or leave the tag out of the reference to stay with the pinned one"
            }
            RegistryError::OtherComponent { .. } => {
                "look at what changed, then `odlm strategy pin` pins it anew; an `oci` that names the digest of the pinned artifact stays with it"
            }
            RegistryError::NotWasm { .. } => "`odlm strategy push` and `wkg oci push` make WebAssembly artifacts",
            RegistryError::NoSignature { .. } => {
                "have it signed with `odlm strategy push --sign`, or by cosign in its `.sig` form: cosign 3 takes `--new-bundle-format=false --use-signing-config=false`"
            }
            RegistryError::WrongSignature { .. } => "do not use it, unless its author confirms another key",
        }
    }
}
