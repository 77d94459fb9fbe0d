//! Errors of SQLite, told apart by its result codes (<https://www.sqlite.org/rescode.html>), never by their texts.

use sqlx::Error;

use super::database::BUSY_TIMEOUT;
use crate::ledger::error::LedgerError;

const PERM: i32 = 3;
const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const READONLY: i32 = 8;
const IOERR: i32 = 10;
const CORRUPT: i32 = 11;
const FULL: i32 = 13;
const CANTOPEN: i32 = 14;
const NOTADB: i32 = 26;

/// The primary result code; none when the error is not SQLite's.
fn primary_code(error: &Error) -> Option<i32> {
    // The lower eight bits are the primary code, the rest says more about it.
    error.as_database_error()?.code()?.parse::<i32>().ok().map(|code| code & 0xff)
}

/// Whether another connection was in the way.
pub(super) fn is_busy(error: &Error) -> bool {
    matches!(primary_code(error), Some(BUSY | LOCKED))
}

/// The error for the operator.
pub(super) fn explain(place: &str, doing: &'static str, error: &Error) -> LedgerError {
    let place = place.to_owned();
    let detail = match error.as_database_error() {
        Some(error) => error.message().to_owned(),
        None => error.to_string(),
    };
    if matches!(error, Error::Io(_)) {
        return LedgerError::Unreachable { place, doing, detail };
    }
    match primary_code(error) {
        Some(BUSY | LOCKED) => LedgerError::Busy { place, doing, seconds: BUSY_TIMEOUT.as_secs() },
        Some(CORRUPT | NOTADB) => LedgerError::Corrupt { place, detail },
        Some(PERM | READONLY | IOERR | FULL | CANTOPEN) => LedgerError::Unreachable { place, doing, detail },
        _ => LedgerError::Failed { place, doing, detail },
    }
}
