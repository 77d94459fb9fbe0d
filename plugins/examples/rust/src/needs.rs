//! What leads need and what people can do: leads of one kind need the same, people of one profile can do the same, and a table says what
//! each profile lacks for each kind.

use std::collections::BTreeMap;

use odlm_strategy_sdk::{Column, Table, TextLists, Values};

use crate::settings::{Binding, Settings};
use crate::words::{Words, before_slash, whole};

/// In the table: may not receive the lead.
const MAY_NOT: u16 = u16::MAX;
/// Most entries of the table, of 2 bytes each.
const MOST_PAIRS: usize = 32 << 20;

/// What a lead needs. Leads that need the same are of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    language: Option<usize>,
    /// Ascending, each once.
    skills: Vec<usize>,
}

/// What somebody can do, as far as leads need it. People who can do the same have one profile.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Profile {
    languages: Bits,
    skills: Bits,
}

/// A set of words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Bits(Vec<u64>);

impl Bits {
    fn with_room_for(words: usize) -> Self {
        Bits(vec![0; words.div_ceil(64)])
    }

    fn add(&mut self, word: usize) {
        if let Some(block) = self.0.get_mut(word / 64) {
            *block |= 1 << (word % 64);
        }
    }

    fn has(&self, word: usize) -> bool {
        self.0.get(word / 64).is_some_and(|block| block & (1 << (word % 64)) != 0)
    }
}

/// Kinds, profiles and the table of what is lacking.
pub(crate) struct Needs<'a> {
    /// The kind of each lead, by row.
    pub(crate) kind_of: Vec<usize>,
    /// The profile of each person, by row.
    pub(crate) profile_of: Vec<usize>,
    kinds: Vec<Kind>,
    profiles: Vec<Profile>,
    /// Kind by kind, one entry a profile, in percentage points of the target.
    lacking: Vec<u16>,
    languages: Words<'a>,
    skills: Words<'a>,
}

impl<'a> Needs<'a> {
    /// Reads the columns.
    ///
    /// # Errors
    /// When leads and people differ in so many ways that the table would not fit; the sentence names the way out.
    pub(crate) fn read(table: &Table<'a>, settings: &Settings) -> Result<Self, String> {
        let request = table.request();
        let (leads, people) = (&request.leads.columns, &request.salespeople.columns);
        let mut languages = Words::new(&request.texts, before_slash);
        let mut skills = Words::new(&request.texts, whole);
        let language_of: Vec<Option<usize>> = match column(leads, "language", settings.language) {
            Some(Values::Texts(texts)) => texts.iter().map(|text| languages.learn(*text)).collect(),
            _ => vec![None; table.lead_count()],
        };
        let tags = lists(column(leads, "tags", settings.skills));
        tags.iter().flat_map(|lists| &lists.items).for_each(|text| {
            skills.learn(*text);
        });
        let spoken = sets(lists(column(people, "languages", settings.language)), &mut languages, table.person_count());
        let had = sets(lists(column(people, "skills", settings.skills)), &mut skills, table.person_count());
        let asked = asked(&skills, &had, settings);

        let mut kinds = Numbering::default();
        let mut row = Rows::of(tags);
        let kind_of = language_of.into_iter().map(|language| {
            let tags = row.next().unwrap_or_default().iter().filter_map(|text| skills.learn(*text));
            let mut needed: Vec<usize> = tags.filter(|skill| asked.has(*skill)).collect();
            needed.sort_unstable();
            needed.dedup();
            kinds.number(Kind { language, skills: needed })
        });
        let kind_of = kind_of.collect();
        // Profiles are numbered by what they hold, so that the order of people means nothing.
        let each: Vec<Profile> =
            spoken.into_iter().zip(had).map(|(languages, skills)| Profile { languages, skills }).collect();
        let mut profiles = each.clone();
        profiles.sort_unstable();
        profiles.dedup();
        let profile_of = each.iter().filter_map(|profile| profiles.binary_search(profile).ok()).collect();
        let kinds = kinds.into_items();
        if kinds.len().saturating_mul(profiles.len()) > MOST_PAIRS {
            return Err(format!(
                "the leads differ in {} combinations of language and skills and the people in {}, too many to be compared: name the tags \
                 that are skills in `skill_tags`, or set `skills` to `ignore`",
                kinds.len(),
                profiles.len()
            ));
        }
        let mut needs = Needs { kind_of, profile_of, kinds, profiles, lacking: Vec::new(), languages, skills };
        needs.lacking = needs.table(settings);
        Ok(needs)
    }

    /// How many kinds of leads there are.
    pub(crate) fn kinds(&self) -> usize {
        self.kinds.len()
    }

    /// How many profiles of people there are.
    pub(crate) fn profiles(&self) -> usize {
        self.profiles.len()
    }

    /// What each profile lacks for a kind, to be read with [`points`].
    pub(crate) fn row(&self, kind: usize) -> &[u16] {
        let start = kind.saturating_mul(self.profiles.len());
        self.lacking.get(start..start + self.profiles.len()).unwrap_or_default()
    }

    /// What a profile lacks for a kind, in percentage points of the target; none: it may not receive such leads.
    pub(crate) fn lacking(&self, kind: usize, profile: usize) -> Option<i64> {
        self.row(kind).get(profile).copied().and_then(points)
    }

    /// What a kind needs, in words: the language, if any, and the skills.
    pub(crate) fn needed(&self, kind: usize) -> (Option<&str>, Vec<&str>) {
        self.words(kind, |_| true, |_| true)
    }

    /// What of it a profile has.
    pub(crate) fn matched(&self, kind: usize, profile: usize) -> (Option<&str>, Vec<&str>) {
        let none = Profile::default();
        let profile = self.profiles.get(profile).unwrap_or(&none);
        self.words(kind, |word| profile.languages.has(word), |word| profile.skills.has(word))
    }

    fn words(
        &self,
        kind: usize,
        language: impl Fn(usize) -> bool,
        skill: impl Fn(usize) -> bool,
    ) -> (Option<&str>, Vec<&str>) {
        let Some(kind) = self.kinds.get(kind) else { return (None, Vec::new()) };
        let language = kind.language.filter(|word| language(*word)).map(|word| self.languages.shown(word));
        let skills = kind.skills.iter().filter(|word| skill(**word)).map(|word| self.skills.shown(*word));
        (language, skills.collect())
    }

    fn table(&self, settings: &Settings) -> Vec<u16> {
        let each = |kind| self.profiles.iter().map(move |profile| lacks(kind, profile, settings));
        self.kinds.iter().flat_map(each).collect()
    }
}

/// What an entry of a row says: percentage points, or that the profile may not.
pub(crate) fn points(entry: u16) -> Option<i64> {
    (entry != MAY_NOT).then_some(i64::from(entry))
}

fn lacks(kind: &Kind, profile: &Profile, settings: &Settings) -> u16 {
    let speaks = kind.language.is_none_or(|word| profile.languages.has(word));
    let needed = u32::try_from(kind.skills.len()).unwrap_or(u32::MAX);
    let missing = kind.skills.iter().filter(|word| !profile.skills.has(**word)).count();
    let missing = u32::try_from(missing).unwrap_or(u32::MAX).min(needed);
    if (!speaks && settings.language == Binding::Must) || (missing > 0 && settings.skills == Binding::Must) {
        return MAY_NOT;
    }
    let language = if speaks { 0 } else { u32::from(settings.language_worth.min(1000)) };
    let skills = u32::from(settings.skills_worth.min(1000)).saturating_mul(missing) / needed.max(1);
    u16::try_from(language + skills).unwrap_or(MAY_NOT - 1)
}

/// The skills that leads are looked at for.
fn asked(skills: &Words<'_>, had: &[Bits], settings: &Settings) -> Bits {
    let mut asked = Bits::with_room_for(skills.len());
    if settings.skill_tags.is_empty() {
        for bits in had {
            asked.0.iter_mut().zip(&bits.0).for_each(|(all, own)| *all |= own);
        }
    }
    settings.skill_tags.iter().filter_map(|tag| skills.find_written(tag)).for_each(|word| asked.add(word));
    asked
}

/// A column that is looked at.
fn column<'a>(columns: &'a [Column], name: &str, binding: Binding) -> Option<&'a Values> {
    let column = columns.iter().find(|column| column.name == name && binding != Binding::Ignore)?;
    Some(&column.values)
}

fn lists(values: Option<&Values>) -> Option<&TextLists> {
    if let Some(Values::TextLists(lists)) = values { Some(lists) } else { None }
}

/// Of each person the words that leads have too.
fn sets(lists: Option<&TextLists>, words: &mut Words<'_>, people: usize) -> Vec<Bits> {
    let mut rows = Rows::of(lists);
    let mut sets = Vec::with_capacity(people);
    for _ in 0..people {
        let mut set = Bits::with_room_for(words.len());
        let texts = rows.next().unwrap_or_default();
        texts.iter().filter_map(|text| words.find(*text)).for_each(|word| set.add(word));
        sets.push(set);
    }
    sets
}

/// The lists of a column, row by row; a missing one is empty.
struct Rows<'a> {
    lists: Option<&'a TextLists>,
    row: usize,
    start: usize,
}

impl<'a> Rows<'a> {
    fn of(lists: Option<&'a TextLists>) -> Self {
        Rows { lists, row: 0, start: 0 }
    }
}

impl<'a> Iterator for Rows<'a> {
    type Item = &'a [u32];

    fn next(&mut self) -> Option<&'a [u32]> {
        let lists = self.lists?;
        let end = usize::try_from(*lists.ends.get(self.row)?).ok()?;
        let start = std::mem::replace(&mut self.start, end);
        self.row += 1;
        Some(lists.items.get(start..end).unwrap_or_default())
    }
}

/// Gives equal items the same number, from 0 in the order of their first.
struct Numbering<T>(BTreeMap<T, usize>);

impl<T> Default for Numbering<T> {
    fn default() -> Self {
        Numbering(BTreeMap::new())
    }
}

impl<T: Ord> Numbering<T> {
    fn number(&mut self, item: T) -> usize {
        let next = self.0.len();
        *self.0.entry(item).or_insert(next)
    }

    fn into_items(self) -> Vec<T> {
        let mut items: Vec<(usize, T)> = self.0.into_iter().map(|(item, number)| (number, item)).collect();
        items.sort_unstable_by_key(|(number, _)| *number);
        items.into_iter().map(|(_, item)| item).collect()
    }
}
