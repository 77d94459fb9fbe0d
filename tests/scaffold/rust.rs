//! The Rust project, built by the toolchain of the shipped strategies, asked through the engine, broken in two ways.

use odlm::scaffold::Language;
use odlm::strategy::StrategyError;

use super::project::{Project, ask, assert_rule, request};

#[test]
fn it_builds_and_plans_and_a_panic_reaches_the_operator() {
    let project = Project::at_the_same_place(Language::Rust);
    let target = crate::documents::rust_target();
    let words = ["--target-dir", target.folder.to_str().unwrap()];
    let told = project.build(&words, None);
    assert_eq!(told.code, 0, "{}", told.stderr);
    let strategy = project.load();
    assert_rule(&strategy);
    let sha256 = &strategy.identity().digest;
    assert!(told.stdout.starts_with("by-region 0.1.0\n") && told.stdout.contains(sha256), "{}", told.stdout);
    assert!(told.stderr.contains("next: "), "{}", told.stderr);

    let rule = "    let explained = table.explained();\n";
    project.edit("src/rule.rs", rule, "    let explained: u32 = table.explained();\n");
    let told = project.build(&words, None);
    assert_eq!(told.code, 2);
    assert!(told.stderr.contains("error[E0308]: mismatched types"), "the compiler's own words: {}", told.stderr);
    assert!(told.stderr.contains("the strategy does not build"), "{}", told.stderr);
    assert!(project.root().join("by-region.wasm").is_file(), "the last good component stays");

    project.edit(
        "src/rule.rs",
        "    let explained: u32 = table.explained();\n",
        "    assert!(table.request().seed != 13, \"unlucky {}\", table.request().seed);\n    let explained = table.explained();\n",
    );
    assert_eq!(project.build(&words, None).code, 0);
    let mut unlucky = request(3);
    unlucky.seed = 13;
    let error = ask(&project.load(), &unlucky).unwrap_err();
    let StrategyError::Aborted { said: Some(said), .. } = &error else { panic!("{error:?}") };
    assert!(said.contains("unlucky 13"), "{said}");
}
