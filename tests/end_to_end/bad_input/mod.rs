//! Bad input: one sentence with the place, a hint, the exit code; Odoo is left as it was.

mod arguments;
mod configuration;
mod connection;
mod fields;
mod ledger;
mod people;
mod refused;
mod secrets;
mod strategy;
mod table;
