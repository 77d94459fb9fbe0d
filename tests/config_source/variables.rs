//! Variables: `${NAME}` in values, `.env`, and what is told of those that are not set.

use std::fs;
use std::path::Path;

use odlm::config::source::{Environment, Format, read, read_bytes};

use super::sample::{Sample, environment, expect, yaml};

#[test]
fn variables_are_filled_in_and_take_the_kind_that_is_wanted() {
    let read = yaml(concat!(
        "odoo_connection:\n  host: https://${HOST}:${PORT}/x\n  port: \"${PORT}\"\n  password: ${PASSWORD}\n",
        "  verify: ${VERIFY:-true}\nnote: ${PORT}\nanything: ${PORT}\nlead_finding: {share: \"${SHARE:-1.5}\"}\n",
    ))
    .unwrap()
    .value;
    let connection = read.odoo_connection.unwrap();
    assert_eq!(connection.host, "https://odoo.example:8069/x");
    assert_eq!((connection.port, connection.verify), (Some(8069), true));
    assert_eq!(connection.password, "hunter2");
    assert_eq!((read.note.as_str(), read.anything), ("8069", Some("8069".into())));
    assert_eq!(read.lead_finding.share, Some(1.5));
}

#[test]
fn a_value_is_neither_filled_in_again_nor_parsed() {
    for value in ["${HOST}", "a: [b]", "*x", "null", "'", "#", "a\nb: c", "$${X}", "\u{7}"] {
        let environment = Environment::from_pairs([("NOTE", value), ("HOST", "h")]);
        for text in
            ["note: ${NOTE}", "note: \"${NOTE}\"", "note: '${NOTE}'", "note: |-\n  ${NOTE}", "note: >-\n  ${NOTE}"]
        {
            let read = read_bytes::<Sample>(Path::new("f"), text.as_bytes(), Format::Yaml, &environment).unwrap();
            assert_eq!(read.value.note, value, "{text}");
        }
    }
    assert_eq!(yaml("note: '$${HOST} costs 5$'").unwrap().value.note, "${HOST} costs 5$");
}

#[test]
fn a_value_of_a_variable_is_not_shown_in_errors() {
    expect(&[
        (
            "odoo_connection: {host: h, password: p, port: '${PASSWORD}'}",
            &["1:47 odoo_connection.port: expected a whole number, found the value of `${PASSWORD}`"],
        ),
        (
            "odoo_connection: {host: h, password: p, port: '${PORT}0'}",
            &["1:47 odoo_connection.port: the value of `${PORT}0` is above the largest value, 65535"],
        ),
        (
            "lead_finding: {web_sources: {match_mode: '${HOST}'}}",
            &[
                "1:42 lead_finding.web_sources.match_mode: the value of `${HOST}` is none of `regex`, `exact`, `partial`",
            ],
        ),
        ("lead_finding: {day: '${PASSWORD}'}", &["1:21 lead_finding.day: the value is not taken here"]),
    ]);
}

#[test]
fn a_variable_without_braces_closed_or_name_is_told() {
    let forms = "the forms are `${NAME}` and `${NAME:-default}`; `$${` stands for the characters `${`";
    expect(&[
        ("note: ${HOST", &[&format!("1:7 note: `${{` is not closed by a `}}` | {forms}")]),
        (
            "lead_finding:\n  statuses: [new, 'x${}']",
            &[&format!("2:19 lead_finding.statuses[1]: `${{}}` names no variable | {forms}")],
        ),
        (
            "lead_finding:\n  statuses: [${HOST}]",
            &[
                "2:15: a `,` or the end of a list or mapping in brackets is missing | put `${NAME}` in double quotes between `[` and `]` or `{` and `}`",
            ],
        ),
    ]);
}

#[test]
fn it_is_known_which_values_came_from_the_environment() {
    let read = yaml(
        "odoo_connection: {host: '${EMPTY:-h}', port: 1, password: 'x${PASSWORD}'}\nanything: [a, '${HOST}', '$${']\n",
    )
    .unwrap();
    for (pointer, wanted) in [
        ("/odoo_connection/password", true),
        ("/odoo_connection/host", false),
        ("/odoo_connection/port", false),
        ("/odoo_connection", false),
        ("/anything/0", false),
        ("/anything/1", true),
        ("/anything/2", false),
        ("/nothing", false),
    ] {
        assert_eq!(read.is_from_environment(pointer), wanted, "{pointer}");
    }
}

#[test]
fn a_file_beside_the_configuration_sets_variables_and_the_process_wins() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("daily.yaml");
    fs::write(&config, "odoo_connection: {host: '${HOST}', password: '${ODOO_PASSWORD}'}").unwrap();
    fs::write(folder.path().join(".env"), "HOST=elsewhere\nODOO_PASSWORD=\"pa$$ #1\"\n").unwrap();
    let environment = environment().with_dotenv_beside(&config).unwrap();
    let connection = read::<Sample>(&config, &environment).unwrap().value.odoo_connection.unwrap();
    assert_eq!((connection.host.as_str(), connection.password.as_str()), ("odoo.example", "pa$$ #1"));
    assert!(!format!("{environment:?}").contains("pa$$"));
}

#[test]
fn a_malformed_env_file_is_told_with_its_line_and_without_its_values() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".env");
    let told = |text: &[u8]| {
        fs::write(&path, text).unwrap();
        Environment::default().with_dotenv(&path).unwrap_err().to_string().replace(&path.display().to_string(), "F")
    };
    assert!(told(b"A=1\nthe secret\n").starts_with("error: F:2:1: the line is not of the form `NAME=value`\nhint: "));
    assert!(!told(b"A=the secret").contains("secret"));
    assert!(told(b"A=1\nB=\xff").starts_with("error: F:2:3: the file is not UTF-8 text from here on"));
    fs::remove_file(&path).unwrap();
    assert!(Environment::default().with_dotenv(&path).is_ok());
    fs::create_dir(&path).unwrap();
    assert_eq!(
        Environment::default().with_dotenv(&path).unwrap_err().to_string().replace(&path.display().to_string(), "F"),
        "error: F: this is a folder, not a file\nhint: name a file in it"
    );
}
