//! The JSON form of a request: its published schema, and both ways.

use std::path::Path;

use odlm::domain::request::{Column, Values};
use odlm::strategy::{Host, Limits};
use odlm::trial::{RequestFile, asked, request_schema, standard};
use serde_json::{Value, json};

use crate::support::components::guest;
use crate::support::requests::request;

fn committed(name: &str, schema: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../config").join(name);
    let text = serde_json::to_string_pretty(schema).unwrap() + "\n";
    if std::env::var_os("ODLM_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(committed, text, "run this test once with ODLM_WRITE_SCHEMA=1 and look at what changed");
    jsonschema::meta::validate(schema).unwrap();
}

#[test]
fn the_committed_schema_of_requests_is_the_programs() {
    committed("request.schema.json", &request_schema());
}

#[test]
fn the_schema_takes_what_the_program_takes() {
    let schema = request_schema();
    for taken in [
        json!({}),
        json!({"leads": [{}], "salespeople": [{"name": "Anna", "skills": ["de"]}]}),
        json!({"leads": [{"id": 7, "owner": "Anna", "priority": 3, "country": "DE"}], "now": 1, "seed": 2}),
    ] {
        assert!(jsonschema::is_valid(&schema, &taken), "{taken}");
        serde_json::from_value::<RequestFile>(taken).unwrap();
    }
    for refused in [
        json!({"lead": []}),
        json!({"leads": [{"id": "seven"}]}),
        json!({"leads": [{"owner": 1.5}]}),
        json!({"salespeople": [{"room": -1}]}),
    ] {
        assert!(!jsonschema::is_valid(&schema, &refused), "{refused}");
        serde_json::from_value::<RequestFile>(refused).unwrap_err();
    }
}

#[test]
fn a_request_comes_back_as_it_was() {
    let host = Host::new(Limits::default(), None).unwrap();
    for (name, component) in odlm::strategy::shipped() {
        let strategy = host.load(name, component).unwrap();
        let settings = strategy.settings(&json!({})).unwrap();
        let mut request = standard(strategy.description(), &settings, 200, 7, 3);
        request.memory = vec![0, 255, 7];
        for column in &mut request.salespeople.columns {
            if let Values::Integers(rows) = &mut column.values {
                rows[2] = None;
            }
        }
        let text = serde_json::to_string(&RequestFile::of(&request)).unwrap();
        assert!(jsonschema::is_valid(&request_schema(), &serde_json::from_str(&text).unwrap()));
        let back = asked(&serde_json::from_str(&text).unwrap(), &strategy).unwrap();
        assert_eq!(back.request, request, "{name}");
    }
}

#[test]
fn defaults_are_those_of_the_documents() {
    let host = Host::new(Limits::default(), None).unwrap();
    let strategy = host.load("good", &guest("good")).unwrap();
    let file: RequestFile = serde_json::from_value(json!({"leads": [{}, {}], "salespeople": [{}]})).unwrap();
    let mut expected = request(2, 1);
    expected.leads.priority = vec![0; 2];
    expected.salespeople.room = vec![u32::MAX];
    (expected.now, expected.seed) = (1_767_600_000, 1);
    assert_eq!(asked(&file, &strategy).unwrap().request, expected);
}

#[test]
fn a_column_of_another_kind_is_told_with_its_place() {
    let host = Host::new(Limits::default(), None).unwrap();
    let strategy = host.load("capacity", shipped("capacity")).unwrap();
    let mistakes = |file: Value| {
        let mistakes = asked(&serde_json::from_value(file).unwrap(), &strategy).unwrap_err();
        mistakes.into_iter().map(|mistake| format!("{}: {}", mistake.path, mistake.message)).collect::<Vec<_>>()
    };
    assert_eq!(
        mistakes(json!({"salespeople": [{"max_daily": 3}, {"max_daily": "three"}]})),
        ["salespeople[1].max_daily: a whole number is wanted, and this is a text"]
    );
    assert_eq!(
        mistakes(json!({"salespeople": [{"capasity": 3}]})),
        ["salespeople[0].capasity: unknown key `capasity`: the strategy asks for no such column"]
    );
    assert_eq!(
        mistakes(json!({"leads": [{"owner": "Bob"}], "salespeople": [{"name": "Anna"}]})),
        ["leads[0].owner: none of the salespeople is called `Bob`"]
    );
    assert_eq!(mistakes(json!({"memory": "%"})).len(), 1);
    assert_eq!(mistakes(json!({"settings": {"reserve": 2}})).len(), 1);
    assert_eq!(mistakes(json!({"leads": [{"id": 2}, {}]})).len(), 1, "the second has the id 2 by its number");
    assert_eq!(mistakes(json!({"seed": 1_u64 << 53})).len(), 1);
}

fn shipped(name: &str) -> &'static [u8] {
    odlm::strategy::shipped().iter().find(|(shipped, _)| *shipped == name).unwrap().1
}

#[test]
fn a_missing_value_is_left_out() {
    let mut asked = request(2, 1);
    asked.leads.columns =
        vec![Column { name: "tags".into(), values: Values::TextLists(vec![Some(vec!["a".into()]), None]) }];
    let file = serde_json::to_value(RequestFile::of(&asked)).unwrap();
    assert_eq!(file["leads"][0]["tags"], json!(["a"]));
    assert_eq!(file["leads"][1].get("tags"), None);
}
