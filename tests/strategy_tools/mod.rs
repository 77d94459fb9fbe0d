//! `odlm strategy inspect`, `run`, `test`, `bench` and `compare` on the real program; all but the last without Odoo, configuration and
//! network.

mod bench;
mod cases;
mod compare;
mod folder;
mod inspect;
mod requests;
mod rules;
mod run;
mod test;
