//! `odlm strategy compare` on recorded runs of the sandbox, its figures counted once more from single calls of the strategies.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::support::components::guest;
use crate::support::rig::Rig;

/// A campaign with three live runs of which it is kept what they asked, each about other leads.
async fn recorded() -> Rig {
    let rig = Rig::new(300).await;
    for most in ["7", "11", "400"] {
        let run = rig.dailydist(&["--max-leads", most]).await;
        assert_eq!(run.code, 0, "{run:?}");
    }
    rig
}

async fn compared(rig: &Rig, words: &[&str], code: i32) -> Value {
    let ended = rig.odlm(&[&["strategy", "compare"], words, &["--json"]].concat()).await;
    assert_eq!(ended.code, code, "{ended:?}");
    ended.json()
}

async fn in_ledger(rig: &Rig, statement: &str) {
    let mut connection = SqliteConnectOptions::new().filename(rig.path("odlm.sqlite")).connect().await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// Who gets each lead of a run, by one call of a strategy with the memory that is given; the memory that it leaves too.
async fn answered(rig: &Rig, strategy: &str, run: usize, memory: &str) -> (BTreeMap<u64, Option<u64>>, String) {
    // What `--from-run` shows of the run is put to the strategy by hand, with another memory.
    let ledger = crate::support::ledgers::look_at(rig.path("odlm.sqlite")).await.unwrap();
    let requests = ledger.requests(odlm::domain::run::RunId(run as i64)).await.unwrap();
    ledger.close().await;
    assert_eq!(requests.len(), 1);
    let mut request = serde_json::to_value(odlm::trial::RequestFile::of(&requests[0])).unwrap();
    request["memory"] = json!(memory);
    if strategy != "level-based" {
        request["settings"] = json!({});
        // Level-based alone is bound by targets.
        for person in request["salespeople"].as_array_mut().unwrap() {
            person.as_object_mut().unwrap().remove("room");
        }
    }
    rig.write("again.json", &request.to_string());
    let ended = rig.odlm(&["strategy", "run", strategy, "--request", "again.json", "--json"]).await;
    assert_eq!(ended.code, 0, "{ended:?}");
    let told = ended.json();
    let leads = told["leads"].as_array().unwrap();
    let given = leads.iter().map(|lead| (lead["id"].as_u64().unwrap(), lead["to"].as_u64())).collect();
    (given, told["memory"].as_str().unwrap().to_owned())
}

/// The Gini coefficient of received over fair share by its definition: the mean difference of all pairs, each weighed by the shares.
fn gini(parts: &[(f64, f64)]) -> f64 {
    let received: f64 = parts.iter().map(|(received, _)| received).sum();
    let shares: f64 = parts.iter().map(|(_, share)| share).sum();
    let mut differences = 0.0;
    for (one, share) in parts.iter().filter(|(_, share)| *share > 0.0) {
        for (other, other_share) in parts.iter().filter(|(_, share)| *share > 0.0) {
            differences += share * other_share * (one / share - other / other_share).abs();
        }
    }
    differences / (2.0 * shares * received)
}

fn close(told: &Value, counted: f64) {
    let told = told.as_f64().unwrap();
    assert!((told - counted).abs() < 0.002, "{told} is told and {counted} is counted");
}

#[tokio::test]
async fn every_figure_is_that_of_single_calls_counted_once_more() {
    let rig = recorded().await;
    let told = compared(&rig, &["level-based", "round-robin", "--from-runs", "30"], 0).await;
    let record = rig.odlm(&["runs", "show", "1", "--json"]).await.json();
    let targets: BTreeMap<u64, f64> = record["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| (person["id"].as_u64().unwrap(), person["target"].as_f64().unwrap()))
        .collect();
    let all_targets: f64 = targets.values().sum();
    let mut sums = HashMap::new();
    let (mut asked, mut ways) = (0, [0_u64; 5]);
    let mut plans: [Vec<BTreeMap<u64, Option<u64>>>; 2] = [Vec::new(), Vec::new()];
    for (side, strategy) in ["level-based", "round-robin"].into_iter().enumerate() {
        let mut memory = String::new();
        for run in 1..=3 {
            let (given, left) = answered(&rig, strategy, run, &memory).await;
            memory = left;
            plans[side].push(given);
        }
    }
    for (a, b) in plans[0].iter().zip(&plans[1]) {
        asked += a.len() as u64;
        assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
        for (lead, one) in a {
            let at = match (one, &b[lead]) {
                (Some(one), Some(other)) if one == other => 0,
                (Some(_), Some(_)) => 1,
                (Some(_), None) => 2,
                (None, Some(_)) => 3,
                (None, None) => 4,
            };
            ways[at] += 1;
        }
    }
    for (side, name) in ["a", "b"].into_iter().enumerate() {
        let figures = &told[name]["figures"];
        let (mut received, mut fair): (BTreeMap<u64, f64>, BTreeMap<u64, f64>) = (BTreeMap::new(), BTreeMap::new());
        for plan in &plans[side] {
            let given = plan.values().flatten().count() as f64;
            for (person, target) in &targets {
                *fair.entry(*person).or_default() += given * target / all_targets;
                *received.entry(*person).or_default() +=
                    plan.values().flatten().filter(|one| *one == person).count() as f64;
            }
        }
        let given: f64 = received.values().sum();
        assert_eq!((&figures["asked"], &figures["runs"]), (&json!(asked), &json!(3)));
        assert_eq!(figures["given"].as_f64(), Some(given));
        close(&figures["coverage"], 100.0 * given / asked as f64);
        let parts: Vec<(f64, f64)> = received.iter().map(|(person, received)| (*received, fair[person])).collect();
        close(&figures["gini"], gini(&parts));
        close(&figures["largest_gap"], parts.iter().map(|(got, fair)| (got - fair).abs()).fold(0.0, f64::max));
        // Utilisation is the mean of the runs.
        let mut used = 0.0;
        for (run, plan) in plans[side].iter().enumerate() {
            let record = rig.odlm(&["runs", "show", &(run + 1).to_string(), "--json"]).await.json();
            let people = record["people"].as_array().unwrap();
            let before: f64 = people.iter().map(|person| person["before"].as_f64().unwrap()).sum();
            used += 100.0 * (before + plan.values().flatten().count() as f64) / all_targets / 3.0;
        }
        close(&figures["utilisation"], used);
        sums.insert(name, received);
    }
    let people = told["people"].as_array().unwrap();
    assert_eq!(people.len(), targets.len());
    for person in people {
        let id = person["id"].as_u64().unwrap();
        let (a, b) = (sums["a"][&id], sums["b"][&id]);
        assert_eq!(person["a"]["received"].as_f64(), Some(a));
        assert_eq!(person["b"]["received"].as_f64(), Some(b));
        assert_eq!(person["difference"].as_f64(), Some(b - a));
        assert!(person["name"].as_str().unwrap().starts_with("Seller 0"), "{person}");
    }
    let names = ["same", "elsewhere", "only_a", "only_b", "neither"];
    assert_eq!(names.map(|name| told["leads"][name].as_u64().unwrap()), ways);
    assert!(ways[0] > 0 && ways[1] + ways[2] + ways[3] > 0, "the two strategies are worth a comparison: {ways:?}");
    let differ: u64 = told["runs"].as_array().unwrap().iter().map(|run| run["different"].as_u64().unwrap()).sum();
    assert_eq!(differ, ways[1] + ways[2] + ways[3]);
    assert_eq!(told["a"]["settings_of_run"], 3);
    assert_eq!((&told["b"]["settings_of_run"], &told["b"]["settings_of_schema"]), (&json!(0), &json!(3)));
}

#[tokio::test]
async fn a_strategy_and_itself_differ_in_nothing() {
    let rig = recorded().await;
    let told = compared(&rig, &["round-robin", "round-robin"], 0).await;
    assert_eq!(told["a"], told["b"]);
    assert_eq!(told["leads"]["asked"].as_u64().unwrap(), sum(&told["leads"], &["same", "neither"]));
    assert!(told["people"].as_array().unwrap().iter().all(|person| person["difference"] == 0));
    let ended = rig.odlm(&["strategy", "compare", "level-based", "level-based"]).await;
    assert!(ended.stdout.contains("Every lead goes the same way under both."), "{ended:?}");
    assert!(ended.stdout.contains("with the settings that the runs asked it with"), "{ended:?}");
    // The run itself is what its own strategy, asked by its own settings, makes of it.
    let told = compared(&rig, &["level-based", "capacity"], 0).await;
    let record = rig.odlm(&["runs", "show", "1", "--json"]).await.json();
    assert_eq!(told["runs"][0]["a"]["figures"]["given"], record["assigned"]);
}

fn sum(of: &Value, names: &[&str]) -> u64 {
    names.iter().map(|name| of[name].as_u64().unwrap()).sum()
}

#[tokio::test]
async fn one_strategy_with_two_settings() {
    let rig = recorded().await;
    rig.write("few.json", r#"{"capacity": 3}"#);
    let words = ["capacity", "capacity", "--settings-b", "few.json"];
    let told = compared(&rig, &words, 0).await;
    let given = |side: &str| told[side]["figures"]["given"].as_u64().unwrap();
    assert!(given("b") < given("a"), "{told}");
    assert_eq!((&told["a"]["settings"], &told["b"]["settings"]), (&Value::Null, &json!({"capacity": 3})));
    let ended = rig.odlm(&[&["strategy", "compare"][..], &words].concat()).await;
    assert!(ended.stdout.contains("with the settings of its file"), "{ended:?}");
    rig.write("few.json", r#"{"capacity": "few"}"#);
    let wrong = rig.odlm(&[&["strategy", "compare"][..], &words].concat()).await;
    assert!(
        wrong.code == 2 && wrong.stderr.contains("few.json") && wrong.stderr.contains("settings.capacity"),
        "{wrong:?}"
    );
}

#[tokio::test]
async fn a_refused_plan_is_that_runs_failure_and_in_no_figure() {
    let rig = recorded().await;
    // It gives lead by lead to the people in turn, whatever their room.
    std::fs::write(rig.path("mine.wasm"), guest("good")).unwrap();
    std::fs::write(rig.path("away.wasm"), guest("declines")).unwrap();
    let told = compared(&rig, &["round-robin", "away.wasm"], 4).await;
    assert_eq!(
        (&told["b"]["failed"], &told["a"]["failed"], &told["a"]["figures"]["runs"]),
        (&json!(3), &json!(0), &json!(0))
    );
    for run in told["runs"].as_array().unwrap() {
        assert!(run["b"]["error"].as_str().unwrap().contains("everybody is on leave"), "{run}");
        assert!(run["a"]["figures"]["given"].is_u64() && run["different"].is_null(), "{run}");
    }
    let ended = rig.odlm(&["strategy", "compare", "round-robin", "away.wasm"]).await;
    assert!(ended.stdout.contains("Runs without a plan") && ended.stdout.contains("on leave"), "{ended:?}");
    // Nobody has room left: a plan that gives a lead to somebody breaks a rule of the host.
    let path = rig.path("odlm.sqlite");
    let ledger = crate::support::ledgers::at(&path).await.unwrap();
    let mut full = ledger.requests(odlm::domain::run::RunId(3)).await.unwrap();
    full[0].salespeople.room.fill(0);
    let record = ledger.run(odlm::domain::run::RunId(3)).await.unwrap().unwrap();
    let run = ledger.begin(&record.new).await.unwrap();
    ledger.set_strategy(run, &record.strategy.unwrap(), None).await.unwrap();
    let plan = odlm::ledger::PlanRecord { people: &record.people, requests: &full, ..Default::default() };
    ledger.record_plan(run, plan).await.unwrap();
    ledger.close().await;
    let told = compared(&rig, &["mine.wasm", "round-robin", "--from-runs", "1"], 4).await;
    let run = &told["runs"][0];
    assert!(run["a"]["error"].as_str().unwrap().contains("has no room left"), "{run}");
    assert_eq!(run["b"]["figures"]["given"], 0);
}

#[tokio::test]
async fn a_run_that_asked_several_questions_is_left_out_and_counted() {
    let rig = Rig::new(300).await;
    rig.configure("distribution:\n  strategy: level_based\n  advanced_rules: {workload_balancing: {enabled: true, min_daily_leads: 2}}\n");
    let run = rig.dailydist(&["--max-leads", "20"]).await;
    assert_eq!(run.code, 0, "{run:?}");
    let ledger = crate::support::ledgers::look_at(rig.path("odlm.sqlite")).await.unwrap();
    let requests = ledger.requests(odlm::domain::run::RunId(1)).await.unwrap();
    ledger.close().await;
    assert!(requests.len() > 1);
    let none = rig.odlm(&["strategy", "compare", "level-based", "round-robin"]).await;
    assert!(none.code == 2 && none.stderr.contains("asked several questions"), "{none:?}");
    rig.configure("distribution: {strategy: level_based}\n");
    assert_eq!(rig.dailydist(&["--max-leads", "5"]).await.code, 0);
    let told = compared(&rig, &["level-based", "round-robin"], 0).await;
    let runs: Vec<&Value> = told["runs"].as_array().unwrap().iter().map(|run| &run["run"]).collect();
    assert_eq!((runs, &told["several"]), (vec![&json!(2)], &json!(1)));
    let ended = rig.odlm(&["strategy", "compare", "level-based", "round-robin"]).await;
    assert!(ended.stdout.contains("1 run is left out: there several questions were asked"), "{ended:?}");
}

#[tokio::test]
async fn runs_without_their_questions_are_counted_and_none_at_all_is_an_error() {
    let rig = Rig::new(300).await;
    assert_eq!(rig.dailydist(&["--dry-run"]).await.code, 0);
    let none = rig.odlm(&["strategy", "compare", "round-robin", "capacity"]).await;
    assert!(
        none.code == 2 && none.stderr.contains("no run that wrote") && none.stderr.contains("--dry-runs"),
        "{none:?}"
    );
    let told = compared(&rig, &["round-robin", "capacity", "--dry-runs"], 0).await;
    assert_eq!((&told["dry_runs"], told["runs"].as_array().unwrap().len()), (&json!(true), 1));
    for _ in 0..3 {
        assert_eq!(rig.dailydist(&["--max-leads", "4"]).await.code, 0);
    }
    in_ledger(&rig, "DELETE FROM run_requests WHERE run_id = 3").await;
    let told = compared(&rig, &["round-robin", "capacity"], 0).await;
    let runs: Vec<u64> = told["runs"].as_array().unwrap().iter().map(|run| run["run"].as_u64().unwrap()).collect();
    assert_eq!((runs, &told["not_kept"]), (vec![2, 4], &json!(1)));
    let told = compared(&rig, &["round-robin", "capacity", "--from-runs", "1", "--campaign", "voice"], 0).await;
    assert_eq!(
        (&told["runs"][0]["run"], &told["not_kept"], &told["campaign"]),
        (&json!(4), &json!(0), &json!("Voice"))
    );
    let told = compared(&rig, &["round-robin", "capacity", "--config", "odlm.yaml"], 0).await;
    assert!(told["odoo"].is_string() && told["runs"].as_array().unwrap().len() == 2, "{told}");
    let ended = rig.odlm(&["strategy", "compare", "round-robin", "capacity"]).await;
    assert!(ended.stdout.contains("1 run since the first of these is left out"), "{ended:?}");
    in_ledger(&rig, "DELETE FROM run_requests").await;
    for (more, said) in [
        (&[][..], "tracking.keep_requests"),
        (&["--campaign", "Vioce"], "did you mean `Voice`?"),
        (&["--ledger", "none.sqlite"], "none.sqlite"),
        (&["--output", "compare.txt"], "end it in `.html`"),
    ] {
        let wrong = rig.odlm(&[&["strategy", "compare", "round-robin", "capacity"], more].concat()).await;
        assert!(wrong.code != 0 && wrong.stderr.contains(said) && wrong.stdout.is_empty(), "{more:?}: {wrong:?}");
    }
    rig.write("mine.html", "<p>somebody's</p>");
    let wrong = rig.odlm(&["strategy", "compare", "round-robin", "capacity", "--output", "mine.html"]).await;
    assert!(wrong.code == 2 && wrong.stderr.contains("is no report of odlm"), "{wrong:?}");
}

#[tokio::test]
async fn wild_names_mean_nothing_on_a_page_or_a_terminal() {
    let rig = recorded().await;
    let wild = "<script>alert(1)</script> \u{1b}[31m\u{202e}& \"Zed\"";
    in_ledger(
        &rig,
        "UPDATE run_people SET name = '<script>alert(1)</script> \u{1b}[31m\u{202e}& \"Zed\"' WHERE user_id = 7",
    )
    .await;
    in_ledger(&rig, "UPDATE runs SET campaign = '<b>bold</b>'").await;
    let file = "<i>mine<i>.wasm";
    std::fs::write(rig.path(file), guest("good")).unwrap();
    let words = ["strategy", "compare", "round-robin", file, "--campaign", "<b>bold</b>", "--output", "out.html"];
    let ended = rig.odlm(&words).await;
    assert!(!ended.stdout.contains(['\u{1b}', '\u{202e}']), "{ended:?}");
    assert!(ended.stdout.contains("<script>"), "a terminal shows the name: {ended:?}");
    let html = std::fs::read_to_string(rig.path("out.html")).unwrap();
    for foreign in ["<script", "<b>", "<i>", "src=", "url(", "@import", "\u{1b}", "\u{202e}"] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    assert!(html.contains("default-src 'none'") && html.contains("prefers-color-scheme: dark"));
    assert!(html.contains("alert(1)") && html.contains("Zed") && html.contains("odlm strategy compare"), "{html}");
    let told = compared(&rig, &["round-robin", file], ended.code).await;
    assert!(told["people"].as_array().unwrap().iter().any(|person| person["name"] == wild), "JSON is exact: {told}");
    // A page of before is replaced.
    assert_eq!(rig.odlm(&words).await.code, ended.code);
}

#[tokio::test]
async fn a_terminal_of_forty_columns_is_wide_enough() {
    let rig = recorded().await;
    for columns in ["40", "80"] {
        let mut command = rig.command(&["strategy", "compare", "level-based", "proportional"]);
        command.env("COLUMNS", columns);
        let ended = crate::support::rig::ended(command).await;
        assert_eq!(ended.code, 0, "{ended:?}");
        let most = ended.stdout.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(most <= columns.parse().unwrap(), "{most} of {columns}: {}", ended.stdout);
        assert!(ended.stdout.contains("Who gains and who loses"), "{ended:?}");
    }
}
