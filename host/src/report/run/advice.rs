//! What the figures of a run suggest: the rules of the Python tool's report, each with the figure that called for it.

use super::model::{Advice, RunReport};
use crate::domain::summary::percent as share;
use crate::report::{percent, whole};

/// Points between the least and the most used.
const SPREAD: f64 = 30.0;
/// Mean utilisation below which there is room, and above which people are full.
const ROOM: f64 = 50.0;
const FULL: f64 = 90.0;
/// Leads given, per cent of the eligible.
const COVERAGE: f64 = 80.0;
/// Old leads, per cent of those found.
const OLD: f64 = 20.0;

/// What the figures of a report suggest; nothing where all is well.
pub(super) fn advice(report: &RunReport) -> Vec<Advice> {
    let mut all = Vec::new();
    let mut add = |rule: &str, text: String| all.push(Advice { rule: rule.to_owned(), text });
    let used: Vec<f64> = report.salespeople.iter().filter_map(|person| person.utilisation_after).collect();
    let least = used.iter().copied().fold(f64::INFINITY, f64::min);
    let most = used.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !used.is_empty() && most - least > SPREAD {
        add(
            "imbalance",
            format!(
                "Workloads are uneven: the least used person is at {}, the most used at {}. Look at targets, levels and who may take which leads.",
                percent(least),
                percent(most)
            ),
        );
    }
    if !used.is_empty() {
        let mean = used.iter().sum::<f64>() / used.len() as f64;
        if mean < ROOM {
            add(
                "room",
                format!("People are at {} of their targets on average: there is room for more leads.", percent(mean)),
            );
        } else if mean > FULL {
            add(
                "full",
                format!(
                    "People are at {} of their targets on average: more people, or higher targets, are needed soon.",
                    percent(mean)
                ),
            );
        }
    }
    let overview = &report.overview;
    if let Some(covered) = share(overview.given as f64, overview.eligible as f64).filter(|covered| *covered < COVERAGE)
    {
        add(
            "coverage",
            format!(
                "{} of {} eligible leads were given out, {}. The reasons below say why the others were not.",
                whole(overview.given),
                whole(overview.eligible),
                percent(covered)
            ),
        );
    }
    if let Some(old) = share(overview.dropback as f64, overview.found as f64).filter(|old| *old > OLD) {
        add(
            "dropback",
            format!(
                "{} of the leads found were old ones, {}: they wait too long.",
                whole(overview.dropback),
                percent(old)
            ),
        );
    }
    all
}
