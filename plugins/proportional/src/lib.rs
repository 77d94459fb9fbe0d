//! Proportional: everybody is kept equally full, in proportion to targets or weights. The rule is in `deal.rs`; this file only joins it
//! to the contract.

mod deal;
#[cfg(test)]
mod tests;

use odlm_strategy_sdk::{Description, Plan, Request, Strategy, Table};

/// The strategy, as the contract knows it.
pub struct Proportional;

impl Strategy for Proportional {
    fn describe() -> Description {
        odlm_strategy_sdk::describe(
            "proportional",
            env!("CARGO_PKG_VERSION"),
            "Gives each lead to whoever has the least of their target, or of their weight",
            include_str!("../settings.schema.json"),
        )
    }

    fn assign(request: &Request) -> Result<Plan, String> {
        let settings = odlm_strategy_sdk::settings::parse(&request.settings)?;
        Ok(deal::distribute(&Table::of(request)?, &settings))
    }
}

odlm_strategy_sdk::register!(Proportional);
