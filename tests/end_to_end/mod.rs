//! The real program against the sandbox: what an operator sees, and what Odoo has afterwards.

mod fairness;
mod faults;
mod hostile_plans;
mod interrupted;
mod main_job;
