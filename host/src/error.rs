//! Everything that ends a command early: what it says, the way out, the exit code.

use crate::apply::ApplyError;
use crate::config::source::{ConfigError, ConfigErrors};
use crate::exit_code::ExitCode;
use crate::ledger::LedgerError;
use crate::odoo::OdooError;
use crate::plan::PlanError;
use crate::registry::RegistryError;
use crate::scaffold::ScaffoldError;
use crate::strategy::StrategyError;

/// An error that ends a command.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Mistakes in the configuration or in a file that it names, each with its place and hint.
    #[error("{}", sentences(.0))]
    Config(ConfigErrors),
    /// A mistake that has no place in a file.
    #[error("{message}")]
    Usage {
        /// One sentence.
        message: String,
        /// The way out.
        hint: String,
    },
    /// Odoo.
    #[error(transparent)]
    Odoo(#[from] OdooError),
    /// The strategy.
    #[error(transparent)]
    Strategy(#[from] StrategyError),
    /// A strategy's project.
    #[error(transparent)]
    Scaffold(#[from] ScaffoldError),
    /// The strategy's plan.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A registry of strategies.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// A registry, asked for a strategy that the configuration names.
    #[error("{at}: {error}")]
    Fetch {
        /// Where its reference stands, and the path of that key.
        at: String,
        /// What went wrong.
        error: Box<RegistryError>,
    },
    /// The operator stopped it.
    #[error("stopped before this run wrote anything")]
    Interrupted,
    /// The operating system.
    #[error("{what}: {detail}")]
    System {
        /// What was tried.
        what: String,
        /// What the system said.
        detail: String,
    },
    /// What cannot happen, and did.
    #[error("{0}")]
    Unexpected(String),
}

impl Error {
    /// A mistake without a place in a file.
    #[must_use]
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> Error {
        Error::Usage { message: message.into(), hint: hint.into() }
    }

    /// What is kept in the ledger: the error without Odoo's own words about a record.
    #[must_use]
    pub fn brief(&self) -> String {
        match self {
            Error::Odoo(error) => error.brief(),
            other => other.to_string(),
        }
    }

    /// The way out, one sentence.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            // Each of its errors shows its own.
            Error::Config(_) => None,
            Error::Usage { hint, .. } => Some(hint.clone()),
            Error::Odoo(error) => Some(error.hint().to_owned()),
            Error::Strategy(error) => Some(error.hint().to_owned()),
            Error::Scaffold(error) => Some(error.hint().to_owned()),
            Error::Plan(_) => Some(
                "nothing was written; tell the strategy's author, or set `distribution.error_handling.strategy_failure: use_round_robin`"
                    .to_owned(),
            ),
            Error::Ledger(error) => error.hint().map(str::to_owned),
            Error::Registry(error) => Some(error.hint().to_owned()),
            Error::Fetch { error, .. } => Some(error.hint().to_owned()),
            Error::Interrupted => Some("run again".to_owned()),
            Error::System { .. } => None,
            Error::Unexpected(_) => Some("this is a bug of odlm: please report it with this line and the version".to_owned()),
        }
    }

    /// The exit code.
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self {
            // The author's own files, tools and source.
            Error::Config(_) | Error::Usage { .. } | Error::Scaffold(_) => ExitCode::Usage,
            Error::Odoo(_) => ExitCode::Odoo,
            Error::Strategy(_) | Error::Plan(_) => ExitCode::Strategy,
            Error::Ledger(LedgerError::Held { .. } | LedgerError::Lost { .. }) => ExitCode::Lease,
            Error::Ledger(_) => ExitCode::Ledger,
            Error::Registry(error) if error.is_usage() => ExitCode::Usage,
            Error::Fetch { error, .. } if error.is_usage() => ExitCode::Usage,
            Error::Registry(_) | Error::Fetch { .. } => ExitCode::Registry,
            Error::Interrupted => ExitCode::Interrupted,
            Error::System { .. } | Error::Unexpected(_) => ExitCode::Unexpected,
        }
    }
}

/// The mistakes one behind the other, without their hints: for a ledger or a report, which hold an error as one text.
fn sentences(errors: &ConfigErrors) -> String {
    let sentence = |error: &ConfigError| match error.path.as_str() {
        "" => format!("{}: {}", error.place, error.message),
        path => format!("{}: {path}: {}", error.place, error.message),
    };
    errors.as_slice().iter().map(sentence).collect::<Vec<_>>().join("; ")
}

impl From<ConfigErrors> for Error {
    fn from(errors: ConfigErrors) -> Error {
        Error::Config(errors)
    }
}

impl From<ApplyError> for Error {
    fn from(error: ApplyError) -> Error {
        match error {
            ApplyError::Odoo(error) => Error::Odoo(error),
            ApplyError::Ledger(error) => Error::Ledger(error),
        }
    }
}
