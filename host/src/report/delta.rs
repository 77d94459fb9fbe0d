//! How many leads each filter left out, as `--show-filter-delta` tells it.

use std::fmt::Write as _;

use super::model::Report;
use super::terminal::{Look, table};

/// The filters that left something out, and all of them together.
#[must_use]
pub fn filter_delta(report: &Report, look: Look) -> String {
    let mut out = String::new();
    let left_out: u64 = report.funnel.iter().map(|step| step.before.saturating_sub(step.after)).sum();
    // Writing to a text cannot fail.
    let _ = writeln!(
        out,
        "Filters left out {left_out} of {} leads{}",
        report.found,
        percent(left_out, report.found).map_or_else(String::new, |percent| format!(" ({percent})"))
    );
    if !report.funnel.is_empty() {
        let mut table = table(look, &["Filter", "Change", "Of those before"], &[1, 2]);
        for step in &report.funnel {
            let dropped = step.before.saturating_sub(step.after);
            let change = if dropped == 0 { "0".to_owned() } else { format!("-{dropped}") };
            table.add_row([step.filter.replace('_', " "), change, percent(dropped, step.before).unwrap_or_default()]);
        }
        let _ = writeln!(out, "{table}");
    }
    out
}

fn percent(part: u64, whole: u64) -> Option<String> {
    (whole > 0).then(|| format!("{:.1} %", 100.0 * part as f64 / whole as f64))
}
