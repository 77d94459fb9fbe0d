//! odlm hands Odoo leads to salespeople: reads, filters, asks a sandboxed strategy, checks, writes back, remembers, reports.

pub mod domain;
pub mod ledger;
