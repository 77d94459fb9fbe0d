//! What can go wrong while strategies are built. Each error is one sentence; [`Error::hint`] says what to do about it.

use std::path::PathBuf;

/// Why strategies could not be built.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The forcing variable holds something else than a way.
    #[error("`ODLM_WASM_TOOLCHAIN` is `{value}`, which is none of `installed`, `rustup`, `debian`")]
    UnknownChoice {
        /// What it holds.
        value: String,
    },
    /// No way led to a toolchain; one sentence a way that was tried.
    #[error("no toolchain for `wasm32-unknown-unknown` was found: {}", tried.join("; "))]
    NoToolchain {
        /// Why each way failed.
        tried: Vec<String>,
    },
    /// A program could not be started.
    #[error("`{program}` could not be started: {source}")]
    Start {
        /// Its name.
        program: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A program ended with a failure.
    #[error("`{program}` failed ({status})")]
    Failed {
        /// Its name and first arguments.
        program: String,
        /// How it ended.
        status: String,
    },
    /// A program took longer than it was given.
    #[error("`{program}` took longer than {seconds} s and was stopped")]
    TooSlow {
        /// Its name and first arguments.
        program: String,
        /// What it was given.
        seconds: u64,
    },
    /// A file could not be read or written.
    #[error("`{}` could not be {action}: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// `read`, `written` or `created`.
        action: &'static str,
        /// What the system says.
        source: std::io::Error,
    },
    /// A tool of a language is not installed.
    #[error("{tool} is missing")]
    Missing {
        /// What it is, for people.
        tool: &'static str,
        /// How it is installed.
        install: &'static str,
    },
    /// The compiled core is no strategy.
    #[error("`{name}` could not be wrapped as a component: {reason}")]
    Encode {
        /// The package.
        name: String,
        /// What the encoder says.
        reason: String,
    },
}

impl Error {
    /// The way out, where there is one.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Error::UnknownChoice { .. } => Some("unset it, and the first toolchain that works is taken"),
            Error::NoToolchain { .. } => Some(
                "run `rustup target add wasm32-unknown-unknown`, or on Debian as root `apt-get install rustc-web cargo-web rust-web-src`",
            ),
            Error::Encode { .. } => Some(
                "in Rust a strategy is a `cdylib` that calls `odlm_strategy_sdk::register!`; in any language it may use no system interface",
            ),
            Error::Missing { install, .. } => Some(install),
            Error::Failed { .. } | Error::TooSlow { .. } => Some("its own messages stand above"),
            Error::Start { .. } | Error::File { .. } => None,
        }
    }
}
