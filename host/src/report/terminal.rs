//! A report for a person at a terminal: a summary, the funnel, who got how many, why. Returns text; the command line prints it.

use std::fmt::Write as _;

use comfy_table::presets::{ASCII_FULL_CONDENSED, UTF8_FULL_CONDENSED};
use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

use super::model::{DropbackReport, LeftOutLine, PersonLine, Report};

/// The most people that are listed; the rest is counted.
pub(super) const PEOPLE_SHOWN: usize = 200;

/// Of people without a part: the most reasons that are listed, and the most names of each.
const REASONS_SHOWN: usize = 12;
const NAMES_SHOWN: usize = 5;

/// Below so many columns a table leaves out what can be looked up elsewhere, rather than break numbers and names.
pub(super) const NARROW: u16 = 60;

/// How the text is to look.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Columns of the terminal.
    pub width: u16,
    /// Whether the terminal shows Unicode's box lines.
    pub unicode: bool,
}

impl Look {
    /// A text of odlm's own in the letters that the terminal has: narrow spaces and dashes become plain ones.
    #[must_use]
    pub fn letters(self, text: &str) -> String {
        match self.unicode {
            true => text.to_owned(),
            false => text.replace('\u{202f}', " ").replace(['–', '−'], "-"),
        }
    }
}

/// The columns of the terminal that stdout is; none when it is none.
#[must_use]
pub fn terminal_width() -> Option<u16> {
    Table::new().width()
}

/// A run as text.
#[must_use]
pub fn show(report: &Report, look: Look) -> String {
    let mut out = first_line(report);
    // Writing to a text cannot fail, here and below.
    if !report.funnel.is_empty() || report.found > 0 {
        let _ = writeln!(out, "\n{}", funnel(report, look));
    }
    if let Some(old) = report.dropback.as_ref().filter(|old| old.found > 0) {
        let _ = writeln!(out, "\n{}", dropback(old, look));
    }
    if !report.people.is_empty() {
        let _ = writeln!(out, "\n{}", people(report, look));
    }
    if !report.people_left_out.is_empty() {
        let _ = writeln!(out, "\n{}", left_out(&report.people_left_out));
    }
    if !report.reasons.is_empty() {
        let _ = writeln!(out, "\n{}", reasons(report, look));
    }
    out + &last_line(report)
}

/// Which run, and how it ended.
pub(super) fn first_line(report: &Report) -> String {
    let strategy = report
        .strategy
        .as_ref()
        .map_or_else(|| "no strategy".to_owned(), |strategy| format!("{} {}", strategy.name, strategy.version));
    format!("Run {} of campaign {}: {} ({strategy})\n", report.run, clean(&report.campaign), headline(report))
}

/// What it cost.
pub(super) fn last_line(report: &Report) -> String {
    let (rpc, seconds) = (report.rpc, report.seconds);
    format!("\n{} calls to Odoo in {:.1} s; {seconds:.1} s in all\n", rpc.calls, rpc.seconds)
}

fn headline(report: &Report) -> String {
    let leads = |count: u64| if count == 1 { "1 lead".to_owned() } else { format!("{count} leads") };
    match report.status.as_str() {
        "complete" => format!("{} assigned", leads(report.assigned)),
        "dry_run" => format!("dry run, {} would be assigned, nothing was written", leads(report.planned)),
        "nothing" => "nothing to distribute".to_owned(),
        "declined" => "declined, nothing was written".to_owned(),
        "partial" => format!(
            "partial: {} assigned, {} changed by others meanwhile, {} refused by Odoo, {} unknown",
            leads(report.assigned),
            report.conflicts,
            report.refused,
            report.unknown
        ),
        "interrupted" => format!("interrupted: {} of {} assigned", report.assigned, leads(report.planned)),
        other => format!("{other}, {} assigned", leads(report.assigned)),
    }
}

pub(super) fn table(look: Look, header: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table
        .load_style(if look.unicode { UTF8_FULL_CONDENSED } else { ASCII_FULL_CONDENSED })
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(look.width.max(20))
        .set_header(header.iter().copied());
    for column in numbers {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn funnel(report: &Report, look: Look) -> Table {
    let mut table = table(look, &["Filter", "Before", "Left out", "After"], &[1, 2, 3]);
    // Old leads are found whatever the window.
    let from = if report.dropback.is_some() { "date window and old leads" } else { "date window" };
    table.add_row([from.to_owned(), String::new(), String::new(), report.found.to_string()]);
    for step in &report.funnel {
        let left_out = step.before.saturating_sub(step.after);
        table.add_row([
            step.filter.replace('_', " "),
            step.before.to_string(),
            left_out.to_string(),
            step.after.to_string(),
        ]);
    }
    table
}

fn dropback(old: &DropbackReport, look: Look) -> Table {
    let mut table = table(look, &["Old leads of", "Go to", "Leads"], &[2]);
    for line in &old.by_campaign {
        let person = line.person.as_deref().map_or_else(|| "nobody, only counted".to_owned(), clean);
        table.add_row([clean(&line.campaign), person, line.leads.to_string()]);
    }
    table
}

fn people(report: &Report, look: Look) -> Table {
    let header = ["Salesperson", "Level", "Target", "Before", "New", "Old, moved", "After", "Used"];
    // Old leads that came to somebody, less leads that went to others.
    let other = |person: &PersonLine| i64::from(person.after) - i64::from(person.before) - i64::from(person.received);
    let has_other = report.people.iter().any(|person| other(person) != 0);
    let wide = look.width >= NARROW;
    let kept = [true, wide, wide, true, true, has_other, true, wide];
    let first = if wide { 2 } else { 1 };
    let numbers = first..kept.iter().filter(|kept| **kept).count();
    let mut table = table(look, &keep(header, kept), &numbers.collect::<Vec<_>>());
    for person in report.people.iter().take(PEOPLE_SHOWN) {
        let used = person.utilisation.map_or_else(|| "-".to_owned(), |used| format!("{used:.0} %"));
        let cells = [
            Cell::new(clean(&person.name)),
            Cell::new(clean(&person.level)),
            Cell::new(person.target),
            Cell::new(person.before),
            Cell::new(person.received),
            Cell::new(format!("{:+}", other(person))),
            Cell::new(person.after),
            Cell::new(used),
        ];
        table.add_row(keep(cells, kept));
    }
    let rest = report.people.len().saturating_sub(PEOPLE_SHOWN);
    if rest > 0 {
        table.add_row([format!("and {rest} more")]);
    }
    let sum = |value: fn(&PersonLine) -> u32| report.people.iter().map(|person| u64::from(value(person))).sum::<u64>();
    let cells = [
        Cell::new("Sum"),
        Cell::new(""),
        Cell::new(sum(|person| person.target)),
        Cell::new(sum(|person| person.before)),
        Cell::new(sum(|person| person.received)),
        Cell::new(format!("{:+}", report.people.iter().map(other).sum::<i64>())),
        Cell::new(sum(|person| person.after)),
        Cell::new(""),
    ];
    table.add_row(keep(cells, kept));
    table
}

/// Who took no part, in short: the reasons with their people, so many of each.
pub(super) fn left_out(people: &[LeftOutLine]) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for person in people {
        match reasons.iter_mut().find(|(reason, _)| *reason == person.reason) {
            Some((_, names)) => names.push(&person.name),
            None => reasons.push((&person.reason, vec![&person.name])),
        }
    }
    let mut text = "Without a part in this run:".to_owned();
    for (reason, names) in reasons.iter().take(REASONS_SHOWN) {
        let mut shown: Vec<String> = names.iter().take(NAMES_SHOWN).map(|name| clean(name)).collect();
        let more = names.len().saturating_sub(NAMES_SHOWN);
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        let _ = write!(text, "\n  {}: {}", shown.join(", "), clean(reason));
    }
    let rest: usize = reasons.iter().skip(REASONS_SHOWN).map(|(_, names)| names.len()).sum();
    if rest > 0 {
        let _ = write!(text, "\n  and {rest} more; `--json` names them all");
    }
    text
}

/// The columns that are shown.
pub(super) fn keep<T, const N: usize>(row: [T; N], kept: [bool; N]) -> Vec<T> {
    row.into_iter().zip(kept).filter_map(|(cell, kept)| kept.then_some(cell)).collect()
}

fn reasons(report: &Report, look: Look) -> Table {
    let mut table = table(look, &["Why", "Outcome", "Leads"], &[2]);
    for line in &report.reasons {
        table.add_row([clean(&line.reason), line.state.replace('_', " "), line.leads.to_string()]);
    }
    table
}

/// The runs of a ledger as a table, newest first. Each row: number, begin, campaign, status, assigned of planned, strategy.
#[must_use]
pub fn runs_table(rows: &[[String; 6]], look: Look) -> String {
    let narrow = look.width < NARROW;
    let kept = if narrow { [true, false, true, true, true, false] } else { [true; 6] };
    let header = keep(["Run", "Begun (UTC)", "Campaign", "Status", "Assigned", "Strategy"], kept);
    let mut table = table(look, &header, if narrow { &[0, 3] } else { &[0, 4] });
    for row in rows {
        table.add_row(keep(row.each_ref().map(|cell| clean(cell)), kept));
    }
    table.to_string()
}

/// Takes out of a name what would move the cursor, colour the screen or turn the reading direction.
pub(super) fn clean(text: &str) -> String {
    crate::text::one_line(text, 200)
}
