//! The rule by hand: fit against load, what must be, caps, exchanges, and the words for each.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod support;

use odlm_strategy_sdk::testing::{RequestBuilder, counts, default_settings, logged, plan, reasons};
use odlm_strategy_sdk::{NOBODY, Request, Strategy};
use optimal_batch::OptimalBatch;
use optimal_batch::settings::Settings;

use support::{Batch, SomeLead, SomePerson};

/// Somebody who speaks and knows this, with a target of 10.
fn person(languages: &[usize], skills: &[usize]) -> SomePerson {
    let (languages, skills) = (languages.to_vec(), skills.to_vec());
    SomePerson { languages, skills, target: 10, workload: 0, room: u32::MAX, maximum: None, credit: 0.0 }
}

/// A lead that needs this.
fn lead(language: Option<usize>, tags: &[usize]) -> SomeLead {
    SomeLead { language, tags: tags.to_vec(), owner: None }
}

fn batch(people: Vec<SomePerson>, leads: Vec<SomeLead>, language: &'static str, skills: &'static str) -> Batch {
    Batch { people, leads, language, skills, worth: (50, 50), past_target: false, seed: 1 }
}

/// Receivers and reasons.
fn told(request: &Request) -> (Vec<u32>, Vec<String>) {
    let plan = plan::<OptimalBatch>(request).unwrap();
    let reasons = reasons(&plan).into_iter().map(str::to_owned).collect();
    (plan.assignee, reasons)
}

#[test]
fn whoever_speaks_the_language_comes_first_until_they_are_too_busy() {
    let leads = vec![lead(Some(0), &[]); 12];
    let request = batch(vec![person(&[0], &[]), person(&[], &[])], leads, "prefer", "prefer").request(0, None);
    let plan = plan::<OptimalBatch>(&request).unwrap();
    // A speaker is worth half a target: 5 of 10 leads. The lead over goes to whoever is less full.
    let counts = counts(&request, &plan);
    assert_eq!(counts, [8, 4]);
    let reasons = reasons(&plan);
    assert_eq!(reasons[0], format!("best fit: speaks French; {} of 10", counts[0]));
    assert!(reasons.contains(&format!("who fits better is busier or needed elsewhere; {} of 10", counts[1]).as_str()));
}

#[test]
fn what_must_be_is_kept_even_if_leads_stay() {
    let leads = vec![lead(Some(0), &[0]), lead(Some(1), &[]), lead(None, &[1]), lead(Some(0), &[0, 3])];
    let people = vec![person(&[0], &[]), person(&[], &[0])];
    let (assignee, reasons) = told(&batch(people.clone(), leads.clone(), "must", "prefer").request(0, None));
    assert_eq!(assignee[..2], [0, NOBODY]);
    assert_eq!(reasons[..2], ["best fit: speaks French; 2 of 10", "nobody speaks german"]);
    assert!(reasons[2].starts_with("keeps the work level"), "nobody is a roofer, so the tag is none of a skill");
    let (assignee, reasons) = told(&batch(people, leads, "must", "must").request(0, None));
    assert_eq!((assignee[0], reasons[0].as_str()), (NOBODY, "nobody speaks French and knows solar"));
    assert_eq!(reasons[3], "nobody speaks French and knows solar", "nobody has the skill `newsletter`, so it is none");
}

#[test]
fn tags_that_are_named_are_skills_even_if_nobody_has_them() {
    let mut request = batch(vec![person(&[], &[0])], vec![lead(None, &[0, 3])], "prefer", "must").request(0, None);
    assert_eq!(told(&request).0, [0]);
    request.settings = r#"{"skills": "must", "skill_tags": ["NewsLetter"]}"#.to_owned();
    assert_eq!(told(&request), (vec![NOBODY], vec!["nobody knows newsletter".to_owned()]));
}

#[test]
fn an_exchange_makes_room_where_a_greedy_way_gives_up() {
    // The first lead suits both; the second only whoever a greedy way would have given the first to.
    let mut people = vec![person(&[0], &[]), person(&[0, 1], &[])];
    people.iter_mut().for_each(|person| person.target = 1);
    for first in [0, 1] {
        people.swap(0, first);
        let batch = batch(people.clone(), vec![lead(Some(0), &[]), lead(Some(1), &[])], "must", "ignore");
        let plan = plan::<OptimalBatch>(&batch.request(0, None)).unwrap();
        assert!(!plan.assignee.contains(&NOBODY), "{:?}", plan.assignee);
    }
}

#[test]
fn of_leads_that_cannot_all_be_given_out_the_first_are() {
    let mut batch = batch(vec![person(&[0], &[])], vec![lead(Some(1), &[]); 13], "prefer", "prefer");
    batch.leads[12].language = Some(0);
    let (assignee, reasons) = told(&batch.request(0, None));
    assert_eq!(assignee[9..], [0, NOBODY, NOBODY, NOBODY], "a better fit does not push itself forward");
    assert_eq!(reasons[12], "everybody who may take it has reached their target or their limit");
}

#[test]
fn a_lead_never_goes_back_to_its_owner() {
    let mut batch = batch(vec![person(&[0], &[]), person(&[], &[])], vec![lead(Some(0), &[])], "prefer", "prefer");
    batch.leads[0].owner = Some(0);
    assert_eq!(told(&batch.request(0, None)), (vec![1], vec!["nobody fits better; 1 of 10".to_owned()]));
    batch.language = "must";
    let only = "only its owner could take it, and a lead does not go back to its owner".to_owned();
    assert_eq!(told(&batch.request(0, None)), (vec![NOBODY], vec![only]));
}

#[test]
fn loads_are_in_proportion_to_targets_and_past_them_only_if_told() {
    let mut request = RequestBuilder::new();
    request.person(1).target(10).person(2).target(30).workload(6).person(3).target(0).leads(30);
    let within = request.build();
    assert_eq!(counts(&within, &plan::<OptimalBatch>(&within).unwrap()), [9, 21, 0]);
    request.leads(20).settings(r#"{"past_target": true}"#);
    let past = request.build();
    let counts = counts(&past, &plan::<OptimalBatch>(&past).unwrap());
    assert_eq!(counts, [14, 36, 0], "56 leads of 40: 140 % of each target, and a target of 0 comes last");
}

#[test]
fn a_note_tells_the_figures_and_who_else_has_room() {
    let request = batch(vec![person(&[0], &[]), person(&[], &[])], vec![lead(Some(0), &[])], "prefer", "prefer");
    let noted = plan::<OptimalBatch>(&request.request(0, None)).unwrap();
    assert_eq!(
        noted.notes[0].text,
        "user 0 with 1 of 10 leads, lacking 0 points of fit; with room left: user 1 with 0 of 10 leads, lacking 50 points of fit"
    );
}

#[test]
fn nobody_means_a_reason() {
    assert_eq!(told(&RequestBuilder::new().leads(1).build()).1, ["nobody is eligible"]);
    let full = RequestBuilder::new().person(1).room(1).leads(2).build();
    assert_eq!(told(&full).1[1], "everybody who may take it has reached their target or their limit");
}

#[test]
fn a_search_that_ends_early_says_so() {
    let request = RequestBuilder::new().person(1).settings(r#"{"search_steps": 0}"#).leads(2).build();
    let _ = logged();
    OptimalBatch::assign(&request).unwrap();
    let said = logged();
    assert!(said.len() == 1 && said[0].1.contains("the last 2 of 2 leads went to whoever was cheapest"), "{said:?}");
}

#[test]
fn the_schema_fills_in_what_the_strategy_takes_for_granted() {
    let filled = default_settings(&OptimalBatch::describe().settings_schema).unwrap();
    assert_eq!(odlm_strategy_sdk::settings::parse(&filled), Ok(Settings::default()));
}

#[test]
fn a_setting_that_cannot_be_used_is_named() {
    let request = RequestBuilder::new().person(1).settings(r#"{"skills": "perhaps"}"#).build();
    assert!(OptimalBatch::assign(&request).unwrap_err().starts_with("the setting `skills` cannot be used"));
}
