//! The ledger's tables, whichever database holds them: SQL written once over `driver`. How a database is reached, and its tables made,
//! stands in its own folder.

mod counted;
mod decisions;
mod fairness;
mod labels;
mod lease;
mod ledger;
mod left_out;
mod plan;
mod records;
mod removal;
mod requests;
mod runs;
mod shared;
mod states;
mod stored;

pub(super) use ledger::Tables;
