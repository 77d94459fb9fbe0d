//! The ledger in one SQLite file, in WAL mode: the default. On a disk of this machine: WAL does not work on network file systems.

mod database;
mod fault;
mod file;
mod open;
mod schema;

pub(super) use open::{for_reading, for_writing};
