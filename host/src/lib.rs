//! odlm hands Odoo leads to salespeople: reads, filters, asks a sandboxed strategy, checks, writes back, remembers, reports.

pub mod config;
pub mod domain;
pub mod strategy;
pub mod sandbox;
pub mod ledger;
