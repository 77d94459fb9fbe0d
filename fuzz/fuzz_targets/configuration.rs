//! Any text as a configuration, in YAML and in JSON: parsed, variables filled in, checked against the schema, converted.
//!
//! The reader and the keys are compiled here from the host's own files, since the rest of the host would make every build take minutes.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, unused_imports)]
#[path = "../../host/src/config"]
mod config {
    pub mod source;
    pub mod written;
}

use config::source::{Environment, Format, read_bytes};
use config::written::Written;

/// A value that no message may show.
const SECRET: &str = "hunter2-never-shown";

static ENVIRONMENT: LazyLock<Environment> = LazyLock::new(|| {
    Environment::from_pairs([
        ("HOST", "odoo.example.com"),
        ("PORT", "8069"),
        ("FLOAT", "1e3"),
        ("TRUE", "true"),
        ("EMPTY", ""),
        ("LINES", "a: b\n- \"c\u{202e}\u{1b}"),
        ("SECRET", SECRET),
    ])
});

fuzz_target!(|bytes: &[u8]| {
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count() + 1;
    let shows_itself = bytes.windows(7).any(|part| part == b"hunter2");
    for format in [Format::Yaml, Format::Json] {
        let Err(errors) = read_bytes::<Written>(Path::new("odlm.yaml"), bytes, format, &ENVIRONMENT) else { continue };
        assert!(!errors.is_empty(), "refused without a reason");
        for error in errors.as_slice() {
            let shown = error.to_string();
            assert!(shown.lines().count() <= 2, "more than a line and its hint: {shown:?}");
            assert!(!shown.chars().any(|found| found.is_control() && found != '\n'), "a control character: {shown:?}");
            assert!(shows_itself || !shown.contains(SECRET), "a secret: {shown:?}");
            assert!(error.place.line <= lines + 1, "line {} of {lines}", error.place.line);
        }
    }
});
