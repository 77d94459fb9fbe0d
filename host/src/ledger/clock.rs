//! The ledger's only look at the clock. Times are kept as whole milliseconds since 1970-01-01 UTC.

use std::time::Duration;

use jiff::Timestamp;

use super::error::{LedgerError, Result};

/// This instant.
pub(super) fn now_ms() -> i64 {
    Timestamp::now().as_millisecond()
}

/// The instant `ttl` after `now_ms`, in milliseconds; an error where that is beyond the calendar.
pub(super) fn later_ms(now_ms: i64, ttl: Duration) -> Result<i64> {
    i64::try_from(ttl.as_millis())
        .ok()
        .and_then(|ttl| now_ms.checked_add(ttl))
        .filter(|until| Timestamp::from_millisecond(*until).is_ok())
        .ok_or_else(|| LedgerError::OutOfRange { what: "length of a lease", value: format!("{ttl:?}") })
}

/// A stored instant as a timestamp.
pub(super) fn timestamp(ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| LedgerError::OutOfRange { what: "time", value: ms.to_string() })
}
