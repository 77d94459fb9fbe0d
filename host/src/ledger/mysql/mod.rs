//! The ledger in a database of MySQL 8 or MariaDB 10.6 and later.

mod database;
mod fault;
mod open;

pub(super) use open::{for_reading, for_writing};
