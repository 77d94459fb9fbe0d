//! What is told of keys and values that the schema does not take.

use super::sample::{Status, expect, yaml};

#[test]
fn unknown_keys_are_told_with_the_nearest_known_one() {
    expect(&[
        ("lead_findin: {}", &["1:1: unknown key `lead_findin` | did you mean `lead_finding`?"]),
        (
            "lead_finding:\n  web_sources:\n    match_mod: exact\n",
            &["3:5 lead_finding.web_sources: unknown key `match_mod` | did you mean `match_mode`?"],
        ),
        (
            "lead_finding:\n  web_sources: {colour: 1, match_mode: exact, é: 2}",
            &[
                "2:17 lead_finding.web_sources: unknown key `colour` | the keys known here are `match_mode`, `match_patterns`, `case_sensitive`",
                "2:47 lead_finding.web_sources: unknown key `é` | the keys known here are `match_mode`, `match_patterns`, `case_sensitive`",
            ],
        ),
        (
            "levels:\n  senior: {target_leads: 1, rnk: 2}",
            &["2:29 levels.senior: unknown key `rnk` | did you mean `rank`?"],
        ),
    ]);
}

#[test]
fn values_of_the_wrong_kind_are_told_with_what_was_found() {
    expect(&[
        (
            "lead_finding: {younger_than_days: abc}",
            &["1:35 lead_finding.younger_than_days: expected a whole number, found the text `abc`"],
        ),
        (
            "lead_finding: {younger_than_days: '30'}",
            &["1:35 lead_finding.younger_than_days: expected a whole number, found the text `30` | remove the quotes"],
        ),
        (
            "lead_finding: {younger_than_days: 1.5}",
            &[
                "1:35 lead_finding.younger_than_days: expected a whole number, found the number `1.5` | write it without a fraction",
            ],
        ),
        (
            "lead_finding:\n  younger_than_days:\n    - 3",
            &["2:3 lead_finding.younger_than_days: expected a whole number, found a list"],
        ),
        ("lead_finding: 3", &["1:15 lead_finding: expected a mapping, found the number `3`"]),
        (
            "lead_finding:\n  - a",
            &["1:1 lead_finding: expected a mapping, found a list | write `key: value` without the `- ` before it"],
        ),
        ("- a\n- b", &["1:1: expected a mapping, found a list | write `key: value` without the `- ` before it"]),
        ("just words", &["1:1: expected a mapping, found the text `just words`"]),
        ("note: 12", &["1:7 note: expected a text, found the number `12` | put it in quotes"]),
        ("note: true", &["1:7 note: expected a text, found `true` | put it in quotes"]),
        (
            "lead_finding: {web_sources: {case_sensitive: yes}}",
            &[
                "1:46 lead_finding.web_sources.case_sensitive: expected `true` or `false`, found the text `yes` | write `true`",
            ],
        ),
        (
            "lead_finding: {statuses: new}",
            &[
                "1:26 lead_finding.statuses: expected a list, found the text `new` | write each item in a line of its own, behind `- `",
            ],
        ),
        (
            "lead_finding:\n  statuses:\n    - new\n    - 3\n    -",
            &[
                "4:7 lead_finding.statuses[1]: expected a text, found the number `3` | put it in quotes",
                "5:6 lead_finding.statuses[2]: expected a text, found nothing",
            ],
        ),
        ("odoo_connection: text", &["1:18 odoo_connection: expected a mapping, found the text `text`"]),
        ("levels: {senior: 3}", &["1:18 levels.senior: expected a mapping, found the number `3`"]),
    ]);
}

#[test]
fn missing_keys_are_told_at_their_section() {
    expect(&[
        ("note: x\nodoo_connection:\n  host: h\n", &["2:1 odoo_connection: the required key `password` is missing"]),
        (
            "odoo_connection:\n  host: h\n  password:\n",
            &["3:3 odoo_connection: the required key `password` has no value"],
        ),
        ("levels:\n  senior:\n", &["2:3 levels.senior: the required key `target_leads` is missing"]),
    ]);
}

#[test]
fn values_out_of_bounds_are_told_with_the_bound() {
    expect(&[
        (
            "lead_finding: {younger_than_days: -1}",
            &["1:35 lead_finding.younger_than_days: `-1` is below the least value, 0"],
        ),
        (
            "lead_finding: {younger_than_days: 4000}",
            &["1:35 lead_finding.younger_than_days: `4000` is above the largest value, 3650"],
        ),
        (
            "odoo_connection: {host: h, password: p, port: 70000}",
            &["1:47 odoo_connection.port: `70000` is above the largest value, 65535"],
        ),
        (
            "odoo_connection: {host: h, password: p, big: 5000000000}",
            &["1:46 odoo_connection.big: `5000000000` is above the largest value, 4294967295"],
        ),
        ("lead_finding: {statuses: []}", &["1:16 lead_finding.statuses: the list is empty"]),
        (
            "lead_finding: {field: Source-ID}",
            &["1:23 lead_finding.field: `Source-ID` does not have the form that is wanted | it must match `^[a-z_]+$`"],
        ),
    ]);
}

#[test]
fn a_choice_is_told_with_what_can_be_chosen() {
    expect(&[
        (
            "lead_finding: {web_sources: {match_mode: partly}}",
            &["1:42 lead_finding.web_sources.match_mode: `partly` is none of `regex`, `exact`, `partial`"],
        ),
        (
            "lead_finding: {web_sources: {match_mode: partal}}",
            &[
                "1:42 lead_finding.web_sources.match_mode: `partal` is none of `regex`, `exact`, `partial` | did you mean `partial`?",
            ],
        ),
        (
            "lead_finding: {web_sources: {match_mode: 3}}",
            &["1:42 lead_finding.web_sources.match_mode: expected a text, found the number `3` | put it in quotes"],
        ),
    ]);
}

#[test]
fn of_several_alternatives_the_one_that_was_meant_is_told() {
    expect(&[
        (
            "source: {source_type: fil, file_path: x}",
            &["1:23 source.source_type: `fil` is none of `file`, `list`, `database` | did you mean `file`?"],
        ),
        ("source: {source_type: file}", &["1:1 source: the required key `file_path` is missing"]),
        ("source: {file_path: x}", &["1:1 source: the required key `source_type` is missing"]),
        (
            "source: {source_type: list, people: [a, 3]}",
            &["1:41 source.people[1]: expected a text, found the number `3` | put it in quotes"],
        ),
        (
            "source: {source_type: list, people: [a], persons: 3}",
            &["1:42 source: unknown key `persons` | the keys known here are `source_type`, `people`"],
        ),
        ("source: 3", &["1:9 source: expected a mapping, found the number `3`"]),
        ("status: 3", &["1:9 status: expected a list or a mapping, found the number `3`"]),
        ("status: [new, 3]", &["1:15 status[1]: expected a text, found the number `3` | put it in quotes"]),
        ("status: {enabled: true}", &["1:1 status: the required key `values` is missing"]),
        (
            "status: {enabld: true, values: []}",
            &[
                "1:1 status: the required key `enabled` is missing",
                "1:10 status: unknown key `enabld` | did you mean `enabled`?",
            ],
        ),
    ]);
    expect(&[
        ("turn: kepe", &["1:7 turn: `kepe` is not `keep` | did you mean `keep`?"]),
        ("turn: 3", &["1:7 turn: expected a text or a mapping, found the number `3` | put it in quotes"]),
        ("turn: {evry: {days: 1}}", &["1:8 turn: unknown key `evry` | did you mean `every`?"]),
        ("turn: {every: {days: x}}", &["1:22 turn.every.days: expected a whole number, found the text `x`"]),
        (
            "turn: {after: {target: 1}}",
            &[
                "1:8 turn.after: the required key `target_leads` is missing",
                "1:16 turn.after: unknown key `target` | the keys known here are `target_leads`, `rank`",
            ],
        ),
    ]);
    assert_eq!(yaml("status: [new]").unwrap().value.status, Some(Status::List(vec!["new".to_owned()])));
}

#[test]
fn all_mistakes_are_told_at_once_in_the_order_of_the_file() {
    expect(&[(
        "note: ${UNSET}\nodoo_connection:\n  port: x\nlead_finding:\n  younger_than_days: ${ALSO_UNSET}\n  share: much\nnoet: 1\n",
        &[
            "1:7 note: the environment variable `UNSET` is not set | set `UNSET` in the environment or in `.env`, or write `${UNSET:-default}`",
            "2:1 odoo_connection: the required key `host` is missing",
            "2:1 odoo_connection: the required key `password` is missing",
            "3:9 odoo_connection.port: expected a whole number, found the text `x`",
            "5:22 lead_finding.younger_than_days: the environment variable `ALSO_UNSET` is not set | set `ALSO_UNSET` in the environment or in `.env`, or write `${ALSO_UNSET:-default}`",
            "6:10 lead_finding.share: expected a number, found the text `much`",
            "7:1: unknown key `noet` | did you mean `note`?",
        ],
    )]);
}

#[test]
fn what_only_the_conversion_refuses_has_its_place_too() {
    expect(&[("lead_finding:\n  day: someday", &["2:8 lead_finding.day: `someday` is no day"])]);
}

#[test]
fn values_of_secret_keys_are_never_shown() {
    for text in [
        "odoo_connection: {host: h, password: 31337}",
        "odoo_connection: {host: h, password: [31337]}",
        "odoo_connection: {host: h, password: 'x31337${a b}'}",
        "odoo_connection: {host: h, password: 'x', port: 'mysql://user:31337@host'}",
        "lead_finding: {younger_than_days: 'postgres://u:31337@h/x', day: 'mysql://u:31337@h'}",
        "lead_finding: {day: 'mysql://u:31337@h'}",
    ] {
        let errors = yaml(text).unwrap_err().to_string();
        assert!(!errors.is_empty() && !errors.contains("31337"), "{text}: {errors}");
    }
}

#[test]
fn errors_are_shown_with_place_path_and_hint_and_without_control_characters() {
    let errors = yaml("lead_finding:\n  web_sources:\n    match_mod: exact\n\"a\\e[2J\\nb\": 1\n").unwrap_err();
    assert_eq!(
        errors.to_string(),
        "error: config/daily.yaml:3:5: lead_finding.web_sources: unknown key `match_mod`\n\
         hint: did you mean `match_mode`?\n\
         error: config/daily.yaml:4:1: unknown key `a\\u{1b}[2J\\nb`\n\
         hint: the keys known here are `odoo_connection`, `lead_finding`, `levels`, `source`, `status`, `turn`, `note`, `anything`"
    );
}

#[test]
fn of_very_many_mistakes_the_first_are_told_and_the_rest_counted() {
    let text: String = (0..500).map(|line| format!("key{line:03}: 1\n")).collect();
    let errors = yaml(&text).unwrap_err();
    assert_eq!((errors.as_slice().len(), errors.len()), (100, 500));
    assert!(errors.as_slice().iter().enumerate().all(|(index, error)| error.place.line == index + 1));
    assert!(errors.to_string().ends_with("\nand 400 more errors"));
}
