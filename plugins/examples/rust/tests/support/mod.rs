//! Batches by chance, and what a plan of one is worth, worked out from its words alone: none of it uses the strategy's own code.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, dead_code)]

use odlm_strategy_sdk::testing::RequestBuilder;
use odlm_strategy_sdk::{Column, NOBODY, Request, TextLists, Values};
use proptest::prelude::*;

/// Languages by number; leads write them otherwise than people.
const LEADS_LANGUAGES: [&str; 3] = ["French / Français", "german", " Dutch "];
const PEOPLES_LANGUAGES: [&str; 3] = ["french", "German / Deutsch", "DUTCH"];
/// Skills by number; nobody ever has the last.
const SKILLS: [&str; 4] = ["solar", "roof", "heat pump", "newsletter"];

#[derive(Clone, Debug)]
pub(crate) struct SomePerson {
    pub(crate) languages: Vec<usize>,
    pub(crate) skills: Vec<usize>,
    pub(crate) target: u32,
    pub(crate) workload: u32,
    pub(crate) room: u32,
    pub(crate) maximum: Option<u32>,
    pub(crate) credit: f64,
}

#[derive(Clone, Debug)]
pub(crate) struct SomeLead {
    pub(crate) language: Option<usize>,
    pub(crate) tags: Vec<usize>,
    pub(crate) owner: Option<usize>,
}

/// Bindings are `must`, `prefer` or `ignore`.
#[derive(Clone, Debug)]
pub(crate) struct Batch {
    pub(crate) people: Vec<SomePerson>,
    pub(crate) leads: Vec<SomeLead>,
    pub(crate) language: &'static str,
    pub(crate) skills: &'static str,
    pub(crate) worth: (u64, u64),
    pub(crate) past_target: bool,
    pub(crate) seed: u64,
}

/// Batches of up to so many leads and people.
pub(crate) fn batches(leads: usize, people: usize) -> impl Strategy<Value = Batch> {
    let some = |of: usize| proptest::sample::subsequence((0..of).collect::<Vec<_>>(), 0..=of);
    let figures =
        (0_u32..6, 0_u32..5, prop_oneof![0_u32..4, Just(u32::MAX)], proptest::option::weighted(0.3, 0_u32..6));
    let person = (some(3), some(3), figures, -2.0..2.0).prop_map(|(languages, skills, figures, credit)| {
        let (target, workload, room, maximum) = figures;
        SomePerson { languages, skills, target, workload, room, maximum, credit }
    });
    let people = proptest::collection::vec(person, 0..=people);
    let lead =
        (proptest::option::of(0_usize..3), some(4), proptest::option::weighted(0.4, any::<prop::sample::Index>()));
    let binding = || prop::sample::select(vec!["must", "prefer", "ignore"]);
    let settings = (binding(), binding(), prop::sample::select(vec![(50, 50), (0, 7), (1000, 300)]), any::<bool>());
    (people, proptest::collection::vec(lead, 0..=leads), settings, 0_u64..1000).prop_map(
        |(people, leads, settings, seed)| {
            let (language, skills, worth, past_target) = settings;
            let owner = |index: prop::sample::Index| (!people.is_empty()).then(|| index.index(people.len()));
            let lead =
                |(language, tags, index): (_, _, Option<_>)| SomeLead { language, tags, owner: index.and_then(owner) };
            let leads = leads.into_iter().map(lead).collect();
            Batch { people: people.clone(), leads, language, skills, worth, past_target, seed }
        },
    )
}

impl Batch {
    /// The request, with its texts and people turned so far; `steps` is the setting `search_steps`. Ids are those of the people unturned.
    pub(crate) fn request(&self, turned: usize, steps: Option<u64>) -> Request {
        let mut builder = RequestBuilder::new();
        let order: Vec<usize> = (0..self.people.len()).map(|row| (row + turned) % self.people.len()).collect();
        for id in &order {
            let person = &self.people[*id];
            builder.person(*id as u64).target(person.target).workload(person.workload);
            builder.room(person.room).credit(person.credit);
        }
        for (lead, id) in self.leads.iter().zip(0..) {
            builder.lead(id);
            if let Some(owner) = lead.owner {
                builder.owned_by(id, owner as u64);
            }
        }
        let steps = steps.map(|steps| format!(r#", "search_steps": {steps}"#)).unwrap_or_default();
        builder.seed(self.seed).explain(&(0..self.leads.len() as u32).collect::<Vec<_>>()).settings(&format!(
            r#"{{"language": "{}", "skills": "{}", "language_worth": {}, "skills_worth": {}, "past_target": {}{steps}}}"#,
            self.language, self.skills, self.worth.0, self.worth.1, self.past_target
        ));
        let mut request = builder.build();
        let mut words: Vec<&str> = [LEADS_LANGUAGES.as_slice(), &PEOPLES_LANGUAGES, &SKILLS].concat();
        let words_in_all = words.len();
        words.rotate_left(turned % words_in_all);
        request.texts.extend(words.iter().map(|word| (*word).to_owned()));
        let text = |word: &str| 1 + words.iter().position(|known| *known == word).unwrap() as u32;
        let languages = self.leads.iter().map(|lead| lead.language.map_or(0, |number| text(LEADS_LANGUAGES[number])));
        request.leads.columns = vec![
            Column { name: "language".to_owned(), values: Values::Texts(languages.collect()), missing: Vec::new() },
            lists("tags", self.leads.iter().map(|lead| lead.tags.iter().map(|tag| text(SKILLS[*tag])).collect())),
        ];
        let people = || order.iter().map(|id| &self.people[*id]);
        let spoken =
            |person: &SomePerson| person.languages.iter().map(|number| text(PEOPLES_LANGUAGES[*number])).collect();
        let had = |person: &SomePerson| person.skills.iter().map(|skill| text(SKILLS[*skill])).collect();
        let missing = people().zip(0..).filter(|(person, _)| person.maximum.is_none()).map(|(_, row)| row).collect();
        let maximum = people().map(|person| person.maximum.map_or(0, i64::from)).collect();
        request.salespeople.columns = vec![
            lists("languages", people().map(spoken)),
            lists("skills", people().map(had)),
            Column { name: "maximum".to_owned(), values: Values::Integers(maximum), missing },
        ];
        request
    }

    /// The most leads that a person may receive.
    pub(crate) fn cap(&self, person: usize) -> u32 {
        let SomePerson { target, workload, room, maximum, .. } = self.people[person];
        let target = if self.past_target { None } else { Some(target) };
        let left = |most: Option<u32>| most.map_or(u32::MAX, |most| most.saturating_sub(workload));
        left(target).min(left(maximum)).min(room)
    }

    /// What a person lacks for a lead; none: they may not receive it.
    pub(crate) fn lacking(&self, lead: usize, person: usize) -> Option<u64> {
        let (lead, them) = (&self.leads[lead], &self.people[person]);
        if lead.owner == Some(person) {
            return None;
        }
        let speaks = self.language == "ignore" || lead.language.is_none_or(|number| them.languages.contains(&number));
        let somebody_has = |tag: &&usize| self.people.iter().any(|person| person.skills.contains(tag));
        let needed: Vec<&usize> = lead.tags.iter().filter(somebody_has).filter(|_| self.skills != "ignore").collect();
        let missing = needed.iter().filter(|tag| !them.skills.contains(tag)).count();
        if (!speaks && self.language == "must") || (missing > 0 && self.skills == "must") {
            return None;
        }
        let language = if speaks { 0 } else { self.worth.0 };
        Some(language + self.worth.1 * missing as u64 / needed.len().max(1) as u64)
    }

    /// What a plan costs, by the rule's own words: what receivers lack, and the middle of each lead's share of the target, in per cent.
    pub(crate) fn cost(&self, plan: &[Option<usize>]) -> u64 {
        let mut given = vec![0_u64; self.people.len()];
        let mut cost = 0;
        for (lead, person) in plan.iter().enumerate() {
            let Some(person) = *person else { continue };
            let load = u64::from(self.people[person].workload) + given[person];
            let target = u64::from(self.people[person].target);
            given[person] += 1;
            cost += self.lacking(lead, person).unwrap();
            cost += if target == 0 { 1_000_000 } else { 100 * (2 * load + 1) / (2 * target) };
        }
        cost
    }
}

fn lists(name: &str, rows: impl Iterator<Item = Vec<u32>>) -> Column {
    let mut lists = TextLists { items: Vec::new(), ends: Vec::new() };
    for row in rows {
        lists.items.extend(row);
        lists.ends.push(lists.items.len() as u32);
    }
    Column { name: name.to_owned(), values: Values::TextLists(lists), missing: Vec::new() }
}

/// The person of each lead by id, which is their place in the batch.
pub(crate) fn by_id(request: &Request, assignee: &[u32]) -> Vec<Option<usize>> {
    let id = |row: &u32| (*row != NOBODY).then(|| request.salespeople.id[*row as usize] as usize);
    assignee.iter().map(id).collect()
}

/// How many of the first `n` leads are given out, for each `n`.
pub(crate) fn covered(plan: &[Option<usize>]) -> Vec<usize> {
    let count = |sum: &mut usize, person: &Option<usize>| {
        *sum += usize::from(person.is_some());
        Some(*sum)
    };
    plan.iter().scan(0, count).collect()
}

/// Each lead at once to whoever, of those with room, lacks least, or comes first in the batch.
pub(crate) fn greedy(batch: &Batch, by_fit: bool) -> Vec<Option<usize>> {
    let mut room: Vec<u32> = (0..batch.people.len()).map(|person| batch.cap(person)).collect();
    let mut plan = Vec::new();
    for lead in 0..batch.leads.len() {
        let free = (0..room.len()).filter(|person| room[*person] > 0);
        let fit = free.filter_map(|person| Some((batch.lacking(lead, person)? * u64::from(by_fit), person)));
        let person = fit.min().map(|(_, person)| person);
        person.into_iter().for_each(|person| room[person] -= 1);
        plan.push(person);
    }
    plan
}

/// The most of the first `n` leads that can be given out, for each `n`: Kuhn's augmenting paths, one lead after the other.
pub(crate) fn most_covered(batch: &Batch) -> Vec<usize> {
    let mut held: Vec<Vec<usize>> = vec![Vec::new(); batch.people.len()];
    let mut sum = 0;
    let mut most = Vec::new();
    for lead in 0..batch.leads.len() {
        let mut seen = vec![false; batch.people.len()];
        sum += usize::from(find_place(batch, lead, &mut held, &mut seen));
        most.push(sum);
    }
    most
}

fn find_place(batch: &Batch, lead: usize, held: &mut [Vec<usize>], seen: &mut [bool]) -> bool {
    for person in 0..held.len() {
        if seen[person] || batch.lacking(lead, person).is_none() {
            continue;
        }
        seen[person] = true;
        if held[person].len() < batch.cap(person) as usize {
            held[person].push(lead);
            return true;
        }
        for at in 0..held[person].len() {
            let other = held[person][at];
            if find_place(batch, other, held, seen) {
                held[person][at] = lead;
                return true;
            }
        }
    }
    false
}

/// The best of all plans: most leads, then the first leads, then the least cost.
pub(crate) fn best(batch: &Batch) -> (Vec<bool>, u64) {
    let mut plans = vec![Vec::new()];
    for lead in 0..batch.leads.len() {
        plans = plans
            .into_iter()
            .flat_map(|plan: Vec<Option<usize>>| {
                let may = |person: &usize| {
                    let has = plan.iter().filter(|receiver| **receiver == Some(*person)).count();
                    batch.lacking(lead, *person).is_some() && has < batch.cap(*person) as usize
                };
                let receivers: Vec<Option<usize>> =
                    (0..batch.people.len()).filter(may).map(Some).chain([None]).collect();
                receivers.into_iter().map(move |person| [plan.as_slice(), &[person]].concat()).collect::<Vec<_>>()
            })
            .collect();
    }
    let worth = |plan: &Vec<Option<usize>>| {
        let given: Vec<bool> = plan.iter().map(Option::is_some).collect();
        (given.iter().filter(|given| **given).count(), given, std::cmp::Reverse(batch.cost(plan)))
    };
    let (_, given, cost) = plans.iter().map(worth).max().unwrap();
    (given, cost.0)
}
