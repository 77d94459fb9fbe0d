//! The documents agree with the program: commands, flags, codes, limits, JSON, the example configuration, files that are named.

mod commands;
mod example;
mod facts;
mod migration;
mod page;
