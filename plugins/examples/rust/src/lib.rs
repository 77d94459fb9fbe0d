//! `optimal-batch`: all leads of a run at once, as many as can be given out, each to whoever fits best while the work stays level.
//!
//! It is a minimum-cost flow: leads of one class (same language, skills and owner) are sources, people are the way to the sink, an arc
//! joins them where a person may take the lead, and the cost of a person's next lead grows with their load. This file joins the rule to
//! odlm's contract; `rule.rs` is the place to begin.

pub mod rule;
pub mod settings;

mod maximum_flow;
mod needs;
mod network;
mod people;
mod reasons;
mod shortest_path;
mod solve;
mod words;

use odlm_strategy_sdk::{Description, Kind, Plan, Request, Strategy, Table, describe, register};

use crate::settings::Settings;

/// The strategy.
pub struct OptimalBatch;

impl Strategy for OptimalBatch {
    fn describe() -> Description {
        describe(
            "optimal-batch",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_DESCRIPTION"),
            include_str!("../settings.schema.json"),
        )
        .lead_column("language", Kind::Texts, false)
        .lead_column("tags", Kind::TextLists, false)
        .salesperson_column("languages", Kind::TextLists, false)
        .salesperson_column("skills", Kind::TextLists, false)
        .salesperson_column("maximum", Kind::Integers, false)
    }

    fn assign(request: &Request) -> Result<Plan, String> {
        let settings: Settings = odlm_strategy_sdk::settings::parse(&request.settings)?;
        rule::distribute(&Table::of(request)?, &settings)
    }
}

register!(OptimalBatch);
