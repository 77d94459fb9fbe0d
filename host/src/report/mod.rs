//! What a run tells: one model, shown on a terminal or as one JSON document. Decides nothing.

mod model;
pub mod step;
mod terminal;

pub use model::{DecisionLine, DropbackLine, DropbackReport, PersonLine, Report, StrategyLine};
pub use terminal::{Look, runs_table, show, terminal_width};
