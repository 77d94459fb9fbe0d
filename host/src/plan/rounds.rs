//! The host's rules, carried out under any strategy: it is asked in rounds, each about some of the leads and some of the people.
//!
//! - Each round is asked as if it were a run of its own after those before: workloads, rooms, credits and memory are as those left them.
//! - The daily maximum, less what somebody received today, bounds their room in every round.
//! - With a daily minimum all rounds are gone through twice: first with everybody's room bounded by what they lack of it, then without that
//!   bound. So the minimum goes before a preference, and never before what is required.
//! - Each time the first tier of every lead comes first (see `suit.rs`), then the second tier of what found nobody, and so on. Leads of the
//!   same tier are asked about together. The narrowest choice comes first, so that what only few may get is not left over; among equally
//!   narrow ones that with the lead to be served first.
//!
//! Without rules that is one round about all leads and all people. The number of rounds is bounded.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::decide::decision;
use super::fairness::credits_between;
use super::question::Circumstances;
use super::suit::{Demand, Suits};
use crate::config::HostRules;
use crate::domain::decision::{Decision, State};
use crate::domain::ids::UserId;
use crate::domain::lead::{FieldValue, Lead};
use crate::domain::person::Person;
use crate::domain::request::{Answer, NOBODY};

/// The most rounds of one plan.
const MOST_ROUNDS: usize = 1_000;

/// Rules that cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RuleError {
    /// The column `max_daily` holds no number.
    #[error("`{value}` in `max_daily` of `{person}` is not a number of leads")]
    Maximum {
        /// Whose.
        person: String,
        /// What it holds.
        value: String,
    },
    /// The rules split the leads too finely.
    #[error("`advanced_rules` split the leads into {0} questions to the strategy, more than {MOST_ROUNDS}")]
    Rounds(usize),
}

/// What is dealt: leads in the order in which they are served, people with their workloads, the room of each.
pub struct Stock<'a> {
    /// The leads.
    pub leads: &'a [Lead],
    /// The people.
    pub people: &'a [Person],
    /// The most leads that the host accepts, one entry a person; `u32::MAX` is no bound.
    pub room: Vec<u32>,
    /// Leads received today.
    pub received: &'a HashMap<UserId, u32>,
}

/// One question to the strategy.
pub struct Round<'a> {
    /// Some of the leads.
    pub leads: Vec<&'a Lead>,
    /// Some of the people, with the workloads that earlier rounds left.
    pub people: Vec<Person>,
    /// The room of each.
    pub room: Vec<u32>,
    /// Leads given out by earlier rounds.
    pub given: u32,
}

/// What came of all rounds.
#[derive(Debug)]
pub struct Dealt {
    /// One decision a lead.
    pub decisions: Vec<Decision>,
    /// The room that each person had before the first round.
    pub room: Vec<u32>,
    /// What the answers cost together.
    pub fuel: u64,
}

/// Leads of one demand.
struct Group {
    demand: Demand,
    tiers: Vec<Vec<usize>>,
    leads: Vec<usize>,
}

/// A question yet to be asked.
struct Plan {
    people: Vec<usize>,
    groups: Vec<usize>,
    /// Whether the daily minimum bounds everybody's room.
    minimum: bool,
}

/// The rounds of a plan.
pub struct Rounds<'a> {
    rules: &'a HostRules,
    stock: Stock<'a>,
    suits: Suits<'a>,
    groups: Vec<Group>,
    plans: Vec<Plan>,
    /// What the daily maximum leaves to each person; none without one.
    daily: Vec<Option<u32>>,
}

/// A checked answer and its cost in fuel.
type Asked<E> = Result<(Answer, u64), E>;

impl<'a> Rounds<'a> {
    /// Lays the rounds out.
    ///
    /// # Errors
    /// Rules that cannot be carried out.
    pub fn new(rules: &'a HostRules, mut stock: Stock<'a>) -> Result<Rounds<'a>, RuleError> {
        let today = |person: &Person| stock.received.get(&person.id).copied().unwrap_or(0);
        let daily = stock
            .people
            .iter()
            .map(|person| Ok(maximum(rules, person)?.map(|most| most.saturating_sub(today(person)))))
            .collect::<Result<Vec<_>, RuleError>>()?;
        for (room, left) in stock.room.iter_mut().zip(&daily) {
            *room = left.map_or(*room, |left| left.min(*room));
        }
        let suits = Suits::new(rules, stock.people);
        let groups = groups(&suits, stock.leads);
        let mut plans = Vec::new();
        if rules.min_daily.is_some() {
            plans.extend(lay_out(&groups, true));
        }
        plans.extend(lay_out(&groups, false));
        if plans.len() > MOST_ROUNDS {
            return Err(RuleError::Rounds(plans.len()));
        }
        Ok(Rounds { rules, stock, suits, groups, plans, daily })
    }

    /// Asks round by round. `ask` has checked what it returns: an answer and its cost. `about` is left as the last round leaves it.
    ///
    /// # Errors
    /// The first error of `ask`.
    pub fn deal<E>(
        self,
        about: &mut Circumstances,
        ask: &mut dyn FnMut(&Round<'a>, &Circumstances) -> Asked<E>,
    ) -> Result<Dealt, E> {
        let mut hand = Hand::new(&self);
        for plan in &self.plans {
            let Some((rows, round)) = hand.round(&self, plan) else { continue };
            let (answer, fuel) = ask(&round, about)?;
            hand.take(&self, plan, &rows, &answer);
            hand.fuel += fuel;
            about.credits = credits_between(&about.credits, &round.people, &round.room, &answer);
            about.memory = answer.memory;
        }
        Ok(hand.finish(self))
    }

    fn lacking(&self, row: usize, given: u32) -> u32 {
        let today = self.stock.people.get(row).and_then(|person| self.stock.received.get(&person.id)).copied();
        self.rules.min_daily.unwrap_or(0).saturating_sub(today.unwrap_or(0)).saturating_sub(given)
    }
}

/// What the rounds so far have come to.
struct Hand {
    given: Vec<u32>,
    /// Of each lead who gets it and why, or why nobody.
    found: Vec<Option<(Option<usize>, Arc<str>)>>,
    group_of: Vec<usize>,
    texts: HashMap<String, Arc<str>>,
    fuel: u64,
}

impl Hand {
    fn new(rounds: &Rounds<'_>) -> Hand {
        let leads = rounds.stock.leads.len();
        let mut group_of = vec![0; leads];
        for (at, group) in rounds.groups.iter().enumerate() {
            for lead in &group.leads {
                if let Some(of) = group_of.get_mut(*lead) {
                    *of = at;
                }
            }
        }
        let given = vec![0; rounds.stock.people.len()];
        Hand { given, found: vec![None; leads], group_of, texts: HashMap::new(), fuel: 0 }
    }

    fn given(&self, row: usize) -> u32 {
        self.given.get(row).copied().unwrap_or(0)
    }

    fn is_free(&self, lead: usize) -> bool {
        !matches!(self.found.get(lead), None | Some(Some((Some(_), _))))
    }

    /// The question of a plan, and which leads it is about; none when it can have no answer.
    fn round<'a>(&self, rounds: &Rounds<'a>, plan: &Plan) -> Option<(Vec<usize>, Round<'a>)> {
        let mut rows: Vec<usize> = plan
            .groups
            .iter()
            .filter_map(|group| rounds.groups.get(*group))
            .flat_map(|group| group.leads.iter().copied())
            .filter(|lead| self.is_free(*lead))
            .collect();
        rows.sort_unstable();
        let room: Vec<u32> = plan.people.iter().map(|row| self.room(rounds, *row, plan.minimum)).collect();
        let known = |lead: &usize| self.found.get(*lead).is_some_and(Option::is_some);
        let useless = room.iter().all(|room| *room == 0) && (plan.minimum || rows.iter().all(known));
        if rows.is_empty() || useless {
            return None;
        }
        let person = |row: &usize| {
            let person = rounds.stock.people.get(*row)?;
            Some(Person { workload: person.workload.saturating_add(self.given(*row)), ..person.clone() })
        };
        let people = plan.people.iter().filter_map(person).collect();
        let leads = rows.iter().filter_map(|row| rounds.stock.leads.get(*row)).collect();
        Some((rows, Round { leads, people, room, given: self.given.iter().sum() }))
    }

    fn room(&self, rounds: &Rounds<'_>, row: usize, minimum: bool) -> u32 {
        let room = rounds.stock.room.get(row).copied().unwrap_or(0);
        let room = if room == u32::MAX { room } else { room.saturating_sub(self.given(row)) };
        if minimum { room.min(rounds.lacking(row, self.given(row))) } else { room }
    }

    /// Takes a checked answer.
    fn take(&mut self, rounds: &Rounds<'_>, plan: &Plan, rows: &[usize], answer: &Answer) {
        let mut praise: HashMap<(usize, usize), String> = HashMap::new();
        for (lead, (person, reason)) in rows.iter().zip(answer.assignee.iter().zip(&answer.reason)) {
            let to = if *person == NOBODY { None } else { plan.people.get(*person as usize).copied() };
            let group = self.group_of.get(*lead).copied().unwrap_or(0);
            let reason = answer.reasons.get(usize::from(*reason)).map_or("", String::as_str);
            let text = match (to, rounds.groups.get(group)) {
                (Some(row), Some(Group { demand, .. })) => {
                    let words = praise.entry((group, row)).or_insert_with(|| {
                        let minimum = plan.minimum.then(|| "below the daily minimum".to_owned());
                        minimum.into_iter().chain(rounds.suits.praise(demand, row)).collect::<Vec<_>>().join(", ")
                    });
                    self.text(words, reason)
                }
                _ => self.text("", reason),
            };
            if let Some(given) = to.and_then(|row| self.given.get_mut(row)) {
                *given = given.saturating_add(1);
            }
            if let Some(found) = self.found.get_mut(*lead) {
                *found = Some((to, text));
            }
        }
    }

    /// A reason behind its prefix; each text is kept once.
    fn text(&mut self, prefix: &str, reason: &str) -> Arc<str> {
        let whole = if prefix.is_empty() { reason.to_owned() } else { format!("{prefix}: {reason}") };
        Arc::clone(self.texts.entry(whole).or_insert_with_key(|whole| Arc::from(whole.as_str())))
    }

    fn finish(mut self, rounds: Rounds<'_>) -> Dealt {
        // What kept leads from finding anybody is the rules' business as long as the strategy had no choice.
        let full = |row: &usize| {
            rounds.daily.get(*row).copied().flatten().is_some_and(|left| left.saturating_sub(self.given(*row)) == 0)
        };
        let unfound: Vec<(bool, String)> = rounds
            .groups
            .iter()
            .map(|group| (group.tiers.iter().flatten().all(full), rounds.suits.bounds(&group.demand).join(" and ")))
            .collect();
        let decisions = rounds.stock.leads.iter().enumerate().map(|(row, lead)| {
            let found = self.found.get(row).cloned().flatten();
            if let Some((Some(person), reason)) = found {
                return decision(lead, rounds.stock.people.get(person), reason, State::Planned);
            }
            let group = self.group_of.get(row).copied().unwrap_or(0);
            let (full, bounds) = unfound.get(group).map_or((false, ""), |(full, bounds)| (*full, bounds.as_str()));
            let reason = match found {
                None => self.text("", &format!("nobody {bounds}")),
                Some(_) if full => self.text("", "everybody who may get it has reached the daily maximum"),
                Some((_, reason)) if bounds.is_empty() => reason,
                Some((_, reason)) => self.text(&format!("it is for whoever {bounds} only"), &reason),
            };
            decision(lead, None, reason, State::Unassigned)
        });
        let decisions = decisions.collect();
        Dealt { decisions, room: rounds.stock.room, fuel: self.fuel }
    }
}

/// The most leads that a person receives in a day: their own, else everybody's.
fn maximum(rules: &HostRules, person: &Person) -> Result<Option<u32>, RuleError> {
    if rules.max_daily.is_none() && rules.min_daily.is_none() {
        return Ok(None);
    }
    let wrong = |value: String| RuleError::Maximum { person: person.name.clone(), value };
    match person.fields.get("max_daily") {
        None | Some(FieldValue::Missing) => Ok(rules.max_daily),
        Some(FieldValue::Integer(most)) => u32::try_from(*most).map(Some).map_err(|_| wrong(most.to_string())),
        Some(FieldValue::Text(text)) if text.trim().is_empty() => Ok(rules.max_daily),
        Some(FieldValue::Text(text)) => text.trim().parse().map(Some).map_err(|_| wrong(text.to_string())),
        Some(other) => Err(wrong(format!("{other:?}"))),
    }
}

/// The leads by demand, in the order of the first of each.
fn groups(suits: &Suits<'_>, leads: &[Lead]) -> Vec<Group> {
    let mut known: HashMap<Demand, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for (row, lead) in leads.iter().enumerate() {
        let demand = suits.demand(lead);
        let at = *known.entry(demand).or_insert_with_key(|demand| {
            groups.push(Group { demand: demand.clone(), tiers: suits.tiers(demand), leads: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(at) {
            group.leads.push(row);
        }
    }
    groups
}

/// The questions about every tier of every group, in their order.
fn lay_out(groups: &[Group], minimum: bool) -> Vec<Plan> {
    let deepest = groups.iter().map(|group| group.tiers.len()).max().unwrap_or(0);
    let mut plans = Vec::new();
    for tier in 0..deepest {
        let mut alike: BTreeMap<&[usize], Vec<usize>> = BTreeMap::new();
        for (at, group) in groups.iter().enumerate() {
            if let Some(people) = group.tiers.get(tier) {
                alike.entry(people).or_default().push(at);
            }
        }
        // Groups stand in the order of their first leads, so the first group of a question has its first lead.
        let mut alike: Vec<(&[usize], Vec<usize>)> = alike.into_iter().collect();
        alike.sort_by_key(|(people, groups)| (people.len(), groups.first().copied()));
        plans.extend(alike.into_iter().map(|(people, groups)| Plan { people: people.to_vec(), groups, minimum }));
    }
    plans
}
