//! One person's new leads, and the mail that names them.

use std::collections::{BTreeMap, HashMap};

use askama::Template;

use super::details::{Known, Reached};
use super::digest::{Digest, label};
use super::links::Links;
use super::mail::{self, Content};
use super::smtp::Letter;
use super::words::{Shown, new_leads};
use crate::config::Mailbox;
use crate::domain::decision::{Decision, State};
use crate::domain::ids::{LeadId, UserId};

/// The most leads that a mail names.
pub(super) const SHOWN: usize = 200;

/// What each person got, in the order of the plan: leads of the distribution, and old ones.
pub(super) fn given(decisions: &[Decision]) -> BTreeMap<UserId, Vec<&Decision>> {
    let mut given: BTreeMap<UserId, Vec<&Decision>> = BTreeMap::new();
    for decision in decisions.iter().filter(|decision| decision.state == State::Done) {
        if let Some(person) = decision.to {
            given.entry(person).or_default().push(decision);
        }
    }
    given
}

/// What one person got.
pub(super) struct Received {
    pub(super) person: UserId,
    pub(super) name: Shown,
    pub(super) total: usize,
    /// The first of them.
    pub(super) leads: Vec<Line>,
    /// Where all leads are.
    pub(super) list: String,
}

/// One lead in a mail.
pub(super) struct Line {
    pub(super) lead: LeadId,
    pub(super) url: String,
    pub(super) name: Shown,
    pub(super) contact: Option<Shown>,
    pub(super) source: Shown,
    pub(super) status: Shown,
    pub(super) priority: &'static str,
    pub(super) why: Shown,
}

impl Received {
    pub(super) fn new(
        told: &Digest<'_>,
        links: &Links,
        person: UserId,
        leads: &[&Decision],
        people: Option<&HashMap<UserId, Reached>>,
        known: &HashMap<LeadId, Known>,
    ) -> Received {
        let named = || told.record.people.iter().find(|one| one.id == person).map(|one| one.name.as_str());
        let reached = people.and_then(|people| people.get(&person));
        let name = reached.map(|reached| reached.name.as_str()).or_else(named).unwrap_or_default();
        let line = |decision: &&Decision| Line::new(told, links, decision, known.get(&decision.lead));
        Received {
            person,
            name: Shown::new(name),
            total: leads.len(),
            leads: leads.iter().take(SHOWN).map(line).collect(),
            list: links.list(),
        }
    }

    /// The person in a warning.
    pub(super) fn label(&self) -> String {
        label(&self.name, self.person)
    }

    /// Leads that are not named.
    pub(super) fn more(&self) -> usize {
        self.total.saturating_sub(self.leads.len())
    }

    /// The mail; an error where Odoo has no address for the person.
    pub(super) fn letter(&self, told: &Digest<'_>, reached: Option<&Reached>) -> Result<Letter, String> {
        let missing = || "Odoo has no mail address for them".to_owned();
        let address = reached.and_then(|reached| reached.address.clone()).ok_or_else(missing)?;
        let office = told.config.email.office.as_ref().ok_or("no mail server is configured")?;
        let record = told.record;
        let campaign = Shown::new(&record.new.campaign);
        let amount = new_leads(self.total);
        let title = format!("{amount} of {campaign}");
        let text =
            PersonText { name: &self.name, amount: &amount, campaign: &campaign, received: self, run: record.id.0 };
        let html = PersonHtml {
            title: &title,
            name: &self.name,
            amount: &amount,
            campaign: &campaign,
            received: self,
            run: record.id.0,
        };
        let unwritten = |error: askama::Error| format!("the mail cannot be written: {error}");
        let content = Content {
            subject: format!("{} {title}", told.config.email.subject_prefix),
            text: text.render().map_err(unwritten)?,
            html: Some(html.render().map_err(unwritten)?),
            attachments: &[],
            identity: format!("{} {} {} user {}", record.new.odoo, record.id, record.new.now, self.person),
        };
        let to = Mailbox { name: Some(self.name.to_string()), address };
        mail::letter(office, &[to], content)
    }
}

impl Line {
    fn new(told: &Digest<'_>, links: &Links, decision: &Decision, known: Option<&Known>) -> Line {
        let name = known.map(|known| Shown::new(&known.name)).filter(|name| !name.is_empty());
        let text = |text: Option<&str>| Shown::new(text.unwrap_or("-"));
        // What the run wrote is what the person finds.
        let written = match &decision.dropback {
            None => told.config.distribution.on_assign.status.as_deref(),
            Some(_) => told.config.leads.dropback.as_ref().and_then(|rule| rule.status.as_deref()),
        };
        Line {
            lead: decision.lead,
            url: links.lead(decision.lead.0),
            name: name.unwrap_or_else(|| Shown::new(&format!("Lead {}", decision.lead))),
            contact: known.and_then(|known| known.contact.as_deref()).map(Shown::new),
            source: text(decision.about.source.as_deref()),
            status: text(written.or(decision.about.status.as_deref())),
            priority: known.map_or("-", |known| known.priority),
            why: Shown::new(&decision.reason),
        }
    }
}

#[derive(Template)]
#[template(path = "mail/person.txt")]
struct PersonText<'a> {
    name: &'a Shown,
    amount: &'a str,
    campaign: &'a Shown,
    received: &'a Received,
    run: i64,
}

#[derive(Template)]
#[template(path = "mail/person.html")]
struct PersonHtml<'a> {
    title: &'a str,
    name: &'a Shown,
    amount: &'a str,
    campaign: &'a Shown,
    received: &'a Received,
    run: i64,
}
