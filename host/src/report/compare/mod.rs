//! Past runs under two strategies: one model, shown on a terminal, as JSON or as a page. The figures are those of the reports of runs and
//! periods; nothing here asks a strategy.

mod build;
mod html;
mod model;
mod tables;
mod terminal;

pub use build::{Builder, Plan, Pool};
pub use model::{
    Comparison, Figures, Leads, PersonLine, RunFigures, RunLine, RunSide, Settings, Share, SideLine, SideName,
};
