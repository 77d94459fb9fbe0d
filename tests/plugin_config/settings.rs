//! Settings of one's own strategy: each mistake is told where it stands in the file, however deep.

use super::{configure, described, rig};

const SCHEMA: &str = r##"{
    "type": "object", "additionalProperties": false,
    "$defs": {"zone": {
        "type": "object", "additionalProperties": false, "required": ["name"],
        "properties": {"name": {"type": "string"}, "weight": {"type": "integer", "minimum": 1, "default": 1}}
    }},
    "properties": {
        "share": {"type": "number", "maximum": 1, "default": 0.5},
        "zones": {"type": "array", "items": {"$ref": "#/$defs/zone"}},
        "ramp": {"type": "object", "additionalProperties": false, "default": {}, "required": ["kind"],
            "properties": {"days": {"type": "integer", "default": 30}, "kind": {"enum": ["steep", "flat"], "default": "flat"}}}
    }
}"##;

/// The places of the errors that a run ends in, as `LINE:COLUMN: PATH`, counted from the line of `settings:`, with message and hint.
async fn told(settings: &str) -> Vec<String> {
    let rig = rig("").await;
    let schema = SCHEMA.lines().map(str::trim).collect::<String>();
    std::fs::write(rig.path("mine.wasm"), described(&schema, &[], &[], "")).unwrap();
    configure(&rig, &format!("      path: mine.wasm\n      allow_unpinned: true\n{settings}"));
    let text = std::fs::read_to_string(rig.path("odlm.yaml")).unwrap();
    let first = text.lines().position(|line| line.contains("settings:")).unwrap() + 1;
    let run = rig.dailydist(&["--dry-run"]).await;
    assert_eq!(run.code, if run.stderr.contains("error: ") { 2 } else { 0 }, "{run:?}");
    assert_eq!(run.code == 2, rig.sandbox.calls().is_empty(), "{run:?}");
    let mut told: Vec<String> = Vec::new();
    for line in run.stderr.lines() {
        if let Some(error) = line.strip_prefix("error: odlm.yaml:") {
            let (line, rest) = error.split_once(':').unwrap();
            let line: usize = line.parse().unwrap();
            told.push(format!("+{}:{}", line - first, rest.replace("distribution.plugins.mine.", "")));
        } else if let (Some(hint), Some(last)) = (line.strip_prefix("hint: "), told.last_mut()) {
            last.push_str(&format!(" | {hint}"));
        }
    }
    told
}

#[tokio::test]
async fn nested_mistakes_and_those_in_lists_have_their_line_and_column() {
    let told = told(
        "      settings:\n        share: 2\n        zones:\n          - {name: north, weight: 0}\n          - weight: 2\n        ramp:\n          days: soon\n",
    )
    .await;
    let places: Vec<&str> = told.iter().map(|line| line.split(": ").take(2).last().unwrap()).collect();
    assert_eq!(told.len(), 4, "{told:#?}");
    for (start, path) in [
        ("+1:16: ", "settings.share"),
        ("+3:35: ", "settings.zones.0.weight"),
        ("+4:13: ", "settings.zones.1"),
        ("+6:17: ", "settings.ramp.days"),
    ] {
        assert!(
            told.iter().any(|line| line.starts_with(&format!("{start}{path}: "))),
            "{start}{path}: {places:?} {told:#?}"
        );
    }
}

#[tokio::test]
async fn an_unknown_setting_is_told_at_its_key_with_the_nearest_one() {
    let told = told(
        "      settings:\n        shares:  1\n        zones: [{name: a, wieght: 2}]\n        ramp:\n          colour: red\n",
    )
    .await;
    assert_eq!(
        told,
        [
            "+1:9: settings.shares: unknown setting `shares` | did you mean `share`?",
            "+2:27: settings.zones.0.wieght: unknown setting `wieght` | did you mean `weight`?",
            "+4:11: settings.ramp.colour: unknown setting `colour` | the settings known here are days, kind",
        ]
    );
}

#[tokio::test]
async fn defaults_are_filled_in_where_the_file_says_nothing() {
    assert_eq!(told("      settings: {zones: [{name: a}], ramp: {days: 3}}\n").await, Vec::<String>::new());
    assert_eq!(told("      settings: {}\n").await, Vec::<String>::new());
    let told = told("      settings: {ramp: {kind: hilly}}\n").await;
    assert!(told.len() == 1 && told[0].starts_with("+0:31: settings.ramp.kind: "), "{told:?}");
}
