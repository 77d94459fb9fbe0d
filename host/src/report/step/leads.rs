//! Step 2: which leads were found, and what they are.

use super::model::{Breakdown, LeadsStep};
use super::page::{Page, Style, leads};
use crate::domain::decision::Dropback;
use crate::domain::summary::percent;
use crate::report::terminal::{NARROW, clean, keep, table};

/// Of a breakdown the most values that are listed; the rest is counted.
const VALUES_SHOWN: usize = 8;

/// The screen of step 2.
#[must_use]
pub fn leads_screen(step: &LeadsStep, style: Style) -> String {
    let mut page = Page::step(style, 2, "Lead Discovery", "Finding the leads that are to be distributed");
    let mark = style.mark(if step.eligible == 0 { "❌" } else { "✅" });
    page.part(format!("{mark}Found {}, {} to distribute", leads(step.found), step.eligible));
    page.part(funnel(step, style));
    if step.eligible > 0 {
        page.part(breakdowns(step, style));
    }
    page.list("📊", "Lead Summary", &summary(step));
    page.end()
}

fn funnel(step: &LeadsStep, style: Style) -> impl std::fmt::Display {
    let mut table = table(style.look, &["Filter", "Before", "Left out", "After"], &[1, 2, 3]);
    let looked = step.funnel.iter().any(|one| one.filter == Dropback::STEP);
    let from = if looked { "date window and old leads" } else { "date window" };
    table.add_row([from.to_owned(), String::new(), String::new(), step.found.to_string()]);
    for one in &step.funnel {
        let left_out = one.before.saturating_sub(one.after);
        table.add_row([
            one.filter.replace('_', " "),
            one.before.to_string(),
            left_out.to_string(),
            one.after.to_string(),
        ]);
    }
    table
}

fn breakdowns(step: &LeadsStep, style: Style) -> impl std::fmt::Display {
    let kept = [true, true, true, style.look.width >= NARROW];
    let mut table = table(style.look, &keep(["By", "Value", "Leads", "Share"], kept), &[2, 3]);
    let share = |leads: u64| {
        percent(leads as f64, step.eligible as f64).map_or_else(|| "-".to_owned(), |share| format!("{share:.1} %"))
    };
    for Breakdown { by, shares } in &step.breakdowns {
        let mut by = (*by).to_owned();
        for one in shares.iter().take(VALUES_SHOWN) {
            let value = one.value.as_deref().map_or_else(|| "(none)".to_owned(), clean);
            table.add_row(keep([std::mem::take(&mut by), value, one.leads.to_string(), share(one.leads)], kept));
        }
        let rest = shares.get(VALUES_SHOWN..).unwrap_or_default();
        if !rest.is_empty() {
            let leads: u64 = rest.iter().map(|one| one.leads).sum();
            let more = format!("and {} more", rest.len());
            table.add_row(keep([String::new(), more, leads.to_string(), share(leads)], kept));
        }
    }
    table
}

fn summary(step: &LeadsStep) -> Vec<String> {
    let left_out = step.found.saturating_sub(step.eligible).saturating_sub(step.old);
    let mut lines = vec![
        format!("Found: {}", leads(step.found)),
        format!("Left out by filters: {}", leads(left_out)),
        format!("To distribute: {}", leads(step.eligible)),
    ];
    if step.old > 0 {
        lines.push(format!("Old leads that go to a fixed person, or are only counted: {}", step.old));
    }
    if let Some((oldest, newest)) = step.dates {
        lines.push(format!("Dated from {oldest} to {newest}"));
    }
    lines
}
