//! The write-ahead ledger: what a run intends stands here before Odoo sees it, and what became of it after.
//!
//! [`Ledger`] is what the rest of odlm sees. Each database is one folder beside it, with its migrations in
//! `host/migrations/<database>/`: `sqlite/` now; `mysql/` and `postgres/` take their places beside it and pass the same suite of
//! tests. Nothing outside this folder speaks SQL or names sqlx, and nothing in it knows Odoo.

mod clock;
mod convert;
mod error;
mod holder;
mod sqlite;
mod store;

pub use error::{LedgerError, Result};
pub use holder::this_process;
pub use sqlite::SqliteLedger;
pub use store::{EndRecord, Fairness, Lease, LeaseKey, Ledger, PlanRecord, RunFilter, StateChange, StoredTable};
