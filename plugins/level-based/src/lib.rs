//! Level-based: people are filled up to their targets, level by level. The rule is in `levels.rs`; this file only joins it to the contract.

mod levels;
mod member;
mod overflow;
mod settings;
#[cfg(test)]
mod tests;

use odlm_strategy_sdk::{Description, Plan, Request, Strategy, Table};

/// The strategy, as the contract knows it.
pub struct LevelBased;

impl Strategy for LevelBased {
    fn describe() -> Description {
        odlm_strategy_sdk::describe(
            "level-based",
            env!("CARGO_PKG_VERSION"),
            "Fills people up to their targets, level by level; within a level whoever is furthest below target comes first",
            include_str!("../settings.schema.json"),
        )
    }

    fn assign(request: &Request) -> Result<Plan, String> {
        let settings = odlm_strategy_sdk::settings::parse(&request.settings)?;
        Ok(levels::distribute(&Table::of(request)?, &settings))
    }
}

odlm_strategy_sdk::register!(LevelBased);
