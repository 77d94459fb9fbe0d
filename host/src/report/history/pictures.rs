//! The history's charts: leads over the days, what people received beside their fair share, what they own, what became of the leads.

use jiff::ToSpan;
use jiff::civil::Date;

use super::model::History;
use crate::report::chart::{Bar, Bars, Column, Columns, Figure, Key, Part};
use crate::report::{decimal, label, whole};

/// The most columns: more have no room for their days on a phone.
const COLUMNS: i64 = 10;
/// The most bars of a chart.
const BARS: usize = 30;
/// The most letters of a name beside a bar.
const NAME: usize = 28;

/// The charts that have something to show.
pub(super) fn pictures(history: &History) -> Result<Vec<Figure>, askama::Error> {
    let mut figures = Vec::new();
    if history.totals.runs == 0 {
        return Ok(figures);
    }
    if let Some(columns) = days(history) {
        figures.push(columns.figure()?);
    }
    if !history.people.is_empty() {
        figures.push(shares(history).figure()?);
        figures.push(owned(history).figure()?);
    }
    if let Some(bars) = outcomes(history) {
        figures.push(bars.figure()?);
    }
    Ok(figures)
}

/// Leads over the period in so many columns of the same number of days.
fn days(history: &History) -> Option<Columns> {
    let (from, to): (Date, Date) = (history.from.parse().ok()?, history.to.parse().ok()?);
    let each = (i64::from((to - from).get_days()) / COLUMNS) + 1;
    let mut columns = Vec::new();
    let mut begin = from;
    while begin <= to && columns.len() < 2 * COLUMNS as usize {
        let end = begin.saturating_add((each - 1).days());
        let within = history.days.iter().filter(|line| {
            let day = line.day.parse::<Date>().ok();
            day.is_some_and(|day| (begin..=end).contains(&day))
        });
        let (mut eligible, mut given) = (0, 0);
        for line in within {
            eligible += line.figures.eligible;
            given += line.figures.received.unwrap_or(line.figures.given(history.dry_runs));
        }
        columns.push(Column {
            label: begin.strftime("%m-%d").to_string(),
            whole: eligible as f64,
            part: given as f64,
            number: if given > 0 { whole(given) } else { String::new() },
            ..Column::default()
        });
        begin = end.saturating_add(1.day());
        if begin == end {
            break;
        }
    }
    let given = if history.dry_runs { "planned" } else { "assigned" };
    let days = if each == 1 { "a day".to_owned() } else { format!("{each} days") };
    Some(Columns {
        id: "days",
        title: format!("Leads eligible and {given}, each column {days}"),
        description: format!(
            "{} to {}: {} eligible, {} {given}",
            history.from,
            history.to,
            history.totals.eligible,
            history.totals.given(history.dry_runs)
        ),
        keys: vec![Key { class: "had", text: "eligible" }, Key { class: "new", text: "given" }],
        columns,
    })
}

/// What each person received, with a mark at the fair share.
fn shares(history: &History) -> Bars {
    let bars = history.people.iter().take(BARS).map(|line| Bar {
        label: label(&line.name, NAME),
        number: format!("{} of {}", whole(line.received), decimal(line.fair_share, 1)),
        parts: vec![Part { class: "new", value: line.received as f64 }],
        mark: Some(line.fair_share),
    });
    Bars {
        id: "shares",
        title: "Leads received, and the fair share".to_owned(),
        description: format!(
            "Gini {}, largest gap {} leads",
            decimal(history.totals.gini, 3),
            decimal(history.totals.largest_gap, 1)
        ),
        keys: vec![Key { class: "new", text: "received" }, Key { class: "mark", text: "fair share" }],
        bars: bars.collect(),
        more: history.people.len().saturating_sub(BARS),
    }
}

/// What each person owns at the end, with a mark at the target.
fn owned(history: &History) -> Bars {
    let bars = history.people.iter().take(BARS).map(|line| Bar {
        label: label(&line.name, NAME),
        number: if line.target > 0 { format!("{} of {}", line.after, line.target) } else { line.after.to_string() },
        parts: vec![Part { class: "had", value: f64::from(line.after) }],
        mark: (line.target > 0).then(|| f64::from(line.target)),
    });
    Bars {
        id: "owned",
        title: "Open leads after the last run, and the target".to_owned(),
        description: history
            .totals
            .utilisation
            .map_or_else(|| "Nobody has a target".to_owned(), |used| format!("{used:.0} % of all targets")),
        keys: vec![Key { class: "had", text: "owned" }, Key { class: "mark", text: "target" }],
        bars: bars.collect(),
        more: history.people.len().saturating_sub(BARS),
    }
}

/// What became of each person's leads; none where nobody asked.
fn outcomes(history: &History) -> Option<Bars> {
    let conversions = history.conversions.as_ref().filter(|all| !all.people.is_empty())?;
    let part = |class, value: u64| Part { class, value: value as f64 };
    let bars = conversions.people.iter().take(BARS).map(|line| Bar {
        label: label(&line.name, NAME),
        number: format!("{} won of {}", whole(line.outcomes.won), whole(line.outcomes.leads)),
        parts: vec![
            part("new", line.outcomes.won),
            part("had", line.outcomes.open),
            part("lost", line.outcomes.lost + line.outcomes.archived + line.outcomes.gone),
        ],
        mark: None,
    });
    Some(Bars {
        id: "outcomes",
        title: "What became of the leads received".to_owned(),
        description: format!(
            "{} won and {} lost of {}",
            conversions.totals.won, conversions.totals.lost, conversions.totals.leads
        ),
        keys: vec![
            Key { class: "new", text: "won" },
            Key { class: "had", text: "open" },
            Key { class: "lost", text: "lost, archived or gone" },
        ],
        bars: bars.collect(),
        more: conversions.people.len().saturating_sub(BARS),
    })
}
