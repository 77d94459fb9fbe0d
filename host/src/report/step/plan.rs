//! Step 4: who would get how many, before and after, and why.

use super::model::PlanStep;
use super::page::{Page, Style, count, leads};
use crate::report::model::PersonLine;
use crate::report::terminal::{NARROW, PEOPLE_SHOWN, clean, keep, table};

/// The screen of step 4.
#[must_use]
pub fn plan_screen(step: &PlanStep, style: Style) -> String {
    let mut page = Page::step(style, 4, "Distribution Planning", "Who would get how many leads, before and after");
    if let Some(why) = &step.refused {
        page.part(format!("{}The change was not made, the plan is as before: {}", style.mark("❌"), clean(why)));
    }
    let mark = style.mark(if step.planned == 0 { "❌" } else { "✅" });
    page.part(format!("{mark}{} of {} would be given out by {}", step.planned, leads(step.eligible), step.strategy));
    page.part(people(step, style));
    if !step.reasons.is_empty() {
        page.part(reasons(step, style));
    }
    page.list("🚧", "Limits that bind", &cleaned(&step.limits));
    page.list("🔧", "Changed by you", &cleaned(&step.changes));
    page.list("📊", "Plan Summary", &summary(step));
    page.end()
}

fn cleaned(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| clean(line)).collect()
}

fn people(step: &PlanStep, style: Style) -> impl std::fmt::Display {
    let narrow = style.look.width < NARROW;
    let kept = [true, !narrow, true, true, true, !narrow, !narrow];
    let header = keep(["Salesperson", "Level", "Before", "New", "After", "Target", "Used"], kept);
    let numbers = if narrow { 1..4 } else { 2..7 };
    let mut table = table(style.look, &header, &numbers.collect::<Vec<_>>());
    let used = |used: Option<f64>| used.map_or_else(|| "-".to_owned(), |used| format!("{used:.0} %"));
    for person in step.people.iter().take(PEOPLE_SHOWN) {
        let cells = [
            clean(&person.name),
            clean(&person.level),
            person.before.to_string(),
            person.received.to_string(),
            person.after.to_string(),
            person.target.to_string(),
            used(person.utilisation),
        ];
        table.add_row(keep(cells, kept));
    }
    let rest = step.people.len().saturating_sub(PEOPLE_SHOWN);
    if rest > 0 {
        table.add_row([format!("and {rest} more")]);
    }
    let sum = |value: fn(&PersonLine) -> u32| {
        step.people.iter().map(|person| u64::from(value(person))).sum::<u64>().to_string()
    };
    let cells = [
        "Sum".to_owned(),
        String::new(),
        sum(|person| person.before),
        sum(|person| person.received),
        sum(|person| person.after),
        sum(|person| person.target),
        String::new(),
    ];
    table.add_row(keep(cells, kept));
    table
}

fn reasons(step: &PlanStep, style: Style) -> impl std::fmt::Display {
    let mut table = table(style.look, &["Why", "Outcome", "Leads"], &[2]);
    for line in &step.reasons {
        table.add_row([clean(&line.reason), line.state.replace('_', " "), line.leads.to_string()]);
    }
    table
}

fn summary(step: &PlanStep) -> Vec<String> {
    let receiving = step.people.iter().filter(|person| person.received > 0).count() as u64;
    let mut lines = vec![
        format!("Strategy: {}", step.strategy),
        format!("Given out: {} to {}", leads(step.planned), count(receiving, "salesperson", "salespeople")),
        format!("Left as they are: {}", leads(step.eligible.saturating_sub(step.planned))),
        format!("Most leads of this run: {}", step.max_leads),
    ];
    if step.old > 0 {
        lines.push(format!("Old leads that go to a fixed person: {}", step.old));
    }
    let used = |person: &PersonLine| person.utilisation;
    let least = step.people.iter().filter_map(used).min_by(f64::total_cmp);
    let most = step.people.iter().filter_map(used).max_by(f64::total_cmp);
    if let (Some(least), Some(most)) = (least, most) {
        lines.push(format!("Used afterwards: from {least:.0} % to {most:.0} %"));
    }
    lines
}
