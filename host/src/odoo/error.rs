//! What can go wrong with Odoo, told apart by the exception's name first and the HTTP status second (odoo-api rules: a status alone
//! says little, `/jsonrpc` always answers 200).

use std::fmt;
use std::time::Duration;

use crate::text::mask;

/// What an error means for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// No connection: name, port, firewall, certificate.
    Unreachable,
    /// Sent, but no answer came, or a proxy answered in Odoo's place: a write may have happened.
    Interrupted,
    /// Login, password or key.
    Authentication,
    /// No such database.
    Database,
    /// Rights on the model, the records or a field.
    Access,
    /// A record is gone.
    Missing,
    /// A business rule of Odoo refuses the values.
    Refused,
    /// A field, model or method that this Odoo does not have, or arguments it does not take.
    Unsupported,
    /// Row locks, serialisation, too many calls: nothing happened, later it may work.
    Busy,
    /// The call was too large for the server's limits and was rolled back.
    TooLarge,
    /// An answer that is not what the API promises.
    Protocol,
}

/// A failed call.
#[derive(Clone, Debug)]
pub struct OdooError {
    /// What it means.
    pub kind: ErrorKind,
    /// Model and method, or the path asked.
    pub call: String,
    /// What Odoo or the network said: one line, bounded. May hold personal data of a record.
    pub message: String,
    /// What a proxy or Odoo asked us to wait.
    pub retry_after: Option<Duration>,
}

/// The longest message kept, in characters.
const MESSAGE_LIMIT: usize = 300;

impl OdooError {
    /// An error of `call`; the message is cut to one bounded line.
    #[must_use]
    pub fn new(kind: ErrorKind, call: impl Into<String>, message: impl AsRef<str>) -> OdooError {
        let line = message.as_ref().lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("no message");
        let line = line.trim_end_matches('.');
        let line = mask(line);
        let mut kept: String = line.chars().filter(|letter| !letter.is_control()).take(MESSAGE_LIMIT).collect();
        if line.chars().count() > MESSAGE_LIMIT {
            kept.push('…');
        }
        OdooError { kind, call: call.into(), message: kept, retry_after: None }
    }

    /// By the name of Odoo's exception and its message, then by the HTTP status.
    #[must_use]
    pub fn classify(call: &str, status: u16, name: &str, message: &str) -> OdooError {
        let short = name.rsplit('.').next().unwrap_or(name);
        let kind = match short {
            "Unauthorized" | "AccessDenied" | "SessionExpiredException" => ErrorKind::Authentication,
            "AccessError" => ErrorKind::Access,
            "MissingError" => ErrorKind::Missing,
            // How `/jsonrpc` says what JSON-2 calls `NotFound`: no such model. Odoo never translates it.
            "UserError" if message.starts_with("Object ") && message.ends_with(" doesn't exist") => {
                ErrorKind::Unsupported
            }
            "UserError" | "ValidationError" | "RedirectWarning" => ErrorKind::Refused,
            "LockError" | "SerializationFailure" | "DeadlockDetected" | "LockNotAvailable" | "TooManyRequests" => {
                ErrorKind::Busy
            }
            "OperationalError" if message.contains("does not exist") => ErrorKind::Database,
            "UnprocessableEntity" | "NotFound" | "AttributeError" => ErrorKind::Unsupported,
            "ValueError" | "KeyError" | "TypeError" => ErrorKind::Unsupported,
            "Exception" if message.contains("limit exceeded") => ErrorKind::TooLarge,
            "MemoryError" => ErrorKind::TooLarge,
            // The database went away: whether the call was carried out nobody knows.
            "OperationalError" | "InterfaceError" => ErrorKind::of_status(status),
            // Any other exception in Odoo's own shape, whoever's code it is: it rolled back, and would do so again.
            _ if name.contains('.') => ErrorKind::Refused,
            _ => ErrorKind::of_status(status),
        };
        OdooError::new(kind, call, message)
    }

    /// The error without Odoo's own words, which may name a record: for logs.
    #[must_use]
    pub fn brief(&self) -> String {
        format!("{} (`{}`)", self.kind.words(), self.call)
    }

    /// Whether reading again may help. A write is never simply repeated.
    #[must_use]
    pub fn is_worth_another_try(&self) -> bool {
        matches!(self.kind, ErrorKind::Unreachable | ErrorKind::Interrupted | ErrorKind::Busy)
    }

    /// Whether Odoo refused these records or values, so that a smaller call may find the one at fault.
    #[must_use]
    pub fn is_about_records(&self) -> bool {
        matches!(self.kind, ErrorKind::Refused | ErrorKind::Missing | ErrorKind::Access | ErrorKind::TooLarge)
    }

    /// The way out, for the operator.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self.kind {
            ErrorKind::Unreachable => {
                "check `odoo_connection.host`, `port` and `ssl`, and that this machine may reach it"
            }
            ErrorKind::Interrupted => {
                "the server or a proxy between stopped answering; look at its log, then run again"
            }
            ErrorKind::Authentication => {
                "check `odoo_connection.username` and `password` or `api_key`; API keys expire (Odoo: Preferences, Account Security)"
            }
            ErrorKind::Database => "check `odoo_connection.database`; names are case-sensitive",
            ErrorKind::Access => {
                "the API user needs `Sales / User: All Documents` and may need the record's company; `odlm check` lists what is missing"
            }
            ErrorKind::Missing => "the record was deleted meanwhile; run again",
            ErrorKind::Refused => "Odoo's own rules refuse the values; open the record in Odoo to see why",
            ErrorKind::Unsupported => "run `odlm check`: it compares the configured fields with what this Odoo has",
            ErrorKind::Busy => "the server is busy; run again later or set `odoo_connection.rate_limit_rps`",
            ErrorKind::TooLarge => "lower `execution.batch_size`",
            ErrorKind::Protocol => {
                "is this address an Odoo server? `odoo_connection.host` may name a proxy or another program"
            }
        }
    }
}

impl ErrorKind {
    fn words(self) -> &'static str {
        match self {
            ErrorKind::Unreachable => "Odoo cannot be reached",
            ErrorKind::Interrupted => "Odoo gave no answer",
            ErrorKind::Authentication => "Odoo does not accept the login",
            ErrorKind::Database => "Odoo has no such database",
            ErrorKind::Access => "Odoo denies access",
            ErrorKind::Missing => "Odoo no longer has the record",
            ErrorKind::Refused => "Odoo refuses the values",
            ErrorKind::Unsupported => "Odoo does not know what was asked",
            ErrorKind::Busy => "Odoo is busy",
            ErrorKind::TooLarge => "the call was too large for Odoo's limits",
            ErrorKind::Protocol => "the answer is not Odoo's",
        }
    }

    fn of_status(status: u16) -> ErrorKind {
        match status {
            401 => ErrorKind::Authentication,
            403 => ErrorKind::Access,
            404 | 422 => ErrorKind::Unsupported,
            409 | 429 | 503 => ErrorKind::Busy,
            413 => ErrorKind::TooLarge,
            502 | 504 | 408 => ErrorKind::Interrupted,
            // Odoo answers 500 in its own shape after a rollback; without that shape nobody knows what happened.
            500..=599 => ErrorKind::Interrupted,
            _ => ErrorKind::Protocol,
        }
    }
}

impl fmt::Display for OdooError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.brief(), self.message)
    }
}

impl std::error::Error for OdooError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_decides_before_the_status() {
        let table = [
            (401, "werkzeug.exceptions.Unauthorized", "Invalid apikey", ErrorKind::Authentication),
            (403, "odoo.exceptions.AccessError", "not allowed", ErrorKind::Access),
            (404, "odoo.exceptions.MissingError", "gone", ErrorKind::Missing),
            (404, "werkzeug.exceptions.NotFound", "no such model", ErrorKind::Unsupported),
            (409, "odoo.exceptions.LockError", "locked", ErrorKind::Busy),
            (422, "odoo.exceptions.ValidationError", "company", ErrorKind::Refused),
            (422, "werkzeug.exceptions.UnprocessableEntity", "missing argument", ErrorKind::Unsupported),
            (500, "builtins.ValueError", "Invalid field crm.lead.x", ErrorKind::Unsupported),
            (500, "psycopg2.errors.SerializationFailure", "could not serialize", ErrorKind::Busy),
            (500, "builtins.Exception", "CPU time limit exceeded.", ErrorKind::TooLarge),
            (200, "odoo.exceptions.UserError", "no", ErrorKind::Refused),
            (200, "odoo.exceptions.UserError", "Object crm.lead doesn't exist", ErrorKind::Unsupported),
            (200, "psycopg2.OperationalError", "database \"x\" does not exist", ErrorKind::Database),
            (500, "builtins.ZeroDivisionError", "division by zero", ErrorKind::Refused),
            (500, "psycopg2.OperationalError", "server closed the connection", ErrorKind::Interrupted),
            (502, "", "", ErrorKind::Interrupted),
            (503, "", "", ErrorKind::Busy),
            (429, "", "", ErrorKind::Busy),
            (500, "", "", ErrorKind::Interrupted),
        ];
        for (status, name, message, kind) in table {
            assert_eq!(OdooError::classify("m/f", status, name, message).kind, kind, "{status} {name}");
        }
    }

    #[test]
    fn a_message_is_one_bounded_line() {
        let error = OdooError::new(ErrorKind::Refused, "m/f", format!("\n{}\nTraceback", "x".repeat(1000)));
        assert_eq!(error.message.chars().count(), MESSAGE_LIMIT + 1);
        assert!(!error.message.contains("Traceback"));
    }
}
