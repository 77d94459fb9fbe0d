//! The real program against the sandbox: what an operator sees, and what Odoo has afterwards.

mod bad_input;
mod explain_limit;
mod exports;
mod fairness;
mod faults;
mod folder;
mod history;
mod hostile_plans;
mod interrupted;
mod kept;
mod main_job;
mod plugins;
mod talk;
mod watched;
