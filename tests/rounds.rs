//! The host's rules under every shipped strategy, through the real engine: nobody gets what they may not, equals stay equal, and without
//! rules a plan is the strategy's own.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use jiff::civil::date;
use odlm::config::written::{PriorityRule, Skill};
use odlm::config::{HostRules, RoomRule};
use odlm::domain::decision::{Decision, State};
use odlm::domain::ids::{LeadId, UserId};
use odlm::domain::lead::{FieldValue, Lead};
use odlm::domain::person::Person;
use odlm::pipeline::load_strategy;
use odlm::plan::{
    Circumstances, Dealt, PlanError, Round, Rounds, RuleError, Stock, Withheld, check, question, room, seed,
};
use odlm::strategy::{Host, Limits, Strategy};
use proptest::prelude::{Just, ProptestConfig, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::strategy::Strategy as Generate;
use serde_json::json;

const NAMES: [&str; 4] = ["level-based", "round-robin", "proportional", "capacity"];

fn strategy(name: &str) -> &'static Strategy {
    static LOADED: OnceLock<HashMap<&str, Strategy>> = OnceLock::new();
    let loaded = LOADED.get_or_init(|| {
        let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache/rounds");
        let host = Host::new(Limits::default(), Some(cache)).unwrap();
        NAMES.into_iter().map(|name| (name, load_strategy(&host, name).unwrap())).collect()
    });
    &loaded[name]
}

fn text(text: &str) -> FieldValue {
    FieldValue::Text(Arc::from(text))
}

fn person(id: u64, rank: u32, target: u32, columns: &[(&str, &str)]) -> Person {
    let fields = columns.iter().filter(|(_, value)| !value.is_empty());
    Person {
        id: UserId(id),
        name: format!("Person {id}"),
        level: format!("level {rank}"),
        rank,
        target,
        workload: 0,
        team: None,
        fields: fields.map(|(name, value)| ((*name).to_owned(), text(value))).collect(),
    }
}

fn lead(id: u64, source: &str, country: &str, priority: u8) -> Lead {
    let fields = if country.is_empty() { BTreeMap::new() } else { [("country".to_owned(), text(country))].into() };
    Lead {
        id: LeadId(id),
        owner: None,
        team: None,
        priority,
        date: None,
        write_date: "2026-01-05 08:00:00".to_owned(),
        status: None,
        source: Some(Arc::from(source)),
        campaign: None,
        tags: Vec::new(),
        has_unnamed_tag: false,
        blacklisted: false,
        activity: None,
        empty_field: None,
        won: false,
        fields,
    }
}

fn skill(name: &str, values: &[&str], weight: Option<f64>) -> (String, Skill) {
    let values = values.iter().map(|value| (*value).to_owned()).collect();
    (name.to_owned(), Skill { lead_field: "source".to_owned(), values, weight })
}

fn circumstances(strategy: &Strategy) -> Circumstances {
    Circumstances {
        settings: strategy.settings(&json!({})).unwrap(),
        now: 1_767_600_000,
        today: date(2026, 1, 5),
        seed: seed("rounds", date(2026, 1, 5)),
        memory: Vec::new(),
        credits: HashMap::new(),
    }
}

fn rooms(name: &str, people: &[Person]) -> Vec<u32> {
    let rule = if name == "level-based" { RoomRule::Target } else { RoomRule::Unlimited };
    people.iter().map(|person| room(person.target, person.workload, rule, &json!({}))).collect()
}

/// Deals with a shipped strategy; also how often it was asked.
fn deal(
    name: &str,
    rules: &HostRules,
    leads: &[Lead],
    people: &[Person],
    received: &HashMap<UserId, u32>,
) -> (Dealt, usize) {
    let strategy = strategy(name);
    let stock = Stock { leads, people, room: rooms(name, people), received };
    let mut asked = 0;
    let mut ask = |round: &Round<'_>, about: &Circumstances| {
        asked += 1;
        let (description, withheld) = (strategy.description(), Withheld::default());
        let request = question(&round.leads, &round.people, &round.room, about, description, &withheld);
        let assigned = strategy.assign(&request).unwrap();
        check(name, &request, &assigned.answer, 10_000 - round.given)?;
        Ok::<_, PlanError>((assigned.answer, assigned.fuel))
    };
    let dealt = Rounds::new(rules, stock).unwrap().deal(&mut circumstances(strategy), &mut ask).unwrap();
    (dealt, asked)
}

fn counts(decisions: &[Decision]) -> HashMap<UserId, u32> {
    let mut counts = HashMap::new();
    for person in decisions.iter().filter_map(|decision| decision.to) {
        *counts.entry(person).or_insert(0) += 1;
    }
    counts
}

fn who(dealt: &Dealt) -> Vec<u64> {
    dealt.decisions.iter().map(|decision| decision.to.map_or(0, |person| person.0)).collect()
}

#[test]
fn without_rules_the_plan_is_the_answer_to_one_question_about_everything() {
    let leads: Vec<Lead> = (1..=40).map(|id| lead(id, "web", "", (id % 4) as u8)).collect();
    let people: Vec<Person> = (1..=5).map(|id| person(id, 1 + id as u32 % 2, 4 + id as u32, &[])).collect();
    for name in NAMES {
        let strategy = strategy(name);
        let all: Vec<&Lead> = leads.iter().collect();
        let (about, room) = (circumstances(strategy), rooms(name, &people));
        let request = question(&all, &people, &room, &about, strategy.description(), &Withheld::default());
        let alone = strategy.assign(&request).unwrap();
        let (dealt, asked) = deal(name, &HostRules::default(), &leads, &people, &HashMap::new());
        assert_eq!((asked, dealt.fuel, dealt.room), (1, alone.fuel, room), "{name}");
        for (row, decision) in dealt.decisions.iter().enumerate() {
            let to = people.get(alone.answer.assignee[row] as usize).map(|person| person.id);
            let reason = alone.answer.reasons[usize::from(alone.answer.reason[row])].as_str();
            assert_eq!((decision.to, &*decision.reason), (to, reason), "{name} {row}");
        }
    }
}

#[test]
fn the_heaviest_skills_come_first_and_the_others_when_those_are_full() {
    let rules = HostRules {
        skills: vec![skill("Spanish", &["es", "es-big"], None), skill("Enterprise", &["es-big"], Some(3.0))],
        ..HostRules::default()
    };
    let people = [
        person(1, 1, 1, &[("skills", "enterprise; spanish")]),
        person(2, 1, 1, &[("skills", "enterprise")]),
        person(3, 1, 1, &[("skills", "SPANISH")]),
        person(4, 1, 1, &[]),
    ];
    let leads: Vec<Lead> = (1..=5).map(|id| lead(id, "ES-big", "", 0)).collect();
    let (dealt, _) = deal("level-based", &rules, &leads, &people, &HashMap::new());
    assert_eq!(who(&dealt), [1, 2, 3, 4, 0]);
    let reasons: Vec<&str> = dealt.decisions.iter().map(|decision| &*decision.reason).collect();
    assert!(reasons[0].starts_with("has the skills Spanish, Enterprise: "), "{}", reasons[0]);
    assert!(reasons[2].starts_with("has the skill Spanish: "), "{}", reasons[2]);
    assert!(!reasons[3].contains("skill"), "{}", reasons[3]);
    let required = HostRules { skill_required: true, ..rules };
    let (dealt, _) = deal("level-based", &required, &leads, &people, &HashMap::new());
    assert_eq!(who(&dealt), [1, 2, 3, 0, 0]);
    let reason = &dealt.decisions[3].reason;
    assert!(reason.starts_with("it is for whoever has one of the skills Spanish, Enterprise only: "), "{reason}");
    let (dealt, _) = deal("round-robin", &required, &leads, &people[3..], &HashMap::new());
    assert_eq!(&*dealt.decisions[0].reason, "nobody has one of the skills Spanish, Enterprise");
    assert!(dealt.decisions.iter().all(|decision| decision.state == State::Unassigned));
}

#[test]
fn a_territory_comes_first_or_is_required_and_a_lead_without_one_is_anybodys() {
    let mut rules = HostRules { territory: Some("country".to_owned()), ..HostRules::default() };
    let people = [person(1, 1, 9, &[("territories", "Belgium;France")]), person(2, 1, 9, &[])];
    let leads = [lead(1, "web", "belgium", 0), lead(2, "web", "Chile", 0), lead(3, "web", "", 0)];
    rules.territory_required = true;
    let (dealt, _) = deal("round-robin", &rules, &leads, &people, &HashMap::new());
    assert_eq!(who(&dealt)[..2], [1, 0]);
    assert!(dealt.decisions[0].reason.starts_with("of the territory belgium: "), "{}", dealt.decisions[0].reason);
    assert_eq!(&*dealt.decisions[1].reason, "nobody is of the territory Chile");
    assert_eq!(who(&dealt)[2], 2, "whoever has had nothing is next");
    rules.territory_required = false;
    let (dealt, _) = deal("round-robin", &rules, &leads[..2], &people, &HashMap::new());
    assert_eq!(who(&dealt), [1, 2]);
}

#[test]
fn priorities_choose_among_ranks() {
    let rule = [PriorityRule::SeniorOnly, PriorityRule::AllLevels, PriorityRule::JuniorFirst];
    let rules = HostRules { priority: Some(rule), ..HostRules::default() };
    let people = [person(1, 1, 1, &[]), person(2, 2, 9, &[]), person(3, 3, 1, &[])];
    let high = [lead(1, "web", "", 3), lead(2, "web", "", 2)];
    let (dealt, _) = deal("level-based", &rules, &high, &people, &HashMap::new());
    assert_eq!(who(&dealt), [1, 0], "a lead for seniors waits for one");
    let low = [lead(1, "web", "", 0), lead(2, "web", "", 0), lead(3, "web", "", 0)];
    let (dealt, _) = deal("level-based", &rules, &low, &people, &HashMap::new());
    assert_eq!(who(&dealt), [3, 1, 2]);
    let (_, asked) = deal("round-robin", &rules, &[lead(1, "web", "", 1)], &people, &HashMap::new());
    assert_eq!(asked, 1, "a priority without a rule is asked about once");
}

#[test]
fn the_daily_minimum_comes_first_and_the_maximum_holds_over_the_day() {
    let rules = HostRules { min_daily: Some(2), max_daily: Some(4), ..HostRules::default() };
    let people = [person(1, 1, 90, &[]), person(2, 1, 90, &[]), person(3, 2, 90, &[("max_daily", "3")])];
    let leads: Vec<Lead> = (1..=20).map(|id| lead(id, "web", "", 0)).collect();
    let received = HashMap::from([(UserId(1), 3)]);
    let (dealt, _) = deal("level-based", &rules, &leads, &people, &received);
    assert_eq!(counts(&dealt.decisions), HashMap::from([(UserId(1), 1), (UserId(2), 4), (UserId(3), 3)]));
    assert_eq!(dealt.room, [1, 4, 3]);
    assert!(dealt.decisions[0].reason.starts_with("below the daily minimum: "), "{}", dealt.decisions[0].reason);
    assert_eq!(&*dealt.decisions[19].reason, "everybody who may get it has reached the daily maximum");
    let (dealt, _) = deal("level-based", &rules, &leads[..4], &people, &received);
    assert_eq!(counts(&dealt.decisions), HashMap::from([(UserId(2), 2), (UserId(3), 2)]), "a junior gets the minimum");
}

#[test]
fn a_maximum_that_is_no_number_is_an_error() {
    let rules = HostRules { max_daily: Some(4), ..HostRules::default() };
    let (people, received) = ([person(1, 1, 9, &[("max_daily", "some")])], HashMap::new());
    let stock = Stock { leads: &[], people: &people, room: vec![9], received: &received };
    let error = Rounds::new(&rules, stock).err().unwrap();
    assert_eq!(error, RuleError::Maximum { person: "Person 1".to_owned(), value: "some".to_owned() });
}

/// A rule set out of every combination.
fn any_rules() -> impl Generate<Value = HostRules> {
    let rule =
        prop_oneof![Just(PriorityRule::AllLevels), Just(PriorityRule::SeniorOnly), Just(PriorityRule::JuniorFirst)];
    let daily = (proptest::option::of(0_u32..3), proptest::option::of(3_u32..6));
    (any::<[bool; 4]>(), proptest::option::of(proptest::array::uniform3(rule)), daily).prop_map(
        |([skills, skill_required, land, territory_required], priority, (min_daily, max_daily))| HostRules {
            skills: if skills {
                vec![skill("es", &["a", "c"], None), skill("big", &["b", "c"], Some(2.0))]
            } else {
                Vec::new()
            },
            skill_required,
            max_daily,
            min_daily,
            priority,
            territory: land.then(|| "country".to_owned()),
            territory_required,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_plan_is_whole_within_bounds_and_fair_to_equals(
        rules in any_rules(),
        kinds in proptest::collection::vec((0_usize..4, 0_usize..3, 1_u32..4, 0_u32..12, 0_u32..4), 1..4),
        asked in proptest::collection::vec((0_usize..4, 0_usize..3, 0_u8..4), 0..40),
    ) {
        // Two people of each kind, who differ in nothing but their ids.
        let mut people = Vec::new();
        let mut received = HashMap::new();
        for (skills, land, rank, target, today) in kinds {
            for _ in 0..2 {
                let id = people.len() as u64 + 1;
                let skills = ["", "es", "big", "es;big"][skills];
                people.push(person(id, rank, target, &[("skills", skills), ("territories", ["", "X", "X;Y"][land])]));
                received.insert(UserId(id), today);
            }
        }
        let leads: Vec<Lead> = (1..).zip(&asked).map(|(id, (source, land, priority))| {
            lead(id, ["a", "b", "c", "d"][*source], ["", "X", "Y"][*land], *priority)
        }).collect();
        let best = people.iter().map(|person| person.rank).min().unwrap();
        for name in NAMES {
            let (dealt, _) = deal(name, &rules, &leads, &people, &received);
            let ids: Vec<LeadId> = dealt.decisions.iter().map(|decision| decision.lead).collect();
            prop_assert_eq!(ids, leads.iter().map(|lead| lead.id).collect::<Vec<_>>(), "{}: one decision a lead", name);
            prop_assert!(dealt.decisions.iter().all(|decision| !decision.reason.trim().is_empty()));
            let counts = counts(&dealt.decisions);
            let got = |person: &Person| counts.get(&person.id).copied().unwrap_or(0);
            for (person, room) in people.iter().zip(rooms(name, &people)) {
                prop_assert!(got(person) <= room, "{}: {} is past the room", name, person.id);
                if let Some(most) = rules.max_daily {
                    prop_assert!(got(person) <= most.saturating_sub(received[&person.id]), "{}: past the day's", name);
                }
            }
            for pair in people.chunks(2) {
                prop_assert!(got(&pair[0]).abs_diff(got(&pair[1])) <= 1, "{}: equals differ: {:?}", name, counts);
            }
            for (lead, decision) in leads.iter().zip(&dealt.decisions) {
                let Some(person) = decision.to.and_then(|to| people.iter().find(|person| person.id == to)) else {
                    continue;
                };
                let has = |column: &str, wanted: &str| match person.fields.get(column) {
                    Some(FieldValue::Text(text)) => text.split(';').any(|one| one == wanted),
                    _ => false,
                };
                let wanted: &[&str] = match lead.source.as_deref() {
                    Some("a") => &["es"],
                    Some("b") => &["big"],
                    Some("c") => &["es", "big"],
                    _ => &[],
                };
                if rules.skill_required && !rules.skills.is_empty() && !wanted.is_empty() {
                    prop_assert!(wanted.iter().any(|skill| has("skills", skill)), "{}: without the skill", name);
                }
                if let (true, Some(_), Some(FieldValue::Text(land))) =
                    (rules.territory_required, &rules.territory, lead.fields.get("country"))
                {
                    prop_assert!(has("territories", land), "{}: of another territory", name);
                }
                if lead.priority >= 2 && rules.priority.is_some_and(|rules| rules[0] == PriorityRule::SeniorOnly) {
                    prop_assert_eq!(person.rank, best, "{}: not of the best rank", name);
                }
            }
        }
    }
}
