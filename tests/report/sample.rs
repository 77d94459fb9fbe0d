//! One fixed run with people and sources whose names mean something elsewhere, and the committed report of it in all four forms.

use std::path::Path;
use std::sync::Arc;

use odlm::domain::decision::{About, Decision, Dropback, State, Values};
use odlm::domain::ids::{LeadId, UserId};
use odlm::domain::run::{
    Counts, Figure, FunnelStep, LeftOutPerson, Moment, NewRun, PersonCount, RunEnd, RunId, RunRecord, Status,
    StatusCount, StrategyIdentity,
};
use odlm::report::run::RunReport;

/// Names as somebody may have them, or as somebody may want to be called.
pub(super) fn names() -> Vec<String> {
    vec![
        "Zoë O'Brien \"Zed\"".to_owned(),
        "<script>alert(1)</script>".to_owned(),
        "=cmd()|' /C calc'!A0".to_owned(),
        "محمد عبد الله".to_owned(),
        "שרה כהן".to_owned(),
        "王小明 🎉".to_owned(),
        "Long ".repeat(40),
        "a|b `code` *star* [link](x) & <b>bold</b>".to_owned(),
    ]
}

const SOURCES: [Option<&str>; 5] =
    [Some("google_ads"), Some("facebook_form"), Some("=HYPERLINK(1)"), Some("<i>x</i>"), None];

fn decision(lead: u64, to: Option<u64>, state: State, reason: &str) -> Decision {
    let about = |texts: &[Option<&str>]| texts[lead as usize % texts.len()].map(Arc::from);
    Decision {
        lead: LeadId(lead),
        from: None,
        from_team: None,
        to: to.map(UserId),
        to_team: None,
        values: Values::default(),
        dropback: None,
        about: About {
            status: about(&[Some("new"), Some("in_progress"), None]),
            source: about(&SOURCES),
            campaign: about(&[Some("Spring & Summer"), None]),
        },
        reason: reason.into(),
        write_date: "2026-05-24 06:00:00".to_owned(),
        state,
        detail: None,
    }
}

/// A live run with something of everything.
pub(super) fn decisions() -> Vec<Decision> {
    let people = names().len() as u64;
    let mut all: Vec<Decision> =
        (0..60).map(|at| decision(1000 + at, Some(7 + at % people), State::Done, "furthest below target")).collect();
    all.push(decision(2000, Some(7), State::Conflict, "furthest below target"));
    all.push(decision(2001, Some(8), State::Refused, "next in turn at their level"));
    all.extend((0..5).map(|at| decision(3000 + at, None, State::Unassigned, "everybody has reached their target")));
    all.extend((0..20).map(|at| decision(4000 + at, None, State::LeftOut, "its status is not on the list")));
    all.extend(
        (0..10).map(|at| decision(5000 + at, None, State::LeftOut, "do not call: <b>by</b> status, tag or blacklist")),
    );
    let old = Arc::new(Dropback { campaign: "Old \"Voice\"".to_owned(), person: Some(names()[1].clone()) });
    all.extend((0..12).map(|at| Decision {
        dropback: Some(Arc::clone(&old)),
        ..decision(6000 + at, Some(99), State::Done, "older than 30 days: goes to a fixed person")
    }));
    all
}

pub(super) fn record(run: i64) -> RunRecord {
    let step = |filter: &str, before, after| FunnelStep { filter: filter.to_owned(), before, after };
    let people = (7..).zip(names()).map(|(id, name)| {
        let received =
            decisions().iter().filter(|one| one.to == Some(UserId(id)) && one.state == State::Done).count() as u32;
        let before = 3 * (id as u32 % 5);
        PersonCount {
            id: UserId(id),
            name,
            level: if id % 2 == 0 { "senior" } else { "junior" }.to_owned(),
            target: if id == 14 { 0 } else { 12 + id as u32 },
            room: 40,
            before,
            received,
            after: before + received,
        }
    });
    let people: Vec<PersonCount> = people.collect();
    let statuses = people.iter().flat_map(|person| {
        [(Moment::Before, person.before), (Moment::After, person.after)]
            .into_iter()
            .filter(|(_, leads)| *leads > 0)
            .map(|(moment, leads)| StatusCount {
                person: person.id,
                moment,
                status: Some("new".to_owned()),
                leads: leads.into(),
            })
    });
    RunRecord {
        id: RunId(run),
        new: NewRun {
            campaign: "Voice & <Apple>".to_owned(),
            odoo: "https://odoo.example.com#production".to_owned(),
            dry_run: false,
            now: 1_779_602_400 + 86_400 * run,
            seed: 1,
            config_digest: "c0ffee".repeat(10),
        },
        strategy: Some(StrategyIdentity {
            name: "level-based".to_owned(),
            version: "0.1.0".to_owned(),
            digest: "ab".repeat(32),
        }),
        fuel: Some(123_456),
        status: Status::Partial,
        end: Some(RunEnd {
            status: Status::Partial,
            counts: Counts {
                found: 109,
                eligible: 67,
                planned: 62,
                assigned: 60,
                conflicts: 1,
                refused: 1,
                unknown: 0,
            },
            rpc_calls: 24,
            rpc_seconds: 3.25,
            seconds: 4.5,
            error: None,
        }),
        funnel: vec![step("dropback", 109, 97), step("dnc", 97, 87), step("status", 87, 67)],
        statuses: statuses.collect(),
        people,
        left_out: vec![LeftOutPerson {
            name: "\u{202e}evil\u{202c} +1".to_owned(),
            reason: "of team `Sales`".to_owned(),
        }],
        figures: vec![
            Figure { topic: Figure::REACH.to_owned(), label: "e-mail".to_owned(), leads: 60 },
            Figure { topic: Figure::REACH.to_owned(), label: "phone".to_owned(), leads: 41 },
            Figure { topic: Figure::OPPORTUNITY_STAGE.to_owned(), label: "Won".to_owned(), leads: 3 },
        ],
        summary: None,
    }
}

/// The report of the sample.
pub(super) fn report() -> RunReport {
    let latest: Vec<RunRecord> = (1..=6).map(record).collect();
    RunReport::new(&record(6), &decisions(), &latest)
}

#[test]
fn the_committed_sample_is_what_the_program_makes() {
    let report = report();
    report.check().unwrap();
    let json = serde_json::to_string_pretty(&report).unwrap() + "\n";
    for (ending, text) in
        [("html", report.html().unwrap()), ("md", report.markdown()), ("csv", report.csv().unwrap()), ("json", json)]
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(format!("sample-report.{ending}"));
        if std::env::var_os("ODLM_WRITE_SAMPLE").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == text,
            "docs/sample-report.{ending}: run this test with ODLM_WRITE_SAMPLE=1 and look at it"
        );
    }
}

#[test]
fn the_published_schema_is_the_programs_and_the_sample_is_valid() {
    let schema = serde_json::to_value(schemars::schema_for!(RunReport)).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config/report.schema.json");
    let text = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    if std::env::var_os("ODLM_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == text, "run this test once with ODLM_WRITE_SCHEMA=1");
    let valid = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        valid.iter_errors(&serde_json::to_value(report()).unwrap()).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn figures_that_contradict_each_other_are_told() {
    let sound = report();
    type Change = fn(&mut RunReport);
    let changes: [(&str, Change); 11] = [
        ("conflicts", |report| report.run.conflicts += 1),
        ("planned leads", |report| report.run.decisions.as_mut().unwrap()[60].to = None),
        ("leads of user 9 after", |report| report.salespeople[2].after += 1),
        ("leads of user 7 after", |report| report.run.decisions.as_mut().unwrap()[0].from = Some(7)),
        ("leads found", |report| report.overview.found += 1),
        ("eligible leads", |report| report.overview.unassigned += 1),
        ("leads given", |report| report.overview.given -= 1),
        ("leads received by user 7", |report| report.salespeople[0].received += 1),
        ("leads before the filter `dnc`", |report| report.run.funnel[1].before -= 1),
        ("leads by web source", |report| report.sources[0].found += 1),
        ("leads of user 8 before", |report| report.salespeople[1].statuses_before[0].leads += 1),
    ];
    for (what, change) in changes {
        let mut report = sound.clone();
        change(&mut report);
        let told = report.check().unwrap_err().to_string();
        assert!(told.contains(what) && told.contains("run 6"), "{what}: {told}");
    }
}

#[test]
fn a_run_that_was_killed_tells_what_came_true_and_not_what_was_planned() {
    let mut decisions = decisions();
    for decision in decisions.iter_mut().filter(|one| one.state == State::Done && one.lead.0 >= 1010) {
        decision.state = State::Planned;
    }
    let killed = RunRecord { status: Status::Running, end: None, ..record(6) };
    let report = RunReport::new(&killed, &decisions, &[]);
    report.check().unwrap();
    let received: u32 = report.salespeople.iter().map(|person| person.received).sum();
    assert_eq!((report.overview.given, received), (10, 10));
    for (person, line) in report.salespeople.iter().zip(&report.run.people) {
        assert_eq!((person.received, person.after), (line.received, person.before + person.received));
    }
}

#[test]
fn a_run_that_was_interrupted_and_killed_while_it_was_finished_adds_up() {
    let decisions = decisions();
    let mut end = record(6).end.unwrap();
    // Its end was written when half was done, and its people then.
    (end.status, end.counts.assigned, end.counts.conflicts) = (Status::Interrupted, 30, 0);
    let mut people = record(6).people;
    people.iter_mut().for_each(|person| (person.received, person.after) = (0, person.before));
    let resumed = RunRecord { status: Status::Interrupted, end: Some(end), people, ..record(6) };
    let report = RunReport::new(&resumed, &decisions, &[]);
    report.check().unwrap();
    assert_eq!((report.run.assigned, report.run.conflicts, report.overview.given), (60, 1, 60));
    // Without its decisions there is nothing newer than its end.
    assert_eq!(RunReport::new(&resumed, &[], &[]).run.assigned, 30);
}
