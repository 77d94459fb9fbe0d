//! What a strategy costs at growing sizes, against what the host gives it.

use serde::Serialize;

use super::fill::standard;
use super::rules::{Ask, Failure, Kept, Rule, sound};
use crate::domain::request::{Description, Request};
use crate::strategy::Limits;

/// Leads and salespeople of each step.
pub(super) const STEPS: [(usize, usize); 3] = [(1_000, 20), (10_000, 50), (100_000, 200)];

/// What one call cost.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Cost {
    /// Leads.
    pub leads: usize,
    /// Salespeople.
    pub salespeople: usize,
    /// Fuel of the call.
    pub fuel: u64,
    /// Fuel by lead.
    pub fuel_per_lead: u64,
    /// The share of the fuel that it is given, in per cent.
    pub fuel_percent: f64,
    /// Most bytes that its memories held together.
    pub peak_memory_bytes: u64,
    /// The share of the memory that it is given, in per cent.
    pub memory_percent: f64,
    /// Wall clock of the call.
    pub milliseconds: f64,
    /// The share of the time that it is given, in per cent.
    pub time_percent: f64,
}

/// Asks once at one size. The host ends a call that goes past a limit, which is the failure.
///
/// # Errors
/// The request, and how it ended.
pub(super) fn cost(
    name: &str,
    ask: Ask<'_>,
    description: &Description,
    settings: &str,
    seed: u64,
    (leads, people): (usize, usize),
) -> Result<Cost, Box<(Request, Failure)>> {
    let request = standard(description, settings, leads, people, seed);
    let assigned = match sound(name, ask, &request) {
        Ok(Kept::Planned(assigned)) => assigned,
        Ok(Kept::Declined(message)) => {
            let failure = Failure::new(Rule::Plans, format!("it makes no plan for {leads} ordinary leads: {message}"));
            return Err(Box::new((request, failure)));
        }
        Err(failure) => return Err(Box::new((request, failure))),
    };
    let limits = Limits::default();
    let rows = leads.saturating_add(people);
    let fuel = limits.assign_fuel.saturating_add(limits.assign_fuel_per_row.saturating_mul(rows as u64));
    let time = limits.assign_time.as_secs_f64() + limits.assign_time_per_row.as_secs_f64() * rows as f64;
    let percent = |part: f64, whole: f64| if whole > 0.0 { part / whole * 100.0 } else { 0.0 };
    Ok(Cost {
        leads,
        salespeople: people,
        fuel: assigned.fuel,
        fuel_per_lead: assigned.fuel / leads.max(1) as u64,
        fuel_percent: percent(assigned.fuel as f64, fuel as f64),
        peak_memory_bytes: assigned.peak_memory,
        memory_percent: percent(assigned.peak_memory as f64, limits.memory_bytes as f64),
        milliseconds: assigned.elapsed.as_secs_f64() * 1000.0,
        time_percent: percent(assigned.elapsed.as_secs_f64(), time),
    })
}
