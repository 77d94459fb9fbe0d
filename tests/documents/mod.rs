//! The documents agree with the program: commands, flags, codes, limits, JSON, the example configuration, files that are named.

mod book;
mod commands;
mod contract;
mod example;
mod facts;
mod limits;
mod migration;
mod page;
mod shell;

pub(crate) use shell::rust_target;
