//! Step 1: who may receive.

use super::model::PeopleStep;
use super::page::{Page, Style, count};
use crate::report::model::LeftOutLine;
use crate::report::terminal::{NARROW, PEOPLE_SHOWN, clean, keep, left_out, table};

/// The screen of step 1.
#[must_use]
pub fn people_screen(step: &PeopleStep, style: Style) -> String {
    let mut page =
        Page::step(style, 1, "Salesperson Selection", "Selecting eligible salespeople based on configuration");
    let found = count(step.people.len() as u64, "eligible salesperson", "eligible salespeople");
    let end = if step.people.is_empty() { "" } else { ":" };
    page.part(format!("{}Found {found}{end}", style.mark(if step.people.is_empty() { "❌" } else { "✅" })));
    if !step.people.is_empty() {
        page.part(people(step, style));
    }
    if !step.left_out.is_empty() {
        let lines: Vec<LeftOutLine> = step.left_out.iter().map(LeftOutLine::from).collect();
        page.part(left_out(&lines));
    }
    page.list("📊", "Configuration Summary", &summary(step));
    page.end()
}

fn people(step: &PeopleStep, style: Style) -> impl std::fmt::Display {
    let kept = if style.look.width < NARROW { [true, false, false, true, true, false, false] } else { [true; 7] };
    let numbers: &[usize] = if style.look.width < NARROW { &[2] } else { &[1, 4] };
    let header = keep(["Name", "ID", "Campaign", "Level", "Target", "Team", "Active"], kept);
    let mut table = table(style.look, &header, numbers);
    // Only active users are eligible.
    let active = if style.emoji { "✅" } else { "yes" };
    for person in step.people.iter().take(PEOPLE_SHOWN) {
        let cells = [
            clean(&person.name),
            person.id.to_string(),
            clean(&step.campaign),
            clean(&person.level),
            person.target.to_string(),
            person.team.as_deref().map_or_else(|| "-".to_owned(), clean),
            active.to_owned(),
        ];
        table.add_row(keep(cells, kept));
    }
    let rest = step.people.len().saturating_sub(PEOPLE_SHOWN);
    if rest > 0 {
        table.add_row([format!("and {rest} more")]);
    }
    table
}

fn summary(step: &PeopleStep) -> Vec<String> {
    let targets: u64 = step.people.iter().map(|person| u64::from(person.target)).sum();
    let mut lines = vec![
        format!("Campaign: {}", clean(&step.campaign)),
        format!("Distribution Strategy: {}", step.strategy),
        format!("Date Range: {}", step.window),
        format!("Most leads of this run: {}", step.max_leads),
        format!("Sum of targets: {targets}"),
    ];
    if step.dry_run {
        lines.push("Dry run: nothing will be written to Odoo".to_owned());
    }
    lines
}
