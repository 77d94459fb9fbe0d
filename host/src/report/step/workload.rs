//! Step 3: how full everybody is before the run.

use super::model::{WorkloadRow, WorkloadStep};
use super::page::{Page, Style, count, leads};
use crate::domain::summary::percent;
use crate::report::terminal::{NARROW, PEOPLE_SHOWN, clean, keep, table};

/// Below so many columns the level is left out, which step 1 shows.
const WIDE: u16 = 96;

/// The screen of step 3.
#[must_use]
pub fn workload_screen(step: &WorkloadStep, style: Style) -> String {
    let mut page = Page::step(style, 3, "Workload Analysis", "Current lead counts and how full everybody is");
    if step.people.is_empty() {
        page.part("Nobody is eligible");
    } else {
        page.part(workloads(step, style));
    }
    page.list("📊", "Workload Summary", &summary(step));
    page.end()
}

/// Leads up to the target.
fn deficit(person: &WorkloadRow) -> i64 {
    i64::from(person.target) - i64::from(person.current.saturating_sub(person.pooled))
}

fn workloads(step: &WorkloadStep, style: Style) -> impl std::fmt::Display {
    let (width, pooled) = (style.look.width, step.people.iter().any(|person| person.pooled > 0));
    let (usual, wide) = (width >= NARROW, width >= WIDE);
    let kept = [true, wide, true, pooled && wide, usual, usual, true, usual, usual];
    let names = ["Salesperson", "Level", "Current", "In pool", "Target", "Used", "Deficit", "Eligible", "Credit"];
    let numbers = keep([false, false, true, true, true, true, true, false, true], kept);
    let numbers: Vec<usize> = (0..).zip(numbers).filter_map(|(at, number)| number.then_some(at)).collect();
    let mut table = table(style.look, &keep(names, kept), &numbers);
    for person in step.people.iter().take(PEOPLE_SHOWN) {
        let used = percent(f64::from(person.current), f64::from(person.target));
        let cells = [
            clean(&person.name),
            clean(&person.level),
            person.current.to_string(),
            person.pooled.to_string(),
            person.target.to_string(),
            used.map_or_else(|| "-".to_owned(), |used| format!("{used:.0} %")),
            deficit(person).to_string(),
            match person.room {
                Some(0) => "full".to_owned(),
                Some(room) => format!("up to {room}"),
                None => "yes".to_owned(),
            },
            credit(person.credit),
        ];
        table.add_row(keep(cells, kept));
    }
    let rest = step.people.len().saturating_sub(PEOPLE_SHOWN);
    if rest > 0 {
        table.add_row([format!("and {rest} more")]);
    }
    for person in step.left_out.iter().take(PEOPLE_SHOWN) {
        let none = || "-".to_owned();
        let cells = [clean(&person.name), none(), none(), none(), none(), none(), none(), "no".to_owned(), none()];
        table.add_row(keep(cells, kept));
    }
    table
}

/// Credit to a hundredth; what rounds to nothing has no sign.
fn credit(credit: f64) -> String {
    let shown = format!("{credit:+.2}");
    if shown == "+0.00" || shown == "-0.00" { "0".to_owned() } else { shown }
}

fn summary(step: &WorkloadStep) -> Vec<String> {
    let sum = |value: fn(&WorkloadRow) -> u32| step.people.iter().map(|person| u64::from(value(person))).sum::<u64>();
    let (owned, targets) = (sum(|person| person.current), sum(|person| person.target));
    let used = percent(owned as f64, targets as f64);
    let lacking: u64 = step.people.iter().filter_map(|person| u64::try_from(deficit(person)).ok()).sum();
    let room: Option<u64> = step.people.iter().map(|person| person.room.map(u64::from)).sum();
    let mut lines = vec![
        format!("Owned by {}: {}", count(step.people.len() as u64, "salesperson", "salespeople"), leads(owned)),
        format!("Sum of targets: {targets}"),
        format!("Missing up to the targets: {}", leads(lacking)),
        format!("To distribute: {}", leads(step.leads)),
    ];
    if let Some(used) = used {
        lines.insert(2, format!("Used: {used:.0} %"));
    }
    if let Some(room) = room.filter(|room| *room < step.leads) {
        lines.push(format!("Room for {} only: the others will find nobody", leads(room)));
    }
    lines
}
