//! Capacity: open, daily and weekly limits, daily minimums, ramp-up of new people, a reserve for important leads. The rule is in
//! `deal.rs`, a person's limits in `limits.rs`, what is remembered in `ledger.rs`; this file only joins them to the contract.

mod deal;
mod ledger;
mod limits;
mod member;
mod settings;
#[cfg(test)]
mod tests;

use odlm_strategy_sdk::{Description, Kind, Plan, Request, Strategy, Table};

/// The strategy, as the contract knows it.
pub struct Capacity;

impl Strategy for Capacity {
    fn describe() -> Description {
        odlm_strategy_sdk::describe(
            "capacity",
            env!("CARGO_PKG_VERSION"),
            "Never past anybody's open, daily or weekly limit; daily minimums first, then whoever has the largest share of capacity left",
            include_str!("../settings.schema.json"),
        )
        .salesperson_column("capacity", Kind::Numbers, false)
        .salesperson_column("max_daily", Kind::Integers, false)
        .salesperson_column("max_weekly", Kind::Integers, false)
        .salesperson_column("min_daily", Kind::Integers, false)
        .salesperson_column("started", Kind::Texts, false)
    }

    fn assign(request: &Request) -> Result<Plan, String> {
        let settings = odlm_strategy_sdk::settings::parse(&request.settings)?;
        Ok(deal::distribute(&Table::of(request)?, &settings))
    }
}

odlm_strategy_sdk::register!(Capacity);
