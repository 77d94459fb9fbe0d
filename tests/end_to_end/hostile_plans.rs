//! Misbehaving strategies through the whole run: each ends it in its own error, the host lives on, and Odoo is untouched. A failing
//! strategy is replaced by round robin only where the operator says so.

use std::time::Duration;

use odlm::apply::Stop;
use odlm::config::source::Environment;
use odlm::config::{Config, Overrides, load};
use odlm::domain::run::{RunId, Status};
use odlm::error::Error;
use odlm::exit_code::ExitCode;
use odlm::pipeline::{self, Job, Planner, Prepared, Progress};
use odlm::plan::{PlanRule, Withheld};
use odlm::strategy::{Host, Limits};

use crate::support::components::{CONTRACT, component, core, guest, source};
use crate::support::rig::Rig;

struct Silent;
impl Progress for Silent {}

fn config(rig: &Rig) -> Config {
    let environment = Environment::from_pairs(rig.sandbox.connection_env());
    load(&rig.path("odlm.yaml"), &environment, &Overrides::default()).unwrap()
}

/// A live run of the rig's campaign with this component as its strategy.
async fn run(rig: &Rig, name: &str, component: &[u8], limits: Limits) -> (Option<RunId>, Result<Status, Error>) {
    let config = config(rig);
    let host = Host::new(limits, None).unwrap();
    let ledger = odlm::ledger::open(&config.ledger).await.unwrap();
    let prepared = match host.load(name, component) {
        Ok(strategy) => Prepared {
            rows: odlm::people::read_table(&rig.path("people.csv")).unwrap(),
            planner: Planner {
                strategy,
                settings: "{}".into(),
                room: config.distribution.room,
                withheld: Withheld::default(),
            },
            round_robin: None,
            others: Vec::new(),
        },
        Err(error) => return (None, Err(error.into())),
    };
    let job = Job {
        config: &config,
        host: &host,
        ledger: &*ledger,
        progress: &Silent,
        steps: &pipeline::Unattended,
        stop: &Stop::default(),
        figures: false,
        exports: None,
    };
    let ended = pipeline::run_prepared(&job, &prepared).await;
    if let Some(run) = ended.0 {
        assert_eq!(
            ledger.run(run).await.unwrap().unwrap().status,
            ended.1.as_ref().map_or(Status::Refused, |status| *status)
        );
    }
    ledger.close().await;
    ended
}

fn quick() -> Limits {
    Limits {
        assign_time: Duration::from_millis(100),
        describe_time: Duration::from_millis(100),
        memory_bytes: 16 << 20,
        ..Limits::default()
    }
}

/// The well-behaved guest with one thing about its plan changed.
fn spoiled(what: &str, instead: &str) -> Vec<u8> {
    let good = source("good");
    assert_eq!(good.matches(what).count(), 1, "{what}");
    component(&core(&good.replace(what, instead)), CONTRACT)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_misbehaving_guest_ends_the_run_and_leaves_odoo_as_it_was() {
    let rig = Rig::new(60).await;
    let before = rig.snapshot();
    let guests = [
        "loop_in_assign",
        "loop_in_start",
        "loop_in_realloc",
        "memory_growth",
        "large_memory",
        "deep_recursion",
        "abort",
        "out_of_bounds",
        "division_by_zero",
        "log_flood",
        "giant_answer",
        "forged_list",
        "invalid_utf8",
        "wasi_import",
        "no_contract",
        "declines",
    ];
    for name in guests {
        let (_, outcome) = run(&rig, name, &component_of(name), quick()).await;
        let error = outcome.expect_err(name);
        assert_eq!(error.exit_code(), ExitCode::Strategy, "{name}: {error}");
        assert!(error.to_string().contains(&format!("`{name}`")), "{error}");
        assert!(error.hint().is_some());
    }
    let mut truncated = guest("good");
    truncated.truncate(truncated.len() / 2);
    let (_, outcome) = run(&rig, "truncated", &truncated, quick()).await;
    assert_eq!(outcome.unwrap_err().exit_code(), ExitCode::Strategy);
    assert_eq!(rig.snapshot(), before);
    assert_eq!(rig.calls("write"), 0);
    let (_, outcome) = run(&rig, "good", &guest("good"), quick()).await;
    assert_eq!(outcome.unwrap(), Status::Complete, "the next strategy is served");
}

fn component_of(name: &str) -> Vec<u8> {
    let text = source(name);
    if text.contains("(component") { wat::parse_str(text).unwrap() } else { guest(name) }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsound_plan_is_refused_whole_with_its_rule() {
    let rig = Rig::new(60).await;
    let config = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let redistribute = "lead_finding:\n  assignment_filters: {exclude_assigned: false}";
    rig.write("odlm.yaml", &config.replace("lead_finding:", redistribute));
    let before = rig.snapshot();
    let person = "(i32.rem_u (local.get $row) (local.get $people))";
    let length =
        "(i32.store (i32.const 0x1204) (local.get $assignee)) (i32.store (i32.const 0x1208) (local.get $leads))";
    let short = "(i32.store (i32.const 0x1204) (local.get $assignee)) (i32.store (i32.const 0x1208) (i32.const 1))";
    // One answer more than there are leads, from the guest's own memory: a lead that is answered twice.
    let long = "(i32.store (i32.const 0x1204) (local.get $assignee)) (i32.store (i32.const 0x1208) (i32.add (local.get $leads) (i32.const 1)))";
    let notes = "(i32.store (i32.const 0x1220) (local.get $explain))";
    // A run asks about none.
    let one_note = "(i32.store (i32.const 0x1220) (i32.const 1))";
    let reasons = "(i32.store (i32.const 0x1218) (i32.const 1))";
    let table = [
        (person, "(i32.const 99)", PlanRule::Person),
        (person, "(i32.const 0)", PlanRule::Owner),
        (length, short, PlanRule::Length),
        (length, long, PlanRule::Length),
        (notes, one_note, PlanRule::Note),
        (reasons, "(i32.store (i32.const 0x1218) (i32.const 0))", PlanRule::Reason),
    ];
    for (what, instead, rule) in table {
        let (_, outcome) = run(&rig, "spoiled", &spoiled(what, instead), Limits::default()).await;
        let Err(Error::Plan(error)) = outcome else { panic!("{rule:?}: {outcome:?}") };
        assert_eq!(error.rule, rule, "{error}");
    }
    assert_eq!(rig.snapshot(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_more_than_their_room() {
    let rig = Rig::equals("").await;
    rig.write("people.csv", "salesperson_name,target_leads\nSeller 0001,1\nSeller 0002,9\n");
    rig.add_lead();
    rig.add_lead();
    let everything_to_one = spoiled("(i32.rem_u (local.get $row) (local.get $people))", "(i32.const 0)");
    let (_, outcome) = run(&rig, "greedy", &everything_to_one, Limits::default()).await;
    let Err(Error::Plan(error)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(error.rule, PlanRule::Room);
    assert!(error.lead.is_some() && error.to_string().contains("test-guest"), "{error}");
    assert!(rig.owners().iter().all(|(_, owner)| owner.is_none()));
}

#[tokio::test(flavor = "multi_thread")]
async fn round_robin_steps_in_only_where_the_operator_says_so() {
    let rig = Rig::equals("distribution: {error_handling: {strategy_failure: use_round_robin}}\n").await;
    let leads = [rig.add_lead(), rig.add_lead(), rig.add_lead()];
    let (id, outcome) = run(&rig, "abort", &guest("abort"), quick()).await;
    assert_eq!(outcome.unwrap(), Status::Complete);
    let ledger = crate::support::ledgers::at(&rig.path("odlm.sqlite")).await.unwrap();
    let record = ledger.run(id.unwrap()).await.unwrap().unwrap();
    assert_eq!(record.strategy.unwrap().name, "round-robin", "the ledger names who planned");
    let mut owners: Vec<u64> =
        leads.iter().map(|lead| rig.sandbox.lead(*lead).unwrap()["user_id"].as_u64().unwrap()).collect();
    owners.sort_unstable();
    owners.dedup();
    assert_eq!(owners.len(), 3, "one each");
}
