//! The tests of odlm outside its own files: one binary, so that it is linked once.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "all of this crate is tests; clippy takes only the functions marked as such for tests"
)]

mod ledger;
