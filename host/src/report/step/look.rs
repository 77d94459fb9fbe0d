//! What the plan's menu shows: one person's part, one lead's.

use super::model::{LeadLook, LeadRow, PersonLook};
use super::page::{Page, Style, leads};
use crate::report::terminal::{NARROW, clean, keep, table};

/// The most leads of a person that are listed; the rest is counted.
const LEADS_SHOWN: usize = 200;

/// One person's part in the plan.
#[must_use]
pub fn person_screen(look: &PersonLook, style: Style) -> String {
    let mut page = Page::plain(style);
    let person = &look.person;
    let used = person.utilisation.map_or_else(String::new, |used| format!(", {used:.0} %"));
    page.part(format!(
        "{}{} ({}, user {}): {} now, {} new, {} after, of a target of {}{used}",
        style.mark("👤"),
        clean(&person.name),
        clean(&person.level),
        person.id,
        person.before,
        person.received,
        person.after,
        person.target
    ));
    if look.leads.is_empty() {
        page.part("No lead is planned for this person");
    } else {
        page.part(planned(look, style));
    }
    page.end()
}

fn planned(look: &PersonLook, style: Style) -> impl std::fmt::Display {
    let narrow = style.look.width < NARROW;
    let kept = [true, !narrow, !narrow, !narrow, !narrow, true];
    let header = keep(["Lead", "Prio", "Date", "Source", "Status", "Why"], kept);
    let mut table = table(style.look, &header, &[0]);
    for lead in look.leads.iter().take(LEADS_SHOWN) {
        let cells = [
            lead.id.to_string(),
            priority(lead),
            date(lead),
            value(lead.source.as_ref()),
            value(lead.status.as_ref()),
            clean(&lead.reason),
        ];
        table.add_row(keep(cells, kept));
    }
    let rest = look.leads.len().saturating_sub(LEADS_SHOWN);
    if rest > 0 {
        table.add_row([format!("and {} more", leads(rest as u64))]);
    }
    table
}

/// One lead in the plan.
#[must_use]
pub fn lead_screen(look: &LeadLook, style: Style) -> String {
    let mut page = Page::plain(style);
    let lead = &look.lead;
    let owner = look.from.as_deref().map_or_else(|| "nobody".to_owned(), clean);
    let lines = [
        match &look.to {
            Some(person) => format!("Goes to {}", clean(person)),
            None => format!("Goes to nobody ({})", look.state.replace('_', " ")),
        },
        format!("Why: {}", clean(&lead.reason)),
        format!("Owned by {owner}"),
        format!("Dated {}, of priority {}", date(lead), priority(lead)),
        format!("Source: {}", value(lead.source.as_ref())),
        format!("Status: {}", value(lead.status.as_ref())),
        format!("Campaign: {}", value(look.campaign.as_ref())),
    ];
    page.list("🔎", &format!("Lead {}", lead.id), &lines);
    page.end()
}

fn priority(lead: &LeadRow) -> String {
    lead.priority.map_or_else(|| "-".to_owned(), |priority| priority.to_string())
}

fn date(lead: &LeadRow) -> String {
    lead.date.map_or_else(|| "-".to_owned(), |date| date.to_string())
}

fn value(value: Option<&String>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| clean(value))
}
