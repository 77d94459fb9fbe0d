//! The ledger in one SQLite file: the default, and what holds on one machine.

mod database;
mod decisions;
mod fairness;
mod fault;
mod file;
mod lease;
mod ledger;
mod left_out;
mod open;
mod plan;
mod records;
mod runs;
mod schema;
mod shared;
mod states;
mod table;

pub use ledger::SqliteLedger;
