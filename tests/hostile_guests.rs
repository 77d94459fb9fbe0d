//! Misbehaving strategies through the real engine: each ends in its own error, within its limit, and the host goes on.

use std::time::Duration;

use odlm::strategy::{Assigned, Call, Host, Limits, Strategy, StrategyError};

use crate::support::components::{CONTRACT, component, core, guest, source};
use crate::support::requests::request;

/// Limits whose time strikes long before their fuel.
fn short_of_time() -> Limits {
    Limits {
        describe_time: Duration::from_millis(50),
        assign_time: Duration::from_millis(50),
        assign_time_per_row: Duration::ZERO,
        describe_fuel: u64::MAX,
        assign_fuel: u64::MAX,
        ..Limits::default()
    }
}

/// Loads a guest and asks it about 4 leads and 2 people.
fn ask(host: &Host, name: &str) -> Result<Assigned, StrategyError> {
    host.load(name, &guest(name))?.assign(&request(4, 2))
}

/// The error in which a guest ends; the same host serves a well-behaved one after it.
fn refusal(limits: Limits, name: &str) -> StrategyError {
    let host = Host::new(limits, None).unwrap();
    let error = ask(&host, name).expect_err(name);
    assert!(error.to_string().contains(&format!("`{name}`")), "the error names the plugin: {error}");
    assert!(!error.to_string().ends_with('.') && !error.hint().is_empty());
    assert_eq!(ask(&host, "good").unwrap().answer.assignee, [0, 1, 0, 1]);
    error
}

#[test]
fn a_loop_ends_by_the_clock_wherever_it_is() {
    let limit = Duration::from_millis(50);
    for (name, call) in [
        ("loop_in_assign", Call::Assign),
        ("loop_in_realloc", Call::Assign),
        ("loop_in_describe", Call::Describe),
        ("loop_in_start", Call::Describe),
    ] {
        let error = refusal(short_of_time(), name);
        assert_eq!(error, StrategyError::Time { plugin: name.into(), call, limit });
    }
}

#[test]
fn a_loop_ends_by_its_fuel_before_the_clock_strikes() {
    let limits = Limits { assign_fuel: 1_000_000, assign_fuel_per_row: 10, ..Limits::default() };
    let error = refusal(limits, "loop_in_assign");
    assert_eq!(error, StrategyError::Fuel { plugin: "loop_in_assign".into(), call: Call::Assign, limit: 1_000_060 });
    let limits = Limits { describe_fuel: 1_000_000, ..Limits::default() };
    let error = refusal(limits, "loop_in_describe");
    assert_eq!(
        error,
        StrategyError::Fuel { plugin: "loop_in_describe".into(), call: Call::Describe, limit: 1_000_000 }
    );
}

#[test]
fn time_grows_with_the_request() {
    let limits = Limits { assign_time_per_row: Duration::from_millis(10), ..short_of_time() };
    let error = refusal(limits, "loop_in_assign");
    assert!(matches!(error, StrategyError::Time { limit, .. } if limit == Duration::from_millis(110)), "{error:?}");
}

#[test]
fn memory_ends_at_its_limit() {
    let limits = Limits { memory_bytes: 8 << 20, ..Limits::default() };
    let error = refusal(limits, "memory_growth");
    let StrategyError::Memory { asked, limit, call: Call::Assign, .. } = error else { panic!("{error:?}") };
    assert!(asked > limit && limit == 8 << 20, "{asked} {limit}");
    let error = refusal(Limits::default(), "memory_at_once");
    assert_eq!(
        error.to_string(),
        "strategy `memory_at_once` asked for 4 GiB of memory in `describe`, more than the 256 MiB that it is given"
    );
}

#[test]
fn a_guest_may_come_to_its_own_maximum() {
    let host = Host::new(Limits::default(), None).unwrap();
    assert_eq!(ask(&host, "memory_bounded").unwrap().peak_memory, 2 << 16);
}

#[test]
fn tables_instances_and_memories_end_at_their_limits() {
    let error = refusal(Limits::default(), "table_growth");
    assert!(matches!(error, StrategyError::Tables { asked: 9_000_000.., limit: 200_000, .. }), "{error:?}");
    let more = source("table_growth").replace("9000000", "2000000000");
    let host = Host::new(Limits::default(), None).unwrap();
    let error = host.load("more", &component(&core(&more), CONTRACT)).unwrap().assign(&request(2, 2)).unwrap_err();
    assert!(matches!(error, StrategyError::Tables { asked: 2_000_000_000.., limit: 200_000, .. }), "{error:?}");
    for limits in [
        Limits { instances: 1, ..Limits::default() },
        Limits { memories: 0, ..Limits::default() },
        Limits { tables: 0, ..Limits::default() },
    ] {
        let error = ask(&Host::new(limits, None).unwrap(), "good").unwrap_err();
        assert!(
            matches!(&error, StrategyError::Start { detail, .. } if detail.contains("count too high")),
            "{error:?}"
        );
    }
}

#[test]
fn recursion_ends_at_the_end_of_the_stack() {
    let error = refusal(Limits::default(), "deep_recursion");
    assert_eq!(error, StrategyError::Stack { plugin: "deep_recursion".into(), call: Call::Assign, limit: 512 << 10 });
    let error = refusal(Limits { stack_bytes: 128 << 10, ..Limits::default() }, "deep_recursion");
    assert!(matches!(error, StrategyError::Stack { limit: 131_072, .. }), "{error:?}");
}

#[test]
fn traps_are_told_apart() {
    let error = refusal(Limits::default(), "abort");
    assert_eq!(error.to_string(), "strategy `abort` gave up in `assign`, saying: no target");
    let error = refusal(Limits::default(), "abort_silently");
    assert_eq!(error.to_string(), "strategy `abort_silently` gave up in `assign`");
    let error = refusal(Limits::default(), "division_by_zero");
    assert_eq!(error.to_string(), "strategy `division_by_zero` divided by zero in `assign`, in its function `share`");
    let error = refusal(Limits::default(), "out_of_bounds");
    assert!(matches!(error, StrategyError::OutOfBounds { call: Call::Assign, .. }), "{error:?}");
    let error = refusal(Limits::default(), "bad_indirect_call");
    assert!(matches!(&error, StrategyError::Trap { what, .. } if what == "uninitialized element"), "{error:?}");
}

#[test]
fn last_words_are_kept_though_the_log_is_full() {
    let limits = Limits { log_bytes: 0, ..Limits::default() };
    let error = ask(&Host::new(limits, None).unwrap(), "abort").unwrap_err();
    assert!(matches!(&error, StrategyError::Aborted { said: Some(said), .. } if said == "no target"), "{error:?}");
}

#[test]
fn a_flood_of_log_ends_the_call_and_much_of_it_is_dropped() {
    for name in ["log_flood", "log_flood_of_nothing"] {
        let error = refusal(Limits::default(), name);
        assert_eq!(error, StrategyError::LogFlood { plugin: name.into(), call: Call::Assign, limit: 1 << 20 });
    }
    let assigned = ask(&Host::new(Limits::default(), None).unwrap(), "log_much").unwrap();
    // 64 KiB hold 62 lines of 1,024 + 32 bytes.
    assert_eq!((assigned.log.len(), assigned.log_dropped), (62, 138));
}

#[test]
fn a_log_cannot_write_to_the_terminal() {
    let assigned = ask(&Host::new(Limits::default(), None).unwrap(), "log_forgery").unwrap();
    let lines: Vec<&str> = assigned.log.iter().map(|line| line.message.as_str()).collect();
    assert_eq!(lines, ["fine", "ERROR deltrever"]);
}

#[test]
fn an_answer_ends_at_its_limits() {
    let error = refusal(Limits::default(), "giant_answer");
    assert!(matches!(error, StrategyError::AnswerTooLarge { what: "the whole of it", .. }), "{error:?}");
    let error = refusal(Limits::default(), "forged_list");
    assert!(matches!(error, StrategyError::AnswerTooLarge { what: "the whole of it", .. }), "{error:?}");
    let error = refusal(Limits::default(), "many_reasons");
    assert!(matches!(error, StrategyError::AnswerTooLarge { what: "its list of reasons", .. }), "{error:?}");
    let error = refusal(Limits::default(), "large_memory");
    assert!(matches!(error, StrategyError::AnswerTooLarge { what: "its memory for the next run", .. }), "{error:?}");
}

#[test]
fn what_is_said_is_cut_and_counted() {
    let limits = Limits { reason_bytes: 2, note_bytes: 4, log_line_bytes: 3, ..Limits::default() };
    let mut asked = request(2, 1);
    asked.explain = vec![0, 1];
    let strategy = |limits| Host::new(limits, None).unwrap().load("good", &guest("good"));
    let assigned = strategy(limits).unwrap().assign(&asked).unwrap();
    assert_eq!((assigned.answer.reasons[0].as_str(), assigned.answer.notes[1].1.as_str()), ("in…", "next…"));
    assert_eq!(assigned.log[0].message, "dea…");
    let error = strategy(Limits { notes: 1, ..Limits::default() }).unwrap().assign(&asked).unwrap_err();
    assert!(matches!(error, StrategyError::AnswerTooLarge { what: "its list of notes", .. }), "{error:?}");
    let error = strategy(Limits { description_bytes: 20, ..Limits::default() }).unwrap_err();
    assert!(matches!(error, StrategyError::AnswerTooLarge { call: Call::Describe, .. }), "{error:?}");
}

#[test]
fn an_answer_may_grow_with_the_request() {
    let limits = Limits { answer_bytes: 100, answer_memory_bytes: 0, answer_bytes_per_row: 6, ..Limits::default() };
    let strategy = |limits| Host::new(limits, None).unwrap().load("good", &guest("good")).unwrap();
    let without = Limits { answer_bytes_per_row: 0, ..limits.clone() };
    let answered = |strategy: Strategy| strategy.assign(&request(1000, 1)).unwrap_err();
    // Both are refused for the byte of memory, but only one gets as far.
    assert!(matches!(
        answered(strategy(limits)),
        StrategyError::AnswerTooLarge { what: "its memory for the next run", .. }
    ));
    assert!(matches!(answered(strategy(without)), StrategyError::AnswerTooLarge { what: "the whole of it", .. }));
}

#[test]
fn an_answer_that_cannot_be_read_is_malformed() {
    for (name, says) in [
        ("invalid_utf8", "utf-8"),
        ("wild_pointer", "out of bounds"),
        ("unaligned_pointer", "not aligned"),
        ("wild_realloc", "beyond end of memory"),
    ] {
        let error = refusal(Limits::default(), name);
        assert!(matches!(&error, StrategyError::MalformedAnswer { detail, .. } if detail.contains(says)), "{error:?}");
    }
}

#[test]
fn a_strategy_may_say_why_it_makes_no_plan() {
    let error = refusal(Limits::default(), "declines");
    assert_eq!(error.to_string(), "strategy `declines` made no plan: everybody is on leave");
}

#[test]
fn a_description_is_checked() {
    let error = refusal(Limits::default(), "bad_name");
    assert!(matches!(&error, StrategyError::Description { detail, .. } if detail.contains("../../etc")), "{error:?}");
}

#[test]
fn nothing_of_one_call_reaches_the_next() {
    let strategy = Host::new(Limits::default(), None).unwrap().load("remembers", &guest("remembers")).unwrap();
    let first = strategy.assign(&request(1, 1)).unwrap();
    let second = strategy.assign(&request(1, 1)).unwrap();
    assert_eq!((first.answer.memory, second.answer.memory), (vec![1], vec![1]));
}

#[test]
fn a_strategy_that_counts_its_calls_answers_each_time_as_the_first() {
    // In turn from where its count stands: one that found its count of the call before would begin with another person.
    let turn = "(i32.rem_u (local.get $row) (local.get $people))";
    let counted = "(i32.rem_u (i32.add (call $count) (local.get $row)) (local.get $people))";
    let count = "(global $calls (mut i32) (i32.const 0))
        (func $count (result i32)
          (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
          (i32.store (i32.const 0xff0) (i32.add (i32.load (i32.const 0xff0)) (i32.const 1)))
          (i32.add (global.get $calls) (i32.load (i32.const 0xff0))))";
    let good = source("good");
    assert_eq!(good.matches(turn).count(), 1);
    let guest = component(&core(&format!("{}{count}", good.replace(turn, counted))), CONTRACT);
    let strategy = Host::new(Limits::default(), None).unwrap().load("counting", &guest).unwrap();
    let asked: Vec<Assigned> = (0..3).map(|_| strategy.assign(&request(4, 3)).unwrap()).collect();
    assert_eq!(asked[0].answer.assignee, [2, 2, 2, 2]);
    assert!(asked.iter().all(|one| one.answer == asked[0].answer && one.fuel == asked[0].fuel), "{asked:?}");
}

#[test]
fn a_column_asked_for_twice_is_refused() {
    let once = source("asks_names");
    let twice =
        once.replace("(i32.store (i32.const 0x16c) (i32.const 1))", "(i32.store (i32.const 0x16c) (i32.const 2))");
    let second = "(i32.store (i32.const 0x18c) (i32.const 0x118)) (i32.store (i32.const 0x190) (i32.const 4))
    (i32.store8 (i32.const 0x194) (i32.const 3)) (i32.const 0x140))";
    let at = twice.rfind("(i32.const 0x140))").unwrap();
    let twice = format!("{}{second}{}", &twice[..at], &twice[at + "(i32.const 0x140))".len()..]);
    let error = Host::new(Limits::default(), None).unwrap().load("twice", &component(&core(&twice), CONTRACT));
    assert!(
        matches!(&error, Err(StrategyError::Description { detail, .. }) if detail.contains("asks twice for the column `name`")),
        "{error:?}"
    );
}
