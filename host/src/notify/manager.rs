//! The managers' mail: the run's figures, who got how many and why, with the report beside it.

use std::collections::HashMap;

use askama::Template;

use super::digest::Digest;
use super::mail::{self, Content};
use super::smtp::Letter;
use super::words::Shown;
use crate::domain::decision::{Decision, State};
use crate::domain::run::{Counts, Status};

/// The most people, and the most reasons, that the mail names.
const PEOPLE: usize = 500;
const REASONS: usize = 50;

/// The mail to all managers at once.
pub(super) fn letter(told: &Digest<'_>) -> Result<Letter, String> {
    let record = told.record;
    let office = told.config.email.office.as_ref().ok_or("no mail server is configured")?;
    let counts = record.end.as_ref().map_or_else(|| Counts::of(told.decisions), |end| end.counts);
    let campaign = Shown::new(&record.new.campaign);
    let headline = headline(record.status, counts);
    let people: Vec<PersonLine> = record
        .people
        .iter()
        .map(|person| PersonLine {
            name: Shown::new(&person.name),
            target: person.target,
            before: person.before,
            received: person.received,
            after: person.after,
        })
        .collect();
    let reasons = reasons(told.decisions);
    let page = Page {
        title: format!("{campaign}: {headline}"),
        campaign,
        headline,
        counts: lines(counts, told.decisions),
        more_people: people.len().saturating_sub(PEOPLE),
        people: people.into_iter().take(PEOPLE).collect(),
        more_reasons: reasons.len().saturating_sub(REASONS),
        reasons: reasons.into_iter().take(REASONS).collect(),
        run: record.id.0,
        odoo: Shown::new(&record.new.odoo),
    };
    let unwritten = |error: askama::Error| format!("the mail cannot be written: {error}");
    let content = Content {
        subject: format!("{} {}", told.config.email.subject_prefix, page.title),
        text: Text { page: &page }.render().map_err(unwritten)?,
        html: Some(Html { page: &page }.render().map_err(unwritten)?),
        attachments: told.attachments,
        identity: format!("{} {} {} managers", record.new.odoo, record.id, record.new.now),
    };
    mail::letter(office, &told.config.email.managers, content)
}

fn headline(status: Status, counts: Counts) -> String {
    let how =
        if status == Status::Complete { String::new() } else { format!(" ({})", status.name().replace('_', " ")) };
    format!("{} of {} leads given out{how}", counts.assigned, counts.planned)
}

/// The counts, in the order in which leads go through a run.
fn lines(counts: Counts, decisions: &[Decision]) -> Vec<(&'static str, u64)> {
    let old = decisions.iter().filter(|one| one.dropback.is_some() && one.state == State::Done).count() as u64;
    let mut lines = vec![
        ("found", counts.found),
        ("eligible", counts.eligible),
        ("planned", counts.planned),
        ("given out", counts.assigned),
    ];
    let rest = [
        ("old leads to a fixed person", old),
        ("changed by others meanwhile", counts.conflicts),
        ("refused by Odoo", counts.refused),
        ("of unknown outcome", counts.unknown),
    ];
    lines.extend(rest.into_iter().filter(|(_, count)| *count > 0));
    lines
}

/// Why leads went where they went, the commonest first; leads that filters left out are in the report.
fn reasons(decisions: &[Decision]) -> Vec<ReasonLine> {
    let mut counts: HashMap<(&str, State), u64> = HashMap::new();
    for decision in decisions.iter().filter(|decision| decision.state != State::LeftOut) {
        *counts.entry((&decision.reason, decision.state)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by(|one, other| (other.1, one.0.0, one.0.1.name()).cmp(&(one.1, other.0.0, other.0.1.name())));
    let line = |((reason, state), leads): ((&str, State), u64)| ReasonLine {
        reason: Shown::new(reason),
        outcome: state.name().replace('_', " "),
        leads,
    };
    counts.into_iter().map(line).collect()
}

struct PersonLine {
    name: Shown,
    target: u32,
    before: u32,
    received: u32,
    after: u32,
}

struct ReasonLine {
    reason: Shown,
    outcome: String,
    leads: u64,
}

/// What both forms of the mail show.
struct Page {
    title: String,
    campaign: Shown,
    headline: String,
    counts: Vec<(&'static str, u64)>,
    people: Vec<PersonLine>,
    more_people: usize,
    reasons: Vec<ReasonLine>,
    more_reasons: usize,
    run: i64,
    odoo: Shown,
}

#[derive(Template)]
#[template(path = "mail/manager.txt")]
struct Text<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "mail/manager.html")]
struct Html<'a> {
    page: &'a Page,
}
