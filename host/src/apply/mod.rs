//! Writes a plan into Odoo so that nothing is lost or done twice: intent, re-read, write, read back, outcome.
//!
//! A lead is done when its new owner has it. Reading back also compares the team and the values that were written with it; what Odoo
//! keeps otherwise, by a rule or an automation of its own, is told in the decision's detail. It is no failure: the lead has its owner,
//! and writing again would only be changed again.

mod chunks;
mod journal;
mod look;
mod read_back;
mod stop;
mod write;

pub use journal::Journal;
pub use look::look;
pub use stop::Stop;
pub use write::{Applied, ApplyError, Applying, apply};
