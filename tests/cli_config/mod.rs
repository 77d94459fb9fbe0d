//! The commands that make, convert and check configurations, on the real program in a folder of its own.

mod check;
mod folder;
mod generate;
mod import;
#[cfg(unix)]
mod init;
mod schema;
