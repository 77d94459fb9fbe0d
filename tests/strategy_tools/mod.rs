//! `odlm strategy inspect`, `run` and `test` on the real program, without Odoo, configuration and network.

mod bench;
mod cases;
mod folder;
mod inspect;
mod requests;
mod rules;
mod run;
mod test;
