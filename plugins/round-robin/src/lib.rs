//! Round-robin: everybody in turn, the turn being remembered across runs. The rule is in `deal.rs`, what is remembered in `turns.rs`;
//! this file only joins them to the contract.

mod deal;
mod exchange;
mod settings;
#[cfg(test)]
mod tests;
mod turns;

use odlm_strategy_sdk::{Description, Kind, Plan, Request, Strategy, Table};

/// The strategy, as the contract knows it.
pub struct RoundRobin;

impl Strategy for RoundRobin {
    fn describe() -> Description {
        odlm_strategy_sdk::describe(
            "round-robin",
            env!("CARGO_PKG_VERSION"),
            "Hands leads out in turn and remembers across runs whose turn it is",
            include_str!("../settings.schema.json"),
        )
        // Only `order: alphabetical` looks at it.
        .salesperson_column("name", Kind::Texts, false)
    }

    fn assign(request: &Request) -> Result<Plan, String> {
        let settings = odlm_strategy_sdk::settings::parse(&request.settings)?;
        Ok(deal::distribute(&Table::of(request)?, &settings))
    }
}

odlm_strategy_sdk::register!(RoundRobin);
