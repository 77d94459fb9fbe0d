//! The write-ahead ledger: what a run intends stands here before Odoo sees it, and what became of it after.
//!
//! [`Ledger`] is what the rest of odlm sees. `tables` carries it out in SQL that is written once, over the small `driver`; each database
//! is one thin folder beside them, with its migrations in `host/migrations/<database>/`, and passes the same suite of tests. Nothing
//! outside this folder speaks SQL or names sqlx, and nothing in it knows Odoo.

mod clock;
mod convert;
mod driver;
mod error;
mod holder;
mod mysql;
mod open;
mod pack;
mod place;
mod postgres;
mod sqlite;
mod store;
mod tables;
mod versions;

pub use error::{LedgerError, Result};
pub use holder::this_process;
pub use open::{open, open_read_only};
pub use place::{Engine, Place, ROWS, Server, Store, Tls, TlsMode, is_local};
pub use store::{EndRecord, Fairness, Lease, LeaseKey, Ledger, PlanRecord, RunFilter, StateChange, StoredTable};
