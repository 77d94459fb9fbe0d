//! What WebAssembly costs: every shipped strategy on the same request as native code and as a component, in turn, in one process.
//!
//! The whole call counts for the component: columns made, started, copied in, run, copied out. The crossing alone is measured by a guest
//! that leaves every lead where it is, without looking at it. The fastest of the rounds counts on every side, as it was disturbed least.
//!
//!     odlm-bench-native [LEADS,LEADS...]

mod idle;
mod native;

use std::process::ExitCode;
use std::time::Instant;

use odlm::domain::request::Request;
use odlm::strategy::{Host, Limits, Strategy, shipped};
use odlm::trial::standard;

const SIZES: [usize; 2] = [100_000, 1_000_000];
const SALESPEOPLE: usize = 1_000;
const ROUNDS: usize = 9;
/// Most times as long as native that a component may take.
const MOST_RATIO: f64 = 1.15;
/// Largest part of a component's call that may be the crossing.
const MOST_CROSSING: f64 = 0.10;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!(
                "beyond the budget of {MOST_RATIO} times native, or of {:.0} % for the crossing",
                MOST_CROSSING * 100.0
            );
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<bool, String> {
    let sizes = match std::env::args().nth(1) {
        Some(sizes) => {
            sizes.split(',').map(str::parse).collect::<Result<Vec<usize>, _>>().map_err(|error| error.to_string())?
        }
        None => SIZES.to_vec(),
    };
    let host = Host::new(Limits::default(), None).map_err(|error| error.to_string())?;
    let idle = host.load("idle", &idle::component()?).map_err(|error| error.to_string())?;
    println!("strategy          leads   native ms  component ms  ratio  crossing ms  part");
    let mut within = true;
    for (name, bytes) in shipped() {
        let strategy = host.load(name, bytes).map_err(|error| error.to_string())?;
        let settings = strategy.settings(&serde_json::json!({})).map_err(|errors| format!("{errors:?}"))?;
        for leads in &sizes {
            let request = standard(strategy.description(), &settings, *leads, SALESPEOPLE, 1);
            let Fastest { native, component, crossing } = measure(name, &strategy, &idle, &request)?;
            let (ratio, part) = (component / native, crossing / component);
            within &= ratio <= MOST_RATIO && part <= MOST_CROSSING;
            println!(
                "{name:<14} {leads:>8} {native:>11.2} {component:>13.2} {ratio:>6.3} {crossing:>12.2} {:>4.1} %",
                part * 100.0
            );
        }
    }
    Ok(within)
}

/// Milliseconds.
struct Fastest {
    native: f64,
    component: f64,
    crossing: f64,
}

fn measure(name: &str, strategy: &Strategy, idle: &Strategy, request: &Request) -> Result<Fastest, String> {
    let given = native::request(request);
    let mut fastest = Fastest { native: f64::MAX, component: f64::MAX, crossing: f64::MAX };
    for _ in 0..ROUNDS {
        let (plan, took) = timed(|| native::assign(name, &given));
        fastest.native = fastest.native.min(took);
        let (asked, took) = timed(|| strategy.assign(request));
        fastest.component = fastest.component.min(took);
        let (crossed, took) = timed(|| idle.assign(request));
        fastest.crossing = fastest.crossing.min(took);
        crossed.map_err(|error| error.to_string())?;
        let (plan, answer) = (plan?, asked.map_err(|error| error.to_string())?.answer);
        if plan.assignee != answer.assignee || plan.reason != answer.reason {
            return Err(format!("`{name}` decides differently as a component"));
        }
    }
    Ok(fastest)
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begun = Instant::now();
    let done = work();
    (done, begun.elapsed().as_secs_f64() * 1000.0)
}
