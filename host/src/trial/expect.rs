//! What a case expects of a plan, and what of it did not come.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::answer::received;
use super::question::{Asked, Index};
use super::request_file::Reference;
use crate::domain::request::NOBODY;
use crate::strategy::Assigned;

/// Most leads that one expectation lists.
const LISTED: usize = 5;

/// What is expected of a plan. What is not said is not looked at; the host's rules must hold in any case.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Who gets which lead, both by id or name; null is nobody. Leads that are not named may go anywhere.
    #[serde(default)]
    pub assigned: BTreeMap<String, Option<Reference>>,
    /// How many leads somebody gets, by id or name.
    #[serde(default)]
    pub received: BTreeMap<String, u32>,
    /// `true`: nobody who gets a lead ends above their target. `false`: somebody does.
    pub within_target: Option<bool>,
    /// Largest difference between the leads that any two people get.
    pub max_gap: Option<u32>,
    /// Who gets no lead: one id or name, or a list.
    pub nobody: Option<Names>,
    /// `true`: everybody gets a lead. `false`: somebody gets none.
    pub everybody: Option<bool>,
    /// How many leads nobody gets.
    pub unassigned: Option<u32>,
    /// Why a lead goes where it goes, word by word.
    #[serde(default)]
    pub reason: BTreeMap<String, String>,
    /// The strategy makes no plan and says why in words that hold these.
    pub error: Option<String>,
    /// The most fuel of the call.
    pub fuel_at_most: Option<u64>,
}

/// One or several.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One.
    One(Reference),
    /// Several.
    Many(Vec<Reference>),
}

impl Names {
    fn all(&self) -> &[Reference] {
        match self {
            Names::One(one) => std::slice::from_ref(one),
            Names::Many(many) => many,
        }
    }
}

/// What is expected of a strategy that makes no plan.
pub(super) fn unmet_of_declined(expected: &Expectation, message: &str) -> Vec<String> {
    match &expected.error {
        Some(error) if message.contains(error.as_str()) => Vec::new(),
        Some(error) => vec![format!("expected that it declines with `{error}`; it declines with `{message}`")],
        None => vec![format!("expected a plan; it declines with `{message}`")],
    }
}

/// What of it did not come: each what was expected and what came. The error names somebody or a lead that is not in the request.
///
/// # Errors
/// A name or id of the expectation that nobody and no lead has: the case is wrong, not the strategy.
pub fn unmet(expected: &Expectation, asked: &Asked, assigned: &Assigned) -> Result<Vec<String>, String> {
    let plan = Look::new(asked, assigned);
    let mut unmet = Vec::new();
    if let Some(error) = &expected.error {
        unmet.push(format!("expected that it declines with `{error}`; it made a plan"));
    }
    plan.assigned(expected, &mut unmet)?;
    for (person, count) in &expected.received {
        let row = plan.person(&Reference::Name(person.clone()))?;
        let came = plan.counts.get(row).copied().unwrap_or(0);
        if came != *count {
            unmet.push(format!("expected that `{person}` gets {count}; they get {came}"));
        }
    }
    plan.targets(expected, &mut unmet);
    plan.shares(expected, &mut unmet);
    for one in expected.nobody.as_ref().map(Names::all).unwrap_or_default() {
        let row = plan.person(one)?;
        match plan.counts.get(row) {
            Some(0) | None => {}
            Some(count) => unmet.push(format!("expected that {} gets no lead; they get {count}", plan.name(row))),
        }
    }
    for (lead, reason) in &expected.reason {
        let row = plan.lead(lead)?;
        let number = assigned.answer.reason.get(row).map(|number| usize::from(*number));
        let came = number.and_then(|number| assigned.answer.reasons.get(number)).map_or("", String::as_str);
        if came != reason {
            unmet.push(format!("expected `{reason}` as the reason of lead `{lead}`; it is `{came}`"));
        }
    }
    if let Some(most) = expected.fuel_at_most.filter(|most| assigned.fuel > *most) {
        unmet.push(format!("expected at most {most} units of fuel; it used {}", assigned.fuel));
    }
    Ok(unmet)
}

struct Look<'a> {
    asked: &'a Asked,
    assigned: &'a Assigned,
    people: Index<'a>,
    leads: Index<'a>,
    counts: Vec<u32>,
}

impl<'a> Look<'a> {
    fn new(asked: &'a Asked, assigned: &'a Assigned) -> Look<'a> {
        let names = |names: &'a [String]| names.iter().map(|name| Some(name.as_str()));
        Look {
            people: Index::new("salespeople", &asked.request.salespeople.id, names(&asked.people)),
            leads: Index::new("leads", &asked.request.leads.id, names(&asked.leads)),
            counts: received(&assigned.answer, asked.people.len()),
            asked,
            assigned,
        }
    }

    fn person(&self, reference: &Reference) -> Result<usize, String> {
        self.people.find(reference).map(|row| row as usize)
    }

    fn lead(&self, name: &str) -> Result<usize, String> {
        self.leads.find(&Reference::Name(name.to_owned())).map(|row| row as usize)
    }

    fn name(&self, row: usize) -> String {
        self.asked.people.get(row).map_or_else(|| "nobody".to_owned(), |name| format!("`{name}`"))
    }

    fn assigned(&self, expected: &Expectation, unmet: &mut Vec<String>) -> Result<(), String> {
        for (lead, person) in &expected.assigned {
            let row = self.lead(lead)?;
            let wanted = person.as_ref().map(|person| self.person(person)).transpose()?;
            let came = self.assigned.answer.assignee.get(row).copied().filter(|row| *row != NOBODY);
            let came = came.map(|row| row as usize);
            if came != wanted {
                let told = |row: Option<usize>| row.map_or_else(|| "nobody".to_owned(), |row| self.name(row));
                unmet.push(format!("expected that {} gets lead `{lead}`; {} gets it", told(wanted), told(came)));
            }
        }
        Ok(())
    }

    fn targets(&self, expected: &Expectation, unmet: &mut Vec<String>) {
        let Some(wanted) = expected.within_target else { return };
        let people = &self.asked.request.salespeople;
        let rows = people.target.iter().zip(&people.workload).zip(&self.counts).enumerate();
        let above =
            rows.filter(|(_, ((target, workload), count))| **count > 0 && workload.saturating_add(**count) > **target);
        let above: Vec<String> = above
            .map(|(row, ((target, workload), count))| {
                format!("{} has {workload}, gets {count} and has a target of {target}", self.name(row))
            })
            .collect();
        match (wanted, above.is_empty()) {
            (true, false) => {
                unmet.push(format!("expected that nobody ends above their target; {}", listed(&above)));
            }
            (false, true) => unmet.push("expected that somebody ends above their target; nobody does".to_owned()),
            _ => {}
        }
    }

    fn shares(&self, expected: &Expectation, unmet: &mut Vec<String>) {
        let extremes = self.counts.iter().enumerate();
        let most = extremes.clone().max_by_key(|(_, count)| **count);
        let least = extremes.clone().min_by_key(|(_, count)| **count);
        if let (Some(limit), Some((high, most)), Some((low, least))) = (expected.max_gap, most, least)
            && most - least > limit
        {
            unmet.push(format!(
                "expected a gap of at most {limit}; {} gets {most} and {} gets {least}",
                self.name(high),
                self.name(low)
            ));
        }
        let without: Vec<String> = extremes.filter(|(_, count)| **count == 0).map(|(row, _)| self.name(row)).collect();
        match (expected.everybody, without.is_empty()) {
            (Some(true), false) => {
                unmet.push(format!("expected that everybody gets a lead; none for {}", listed(&without)))
            }
            (Some(false), true) => unmet.push("expected that somebody gets no lead; everybody gets one".to_owned()),
            _ => {}
        }
        let none = self.assigned.answer.assignee.iter().filter(|row| **row == NOBODY).count();
        if let Some(wanted) = expected.unassigned.filter(|wanted| *wanted as usize != none) {
            unmet.push(format!("expected that nobody gets {wanted} of the leads; nobody gets {none}"));
        }
    }
}

fn listed(items: &[String]) -> String {
    let shown: Vec<&str> = items.iter().take(LISTED).map(String::as_str).collect();
    match items.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
