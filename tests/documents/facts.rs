//! Facts in the documents that a machine can keep true: exit codes, JSON, the demo's tables, files and links.

use std::collections::BTreeSet;

use odlm::domain::decision::State;
use odlm::domain::run::Status;
use odlm::exit_code::ExitCode;
use odlm::report::Report;
use serde_json::Value;

use super::page::{PAGES, odlm, page, path, text};

/// The code after this one; a code that is added does not compile until it stands here.
fn next(code: ExitCode) -> Option<ExitCode> {
    match code {
        ExitCode::Success => Some(ExitCode::Unexpected),
        ExitCode::Unexpected => Some(ExitCode::Usage),
        ExitCode::Usage => Some(ExitCode::Partial),
        ExitCode::Partial => Some(ExitCode::Strategy),
        ExitCode::Strategy => Some(ExitCode::Odoo),
        ExitCode::Odoo => Some(ExitCode::Ledger),
        ExitCode::Ledger => Some(ExitCode::Lease),
        ExitCode::Lease => Some(ExitCode::Registry),
        ExitCode::Registry => Some(ExitCode::Interrupted),
        ExitCode::Interrupted => None,
    }
}

#[test]
fn the_exit_codes_are_those_of_the_program() {
    let codes = std::iter::successors(Some(ExitCode::Success), |code| next(*code));
    let source = text("host/src/exit_code.rs");
    // A code's meaning is its docstring.
    let meaning = |code: ExitCode| {
        let variant = format!("{code:?} = {},", code as u8);
        let at = source.lines().position(|line| line.trim() == variant).unwrap();
        let doc = source.lines().nth(at - 1).unwrap().trim();
        doc.trim_start_matches("/// ").trim_end_matches('.').to_owned()
    };
    let expected: Vec<(String, String)> = codes.map(|code| ((code as u8).to_string(), meaning(code))).collect();
    let readme = page("README.md");
    let written = readme.table("| Code | Meaning |");
    let written: Vec<(String, String)> =
        written.into_iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
    assert_eq!(written, expected);
    let operating = page("docs/operating.md");
    let numbers: Vec<&str> = operating.table("| Exit code | What to do |").into_iter().map(|row| row[0]).collect();
    assert_eq!(numbers, expected.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>());
}

#[test]
fn the_targets_of_make_are_those_of_the_makefile() {
    let makefile = text("Makefile");
    let known: BTreeSet<String> = makefile
        .lines()
        .filter(|line| line.contains(": ##"))
        .filter_map(|line| line.split(':').next())
        .filter(|target| *target != "help")
        .map(|target| format!("make {target}"))
        .collect();
    let contributing = page("CONTRIBUTING.md");
    let rows = contributing.table("| Command | What it does |");
    assert_eq!(rows.iter().map(|row| row[0].trim_matches('`').to_owned()).collect::<BTreeSet<_>>(), known);
    for name in PAGES {
        let page = page(name);
        let typed = page.blocks.iter().flat_map(|(_, block)| block.lines()).filter(|line| line.starts_with("make "));
        for line in typed.map(|line| line.split('#').next().unwrap().trim()) {
            assert!(known.contains(line), "{name}: there is no `{line}`");
        }
    }
}

/// The demo's job on the stand-in, in a folder of its own.
fn demo(more: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config/demo");
    std::fs::create_dir_all(&config).unwrap();
    for file in ["daily.yaml", "salespeople.csv", "web_sources.txt"] {
        std::fs::copy(path("config/demo").join(file), config.join(file)).unwrap();
    }
    let job = ["odlm", "dailydist", "--config", "config/demo/daily.yaml"];
    let words = [&["sandbox", "--leads", "300", "--salespeople", "6", "--"], &job[..], more].concat();
    let (code, stdout, stderr) = odlm(&words, folder.path());
    assert_eq!(code, 0, "{stderr}");
    stdout
}

/// The paths of all keys.
fn shape(value: &Value, at: &str, paths: &mut BTreeSet<String>) {
    match value {
        Value::Object(entries) => entries.iter().for_each(|(key, value)| {
            paths.insert(format!("{at}.{key}"));
            shape(value, &format!("{at}.{key}"), paths);
        }),
        Value::Array(items) => items.iter().for_each(|item| shape(item, &format!("{at}[]"), paths)),
        _ => {}
    }
}

#[test]
fn the_sample_of_json_is_what_a_run_prints() {
    let readme = page("README.md");
    let (_, sample) = readme.blocks.iter().find(|(language, _)| language == "json").unwrap();
    let sample: Value = serde_json::from_str(sample).unwrap();
    let printed: Value = serde_json::from_str(&demo(&["--json", "--decisions"])).unwrap();
    let (mut of_sample, mut of_run) = (BTreeSet::new(), BTreeSet::new());
    shape(&sample, "", &mut of_sample);
    shape(&printed, "", &mut of_run);
    assert_eq!(of_sample, of_run);
    let schema = schemars::schema_for!(Report).to_value();
    for document in [&sample, &printed] {
        jsonschema::validate(&schema, document).unwrap_or_else(|error| panic!("{error}"));
        let decided = |state: &str| {
            let lines = document["decisions"].as_array().unwrap().iter();
            lines.filter(|line| line["state"] == state).count() as u64
        };
        let count = |key: &str| document[key].as_u64().unwrap();
        assert_eq!(count("found"), document["decisions"].as_array().unwrap().len() as u64);
        assert_eq!(count("eligible"), count("found") - decided("left_out"));
        assert_eq!((count("planned"), count("assigned")), (decided("done"), decided("done")));
    }
}

#[test]
fn the_demos_tables_are_those_of_a_run() {
    let plain = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let printed: Vec<String> = demo(&[]).lines().map(plain).collect();
    let readme = page("README.md");
    let (_, sample) = readme.blocks.iter().find(|(language, _)| language == "text").unwrap();
    let headers = ["│ Filter", "│ Salesperson", "│ Why"];
    for header in headers {
        let line = sample.lines().find(|line| line.starts_with(header)).unwrap();
        assert!(printed.contains(&plain(line)), "no table of a run has the header `{line}`");
    }
}

#[test]
fn every_status_and_state_is_named() {
    let readme = page("README.md");
    let spans = readme.spans();
    let names = Status::ALL.iter().map(|status| status.name()).chain(State::ALL.iter().map(|state| state.name()));
    for name in names {
        assert!(spans.contains(&name), "README.md does not name `{name}`");
    }
}

#[test]
fn files_and_links_lead_somewhere() {
    // Pages about strategies name the files of a project.
    let roots = ["", "host/", "host/src/", "host/templates/strategy/rust/", "host/templates/strategy/common/"];
    for name in PAGES {
        let page = page(name);
        let folder = path(name).parent().unwrap().to_owned();
        let links = page.text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        for link in links.filter(|link| !link.is_empty() && !link.starts_with("https://")) {
            assert!(folder.join(link).exists(), "{name}: `{link}` leads nowhere");
        }
        let is_file = |span: &&str| {
            span.contains('/')
                && !span.contains([' ', '<', '*'])
                && [".rs", "/", ".wit", ".json", ".toml", ".yaml", ".csv", ".txt"].iter().any(|end| span.ends_with(end))
        };
        for span in page.spans().into_iter().filter(is_file) {
            let shown = page.blocks.iter().any(|(info, _)| info.ends_with(&format!("file={span}")));
            let is_there =
                shown || roots.iter().any(|root| path(root).join(span).exists()) || folder.join(span).exists();
            assert!(is_there, "{name}: there is no `{span}`");
        }
    }
}
