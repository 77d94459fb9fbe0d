//! What is refused before it runs: files that are no component, components that want too much or speak another contract.

use odlm::strategy::{Host, Limits, StrategyError};

use crate::support::components::{CONTRACT, complete, component, core, guest, raw_component, source};
use crate::support::requests::request;

fn refusal(bytes: &[u8]) -> StrategyError {
    Host::new(Limits::default(), None).unwrap().load("mine", bytes).expect_err("a refusal")
}

#[test]
fn what_is_no_component_is_told_apart() {
    assert_eq!(refusal(b"#!/bin/sh\n"), StrategyError::NotWasm { plugin: "mine".into() });
    assert_eq!(refusal(b""), StrategyError::NotWasm { plugin: "mine".into() });
    assert_eq!(refusal(&core("")), StrategyError::CoreModule { plugin: "mine".into() });
}

#[test]
fn a_file_that_breaks_off_anywhere_is_refused() {
    let host = Host::new(Limits::default(), None).unwrap();
    let whole = guest("good");
    let mut loaded = 0;
    for length in 8..whole.len() {
        match host.load("mine", &whole[..length]) {
            Err(StrategyError::Damaged { .. }) => {}
            // At the border between two sections a file is whole in form, but what it lacks is the contract.
            Err(StrategyError::OtherContract { found, .. }) => assert_eq!(found, "nothing", "{length} bytes"),
            Err(error) => panic!("{length} bytes: {error:?}"),
            Ok(_) => loaded += 1,
        }
    }
    // All that it can lose is what follows its exports: the sections that name its parts and the tools.
    assert!(loaded <= 2, "{loaded}");
}

#[test]
fn instructions_whose_results_depend_on_the_processor_are_refused() {
    let error = refusal(&guest("relaxed_simd"));
    assert!(matches!(&error, StrategyError::Compile { detail, .. } if detail.contains("relaxed SIMD")), "{error:?}");
}

#[test]
fn a_large_file_is_refused() {
    let bytes = guest("good");
    let limit = bytes.len() - 1;
    let host = Host::new(Limits { component_bytes: limit, ..Limits::default() }, None).unwrap();
    let error = host.load("mine", &bytes).unwrap_err();
    assert_eq!(error, StrategyError::TooLarge { plugin: "mine".into(), size: limit + 1, limit });
}

#[test]
fn an_import_beyond_the_log_is_refused_with_advice() {
    let error = refusal(&raw_component("wasi_import"));
    assert_eq!(error, StrategyError::ForbiddenImport { plugin: "mine".into(), import: "wasi:io/poll@0.2.9".into() });
    assert!(error.hint().contains("wasm32-unknown-unknown"));
}

#[test]
fn another_contract_is_refused() {
    let error = refusal(&raw_component("no_contract"));
    assert_eq!(error, StrategyError::OtherContract { plugin: "mine".into(), found: "`wasi:cli/run@0.2.0`".into() });
    let error = refusal(&wat::parse_str("(component)").unwrap());
    assert_eq!(error, StrategyError::OtherContract { plugin: "mine".into(), found: "nothing".into() });
    let error = refusal(&of_version("2.0.0"));
    assert_eq!(
        error.to_string(),
        "strategy `mine` exports `odlm:strategy/strategy@2.0.0`, and this odlm speaks `odlm:strategy/strategy@1`"
    );
}

#[test]
fn a_later_minor_version_is_spoken() {
    let host = Host::new(Limits::default(), None).unwrap();
    let strategy = host.load("later", &of_version("1.7.0")).unwrap();
    assert_eq!(strategy.assign(&request(2, 2)).unwrap().answer.assignee, [0, 1]);
}

#[test]
fn the_right_name_with_other_types_is_refused() {
    let contract = CONTRACT.replace("describe: func() -> description;", "describe: func() -> string;");
    let error = refusal(&component(&core(""), &contract));
    assert!(
        matches!(&error, StrategyError::ContractShape { detail, .. } if detail.contains("`describe`")),
        "{error:?}"
    );
    let contract = CONTRACT.replace("record note { lead: u32,", "record note { lead: s32,");
    let error = refusal(&component(&core(""), &contract));
    assert!(matches!(&error, StrategyError::ContractShape { detail, .. } if detail.contains("`assign`")), "{error:?}");
}

#[test]
fn further_exports_are_tolerated_and_never_called() {
    let contract = CONTRACT.replace("export strategy;", "export strategy; export init: func();");
    let core = core(&format!("{} (func (export \"init\") (unreachable))", source("good")));
    let host = Host::new(Limits::default(), None).unwrap();
    let strategy = host.load("init", &component(&core, &contract)).unwrap();
    assert_eq!(strategy.assign(&request(1, 1)).unwrap().answer.assignee, [0]);
}

/// The good guest, built against another version of the contract.
fn of_version(version: &str) -> Vec<u8> {
    let another = |text: &str| text.replace("@1.0.0", &format!("@{version}"));
    let core = wat::parse_str(another(&complete(&source("good")))).unwrap();
    component(&core, &another(CONTRACT))
}
