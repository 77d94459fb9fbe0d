//! The half that writes. A write is never repeated here: whether it happened is settled by reading, by `apply`.

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::call::{Call, ReadCall};
use super::error::{ErrorKind, OdooError};
use super::reader::{OdooRead, Reader, Session, Usage};

/// The half of Odoo that writes, beside the half that reads.
#[async_trait]
pub trait OdooWrite: OdooRead {
    /// Writes the same values to all records in one transaction: all or none.
    ///
    /// # Errors
    /// What Odoo or the network answered to the one try. After [`ErrorKind::Interrupted`] nobody knows whether it happened.
    async fn write(
        &self,
        model: &str,
        ids: &[u64],
        values: Map<String, Value>,
        context: Map<String, Value>,
    ) -> Result<(), OdooError>;
}

/// The real half that writes.
pub struct Writer(Reader);

impl Writer {
    /// Takes a connection over for writing.
    #[must_use]
    pub fn new(reader: Reader) -> Writer {
        Writer(reader)
    }
}

#[async_trait]
impl OdooRead for Writer {
    async fn read(&self, call: ReadCall) -> Result<Value, OdooError> {
        self.0.read(call).await
    }

    fn session(&self) -> &Session {
        self.0.session()
    }

    fn usage(&self) -> Usage {
        self.0.usage()
    }
}

#[async_trait]
impl OdooWrite for Writer {
    async fn write(
        &self,
        model: &str,
        ids: &[u64],
        values: Map<String, Value>,
        context: Map<String, Value>,
    ) -> Result<(), OdooError> {
        let shared = self.0.shared();
        match shared.once(&shared.in_context(Call::write(model, ids, values, context))).await? {
            Value::Bool(true) => Ok(()),
            _ => Err(OdooError::new(
                ErrorKind::Interrupted,
                format!("{model}/write"),
                "the answer to a write is not `true`",
            )),
        }
    }
}
