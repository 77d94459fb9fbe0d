//! `odlm dailydist --step-mode` as a person at a terminal sees it: the real program at a pseudo-terminal, its screens read through an
//! emulator, Odoo and the ledger looked at afterwards.

mod declined;
mod lease;
mod plain;
mod replan;
mod screens;
mod terminal;
mod unasked;
