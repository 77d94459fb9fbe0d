//! After a live run: one mail or to-do, or both, for each person who got leads, and one mail for the managers.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::timeout;

use super::details::{self, Known, Reached};
use super::links::Links;
use super::mail::{self, Attachment};
use super::person::{self, Received, given};
use super::smtp::{self, Letter};
use super::words::Shown;
use super::{manager, to_do};
use crate::config::Config;
use crate::config::written::Channel;
use crate::domain::decision::Decision;
use crate::domain::ids::{LeadId, UserId};
use crate::domain::run::RunRecord;
use crate::odoo::OdooWrite;

/// How long addresses and names may be read.
const READING: Duration = Duration::from_secs(60);
/// The most people whom one warning names.
const NAMED: usize = 10;

/// A run that is told.
pub struct Digest<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The run as it ended.
    pub record: &'a RunRecord,
    /// Its decisions, in the order of the plan.
    pub decisions: &'a [Decision],
    /// The day on which to-dos are due, like 2026-01-31.
    pub today: &'a str,
    /// What goes with the managers' mail.
    pub attachments: &'a [Attachment],
}

/// Tells everybody whom the configuration names, once. Returns what the operator should know; a run that gave nothing out tells nobody.
pub async fn digest(odoo: &dyn OdooWrite, told: &Digest<'_>) -> Vec<String> {
    let email = &told.config.email;
    let given = given(told.decisions);
    if !email.enabled || given.is_empty() {
        return Vec::new();
    }
    let mut misses = Misses::default();
    let mut letters = Letters::default();
    if let Some(channel) = email.salespeople {
        let (people, known) = read(odoo, &given, &mut misses).await;
        let links = Links::new(told.config.connection.base.as_str(), odoo.session().major, told.config.leads.lead_type);
        let names = people.as_ref();
        let received: Vec<Received> =
            given.iter().map(|(person, leads)| Received::new(told, &links, *person, leads, names, &known)).collect();
        if channel != Channel::Mail {
            to_do::plan(odoo, told, &received, &mut misses).await;
        }
        if let Some(people) = people.filter(|_| channel != Channel::Activity) {
            for received in &received {
                letters.add(received.label(), received.letter(told, people.get(&received.person)), &mut misses);
            }
        }
    }
    if !email.managers.is_empty() {
        letters.add("the managers".to_owned(), manager::letter(told), &mut misses);
    }
    letters.send(told, &mut misses).await;
    misses.sentences()
}

type People = HashMap<UserId, Reached>;
type Leads = HashMap<LeadId, Known>;

/// Whom and what Odoo knows. Where people cannot be read no mail goes to them; a lead without a name is told by its number.
async fn read(
    odoo: &dyn OdooWrite,
    given: &BTreeMap<UserId, Vec<&Decision>>,
    misses: &mut Misses,
) -> (Option<People>, Leads) {
    let persons: Vec<UserId> = given.keys().copied().collect();
    let shown = given.values().flat_map(|leads| leads.iter().take(person::SHOWN).map(|decision| decision.lead));
    let shown: Vec<LeadId> = shown.collect();
    let late = |_| Err("Odoo took too long".to_owned());
    let people = timeout(READING, details::people(odoo, &persons)).await;
    let people = people.map_or_else(late, |read| read.map_err(|error| error.brief()));
    let late = |_| Err("Odoo took too long".to_owned());
    let leads = timeout(READING, details::leads(odoo, &shown)).await;
    let leads = leads.map_or_else(late, |read| read.map_err(|error| error.brief()));
    let leads = leads.unwrap_or_else(|cause| {
        misses.notes.push(format!("leads are told by number alone, as their names cannot be read: {cause}"));
        Leads::new()
    });
    let people = people.map_err(|cause| {
        misses.notes.push(format!("salespeople got no mails, as their addresses cannot be read: {cause}"));
    });
    (people.ok(), leads)
}

/// Mails that are to go out, each with whom it is for.
#[derive(Default)]
struct Letters {
    labels: Vec<String>,
    letters: Vec<Letter>,
}

impl Letters {
    fn add(&mut self, label: String, letter: Result<Letter, String>, misses: &mut Misses) {
        match letter {
            Ok(letter) => {
                self.labels.push(label);
                self.letters.push(letter);
            }
            Err(cause) => misses.add(cause, label),
        }
    }

    async fn send(self, told: &Digest<'_>, misses: &mut Misses) {
        let Some(office) = told.config.email.office.as_ref().filter(|_| !self.letters.is_empty()) else { return };
        let from = match mail::sender(office) {
            Ok(from) => from.email,
            Err(cause) => return misses.notes.push(format!("no mail was sent: {cause}")),
        };
        let outcomes = smtp::send(office, &from, &self.letters).await;
        let sent = outcomes.iter().filter(|outcome| outcome.is_none()).count();
        tracing::info!(run = told.record.id.0, mails = sent, "mails sent");
        for (label, outcome) in self.labels.into_iter().zip(outcomes) {
            if let Some(cause) = outcome {
                misses.add(cause, label);
            }
        }
    }
}

/// Who was not told, by cause.
#[derive(Default)]
pub(super) struct Misses {
    by_cause: Vec<(String, Vec<String>)>,
    notes: Vec<String>,
}

impl Misses {
    /// Somebody was not told; `label` is no address.
    pub(super) fn add(&mut self, cause: String, label: String) {
        match self.by_cause.iter_mut().find(|(known, _)| *known == cause) {
            Some((_, labels)) => labels.push(label),
            None => self.by_cause.push((cause, vec![label])),
        }
    }

    fn sentences(self) -> Vec<String> {
        let missed = self.by_cause.into_iter().map(|(cause, labels)| {
            let more = labels.len().saturating_sub(NAMED);
            let mut named: Vec<String> = labels.into_iter().take(NAMED).collect();
            if more > 0 {
                named.push(format!("{more} more"));
            }
            format!("not told of new leads: {}: {cause}", named.join(", "))
        });
        self.notes.into_iter().chain(missed).collect()
    }
}

/// A person in a warning: name and number, no address.
pub(super) fn label(name: &Shown, person: UserId) -> String {
    if name.is_empty() { format!("user {person}") } else { format!("{name} (user {person})") }
}
