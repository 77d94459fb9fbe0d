//! The ledger in a database of PostgreSQL 13 and later, in the first schema of the login's search path.

mod database;
mod fault;
mod open;

pub(super) use open::{for_reading, for_writing};
