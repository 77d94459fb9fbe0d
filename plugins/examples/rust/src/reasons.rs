//! Why a lead goes where it goes, in words that a manager understands: what fits, and the load with this run's leads, as in `12 of 40`.
//!
//! A plan has a bounded number of different reasons. Where loads make too many, all reasons leave them out; where words still do, all tell
//! the verdict alone.

use std::collections::{BTreeMap, BTreeSet};

use odlm_strategy_sdk::Table;

use crate::needs::Needs;
use crate::network::{Class, Network};
use crate::settings::{Binding, Settings};

/// Different reasons that a plan may have: the host takes 4,096.
const MOST: usize = 4_000;
/// Skills that a reason lists.
const LISTED: usize = 3;

/// How a lead and who gets it, or nobody, go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    NeedsNothing,
    Best,
    NoneBetter,
    Fits,
    Busier,
    NoPeople,
    NobodyCan,
    OnlyOwner,
    AllFull,
}

impl Verdict {
    fn bare(self) -> &'static str {
        match self {
            Verdict::NeedsNothing => "keeps the work level",
            Verdict::Best => "best fit",
            Verdict::NoneBetter => "nobody fits better",
            Verdict::Fits => "fits; who fits better is busier or needed elsewhere",
            Verdict::Busier => "who fits better is busier or needed elsewhere",
            Verdict::NoPeople => "nobody is eligible",
            Verdict::NobodyCan => "nobody has what it needs",
            Verdict::OnlyOwner => "only its owner could take it, and a lead does not go back to its owner",
            Verdict::AllFull => "everybody who may take it has reached their target or their limit",
        }
    }

    fn words(self, fit: &str) -> String {
        match self {
            Verdict::Best => format!("best fit: {fit}"),
            Verdict::Fits => format!("fits: {fit}; who fits better is busier or needed elsewhere"),
            Verdict::NobodyCan => format!("nobody {fit}"),
            other => other.bare().to_owned(),
        }
    }
}

/// A reason before it is known how much of it is told: verdict, words, load and target.
type Because = (Verdict, usize, Option<(u64, u32)>);

/// The reason of each lead.
pub(crate) struct Reasons {
    texts: BTreeMap<Because, String>,
    of: Vec<Because>,
}

impl Reasons {
    /// Words for every lead of a plan: `receivers` are people of the network.
    pub(crate) fn new(
        table: &Table<'_>,
        needs: &Needs<'_>,
        network: &Network<'_>,
        settings: &Settings,
        class_of: &[usize],
        receivers: &[Option<usize>],
    ) -> Self {
        let mut wording = Wording::new(needs, network, settings);
        let owners = table.leads().map(|lead| lead.owner());
        let each = class_of.iter().zip(receivers).zip(owners);
        let of: Vec<Because> =
            each.map(|((class, receiver), owner)| wording.because(*class, *receiver, owner)).collect();
        let words: Vec<String> = wording.into_words();
        let of_least = tell(&of);
        let text = |(verdict, words_of, load): &Because| {
            let words = words.get(*words_of).map_or("", String::as_str);
            match load {
                _ if *words_of == BARE => verdict.bare().to_owned(),
                Some((load, target)) => format!("{words}; {load} of {target}"),
                None => words.to_owned(),
            }
        };
        let texts = of_least.iter().map(|because| (*because, text(because))).collect();
        Reasons { texts, of: of_least }
    }

    /// The reason of a lead, by row.
    pub(crate) fn of(&self, lead: usize) -> &str {
        self.of.get(lead).and_then(|because| self.texts.get(because)).map_or("", String::as_str)
    }
}

/// Stands for words that are not told.
const BARE: usize = usize::MAX;

/// The reasons with as much in them as a plan may tell apart.
fn tell(of: &[Because]) -> Vec<Because> {
    let without_loads = |(verdict, words, _): &Because| (*verdict, *words, None);
    let bare = |(verdict, _, _): &Because| (*verdict, BARE, None);
    if are_few(of.iter().copied()) {
        of.to_vec()
    } else if are_few(of.iter().map(without_loads)) {
        of.iter().map(without_loads).collect()
    } else {
        of.iter().map(bare).collect()
    }
}

fn are_few(of: impl Iterator<Item = Because>) -> bool {
    let mut different = BTreeSet::new();
    for because in of {
        different.insert(because);
        if different.len() > MOST {
            return false;
        }
    }
    true
}

/// Finds verdict and words, each text once.
struct Wording<'a> {
    needs: &'a Needs<'a>,
    network: &'a Network<'a>,
    settings: &'a Settings,
    /// People of each profile, and those of them with room before the run.
    all: Vec<usize>,
    with_room: Vec<usize>,
    known: BTreeMap<String, usize>,
    /// What the best of those with room lacks, by class.
    best: BTreeMap<usize, Option<i64>>,
    /// Words for a verdict on a kind and a profile, where there is one.
    found: BTreeMap<(Verdict, usize, Option<usize>), usize>,
}

impl<'a> Wording<'a> {
    fn new(needs: &'a Needs<'a>, network: &'a Network<'a>, settings: &'a Settings) -> Self {
        let count = |profiles: &mut dyn Iterator<Item = usize>| {
            let mut counts = vec![0; needs.profiles()];
            profiles.for_each(|profile| counts.get_mut(profile).into_iter().for_each(|count| *count += 1));
            counts
        };
        let all = count(&mut needs.profile_of.iter().copied());
        let with_room = count(&mut network.people().iter().map(|member| member.profile));
        let (known, best, found) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Wording { needs, network, settings, all, with_room, known, best, found }
    }

    /// `owner` is a row of the request.
    fn because(&mut self, index: usize, receiver: Option<usize>, owner: Option<usize>) -> Because {
        let class = self.network.class(index).unwrap_or(Class { kind: 0, owner: None });
        let Some(member) = receiver.and_then(|person| self.network.person(person)) else {
            let verdict = self.nobody(class.kind, owner);
            return (verdict, self.words(verdict, class.kind, None), None);
        };
        let (language, skills) = self.needs.needed(class.kind);
        let (spoken, had) = self.needs.matched(class.kind, member.profile);
        let matches = spoken.is_some() || !had.is_empty();
        let is_best = self.needs.lacking(class.kind, member.profile) <= self.best(index, class);
        let verdict = match (language.is_some() || !skills.is_empty(), is_best, matches) {
            (false, ..) => Verdict::NeedsNothing,
            (true, true, true) => Verdict::Best,
            (true, true, false) => Verdict::NoneBetter,
            (true, false, true) => Verdict::Fits,
            (true, false, false) => Verdict::Busier,
        };
        (verdict, self.words(verdict, class.kind, Some(member.profile)), Some(member.load()))
    }

    /// What the best lacks of those who had room before the run, the owner left out.
    fn best(&mut self, index: usize, class: Class) -> Option<i64> {
        if let Some(best) = self.best.get(&index) {
            return *best;
        }
        let owner = class.owner.and_then(|person| self.network.person(person)).map(|member| member.profile);
        let others = |profile: usize, people: usize| people > usize::from(owner == Some(profile));
        let each = self.with_room.iter().enumerate().filter(|(profile, people)| others(*profile, **people));
        let best = each.filter_map(|(profile, _)| self.needs.lacking(class.kind, profile)).min();
        self.best.insert(index, best);
        best
    }

    fn nobody(&self, kind: usize, owner: Option<usize>) -> Verdict {
        let may = |profile: &usize| self.needs.lacking(kind, *profile).is_some();
        let people: usize =
            self.all.iter().enumerate().filter(|(profile, _)| may(profile)).map(|(_, people)| people).sum();
        let owner = owner.and_then(|row| self.needs.profile_of.get(row)).is_some_and(may);
        match people {
            0 if self.needs.profile_of.is_empty() => Verdict::NoPeople,
            0 => Verdict::NobodyCan,
            1 if owner => Verdict::OnlyOwner,
            _ => Verdict::AllFull,
        }
    }

    fn words(&mut self, verdict: Verdict, kind: usize, profile: Option<usize>) -> usize {
        if let Some(words) = self.found.get(&(verdict, kind, profile)) {
            return *words;
        }
        let (mut language, mut skills) = match profile {
            Some(profile) => self.needs.matched(kind, profile),
            None => self.needs.needed(kind),
        };
        // Why nobody can take it is only what somebody must have.
        if profile.is_none() {
            language = language.filter(|_| self.settings.language == Binding::Must);
            skills.retain(|_| self.settings.skills == Binding::Must);
        }
        let text = verdict.words(&fit(language, &skills));
        let next = self.known.len();
        let words = *self.known.entry(text).or_insert(next);
        self.found.insert((verdict, kind, profile), words);
        words
    }

    fn into_words(self) -> Vec<String> {
        let mut words = vec![String::new(); self.known.len()];
        for (text, at) in self.known {
            words.get_mut(at).into_iter().for_each(|entry| entry.clone_from(&text));
        }
        words
    }
}

/// `speaks French and knows roof, solar and 2 more`.
fn fit(language: Option<&str>, skills: &[&str]) -> String {
    let listed = skills.iter().take(LISTED).copied().collect::<Vec<_>>().join(", ");
    let more = match skills.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match (language, skills) {
        (Some(language), []) => format!("speaks {language}"),
        (Some(language), _) => format!("speaks {language} and knows {listed}{more}"),
        (None, _) => format!("knows {listed}{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loads_go_before_words_and_words_before_verdicts() {
        let of = |reasons: usize, words: usize| {
            let each = (0..reasons).map(|at| (Verdict::Best, at % words, Some((at as u64, 40))));
            tell(&each.collect::<Vec<_>>())
        };
        assert_eq!(of(MOST, 9)[10], (Verdict::Best, 1, Some((10, 40))));
        assert_eq!(of(MOST + 1, 9)[10], (Verdict::Best, 1, None));
        assert_eq!(of(MOST + 1, MOST + 1)[10], (Verdict::Best, BARE, None));
    }

    #[test]
    fn what_fits_is_told_in_a_few_words() {
        assert_eq!(fit(Some("French"), &[]), "speaks French");
        assert_eq!(fit(None, &["a", "b", "c", "d", "e"]), "knows a, b, c and 2 more");
        assert_eq!(fit(Some("French"), &["solar"]), "speaks French and knows solar");
    }
}
