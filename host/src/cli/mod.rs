//! The command line: what is typed, what is printed. The only place beside `report` that prints.

mod arguments;
mod check;
mod dailydist;
mod folder;
mod output;
mod progress;
mod runs;
mod sandbox;
mod signals;
mod start;
mod strategy;

pub use start::main;
