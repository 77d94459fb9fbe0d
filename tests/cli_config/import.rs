//! `odlm config import`: what the Python tool's own files become.

use super::folder::Folder;

const OLD: &str = r#"
odoo_connection: {host: "${ODOO_HOST}", port: 8069, database: "db-${STAGE}", username: me, password: hunter2}
campaign: {name: Voice, description: "our voice: leads"}
salesperson_selection:
  source_type: list
  source_config: {salespeople_list: [alice_smith, bob_johnson]}
lead_finding:
  required_fields: [phone]
  date_range: {younger_than_days: 30, use_business_days: true}
  additional_filters:
    status: [new]
    dnc_filtering: {enabled: true, dnc_statuses: [dnc]}
    assignment_filters: {exclude_closed: true}
distribution:
  strategy: capacity_based
  override_existing_assignments: true
  assignment_rules: {a: 1}
  level_based: {levels: {senior: {target_leads: 5}}, colour: red}
round_robin_override: {enabled: false}
reporting: {enabled: true}
execution: {dry_run: false, batch_size: 50}
"#;

#[test]
fn an_old_file_becomes_one_that_is_taken() {
    let folder = Folder::new();
    folder.write("old.yaml", OLD);
    let (code, stdout, stderr) = folder.odlm(&["config", "import", "old.yaml", "--output", "new.yaml"]);
    assert_eq!((code, stdout.as_str()), (0, ""), "{stderr}");
    folder.assert_sound("new.yaml");
    let new = folder.read("new.yaml");
    for gone in [
        "reporting: {enabled",
        "assignment_rules",
        "description",
        "colour",
        "hunter2",
        "override_existing",
        "capacity_based",
    ] {
        assert!(!new.contains(gone), "{gone}: {new}");
    }
    for there in
        ["exclude_assigned: false", "required_fields: [\"phone\"]", "statuses: [\"dnc\"]", "strategy: \"capacity\""]
    {
        assert!(new.contains(there), "{there}: {new}");
    }
    for told in [
        "`reporting.enabled`: not carried out;",
        "`campaign.description`: unknown to odlm",
        "`distribution.level_based.colour`",
        "`distribution.assignment_rules`: not carried out;",
        "`round_robin_override` is `distribution.round_robin_override` now",
        "the variables within the value of `odoo_connection.database` are filled in now",
        "`execution.batch_size` bounds the leads of a write",
        "`ODOO_PASSWORD`",
        "do-not-call leads are left out",
    ] {
        assert!(stderr.contains(told), "{told}: {stderr}");
    }
    assert!(!stderr.contains("hunter2"), "{stderr}");
}

#[test]
fn without_an_output_the_file_goes_to_stdout_and_nothing_is_replaced() {
    let folder = Folder::new();
    folder.write("old.yaml", OLD);
    let (code, stdout, _) = folder.odlm(&["config", "import", "old.yaml"]);
    assert_eq!(code, 0);
    assert_eq!(folder.files(), ["old.yaml"]);
    folder.write("new.yaml", &stdout);
    folder.assert_sound("new.yaml");
    let again = ["config", "import", "old.yaml", "--output", "new.yaml"];
    assert_eq!(folder.odlm(&again).0, 2);
    assert_eq!(folder.read("new.yaml"), stdout);
    assert_eq!(folder.odlm(&[&again[..], &["--force"]].concat()).0, 0);
    assert_eq!(folder.odlm(&["config", "import", "old.yaml", "--output", "new.json"]).0, 0);
    folder.assert_sound("new.json");
}

#[test]
fn a_file_that_odlm_takes_already_keeps_its_meaning() {
    let folder = Folder::new();
    assert_eq!(folder.odlm(&["dailydist", "--generate-config", "--template", "advanced", "--output", "a.yaml"]).0, 0);
    let (code, _, stderr) = folder.odlm(&["config", "import", "a.yaml", "--output", "b.yaml"]);
    assert_eq!(code, 0);
    assert!(!stderr.contains("dropped:"), "{stderr}");
    folder.assert_sound("b.yaml");
    let value = |name: &str| {
        let environment = odlm::config::source::Environment::from_pairs(
            ["HOST", "DB", "USERNAME", "PASSWORD"].map(|end| (format!("ODOO_{end}"), "x")),
        );
        let config = odlm::config::load(&folder.path(name), &environment, &Default::default()).unwrap();
        format!("{:?} {:?} {:?} {:?}", config.people, config.leads, config.distribution, config.execution)
    };
    assert_eq!(value("a.yaml"), value("b.yaml"));
}

#[test]
fn what_is_no_configuration_is_refused() {
    let folder = Folder::new();
    for (name, text) in [("a.yaml", "- a\n- b\n"), ("b.yaml", "a: [1\n"), ("c.json", "{"), ("d.yaml", "just words")] {
        folder.write(name, text);
        let (code, stdout, stderr) = folder.odlm(&["config", "import", name]);
        assert_eq!((code, stdout.as_str()), (2, ""), "{name}: {stderr}");
    }
    assert_eq!(folder.odlm(&["config", "import", "none.yaml"]).0, 2);
}

/// An old file with what is needed and these sections.
fn imported(more: &str) -> (String, String) {
    let folder = Folder::new();
    folder.write("old.yaml", more);
    let (code, stdout, stderr) = folder.odlm(&["config", "import", "old.yaml"]);
    assert_eq!(code, 0, "{stderr}");
    (stdout, stderr)
}

#[test]
fn leads_that_the_file_keeps_with_their_owners_are_not_dealt_anew() {
    let override_it = "distribution: {override_existing_assignments: true}\n";
    let (new, told) =
        imported(&format!("lead_finding: {{assignment_filters: {{exclude_assigned: true}}}}\n{override_it}"));
    assert!(new.contains("exclude_assigned: true") && !new.contains("override"), "{new}");
    let line = "old.yaml:2:16: `distribution.override_existing_assignments`: contradicts `exclude_assigned: true`, which stays";
    assert!(told.contains(line) && !told.contains("dealt anew"), "{told}");
    let (new, told) = imported(override_it);
    assert!(new.contains("exclude_assigned: false"), "{new}");
    let (_, honoured) = told.split_once("honoured now").unwrap();
    assert!(honoured.contains("leads that somebody owns are dealt anew"), "{told}");
}

#[test]
fn what_cannot_be_moved_is_told_as_dropped_and_what_is_moved_keeps_its_line() {
    let (_, told) = imported("advanced_rules: {a: 1}\nround_robin_override: {colour: red}\ndistribution: 5\n");
    assert!(!told.contains("is `distribution.advanced_rules` now"), "{told}");
    assert!(told.contains("old.yaml:1:1: `advanced_rules`"), "{told}");
    let (_, told) = imported("campaign: {name: Voice}\nround_robin_override:\n  colour: red\n");
    assert!(told.contains("old.yaml:3:3: `distribution.round_robin_override.colour`"), "{told}");
}

#[test]
fn no_secret_of_the_old_file_is_in_the_new_one_or_told() {
    for (host, new_host) in [
        ("http://admin:hunter2@odoo.example.com", "host: \"http://odoo.example.com\""),
        ("admin:hunter2@odoo.example.com", "host: \"odoo.example.com\""),
        ("http://a:hunter2@p://hunter2@odoo.example.com", "host: \"http://odoo.example.com\""),
        ("${ODOO_HOST:-http://a:hunter2@odoo.example.com}", "host: \"${ODOO_HOST:-http://odoo.example.com}\""),
    ] {
        let (new, told) = imported(&format!(
            "odoo_connection:\n  host: \"{host}\"\n  password: \"${{PW:-hunter2}}\"\n  api_key: hunter2\n"
        ));
        assert!(!new.contains("hunter2") && !told.contains("hunter2"), "{new}{told}");
        for there in [new_host, "password: \"${ODOO_PASSWORD}\"", "api_key: \"${ODOO_API_KEY}\""] {
            assert!(new.contains(there), "{there}: {new}");
        }
        assert!(told.contains("old.yaml:2:9: `odoo_connection.host`: the login within it"), "{told}");
    }
    let (new, _) = imported("odoo_connection: {password: \"${PW:-}\", api_key: \"${KEY}\"}\n");
    assert!(new.contains("password: \"${PW:-}\"") && new.contains("api_key: \"${KEY}\""), "{new}");
}

#[cfg(unix)]
#[test]
fn a_file_that_is_replaced_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("old.yaml", OLD);
    folder.write("new.yaml", "");
    std::fs::set_permissions(folder.path("new.yaml"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let (code, _, stderr) = folder.odlm(&["config", "import", "old.yaml", "--output", "new.yaml", "--force"]);
    assert_eq!(code, 0, "{stderr}");
    assert_eq!(std::fs::metadata(folder.path("new.yaml")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_priority_that_odoo_does_not_have_is_to_be_looked_at() {
    let (_, told) = imported("lead_finding:\n  priority_range:\n    max: 10\n");
    let line =
        "old.yaml:3:5: `lead_finding.additional_filters.priority_range.max: 10`: Odoo's priority goes from 0 (low)";
    assert!(told.contains(line), "{told}");
}
