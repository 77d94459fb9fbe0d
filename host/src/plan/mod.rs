//! The question to a strategy and the check of its answer. The host never trusts a guest.

mod check;
mod columns;
mod decide;
mod fairness;
mod grants;
mod question;
mod room;
mod rounds;
mod suit;

pub use check::{PlanError, PlanRule, check};
pub use columns::{MissingColumn, lead_columns, person_columns, supplied};
pub(crate) use decide::untouched;
pub use fairness::credits_after;
pub use grants::{LEAD_COLUMNS, NotGranted, PERSON_COLUMNS, Withheld, withheld};
pub use question::{Circumstances, question, seed};
pub use room::room;
pub use rounds::{Dealt, Round, Rounds, RuleError, Stock};
pub use suit::{ruled_lead_columns, ruled_person_columns};
