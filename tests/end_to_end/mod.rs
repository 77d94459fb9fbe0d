//! The real program against the sandbox: what an operator sees, and what Odoo has afterwards.

mod fairness;
mod main_job;
