//! The question to a strategy and the check of its answer. The host never trusts a guest.

mod check;
mod columns;
mod decide;
mod fairness;
mod question;
mod room;

pub use check::{PlanError, PlanRule, check};
pub use columns::{MissingColumn, lead_columns, person_columns};
pub use decide::decide;
pub(crate) use decide::untouched;
pub use fairness::credits_after;
pub use question::{Circumstances, question, seed};
pub use room::room;
