//! What odlm talks about: leads, salespeople, requests to a strategy, decisions, runs. Knows neither Odoo's JSON nor WIT nor SQL.

pub mod decision;
pub mod ids;
pub mod lead;
pub mod outcome;
pub mod person;
pub mod request;
pub mod run;
pub mod summary;
