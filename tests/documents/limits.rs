//! docs/plugins/limits.md against the program: every limit with its number, what may be set and within which bounds, and the errors' words.

use odlm::config::written::Written;
use odlm::strategy::Limits;

use super::page::{Page, page, spans, text};

/// The rows of a table as its first two cells.
fn rows(page: &Page, header: &str) -> Vec<(String, String)> {
    page.table(header).into_iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

fn owned<const N: usize>(expected: [(&str, String); N]) -> Vec<(String, String)> {
    expected.into_iter().map(|(what, limit)| (what.to_owned(), limit)).collect()
}

/// The section under a heading, as a page of its own: tables of the same header stand in several.
fn section(heading: &str) -> Page {
    let page = page("docs/plugins/limits.md");
    let text = page.text.split("\n## ").find(|section| section.starts_with(heading)).unwrap().to_owned();
    Page { text, blocks: Vec::new() }
}

fn mib(bytes: usize) -> String {
    format!("{} MiB", bytes >> 20)
}

fn kib(bytes: usize) -> String {
    format!("{} KiB", bytes >> 10)
}

/// The value of a constant that no other part of the program needs, out of its source.
fn constant(file: &str, name: &str) -> u64 {
    let source = text(file);
    let line = source.lines().find(|line| line.contains(&format!("const {name}: "))).unwrap();
    let value = line.split_once(" = ").unwrap().1.trim_end_matches(';').replace('_', "");
    match value.split_once(" << ") {
        Some((number, bits)) => number.parse::<u64>().unwrap() << bits.parse::<u32>().unwrap(),
        None => value.parse().unwrap(),
    }
}

#[test]
fn the_limits_of_a_call_are_the_default_ones() {
    let limits = Limits::default();
    let per_row = limits.assign_time_per_row.as_micros();
    let log = format!("{}, lines cut at {}", kib(limits.log_bytes), kib(limits.log_line_bytes));
    let expected = owned([
        ("time of `describe`", format!("{} s", limits.describe_time.as_secs())),
        ("time of `assign`", format!("{} s and {per_row} µs a row", limits.assign_time.as_secs())),
        ("fuel of `describe`", limits.describe_fuel.to_string()),
        ("fuel of `assign`", format!("{} and {} a row", limits.assign_fuel, limits.assign_fuel_per_row)),
        ("memory", mib(limits.memory_bytes)),
        ("stack", kib(limits.stack_bytes)),
        ("elements of tables", limits.table_elements.to_string()),
        ("core instances", limits.instances.to_string()),
        ("memories", limits.memories.to_string()),
        ("tables", limits.tables.to_string()),
        ("log kept", log),
        ("log at which the call is ended", mib(limits.log_flood_bytes)),
    ]);
    assert_eq!(rows(&section("One call"), "| What | Limit | Error at the limit |"), expected);
}

#[test]
fn the_limits_of_an_answer_are_the_default_ones() {
    let limits = Limits::default();
    let describe = |name| constant("host/src/strategy/describe.rs", name);
    let schema = |name| constant("host/src/strategy/schema.rs", name);
    let schema = format!(
        "{} KiB, {} values with its references followed, {} deep",
        schema("SCHEMA_BYTES") >> 10,
        schema("MOST_VALUES"),
        schema("MOST_DEPTH")
    );
    let expected = owned([
        ("description", mib(limits.description_bytes)),
        ("answer", format!("{} and {} bytes a row", mib(limits.answer_bytes), limits.answer_bytes_per_row)),
        ("memory for the next run", mib(limits.answer_memory_bytes)),
        ("reasons", limits.reasons.to_string()),
        ("notes", limits.notes.to_string()),
        ("a reason", format!("{} bytes", limits.reason_bytes)),
        ("a note", kib(limits.note_bytes)),
        ("columns of leads, of people", format!("{} each", describe("MOST_COLUMNS"))),
        ("name, version, a column's name", format!("{} bytes", describe("NAME_BYTES"))),
        ("summary", format!("{} bytes", describe("SUMMARY_BYTES"))),
        ("settings' schema", schema),
    ]);
    assert_eq!(rows(&section("The answer"), "| What | Limit | What happens beyond |"), expected);
    let contract = text("docs/plugins/contract.md");
    for number in [
        "at most 4,096; none that is used is blank; one line each, cut at 512 bytes",
        "at most 10,000",
        "at most 16 MiB",
        "cut at 4 KiB",
        "a JSON object of at most 64 KiB",
    ] {
        assert!(contract.contains(number), "docs/plugins/contract.md no longer has `{number}`");
    }
}

#[test]
fn the_limits_of_a_file_are_the_default_ones() {
    let limits = Limits::default();
    let section = section("The file");
    let counted = owned([
        ("component", mib(limits.component_bytes)),
        ("one function", mib(limits.function_bytes)),
        ("functions", limits.functions.to_string()),
        ("locals times branches of a function", limits.locals_times_branches.to_string()),
        ("data segments", mib(limits.data_bytes)),
        ("elements with which tables begin", limits.table_elements.to_string()),
        ("components within components", limits.component_depth.to_string()),
    ]);
    assert_eq!(rows(&section, "| What | Limit | Error at the limit |"), counted);
    let compiled = owned([
        ("memory of the compiler", format!("{} MiB", limits.compile_memory_bytes >> 20)),
        ("time on processors", format!("{} s", limits.compile_cpu_time.as_secs())),
        ("time in all", format!("{} s", limits.compile_time.as_secs())),
        ("compiled component", format!("{} MiB", limits.compiled_bytes >> 20)),
    ]);
    let (_, second) = section.text.split_once("What passes").unwrap();
    let second = Page { text: second.to_owned(), blocks: Vec::new() };
    assert_eq!(rows(&second, "| What | Limit | Error at the limit |"), compiled);
}

#[test]
fn the_bounds_around_a_call_are_the_programs() {
    let cache = |name| constant("host/src/strategy/cache.rs", name);
    let request = |name| constant("host/src/trial/request_file.rs", name);
    let expected = owned([
        ("rounds of a run", constant("host/src/plan/rounds.rs", "MOST_ROUNDS").to_string()),
        (
            "request of `odlm strategy run`",
            format!("{} MiB", constant("host/src/cli/strategy/request.rs", "LIMIT") >> 20),
        ),
        (
            "leads and people of such a request",
            format!("{} and {}", request("MOST_LEADS"), request("MOST_SALESPEOPLE")),
        ),
        (
            "compiled components kept",
            format!("{}, and {} GiB together", cache("MOST_FILES"), cache("MOST_BYTES") >> 30),
        ),
    ]);
    assert_eq!(rows(&section("Around it"), "| What | Limit | What happens beyond |"), expected);
}

#[test]
fn what_may_be_set_and_its_bounds_are_those_of_the_schema() {
    let schema = schemars::schema_for!(Written).to_value();
    let keys = schema["$defs"]["PluginLimits"]["properties"].as_object().unwrap();
    let page = page("docs/plugins/limits.md");
    let written = page.table("| Key of `limits` | Default | Least | Most | Error at the limit |");
    assert_eq!(written.len(), keys.len());
    for row in written {
        let (name, default) = (spans(row[0])[0], row[1]);
        let key = &keys[name];
        assert_eq!((row[2], row[3]), (&*key["minimum"].to_string(), &*key["maximum"].to_string()), "{name}");
        let told = key["description"].as_str().unwrap();
        assert!(told.ends_with(&format!("Default: {default}.")), "{name}: {told}");
    }
}

#[test]
fn the_errors_are_worded_as_the_page_says() {
    let sources =
        text("host/src/strategy/error.rs") + &text("host/src/plan/check.rs") + &text("host/src/pipeline/ask.rs");
    let page = page("docs/plugins/limits.md");
    let cells = page.text.lines().filter(|line| line.starts_with("| ")).filter_map(|line| line.rsplit(" | ").next());
    let errors: Vec<&str> = cells.flat_map(spans).filter(|span| span.contains(' ')).collect();
    assert!(errors.len() >= 15, "{errors:?}");
    for error in errors {
        for part in error.split('…').map(str::trim).filter(|part| part.len() > 3) {
            assert!(sources.contains(part), "no error says `{part}` (of `{error}`)");
        }
    }
}
