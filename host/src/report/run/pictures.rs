//! The charts of a run's report: the funnel, workload before and after against targets, utilisation, sources, the trend.

use super::model::RunReport;
use crate::report::chart::{Bar, Bars, Column, Columns, Figure, Key, Part};
use crate::report::{label, percent, whole, words};

/// The most bars of a chart.
const BARS: usize = 30;
/// The most letters of a name beside a bar.
const NAME: usize = 28;

const GIVEN: Key = Key { class: "new", text: "given" };
const PLANNED: Key = Key { class: "new", text: "planned" };

/// The charts that have something to show.
pub(super) fn pictures(report: &RunReport) -> Result<Vec<Figure>, askama::Error> {
    let mut figures = Vec::new();
    if report.overview.found > 0 {
        figures.push(funnel(report).figure()?);
    }
    if !report.salespeople.is_empty() {
        figures.push(workload(report).figure()?);
        if report.salespeople.iter().any(|person| person.target > 0) {
            figures.push(utilisation(report).figure()?);
        }
    }
    if !report.sources.is_empty() {
        figures.push(sources(report).figure()?);
    }
    if report.trend.len() > 1 {
        figures.push(trend(report).figure()?);
    }
    Ok(figures)
}

fn given(report: &RunReport) -> Key {
    if report.dry_run { PLANNED } else { GIVEN }
}

/// What is left behind each filter, what the filter took, and at last what was given out.
fn funnel(report: &RunReport) -> Bars {
    let overview = &report.overview;
    let whole_bar = |label: &str, leads: u64, class| Bar {
        label: label.to_owned(),
        number: whole(leads),
        parts: vec![Part { class, value: leads as f64 }],
        mark: None,
    };
    let mut bars = vec![whole_bar("found", overview.found, "had")];
    let steps = report.run.funnel.iter().filter(|step| step.before > step.after);
    bars.extend(steps.map(|step| Bar {
        label: label(&format!("after {}", words(&step.filter)), NAME),
        number: format!("{} (−{})", whole(step.after), whole(step.before - step.after)),
        parts: vec![
            Part { class: "had", value: step.after as f64 },
            Part { class: "lost", value: (step.before - step.after) as f64 },
        ],
        mark: None,
    }));
    bars.push(whole_bar(given(report).text, overview.given, "new"));
    Bars {
        id: "funnel",
        title: "From the leads found to those given".to_owned(),
        description: format!(
            "{} found, {} eligible, {} {}",
            overview.found,
            overview.eligible,
            overview.given,
            given(report).text
        ),
        keys: vec![
            Key { class: "had", text: "left" },
            Key { class: "lost", text: "left out by this filter" },
            given(report),
        ],
        bars,
        more: 0,
    }
}

/// What each person owned, what came, and the target.
fn workload(report: &RunReport) -> Bars {
    let bars = report.salespeople.iter().take(BARS).map(|person| Bar {
        label: label(&person.name, NAME),
        number: match person.target {
            0 => format!("{} + {}", person.before, person.received),
            target => format!("{} + {} of {target}", person.before, person.received),
        },
        parts: vec![
            Part { class: "had", value: f64::from(person.after.saturating_sub(person.received)) },
            Part { class: "new", value: f64::from(person.received) },
        ],
        mark: (person.target > 0).then(|| f64::from(person.target)),
    });
    Bars {
        id: "workload",
        title: "Workload before and after, against the target".to_owned(),
        description: format!("{} people received {} leads", report.overview.people, report.overview.given),
        keys: vec![
            Key { class: "had", text: "owned" },
            Key { class: "new", text: "new" },
            Key { class: "mark", text: "target" },
        ],
        bars: bars.collect(),
        more: report.salespeople.len().saturating_sub(BARS),
    }
}

/// How full each person is after the run, the fullest first.
fn utilisation(report: &RunReport) -> Bars {
    let mut people: Vec<(&str, f64)> = report
        .salespeople
        .iter()
        .filter_map(|person| Some((person.name.as_str(), person.utilisation_after?)))
        .collect();
    people.sort_by(|one, other| other.1.total_cmp(&one.1).then(one.0.cmp(other.0)));
    let bars = people.iter().take(BARS).map(|(name, used)| Bar {
        label: label(name, NAME),
        number: percent(*used),
        parts: vec![Part { class: "had", value: *used }],
        mark: Some(100.0),
    });
    let mean = report.fairness.utilisation.map_or_else(String::new, |used| format!("{} of all targets", percent(used)));
    Bars {
        id: "utilisation",
        title: "Used of the target, after the run".to_owned(),
        description: mean,
        keys: vec![Key { class: "had", text: "used" }, Key { class: "mark", text: "100 %" }],
        bars: bars.collect(),
        more: people.len().saturating_sub(BARS),
    }
}

/// Leads by web source: found, and of them given.
fn sources(report: &RunReport) -> Bars {
    let bars = report.sources.iter().take(BARS).map(|line| Bar {
        label: label(line.name.as_deref().unwrap_or("without"), NAME),
        number: format!("{} of {}", whole(line.given), whole(line.found)),
        parts: vec![
            Part { class: "new", value: line.given as f64 },
            Part { class: "had", value: line.eligible.saturating_sub(line.given) as f64 },
            Part { class: "lost", value: line.found.saturating_sub(line.eligible.max(line.given)) as f64 },
        ],
        mark: None,
    });
    Bars {
        id: "sources",
        title: "Leads by source".to_owned(),
        description: format!("{} sources", report.sources.len()),
        keys: vec![
            given(report),
            Key { class: "had", text: "eligible, for nobody" },
            Key { class: "lost", text: "left out" },
        ],
        bars: bars.collect(),
        more: report.sources.len().saturating_sub(BARS),
    }
}

/// The latest runs.
fn trend(report: &RunReport) -> Columns {
    let columns = report.trend.iter().map(|line| Column {
        label: line.begun.get(5..10).unwrap_or_default().to_owned(),
        note: format!("{}", line.run),
        whole: line.eligible as f64,
        part: line.given as f64,
        number: if line.given > 0 { whole(line.given) } else { String::new() },
        marked: line.run == report.run.run,
    });
    Columns {
        id: "trend",
        title: "The latest runs: leads eligible and given".to_owned(),
        description: format!("{} runs, the latest is run {}", report.trend.len(), report.run.run),
        keys: vec![Key { class: "had", text: "eligible" }, given(report)],
        columns: columns.collect(),
    }
}
