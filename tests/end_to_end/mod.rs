//! The real program against the sandbox: what an operator sees, and what Odoo has afterwards.

mod bad_input;
mod fairness;
mod main_job;
