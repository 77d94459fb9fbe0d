//! The Rust example of a strategy, `plugins/examples/rust`: built as its README says, tried by `odlm strategy test`, and held against greedy
//! ways on batches by chance, through the engine.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, OnceLock};

use odlm::domain::request::{Column, NOBODY, Request, Values};
use odlm::scaffold::{Language, files};
use odlm::strategy::{Host, Level, Limits, Strategy, shipped};
use rand::{RngExt as _, SeedableRng as _};
use rand_pcg::Pcg64;
use serde_json::Value;

use crate::support::requests::request;

const LANGUAGES: [&str; 4] = ["French", "German", "Dutch", "Polish"];
const SKILLS: [&str; 5] = ["solar", "roof", "heat pump", "storage", "wallbox"];

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins/examples/rust")
}

fn odlm(words: &[&str], folder: &Path) -> (i32, String, String) {
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache");
    let mut command = Command::new(env!("CARGO_BIN_EXE_odlm"));
    let output = command.args(words).current_dir(folder).env("XDG_CACHE_HOME", cache).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// The component, built once beside the shipped strategies, whose dependencies are compiled already.
fn component() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let (code, stdout, stderr) = odlm(&["strategy", "build", "--target-dir", "../../target"], &project());
        assert_eq!(code, 0, "{stderr}");
        assert!(stdout.starts_with("optimal-batch 0.1.0\n"), "{stdout}");
        project().join("optimal-batch.wasm")
    })
}

fn host() -> Host {
    Host::new(Limits::default(), Some(Path::new(env!("CARGO_TARGET_TMPDIR")).join("cache/odlm"))).unwrap()
}

fn example() -> Strategy {
    host().load("optimal-batch", &std::fs::read(component()).unwrap()).unwrap()
}

fn level_based() -> Strategy {
    let (name, bytes) = shipped().iter().find(|(name, _)| *name == "level-based").unwrap();
    host().load(name, bytes).unwrap()
}

/// Some of the words, each with this chance.
fn some(chance: &mut Pcg64, words: &[&str], share: f64) -> Vec<Arc<str>> {
    words.iter().filter(|_| chance.random_bool(share)).map(|word| Arc::from(*word)).collect()
}

/// A batch whose leads need languages and skills; a share of the leads is owned by somebody.
fn batch(chance: &mut Pcg64, leads: usize, people: usize, owned: f64, settings: &str) -> Request {
    let mut request = request(leads, people);
    let each = u32::try_from(leads / people.max(1)).unwrap();
    let table = &mut request.salespeople;
    for row in 0..people {
        table.target[row] = chance.random_range(each / 2..=each * 2 + 2);
        table.workload[row] = chance.random_range(0..=each);
        table.room[row] = chance.random_range(0..=each * 2 + 2);
        table.credit[row] = f64::from(chance.random_range(-4_i32..=4)) / 2.0;
    }
    let languages = (0..people).map(|_| Some(some(chance, &LANGUAGES, 0.3))).collect();
    let skills = (0..people).map(|_| Some(some(chance, &SKILLS, 0.5))).collect();
    table.columns = vec![
        Column { name: "languages".into(), values: Values::TextLists(languages) },
        Column { name: "skills".into(), values: Values::TextLists(skills) },
        Column { name: "maximum".into(), values: Values::Integers(vec![None; people]) },
    ];
    for owner in &mut request.leads.owner {
        let row = chance.random_range(0..people.max(1)) as u32;
        *owner = if people > 0 && chance.random_bool(owned) { row } else { NOBODY };
    }
    let language = (0..leads).map(|_| some(chance, &LANGUAGES, 0.3).into_iter().next()).collect();
    let tags = (0..leads).map(|_| Some(some(chance, &SKILLS, 0.2))).collect();
    request.leads.columns = vec![
        Column { name: "language".into(), values: Values::Texts(language) },
        Column { name: "tags".into(), values: Values::TextLists(tags) },
    ];
    request.seed = chance.random_range(0..1_u64 << 53);
    request.settings = settings.to_owned();
    request
}

fn settings(strategy: &Strategy, written: &Value) -> String {
    strategy.settings(written).unwrap()
}

/// The texts of a column's row.
fn texts(columns: &[Column], name: &str, row: usize) -> Vec<Arc<str>> {
    match &columns.iter().find(|column| column.name == name).unwrap().values {
        Values::Texts(rows) => rows[row].iter().cloned().collect(),
        Values::TextLists(rows) => rows[row].clone().unwrap_or_default(),
        other => panic!("{other:?}"),
    }
}

/// How many of the first `n` leads a plan gives out, for each `n`.
fn covered(assignee: &[u32]) -> Vec<usize> {
    let count = |sum: &mut usize, person: &u32| {
        *sum += usize::from(*person != NOBODY);
        Some(*sum)
    };
    assignee.iter().scan(0, count).collect()
}

/// Each lead to the first person who has everything that it needs, and most room: what a careful greedy strategy would do.
fn greedy(request: &Request) -> Vec<u32> {
    let (leads, people) = (&request.leads, &request.salespeople);
    let rows = 0..people.id.len();
    let mut room: Vec<u32> =
        rows.clone().map(|row| people.room[row].min(people.target[row].saturating_sub(people.workload[row]))).collect();
    let has = |row: usize, column: &str, wanted: &[Arc<str>]| {
        let own = texts(&people.columns, column, row);
        wanted.iter().all(|word| own.contains(word))
    };
    let mut plan = Vec::new();
    for lead in 0..leads.id.len() {
        let (language, tags) = (texts(&leads.columns, "language", lead), texts(&leads.columns, "tags", lead));
        let known = |tag: &Arc<str>| rows.clone().any(|row| has(row, "skills", std::slice::from_ref(tag)));
        let skills: Vec<Arc<str>> = tags.into_iter().filter(known).collect();
        let may = |row: &usize| {
            let suits = has(*row, "languages", &language) && has(*row, "skills", &skills);
            suits && room[*row] > 0 && leads.owner[lead] != *row as u32
        };
        let person = rows.clone().filter(may).max_by_key(|row| room[*row]);
        person.into_iter().for_each(|row| room[row] -= 1);
        plan.push(person.map_or(NOBODY, |row| row as u32));
    }
    plan
}

#[test]
fn it_is_a_project_as_the_scaffold_writes_it() {
    let read = |path: &str| std::fs::read(project().join(path)).unwrap();
    let template = files(Language::Rust, "optimal-batch");
    let written = |path: &str| template.iter().find(|(name, _)| name == path).unwrap().1.clone();
    for path in ["odlm-strategy.toml", ".gitignore"] {
        assert_eq!(read(path), written(path), "{path}");
    }
    let manifest = |bytes: Vec<u8>| toml::from_str::<toml::Table>(&String::from_utf8(bytes).unwrap()).unwrap();
    let (own, template) = (manifest(read("Cargo.toml")), manifest(written("Cargo.toml")));
    for part in ["workspace", "lib", "profile"] {
        assert_eq!(own[part], template[part], "{part}");
    }
    for key in ["edition", "rust-version", "publish"] {
        assert_eq!(own["package"][key], template["package"][key], "{key}");
    }
}

#[test]
fn its_cases_and_the_host_s_rules_hold() {
    let folder = tempfile::tempdir().unwrap();
    let cases = project().join("cases");
    let file = component().to_str().unwrap();
    let words = ["strategy", "test", file, "--cases", cases.to_str().unwrap(), "--runs", "100", "--json"];
    let (code, stdout, stderr) = odlm(&words, folder.path());
    assert_eq!(code, 0, "{stderr}");
    let report: Value = serde_json::from_str(&stdout).unwrap();
    let checks = report["checks"].as_array().unwrap();
    assert!(checks.iter().all(|check| !check["note"].to_string().contains("no plan")), "it declines nothing: {stdout}");
    let written = std::fs::read_dir(cases).unwrap().count();
    assert!(written >= 5 && checks.iter().filter(|check| check["suite"] == "cases").count() == written);
}

#[test]
fn never_fewer_leads_are_given_out_than_by_greedy_ways() {
    let (strategy, level_based) = (example(), level_based());
    let must = settings(&strategy, &serde_json::json!({"language": "must", "skills": "must"}));
    let in_haste = settings(&strategy, &serde_json::json!({"language": "must", "skills": "must", "search_steps": 50}));
    let prefer = settings(&strategy, &serde_json::json!({}));
    let level = settings(&level_based, &serde_json::json!({}));
    let mut chance = Pcg64::seed_from_u64(5);
    let mut won = 0;
    for _ in 0..120 {
        let (leads, people) = (chance.random_range(0..80), chance.random_range(0..12));
        let mut asked = batch(&mut chance, leads, people, 0.3, &must);
        let plan = covered(&strategy.assign(&asked).unwrap().answer.assignee);
        let greedy = covered(&greedy(&asked));
        assert!(plan.iter().zip(&greedy).all(|(plan, greedy)| plan >= greedy), "{plan:?} {greedy:?}");
        won += usize::from(plan.last() > greedy.last());
        asked.settings.clone_from(&in_haste);
        assert_eq!(covered(&strategy.assign(&asked).unwrap().answer.assignee).last(), plan.last());

        asked.settings.clone_from(&prefer);
        let plan = covered(&strategy.assign(&asked).unwrap().answer.assignee);
        asked.settings.clone_from(&level);
        asked.leads.columns.clear();
        asked.salespeople.columns.clear();
        let other = covered(&level_based.assign(&asked).unwrap().answer.assignee);
        assert!(plan.iter().zip(&other).all(|(plan, other)| plan >= other), "{plan:?} {other:?}");
    }
    assert!(won > 10, "batches on which a greedy way loses leads: {won}");
}

#[test]
fn ten_thousand_leads_for_a_thousand_people_are_solved_within_a_quarter_of_the_fuel() {
    let strategy = example();
    let limits = Limits::default();
    let budget = limits.assign_fuel + limits.assign_fuel_per_row * 11_000;
    for (settings, owned) in [
        (serde_json::json!({"past_target": true}), 0.1),
        (serde_json::json!({}), 1.0),
        (serde_json::json!({"language": "must", "skills": "must"}), 0.1),
    ] {
        let asked = batch(&mut Pcg64::seed_from_u64(7), 10_000, 1_000, owned, &self::settings(&strategy, &settings));
        let answered = strategy.assign(&asked).unwrap();
        let warned = answered.log.iter().any(|line| line.level == Level::Warn);
        assert!(!warned && answered.fuel < budget / 4, "{settings}: {} of {budget}, {:?}", answered.fuel, answered.log);
        assert!(answered.answer.reasons.len() <= 4_096);
    }
}

/// Every lead needs another set of skills and everybody has another: nothing can be grouped.
fn all_different(chance: &mut Pcg64, leads: usize, people: usize, settings: &str) -> Request {
    let names: Vec<String> = (0..40).map(|number| format!("skill {number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut request = batch(chance, leads, people, 1.0, settings);
    let tags = (0..leads).map(|_| Some(some(chance, &names, 0.1))).collect();
    request.leads.columns[1].values = Values::TextLists(tags);
    let skills = (0..people).map(|_| Some(some(chance, &names, 0.6))).collect();
    request.salespeople.columns[1].values = Values::TextLists(skills);
    request
}

#[test]
fn beyond_its_limits_it_gives_out_as_many_leads_or_says_why_not() {
    let strategy = example();
    let must = settings(&strategy, &serde_json::json!({"skills": "must", "search_steps": 2_000_000}));
    let asked = all_different(&mut Pcg64::seed_from_u64(9), 3_000, 300, &must);
    let answered = strategy.assign(&asked).unwrap();
    let warning = answered.log.iter().find(|line| line.level == Level::Warn).unwrap();
    assert!(warning.message.contains("raise `search_steps`"), "{}", warning.message);
    let most = settings(&strategy, &serde_json::json!({"skills": "must", "search_steps": 1_000_000_000}));
    let mut whole = asked;
    whole.settings = most;
    let whole = strategy.assign(&whole).unwrap().answer;
    assert_eq!(covered(&answered.answer.assignee).last(), covered(&whole.assignee).last());

    let all = settings(&strategy, &serde_json::json!({}));
    let error = strategy.assign(&all_different(&mut Pcg64::seed_from_u64(9), 60_000, 1_000, &all)).unwrap_err();
    assert!(error.to_string().contains("name the tags that are skills in `skill_tags`"), "{error}");
}
