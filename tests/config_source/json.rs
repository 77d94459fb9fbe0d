//! JSON: the same values as YAML, and mistakes of its own.

use odlm::config::source::Format;

use super::sample::{mistakes, read_as, yaml};

const AS_YAML: &str = r#"
odoo_connection:
  host: "http://${HOST}"
  port: ${PORT}
  password: "${PASSWORD}"
lead_finding:
  younger_than_days: 30
  share: 1e-1
  statuses: [new, "in progress"]
levels:
  senior: {target_leads: 200}
anything: [null, true, -1, 1.5, "😀 é / \\ \" \t", {}, []]
"#;

const AS_JSON: &str = r#"{
"odoo_connection": {
		"host": "http://${HOST}",
		"port": "${PORT}",
		"password":"${PASSWORD}"
},
"lead_finding": { "younger_than_days": 30, "share": 1e-1, "statuses": ["new","in progress"] },
"levels" : { "senior" :{"target_leads":200} },
"anything": [null, true, -1, 1.5, "\ud83d\ude00 \u00e9 \/ \\ \" \t", {}, []]
}
"#;

#[test]
fn json_and_yaml_of_one_configuration_are_equal() {
    let (from_yaml, from_json) = (yaml(AS_YAML).unwrap(), read_as(Format::Json, AS_JSON).unwrap());
    assert_eq!(from_yaml.value, from_json.value);
    assert_eq!(from_yaml.value.lead_finding.share, Some(0.1));
    let place = from_json.places.place("/lead_finding/younger_than_days");
    assert_eq!((place.line, place.column), (7, 40));
    assert_eq!(read_as(Format::Json, "").unwrap().value, yaml("").unwrap().value);
}

#[test]
fn mistakes_of_json_are_told_with_their_place() {
    let strict = "JSON takes double quotes around keys and texts, and neither comments nor a comma before `}` or `]`";
    for (text, wanted) in [
        (
            "{\"note\": \"x\",\n}",
            "2:1: the file is not valid JSON: a comma stands before the end | remove the comma".to_owned(),
        ),
        ("{\"note\": 'x'}", format!("1:10: the file is not valid JSON: expected value | {strict}")),
        ("{\n  note: 1}", format!("2:3: the file is not valid JSON: key must be a string | {strict}")),
        ("{\"é\": 1 \"b\": 2}", format!("1:9: the file is not valid JSON: expected `,` or `}}` | {strict}")),
        ("{\"note\": \"x\"", format!("1:12: the file is not valid JSON: EOF while parsing an object | {strict}")),
        ("{} x", format!("1:4: the file is not valid JSON: trailing characters | {strict}")),
        ("note: 1", format!("1:2: the file is not valid JSON: expected ident | {strict}")),
        (
            "{\"note\": \"a\", \"note\": \"b\"}",
            "1:15: the key `note` stands here twice, first in line 1, column 2 | keep one of the two".to_owned(),
        ),
        (
            "{\"note\": \"\\ud83d\"}",
            format!("1:17: the file is not valid JSON: unexpected end of hex escape | {strict}"),
        ),
        ("{\"note\": 3}", "1:10 note: expected a text, found the number `3` | put it in quotes".to_owned()),
    ] {
        assert_eq!(mistakes(read_as(Format::Json, text)), [wanted], "{text}");
    }
}

/// Merging is YAML's: a quoted `<<` is a key like any other.
#[test]
fn json_has_no_merge_keys() {
    let read = read_as(Format::Json, "{\"anything\": {\"<<\": {\"a\": 1}}}").unwrap();
    assert_eq!(read.value.anything, Some(serde_json::json!({ "<<": { "a": 1 } })));
}
