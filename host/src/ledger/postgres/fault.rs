//! Errors of PostgreSQL, told apart by their codes (<https://www.postgresql.org/docs/current/errcodes-appendix.html>), never by their
//! texts.

use sqlx::Error;

use crate::ledger::driver::{LOCK_TIMEOUT, of_connection};
use crate::ledger::error::LedgerError;

/// The error for the operator.
pub(super) fn explain(place: &str, doing: &'static str, error: &Error) -> LedgerError {
    let Some(error) = error.as_database_error() else { return of_connection(place, doing, error) };
    let (place, detail) = (place.to_owned(), error.message().to_owned());
    let code = error.code().unwrap_or_default();
    match &*code {
        "28000" | "28P01" | "42501" => LedgerError::Refused { place, detail },
        "3D000" => LedgerError::NoDatabase { place, detail },
        // A wait for a lock that was too long, a deadlock, a conflict.
        "55P03" | "40P01" | "40001" => LedgerError::Busy { place, doing, seconds: LOCK_TIMEOUT.as_secs() },
        // Shutting down or starting, full, too many connections, read only, a statement that took too long.
        "57P01" | "57P02" | "57P03" | "53100" | "53200" | "53300" | "25006" | "57014" => {
            LedgerError::Unreachable { place, doing, detail }
        }
        _ if code.starts_with("08") => LedgerError::Unreachable { place, doing, detail },
        _ => LedgerError::Failed { place, doing, detail },
    }
}
