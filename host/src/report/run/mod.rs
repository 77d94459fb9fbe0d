//! The whole report of a run: one model, four renderings. Every figure is counted; what does not add up is not written.

mod advice;
mod build;
mod check;
mod csv;
mod html;
mod markdown;
mod model;
mod pictures;
mod tables;
mod terminal;

pub use build::LATEST;
pub use check::Contradiction;
pub use model::{Advice, Overview, ReachLine, RunReport, SalespersonLine, ShareLine, TrendLine};
