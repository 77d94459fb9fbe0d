//! Errors of MySQL and MariaDB, told apart by their numbers (<https://dev.mysql.com/doc/mysql-errors/8.0/en/>), never by their texts.

use sqlx::Error;
use sqlx::mysql::MySqlDatabaseError;

use crate::ledger::driver::{LOCK_TIMEOUT, of_connection};
use crate::ledger::error::LedgerError;

/// The error for the operator.
pub(super) fn explain(place: &str, doing: &'static str, error: &Error) -> LedgerError {
    let Some(error) = error.as_database_error() else { return of_connection(place, doing, error) };
    let (place, detail) = (place.to_owned(), error.message().to_owned());
    let number = error.try_downcast_ref::<MySqlDatabaseError>().map(MySqlDatabaseError::number);
    match number {
        // Access denied to the server, the database, a table, from this machine; no privilege.
        Some(1044 | 1045 | 1129 | 1130 | 1142 | 1143 | 1227 | 1370 | 1698) => LedgerError::Refused { place, detail },
        Some(1049) => LedgerError::NoDatabase { place, detail },
        // A wait for a lock that was too long, a deadlock.
        Some(1205 | 1213) => LedgerError::Busy { place, doing, seconds: LOCK_TIMEOUT.as_secs() },
        // Full disk or table, too many connections, shutting down, read only.
        Some(1021 | 1040 | 1041 | 1053 | 1114 | 1203 | 1290 | 1836) => {
            LedgerError::Unreachable { place, doing, detail }
        }
        _ => LedgerError::Failed { place, doing, detail },
    }
}
