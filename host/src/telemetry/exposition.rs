//! A run as Prometheus reads it. All are gauges of the campaign's latest live run; names and units are a promise, as
//! docs/operating.md lists them.

use std::fmt;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use prometheus_client::encoding::text::encode_registry;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::domain::run::{RunRecord, Status};

/// What is known of a run that has ended.
pub struct Facts<'a> {
    /// The campaign's name.
    pub campaign: &'a str,
    /// Which Odoo: URL and database, no credentials.
    pub odoo: &'a str,
    /// The exit code.
    pub exit_code: u8,
    /// When it ended, in seconds since 1970-01-01 UTC.
    pub ended: i64,
    /// The last time at which a run ended with 0, where it is known.
    pub last_success: Option<i64>,
    /// From the program's look at the configuration to the run's end.
    pub took: Duration,
    /// How long each step took.
    pub steps: &'a [(&'static str, Duration)],
    /// The most memory, in bytes.
    pub peak_memory: Option<u64>,
    /// The run as the ledger has it; none when it ended before it had a number.
    pub run: Option<&'a RunRecord>,
}

type Labels = Vec<(&'static str, String)>;
type Values = Family<Labels, Gauge<f64, AtomicU64>>;

/// The families, each under its name.
struct Families {
    registry: Registry,
    common: Labels,
}

impl Families {
    fn family(&mut self, name: &str, help: &str) -> Values {
        let family = Values::default();
        self.registry.register(name, help, family.clone());
        family
    }

    fn one(&mut self, name: &str, help: &str, value: f64) {
        self.family(name, help).get_or_create(&self.common).set(value);
    }

    /// One value a label, in the order given.
    fn each<'l>(
        &mut self,
        name: &str,
        help: &str,
        label: &'static str,
        values: impl IntoIterator<Item = (&'l str, f64)>,
    ) {
        let family = self.family(name, help);
        for (of, value) in values {
            let mut labels = self.common.clone();
            labels.push((label, of.to_owned()));
            family.get_or_create(&labels).set(value);
        }
    }
}

/// The text format of Prometheus.
///
/// # Errors
/// None that a text in memory could cause.
pub fn exposition(facts: &Facts<'_>) -> Result<String, fmt::Error> {
    let common = vec![("campaign", facts.campaign.to_owned()), ("odoo", facts.odoo.to_owned())];
    let mut all = Families { registry: Registry::with_prefix("odlm"), common };
    all.each("build_info", "The version that ran", "version", [(env!("CARGO_PKG_VERSION"), 1.0)]);
    all.one("run_exit_code", "Exit code of the latest run, 0 is success", f64::from(facts.exit_code));
    all.one("run_ended_timestamp_seconds", "When the latest run ended", whole(facts.ended));
    if let Some(success) = facts.last_success {
        all.one("last_success_timestamp_seconds", "When a run last ended with exit code 0", whole(success));
    }
    all.one("run_duration_seconds", "How long the latest run took", facts.took.as_secs_f64());
    let steps = facts.steps.iter().map(|(step, took)| (*step, took.as_secs_f64()));
    all.each("run_step_duration_seconds", "How long each step of the latest run took", "step", steps);
    if let Some(bytes) = facts.peak_memory {
        all.one("run_peak_memory_bytes", "The most resident memory of the latest run", count(bytes));
    }
    if let Some(run) = facts.run {
        of_run(&mut all, run);
    }
    let mut text = String::new();
    encode_registry(&mut text, &all.registry)?;
    Ok(text)
}

/// What the ledger has of it.
fn of_run(all: &mut Families, run: &RunRecord) {
    all.one("run_number", "The number of the latest run in the ledger", whole(run.id.0));
    let statuses = Status::ALL.map(|status| (status.name(), if status == run.status { 1.0 } else { 0.0 }));
    all.each("run_status", "1 for the status of the latest run, 0 for every other", "status", statuses);
    let people = [("eligible", run.people.len()), ("left_out", run.left_out.len())];
    let people = people.map(|(state, people)| (state, count(people as u64)));
    all.each("run_salespeople", "Salespeople who took part in the latest run, and who did not", "state", people);
    if let Some(end) = &run.end {
        let counts = end.counts;
        let leads = [
            ("found", counts.found),
            ("eligible", counts.eligible),
            ("planned", counts.planned),
            ("assigned", counts.assigned),
            ("conflict", counts.conflicts),
            ("refused", counts.refused),
            ("unknown", counts.unknown),
        ];
        all.each("run_leads", "Leads of the latest run", "state", leads.map(|(state, leads)| (state, count(leads))));
        all.one("run_odoo_calls", "Calls to Odoo in the latest run", count(end.rpc_calls));
        all.one("run_odoo_wait_seconds", "How long the latest run waited for Odoo", end.rpc_seconds);
    }
    if let (Some(strategy), Some(fuel)) = (&run.strategy, run.fuel) {
        let help = "Fuel that the strategy used in the latest run";
        all.each("run_strategy_fuel", help, "strategy", [(strategy.name.as_str(), count(fuel))]);
    }
}

/// A count as Prometheus has it: exact up to 2^53.
#[allow(clippy::cast_precision_loss)]
fn count(of: u64) -> f64 {
    of as f64
}

#[allow(clippy::cast_precision_loss)]
fn whole(of: i64) -> f64 {
    of as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_never_began_has_a_code_and_no_counts() {
        let text = exposition(&Facts {
            campaign: "Vo\"ice\\ \n",
            odoo: "http://localhost#db",
            exit_code: 6,
            ended: 1_760_000_000,
            last_success: None,
            took: Duration::from_millis(1500),
            steps: &[("connect", Duration::from_millis(250))],
            peak_memory: None,
            run: None,
        })
        .unwrap();
        let labels = "campaign=\"Vo\\\"ice\\\\ \\n\",odoo=\"http://localhost#db\"";
        for line in [
            format!("odlm_run_exit_code{{{labels}}} 6.0"),
            format!("odlm_run_duration_seconds{{{labels}}} 1.5"),
            format!("odlm_run_step_duration_seconds{{{labels},step=\"connect\"}} 0.25"),
        ] {
            assert!(text.lines().any(|one| one == line), "{line} in\n{text}");
        }
        for absent in ["run_leads", "last_success", "peak_memory", "run_number"] {
            assert!(!text.contains(absent), "{absent} in\n{text}");
        }
    }
}
