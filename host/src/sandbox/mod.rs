//! An Odoo 19 stand-in in this process: it answers over real HTTP on loopback, from generated data, with switchable faults.
//!
//! For the demo, for authors of strategies and for fault tests. It knows the models and methods odlm uses and nothing else:
//! no rights, no automation, no mail, no predictive scoring, no persistence.

mod activity;
mod call_log;
mod cell;
mod condition;
mod domain_filter;
mod errors;
mod faults;
mod field_check;
mod generate;
mod group;
mod group_key;
mod handle;
mod json2;
mod jsonrpc;
mod lead_rules;
mod listener;
mod methods;
mod operand;
mod options;
mod order;
mod pattern;
mod people;
mod python;
mod read;
mod schema;
mod schema_lead;
mod server;
mod signature;
mod world;
mod write;

pub use call_log::{CallRecord, Transport};
pub use errors::SandboxError;
pub use faults::{Answer, Effect, Faults, Operation, Rule, When};
pub use handle::Sandbox;
pub use options::SandboxOptions;
pub use world::{Chatter, World};
