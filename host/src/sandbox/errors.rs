//! Errors as Odoo names them, and the sandbox's own. Holds no transport: `json2` and `jsonrpc` wrap these their own way.

use serde_json::{Value, json};
use thiserror::Error;

/// Why a sandbox cannot be started or its records not be changed.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// The port cannot be had.
    #[error("the sandbox cannot listen on port `{port}`: {source}")]
    Listen {
        /// The port asked for, 0 for any.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// More records than the sandbox makes.
    #[error("the sandbox makes at most {most} {what}, not {wanted}")]
    TooMany {
        /// `leads` or `salespeople`.
        what: &'static str,
        /// The number asked for.
        wanted: usize,
        /// The bound.
        most: usize,
    },
    /// A change of the records that Odoo would refuse too.
    #[error("the sandbox refuses the change: {0}")]
    Refused(String),
}

/// Names of Odoo's errors that the sandbox answers with.
pub(crate) mod name {
    pub(crate) const ACCESS: &str = "odoo.exceptions.AccessError";
    pub(crate) const ASSERTION: &str = "builtins.AssertionError";
    pub(crate) const ATTRIBUTE: &str = "builtins.AttributeError";
    pub(crate) const BAD_REQUEST: &str = "werkzeug.exceptions.BadRequest";
    pub(crate) const BAD_TEXT: &str = "psycopg2.errors.InvalidTextRepresentation";
    pub(crate) const DENIED: &str = "odoo.exceptions.AccessDenied";
    pub(crate) const LOCK: &str = "odoo.exceptions.LockError";
    pub(crate) const MISSING: &str = "odoo.exceptions.MissingError";
    pub(crate) const NEGATIVE_LIMIT: &str = "psycopg2.errors.InvalidRowCountInLimitClause";
    pub(crate) const NOT_FOUND: &str = "werkzeug.exceptions.NotFound";
    pub(crate) const OPERATIONAL: &str = "psycopg2.OperationalError";
    pub(crate) const SERIALIZATION: &str = "psycopg2.errors.SerializationFailure";
    pub(crate) const TYPE: &str = "builtins.TypeError";
    pub(crate) const UNAUTHORIZED: &str = "werkzeug.exceptions.Unauthorized";
    pub(crate) const UNPROCESSABLE: &str = "werkzeug.exceptions.UnprocessableEntity";
    pub(crate) const USER: &str = "odoo.exceptions.UserError";
    pub(crate) const VALIDATION: &str = "odoo.exceptions.ValidationError";
    pub(crate) const VALUE: &str = "builtins.ValueError";
}

/// An exception that Odoo would raise.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OdooError {
    /// Python's name of it.
    pub(crate) name: &'static str,
    /// Its message.
    pub(crate) message: String,
}

impl OdooError {
    pub(crate) fn new(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }

    /// A `ValueError`: unknown field, malformed domain, wrong value.
    pub(crate) fn value(message: impl Into<String>) -> Self {
        Self::new(name::VALUE, message)
    }

    /// A `TypeError`: a value of the wrong kind.
    pub(crate) fn kind(message: impl Into<String>) -> Self {
        Self::new(name::TYPE, message)
    }

    /// A record that is gone, as the caller `uid` is told.
    pub(crate) fn missing(model: &str, id: i64, uid: u64) -> Self {
        let message = format!("Record does not exist or has been deleted.\n(Record: {model}({id},), User: {uid})");
        Self::new(name::MISSING, message)
    }

    /// The HTTP status JSON-2 answers with.
    pub(crate) fn status(&self) -> u16 {
        match self.name {
            name::BAD_REQUEST => 400,
            name::UNAUTHORIZED => 401,
            name::ACCESS | name::DENIED => 403,
            name::NOT_FOUND | name::MISSING => 404,
            name::LOCK => 409,
            name::UNPROCESSABLE | name::USER | name::VALIDATION => 422,
            _ => 500,
        }
    }

    /// The object with `name`, `message`, `arguments`, `context` and `debug`, in Odoo's order.
    pub(crate) fn body(&self) -> Value {
        let arguments = match self.name {
            name if name.starts_with("werkzeug.") => json!([self.message, self.status()]),
            _ => json!([self.message]),
        };
        let debug = format!("Traceback (most recent call last):\n  (sandbox)\n{}: {}\n", self.name, self.message);
        json!({"name": self.name, "message": self.message, "arguments": arguments, "context": {}, "debug": debug})
    }
}
