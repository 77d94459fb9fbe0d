//! The harness itself: a folder that says too little or too much is refused, and a case that does not hold fails with what differs.

use std::path::Path;

use super::case::Case;
use super::run;

const CONFIGURATION: &str = r#"
odoo_connection: {host: "${ODOO_HOST}", database: "${ODOO_DB}", api_key: "${ODOO_API_KEY}"}
salesperson_selection: {source_type: campaign_table, source_config: {campaign_table: {file_path: people.csv}}}
"#;
const ODOO: &str =
    "res.users: [{name: Anna, login: anna@example.com, team: Voice}]\ncrm.lead: [{name: one}, {name: two}]\n";

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let usual = [("odlm.yaml", CONFIGURATION), ("people.csv", "salesperson_name\nAnna\n"), ("odoo.yaml", ODOO)];
    for (name, text) in usual.iter().chain(files) {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn faults(path: &Path) -> String {
    Case::read(path).map_or_else(|faults| faults.join("\n"), |_| String::new())
}

#[test]
fn a_folder_that_proves_nothing_is_refused() {
    for (files, fault) in [
        (&[][..], "there is no `expected.yaml`"),
        (&[("expected.yaml", "code: 0\n")], "nothing is expected"),
        (&[("expected.yaml", "plann: {one: Anna}\n")], "unknown key `plann`"),
        (&[("expected.yaml", "code: 3\n"), ("other.csv", "")], "`other.csv` is used by nothing"),
        (&[("expected.yaml", "code: 3\n"), ("environment", "A\n")], "`A` is no KEY=VALUE"),
        (&[("expected.yaml", "code: 3\n"), ("notes.md", "{{today=}}")], "`{{today=}}` is no day"),
    ] {
        let told = faults(folder(files).path());
        assert!(told.contains(fault), "`{told}` does not say `{fault}`");
    }
    assert_eq!(faults(folder(&[("expected.yaml", "code: 3\n")]).path()), "");
}

#[tokio::test]
async fn what_differs_is_told() {
    for (expected, fault) in [
        ("plan: {one: Anna, two: null}", "two: expected `nobody`, found `Anna`"),
        ("plan: {one: Anna}", "two: expected not listed, found `Anna`"),
        ("left_out: {three: somebody owns it}", "three: expected `somebody owns it`, found absent"),
        ("received: {Anna: 1}", "Anna: expected `1`, found `2`"),
        ("received: {Anna: 2, Bert: 0}", "Bert: expected `0`, found absent"),
        ("status: complete", "status: `complete` expected, \"dry_run\" found"),
        ("code: 3", "code: 3 expected, 0 found"),
        ("stdout: [nowhere]", "stdout: `nowhere` expected"),
        ("stderr: [nowhere]", "stderr: `nowhere` expected"),
        ("errors: [{says: x}]", "errors: 1 expected, 0 found"),
        ("funnel: []", "found\n    {filter: dnc, before: 2, after: 2}"),
        ("funnel_contains: [{filter: dnc, before: 3, after: 2}]", "{filter: dnc, before: 3, after: 2}"),
        ("written: {one: {user_id: Anna}}", "user_id: \"Anna\" expected, null found"),
        ("calls: {write: 1}", "calls: 1 of `write` expected, 0 found"),
        ("transport: jsonrpc", "transport: `jsonrpc` expected"),
        ("tracking_messages: 1", "tracking_messages: Some(1) expected, 0 found"),
        ("seconds_at_least: 1000", "seconds_at_least: 1000 expected"),
        ("language: xx", "language: no call asked for `xx`"),
    ] {
        let folder = folder(&[("expected.yaml", expected)]);
        let told = run(&Case::read(folder.path()).unwrap()).await.join("\n");
        assert!(told.contains(fault), "`{expected}`: `{told}` does not say `{fault}`");
    }
}
