//! The only place that speaks HTTP with Odoo: two transports, one error type, a half that reads and a half that writes.

mod answer;
mod call;
mod connection;
mod error;
mod groups;
mod http;
mod json2;
mod jsonrpc;
mod open;
mod paging;
mod probe;
mod reader;
mod secret;
mod throttle;
mod values;
mod writer;

pub use call::{Domain, ReadCall, ReadMethod};
pub use connection::{Connection, Protocol};
pub use error::{ErrorKind, OdooError};
pub use groups::read_groups;
pub(crate) use http::client as http_client;
pub use open::{living_leads, open_leads};
pub use paging::{PAGE, Pages, Paging, read_all, records};
pub use probe::connect;
pub use reader::{OdooRead, Reader, Session, Usage};
pub use secret::Secret;
pub use values::{id_of, ids_of, number_of, text_of, whole_of};
pub use writer::{OdooWrite, ToDo, Writer};
