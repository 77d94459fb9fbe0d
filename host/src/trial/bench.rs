//! How fast a strategy is at growing sizes, beside others in the same run: seconds differ between machines, ratios hardly do.

use std::time::Duration;

use serde::Serialize;

use super::fill::standard;
use crate::strategy::Strategy;

/// Leads of each size unless others are named.
pub const SIZES: [usize; 4] = [1_000, 10_000, 100_000, 1_000_000];

/// The seed of the requests.
const SEED: u64 = 1;
/// Calls of each strategy at each size, of which the fastest counts: it was disturbed least.
const CALLS: usize = 3;
/// A slower call is not repeated.
const SLOW: Duration = Duration::from_secs(5);

/// A strategy that is measured.
pub struct Contender {
    /// What it is called in the result.
    pub name: String,
    /// The strategy.
    pub strategy: Strategy,
    /// Its settings, complete.
    pub settings: String,
}

/// One strategy at one size.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct BenchLine {
    /// The strategy.
    pub strategy: String,
    /// Leads.
    pub leads: usize,
    /// Salespeople.
    pub salespeople: usize,
    /// What the fastest call came to; none where it ended in an error.
    pub figures: Option<Figures>,
    /// Why it gave no plan.
    pub error: Option<String>,
}

/// What the fastest of three calls came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Wall clock, starting the component included.
    pub milliseconds: f64,
    /// Leads in a second.
    pub leads_per_second: f64,
    /// Fuel by lead.
    pub fuel_per_lead: f64,
    /// Most bytes that its memories held together.
    pub peak_memory_bytes: u64,
    /// How many times as long as this strategy the first one takes; 1 for the first itself, none where the first gave no plan.
    pub ratio: Option<f64>,
}

/// Measures all contenders at all sizes; the first is the one that the others are compared with. `told` hears of each as it is measured.
pub fn bench(contenders: &[Contender], sizes: &[usize], told: &mut dyn FnMut(&BenchLine)) -> Vec<BenchLine> {
    let mut lines = Vec::new();
    for leads in sizes {
        let mut first = None;
        for (at, contender) in contenders.iter().enumerate() {
            let mut line = measure(contender, *leads);
            if let Some(figures) = &mut line.figures {
                if at == 0 {
                    first = Some(figures.milliseconds);
                }
                figures.ratio = first.map(|first| first / figures.milliseconds);
            }
            told(&line);
            lines.push(line);
        }
    }
    lines
}

/// Salespeople at a size: a thousand, fewer where there are few leads.
fn people(leads: usize) -> usize {
    (leads / 100).clamp(10, 1_000)
}

fn measure(contender: &Contender, leads: usize) -> BenchLine {
    let people = people(leads);
    let request = standard(contender.strategy.description(), &contender.settings, leads, people, SEED);
    let mut line =
        BenchLine { strategy: contender.name.clone(), leads, salespeople: people, figures: None, error: None };
    for _ in 0..CALLS {
        let assigned = match contender.strategy.assign(&request) {
            Ok(assigned) => assigned,
            Err(error) => return BenchLine { figures: None, error: Some(error.to_string()), ..line },
        };
        let seconds = assigned.elapsed.as_secs_f64().max(1e-9);
        if line.figures.as_ref().is_none_or(|best| seconds * 1000.0 < best.milliseconds) {
            line.figures = Some(Figures {
                milliseconds: seconds * 1000.0,
                leads_per_second: leads as f64 / seconds,
                fuel_per_lead: assigned.fuel as f64 / leads.max(1) as f64,
                peak_memory_bytes: assigned.peak_memory,
                ratio: None,
            });
        }
        if assigned.elapsed > SLOW {
            break;
        }
    }
    line
}
