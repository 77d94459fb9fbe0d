//! The languages whose tools are not on every machine. `tests/scaffold/run` installs them and sets `ODLM_TEST_SCAFFOLDS=all`: then each
//! must build. Elsewhere a language whose tool is missing must say so.

use odlm::domain::request::Request;
use odlm::scaffold::Language;
use odlm::strategy::Strategy;

use super::project::{Project, ask, assert_rule, everything, request};

/// A project that fails when the seed is 13, built and loaded; nothing when its tool is missing, which it must say.
fn built(language: Language, file: &str, old: &str, new: &str) -> Option<Strategy> {
    let project = Project::new(language);
    project.edit(file, old, new);
    let told = project.build(&[], None);
    if told.code == 2 && told.stderr.contains(" is missing\n") && !everything() {
        assert!(told.stderr.contains("hint: "), "{}", told.stderr);
        return None;
    }
    assert_eq!(told.code, 0, "{}", told.stderr);
    let strategy = project.load();
    assert!(told.stdout.contains(&strategy.identity().digest), "{}", told.stdout);
    Some(strategy)
}

fn unlucky() -> Request {
    let mut unlucky = request(3);
    unlucky.seed = 13;
    unlucky
}

/// What the strategy logs for a seed of 14: the clock and two draws.
fn clock_and_chance(strategy: &Strategy) -> String {
    let mut asked = request(3);
    asked.seed = 14;
    let said = |request: &Request| {
        let log = ask(strategy, request).unwrap().log;
        assert_eq!(log.len(), 1);
        log[0].message.clone()
    };
    let first = said(&asked);
    assert_eq!(first, said(&asked), "the same request, the same clock and chance");
    first
}

#[test]
fn c_builds_and_plans_and_a_bug_reaches_the_operator() {
    let rule = "  begin(members, &people, request->seed);\n";
    let Some(strategy) =
        built(Language::C, "src/strategy.c", rule, &format!("  REQUIRE(request->seed != 13);\n{rule}"))
    else {
        return;
    };
    assert_rule(&strategy);
    let error = ask(&strategy, &unlucky()).unwrap_err().to_string();
    assert!(error.contains("request->seed != 13") && error.contains("src/strategy.c:"), "{error}");
}

#[test]
fn python_builds_and_plans_and_an_exception_reaches_the_operator() {
    let rule = "    people = request.salespeople\n    to_go";
    let faulty = r#"    if request.seed == 13:
        raise ValueError(f"unlucky {request.seed}")
    if request.seed == 14:
        import datetime, odlm, random, time
        odlm.info(f"{time.time()} {datetime.datetime.now()} {random.random()}")
"#;
    let Some(strategy) = built(Language::Python, "src/rule.py", rule, &format!("{faulty}{rule}")) else { return };
    assert_rule(&strategy);
    let error = ask(&strategy, &unlucky()).unwrap_err().to_string();
    assert!(error.contains("ValueError: unlucky 13"), "{error}");
    let said = clock_and_chance(&strategy);
    // `random.seed(14)` and one draw, by any Python 3.
    assert_eq!(said, "1760000000.0 2025-10-09 08:53:20 0.10682853770165568");
}

#[test]
fn javascript_builds_and_plans_and_an_exception_reaches_the_operator() {
    let rule = "  const toGo = Array.from(people.id";
    let faulty = "  if (seed === 13) throw new TypeError(`unlucky ${seed}`);
  if (seed === 14) console.log(Date.now(), new Date(), Math.random() === Math.random());
";
    let Some(strategy) = built(Language::JavaScript, "src/rule.js", rule, &format!("{faulty}{rule}")) else { return };
    assert_rule(&strategy);
    let error = ask(&strategy, &unlucky()).unwrap_err().to_string();
    assert!(error.contains("TypeError: unlucky 13"), "{error}");
    assert_eq!(clock_and_chance(&strategy), "1760000000000 \"2025-10-09T08:53:20.000Z\" false");
}

#[test]
fn go_builds_and_plans_and_a_panic_reaches_the_operator() {
    let rule = "\tpeople := line{}\n";
    let faulty = "\tif request.Seed == 13 {\n\t\tpanic(fmt.Sprint(\"unlucky \", request.Seed))\n\t}\n";
    let Some(strategy) = built(Language::Go, "rule/rule.go", rule, &format!("{faulty}{rule}")) else { return };
    assert_rule(&strategy);
    let error = ask(&strategy, &unlucky()).unwrap_err().to_string();
    assert!(error.contains("panic: unlucky 13"), "{error}");
}
