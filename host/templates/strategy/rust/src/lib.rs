//! `my-strategy`: gives each lead to whoever is furthest below target. This file joins the rule to odlm's contract, `wit/strategy.wit`.
//!
//! A strategy is a pure function of the request: its clock is `request.now`, its chance `request.seed` (see `odlm_strategy_sdk::ties`).
//! The text of a panic reaches the operator through the log.

pub mod rule;
pub mod settings;

use odlm_strategy_sdk::{Description, Plan, Request, Strategy, Table, describe, register};

use crate::settings::Settings;

/// The strategy.
pub struct MyStrategy;

impl Strategy for MyStrategy {
    fn describe() -> Description {
        // A strategy sees no column that it does not ask for here: `.lead_column("source", Kind::Texts, true)`.
        describe(
            "my-strategy",
            env!("CARGO_PKG_VERSION"),
            env!("CARGO_PKG_DESCRIPTION"),
            include_str!("../settings.schema.json"),
        )
    }

    fn assign(request: &Request) -> Result<Plan, String> {
        let settings: Settings = odlm_strategy_sdk::settings::parse(&request.settings)?;
        Ok(rule::distribute(&Table::of(request)?, &settings))
    }
}

register!(MyStrategy);
