//! Properties: nothing that a file may hold makes the reader panic, and JSON's values come through whole.

use std::path::Path;

use odlm::config::source::{Format, read_bytes};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::sample::{Sample, environment, read_as, yaml};

/// Pieces from which texts that come near to a configuration are made.
const PIECES: [&str; 48] = [
    "\n",
    "\n  ",
    "\n    ",
    " ",
    "  ",
    "\t",
    ": ",
    ":",
    "- ",
    "-",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "<<: ",
    "'",
    "\"",
    "\\",
    "#",
    "|",
    ">-",
    "!",
    "!!str ",
    "---",
    "...",
    "%",
    "@",
    "`",
    "${",
    "}",
    "${HOST}",
    "$${",
    "${X:-",
    "levels",
    "lead_finding",
    "status",
    "source",
    "source_type",
    "target_leads",
    "null",
    "1e3",
    "é😀",
    "\u{feff}",
    "\r",
];

fn json_value() -> impl Strategy<Value = Value> {
    let text = prop_oneof!["[ -~]{0,8}", "\\PC{0,8}", any::<String>()].prop_map(|text| text.replace("${", ""));
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
        text.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, move |inner| {
        let map = vec((text.clone(), inner.clone()), 0..6).prop_map(|pairs| Value::Object(pairs.into_iter().collect()));
        prop_oneof![vec(inner, 0..6).prop_map(Value::from), map]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn any_bytes_are_answered(bytes in vec(any::<u8>(), 0..400)) {
        for format in [Format::Yaml, Format::Json] {
            if let Err(errors) = read_bytes::<Sample>(Path::new("f"), &bytes, format, &environment()) {
                prop_assert!(!errors.is_empty());
            }
        }
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        for format in [Format::Yaml, Format::Json] {
            let _ = read_as(format, &text);
        }
    }

    #[test]
    fn texts_like_configurations_are_answered_on_one_line_each(pieces in vec(prop::sample::select(&PIECES[..]), 0..60)) {
        let text = pieces.concat();
        if let Err(errors) = yaml(&text) {
            for error in errors.as_slice() {
                let shown = error.to_string();
                prop_assert!(shown.lines().count() <= 2, "{}", shown);
                prop_assert!(!shown.chars().any(|character| character.is_control() && character != '\n'));
                prop_assert!(error.place.line <= text.split(['\n', '\r']).count() + 1);
            }
        }
    }

    #[test]
    fn what_json_holds_comes_through(value in json_value(), pretty in any::<bool>()) {
        let document = json!({ "anything": value });
        let text = if pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) }.unwrap();
        // What JSON's own reader makes of the text: doubles may differ from what was written in their last digit.
        let wanted: Value = serde_json::from_str(&text).unwrap();
        let wanted = wanted.get("anything").filter(|value| !value.is_null()).cloned();
        for format in [Format::Json, Format::Yaml] {
            let read = read_as(format, &text);
            prop_assert!(read.is_ok(), "{:?} {} {:?}", format, text, read.err());
            prop_assert_eq!(read.unwrap().value.anything, wanted.clone());
        }
    }
}
