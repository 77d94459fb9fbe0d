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

    /// Plans a to-do on a record for a user, without a mail of Odoo's.
    ///
    /// # Errors
    /// What Odoo or the network answered to the one try. After [`ErrorKind::Interrupted`] nobody knows whether it happened.
    async fn schedule(&self, model: &str, id: u64, to_do: &ToDo) -> Result<(), OdooError>;
}

/// A to-do of Odoo: an activity of the type that Odoo ships for it.
#[derive(Clone, Debug)]
pub struct ToDo {
    /// Whose it is.
    pub user: u64,
    /// One line.
    pub summary: String,
    /// HTML; Odoo sanitises it.
    pub note: String,
    /// The day by which it is to be done, like 2026-01-31.
    pub deadline: String,
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

    async fn schedule(&self, model: &str, id: u64, to_do: &ToDo) -> Result<(), OdooError> {
        let arguments = Map::from_iter([
            ("act_type_xmlid".to_owned(), "mail.mail_activity_data_todo".into()),
            ("date_deadline".to_owned(), to_do.deadline.clone().into()),
            ("summary".to_owned(), to_do.summary.clone().into()),
            ("note".to_owned(), to_do.note.clone().into()),
            ("user_id".to_owned(), to_do.user.into()),
        ]);
        // Without it Odoo writes a mail about each activity.
        let context = Map::from_iter([("mail_activity_quick_update".to_owned(), Value::Bool(true))]);
        let shared = self.0.shared();
        match shared.once(&shared.in_context(Call::schedule(model, id, arguments, context))).await? {
            // Odoo 19 answers with a list of ids, earlier ones with a text of their own.
            Value::Array(ids) if !ids.is_empty() => Ok(()),
            Value::String(made) if !made.is_empty() => Ok(()),
            _ => Err(OdooError::new(
                ErrorKind::Interrupted,
                format!("{model}/activity_schedule"),
                "the answer does not name an activity",
            )),
        }
    }
}
