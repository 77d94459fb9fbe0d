//! The one test binary: each module holds the tests of one part, through the public interface.

// What tests share may fail like a test itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]
// Tests of processes talk with them over stdout.
#![allow(clippy::print_stdout)]

mod cli_config;
mod compile_bombs;
mod config_source;
mod defects;
mod documents;
mod end_to_end;
mod golden;
mod hostile_guests;
mod hostile_memory;
mod house;
mod ledger;
mod matcher;
mod notify;
mod odoo;
mod optimal_batch;
mod plugin_config;
mod registry;
mod report;
mod rounds;
mod run_schema;
mod sandbox_client;
mod sandbox_domains;
mod sandbox_faults;
mod sandbox_json2;
mod sandbox_jsonrpc;
mod sandbox_reads;
mod sandbox_writes;
mod scaffold;
mod step_mode;
mod strategy_admission;
mod strategy_host;
mod strategy_tools;
mod support;
