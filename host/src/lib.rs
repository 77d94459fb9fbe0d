//! odlm hands Odoo leads to salespeople: reads, filters, asks a sandboxed strategy, checks, writes back, remembers, reports.

pub mod apply;
pub mod cli;
pub mod config;
pub mod domain;
pub mod error;
pub mod exit_code;
mod files;
pub mod leads;
pub mod ledger;
pub mod notify;
pub mod odoo;
pub mod people;
pub mod pipeline;
pub mod plan;
pub mod registry;
pub mod report;
pub mod sandbox;
pub mod scaffold;
pub mod strategy;
pub mod telemetry;
pub mod text;
pub mod trial;
