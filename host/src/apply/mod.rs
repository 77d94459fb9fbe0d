//! Writes a plan into Odoo so that nothing is lost or done twice: intent, re-read, write, read back, outcome.

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
