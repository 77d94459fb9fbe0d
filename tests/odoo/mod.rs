//! The contract with Odoo: what odlm relies on, asserted through odlm's own client, on the sandbox and on a real Odoo.
//!
//! Every contract runs on an in-process sandbox, always, and on a real Odoo 19 when the environment variable `ODLM_TEST_ODOO` holds its
//! connection: one line of `KEY=VALUE` with spaces between, of the keys `ODOO_HOST` (scheme, host and port), `ODOO_DB`,
//! `ODOO_USERNAME`, and `ODOO_PASSWORD` or `ODOO_API_KEY` or both; other keys are passed over and no value may hold a space. On each
//! server it runs by JSON-2 (where there is a key) and by `/jsonrpc`. `tests/odoo/run` sets the variable.
//!
//! The real Odoo needs `crm` installed and two active internal users who are members of a sales team, one of them other than the
//! login; the login is an administrator. Demo data has both. The tests make their own leads, take them away again, and do not care how
//! many others there are.

mod apply;
mod connect;
mod fields;
mod models;
mod paging;
mod people;
mod raw;
mod rights;
mod server;
mod site;
mod values;
mod window;
mod write;
