//! The exit codes, a promise to scripts: numbers are never given another meaning.

use crate::domain::run::Status;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitCode {
    /// Complete, nothing to distribute, or declined in step mode.
    Success = 0,
    /// A bug.
    Unexpected = 1,
    /// Usage or configuration.
    Usage = 2,
    /// Some leads were refused, in conflict or unknown.
    Partial = 3,
    /// The strategy failed, or its plan was refused.
    Strategy = 4,
    /// Odoo: unreachable, authentication, rights.
    Odoo = 5,
    /// The ledger: unreachable, corrupt, newer than this program.
    Ledger = 6,
    /// Another run holds the lease.
    Lease = 7,
    /// The registry: unreachable, login, rights, or not what was asked for.
    Registry = 8,
    /// Interrupted by the operator.
    Interrupted = 130,
}

impl ExitCode {
    /// The code of a run that ended with this status and without an error.
    #[must_use]
    pub fn of_status(status: Status) -> ExitCode {
        match status {
            Status::Complete | Status::Nothing | Status::DryRun | Status::Declined => ExitCode::Success,
            Status::Partial => ExitCode::Partial,
            Status::Refused => ExitCode::Strategy,
            Status::Interrupted => ExitCode::Interrupted,
            Status::Running | Status::Failed => ExitCode::Unexpected,
        }
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> std::process::ExitCode {
        std::process::ExitCode::from(code as u8)
    }
}
