//! What a run tells: one model, shown on a terminal or as one JSON document. Decides nothing.

pub mod chart;
pub mod compare;
mod csv_safe;
mod delta;
mod grid;
pub mod history;
mod link;
mod model;
pub mod run;
mod section;
mod show;
pub mod step;
mod terminal;

pub use csv_safe::{csv_safe, original};
pub use delta::filter_delta;
pub use grid::{grid, paragraph};
pub use link::{lead_link, lead_links};
pub use model::{DecisionLine, DropbackLine, DropbackReport, PersonLine, Report, StrategyLine};
pub use show::{decimal, label, leads, moment, percent, sentence, whole, words};
pub use terminal::{Look, runs_table, show, terminal_width};
