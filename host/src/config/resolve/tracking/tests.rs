//! Each key of `ledger`, `database_connection` and `tracking`, from what is written to what it means.

use std::path::Path;
use std::time::Duration;

use super::*;
use crate::config::source::{ConfigErrors, Environment};
use crate::config::{Config, load_text};
use crate::ledger::{Engine, Server, TlsMode};

const REST: &str = "odoo_connection: {host: odoo.example.com, database: db, username: odlm, api_key: \"${KEY}\"}
salesperson_selection: {source_type: team, source_config: {team: Voice}}
";
const VARIABLES: [(&str, &str); 3] =
    [("KEY", "key"), ("PASSWORD", "hidden-away"), ("URL", "mysql://u:hidden-away@db.example.com/t")];

fn read(folder: &Path, sections: &str, environment: Environment) -> Result<Config, ConfigErrors> {
    load_text(&folder.join("odlm.yaml"), &format!("{REST}{sections}"), &environment)
}

fn sound(sections: &str) -> Config {
    let folder = tempfile::tempdir().unwrap();
    read(folder.path(), sections, Environment::from_pairs(VARIABLES)).unwrap()
}

/// The key at fault, and all that is said.
fn refused(sections: &str) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    let errors = read(folder.path(), sections, Environment::from_pairs(VARIABLES)).expect_err(sections);
    let text = errors.to_string();
    assert!(!text.contains("hidden"), "{text}");
    (errors.as_slice()[0].path.clone(), text)
}

fn server(config: &Config) -> &Server {
    match &config.ledger.store {
        Store::Server(server) => server,
        Store::File(file) => panic!("{}", file.display()),
    }
}

#[test]
fn the_keys_of_the_python_tool_name_a_mysql_that_needs_no_more() {
    let config = sound("database_connection: {host: localhost, database: t, username: u, password: \"${PASSWORD}\"}\n");
    let server = server(&config);
    assert_eq!(server.to_string(), "mysql://u@localhost:3306/t");
    assert_eq!((server.engine, server.tls.mode), (Engine::MySql, TlsMode::Prefer));
    assert!(server.password.is_some() && server.connect == Duration::from_secs(10));
    assert_eq!((config.ledger.rows, config.warnings), (ROWS, Vec::new()));
}

#[test]
fn type_and_port_and_timeout_and_rows_are_taken() {
    for (kind, engine, port) in
        [("mysql", Engine::MySql, 3306), ("mariadb", Engine::MySql, 3306), ("postgresql", Engine::Postgres, 5432)]
    {
        let config = sound(&format!(
            "database_connection: {{type: {kind}, host: \"[::1]\", database: t, username: u, connect_timeout_seconds: 60}}
tracking: {{batch_size: 5000}}\n"
        ));
        let server = server(&config);
        assert_eq!((server.engine, server.port, server.host.as_str()), (engine, port, "::1"), "{kind}");
        assert_eq!((server.connect, config.ledger.rows), (Duration::from_secs(60), 5000));
        assert!(server.password.is_none());
    }
    let config =
        sound("database_connection: {type: postgresql, host: localhost, port: 6543, database: t, username: u}\n");
    assert_eq!(server(&config).port, 6543);
}

#[test]
fn a_password_is_in_no_message_and_not_in_the_digest() {
    let folder = tempfile::tempdir().unwrap();
    let with = |password: &str| {
        let section =
            format!("database_connection: {{host: localhost, database: t, username: u, password: {password}}}\n");
        read(folder.path(), &section, Environment::from_pairs(VARIABLES)).unwrap()
    };
    let (one, other) = (with("hidden-one"), with("hidden-two"));
    assert_eq!(one.digest, other.digest);
    assert!(!format!("{one:?}").contains("hidden"));
    let by_url = sound("database_connection: {url: \"mysql://u:hidden-away@localhost/t\"}\n");
    for (config, variable) in [(one, "TRACKING_DB_PASSWORD"), (by_url, "TRACKING_DB_URL")] {
        assert_eq!(config.warnings.len(), 1);
        assert!(config.warnings[0].contains(variable) && !config.warnings[0].contains("hidden"));
    }
    assert!(sound("database_connection: {url: \"mysql://u:${PASSWORD}@localhost/t\"}\n").warnings.is_empty());
}

#[test]
fn a_url_stands_alone_but_for_what_it_cannot_say() {
    let config =
        sound("database_connection: {url: \"${URL}\", host: \"\", tls: {mode: require}, connect_timeout_seconds: 1}\n");
    assert_eq!(server(&config).to_string(), "mysql://u@db.example.com:3306/t");
    assert_eq!(server(&config).tls.mode, TlsMode::Require);
    for (more, key) in [
        ("port: 3306", "url"),
        ("password: \"${PASSWORD}\"", "url"),
        ("type: postgresql", "type"),
        ("type: sqlite", "type"),
    ] {
        let (path, text) = refused(&format!("database_connection: {{url: \"${{URL}}\", {more}}}\n"));
        assert_eq!(path, format!("database_connection.{key}"), "{text}");
    }
    sound("database_connection: {url: \"${URL}\", type: mariadb}\n");
    for (url, says) in [("mysql://localhost/t", "has no `username`"), ("mysql://u@localhost", "has no `database`")] {
        let (path, text) = refused(&format!("database_connection: {{url: \"{url}\"}}\n"));
        assert!(path == "database_connection.url" && text.contains(says), "{text}");
    }
}

#[test]
fn sqlite_is_a_file_by_url_or_the_one_of_the_ledger() {
    let file = |sections: &str| sound(sections).ledger.path().unwrap().file_name().unwrap().to_owned();
    assert_eq!(file("database_connection: {url: \"sqlite:own.db\"}\n"), "own.db");
    assert_eq!(file("database_connection: {type: sqlite, url: \"sqlite:/own.db\"}\n"), "own.db");
    assert_eq!(file("database_connection: {type: sqlite}\nledger: {path: runs.db}\n"), "runs.db");
    assert_eq!(file("database_connection: {type: sqlite}\n"), FILE);
    let passed_over = sound("database_connection: {type: sqlite, host: db.example.com}\n").warnings;
    assert!(passed_over.len() == 1 && passed_over[0].contains("the server is not used"), "{passed_over:?}");
    let (path, _) = refused("database_connection: {url: \"sqlite:own.db\"}\nledger: {path: runs.db}\n");
    assert_eq!(path, "ledger.path");
}

#[test]
fn without_a_host_runs_stay_in_the_file_and_that_is_said_once() {
    for section in ["{host: \"\", database: \"\", username: \"\", password: \"\"}", "{host: \"${NONE:-}\"}", "{}"] {
        let config = sound(&format!("database_connection: {section}\nledger: {{path: runs.db}}\n"));
        assert!(config.ledger.path().unwrap().ends_with("runs.db"));
        assert!(config.warnings.len() == 1 && config.warnings[0].contains("no `host`"), "{:?}", config.warnings);
    }
}

#[test]
fn a_ledger_is_in_one_place() {
    let both = "database_connection: {host: localhost, database: t, username: u}\nledger: {path: runs.db}\n";
    let (path, text) = refused(both);
    assert!(path == "ledger.path" && text.contains("`mysql://u@localhost:3306/t`"), "{text}");
    let off = sound(&format!("{both}tracking: {{enabled: false}}\n"));
    assert!(off.ledger.path().unwrap().ends_with("runs.db") && off.warnings.is_empty());
}

#[test]
fn certificates_stand_beside_the_configuration_and_every_missing_one_is_named() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["ca.pem", "me.pem", "me.key"] {
        std::fs::write(folder.path().join(name), "").unwrap();
    }
    let of = |tls: &str| {
        let section =
            format!("database_connection: {{host: db.example.com, database: t, username: u, tls: {{{tls}}}}}\n");
        read(folder.path(), &section, Environment::from_pairs(VARIABLES))
    };
    let config = of("ca_cert: ca.pem, client_cert: me.pem, client_key: me.key").unwrap();
    let tls = &server(&config).tls;
    assert_eq!(tls.mode, TlsMode::VerifyCa, "who names an authority wants it asked");
    assert_eq!(tls.ca, Some(folder.path().join("ca.pem")));
    assert_eq!(tls.client, Some((folder.path().join("me.pem"), folder.path().join("me.key"))));
    assert!(config.warnings.is_empty());
    for (mode, meant) in [
        ("disable", TlsMode::Disable),
        ("require", TlsMode::Require),
        ("verify_ca", TlsMode::VerifyCa),
        ("verify_identity", TlsMode::VerifyIdentity),
    ] {
        let config = of(&format!("mode: {mode}")).unwrap();
        assert_eq!((server(&config).tls.mode, config.warnings.len()), (meant, 0), "{mode}");
    }
    for tls in ["", "mode: prefer"] {
        let warnings = of(tls).unwrap().warnings;
        assert!(warnings.len() == 1 && warnings[0].contains("nobody verifies"), "{tls}: {warnings:?}");
    }
    let errors = of("ca_cert: no.pem, client_cert: no.pem, client_key: no.key").unwrap_err();
    let keys: Vec<&str> = errors.as_slice().iter().map(|error| error.path.rsplit('.').next().unwrap()).collect();
    assert_eq!(keys, ["ca_cert", "client_cert", "client_key"]);
    for one in ["client_cert: me.pem", "client_key: me.key"] {
        assert!(of(one).unwrap_err().to_string().contains("needs its key"), "{one}");
    }
}

#[test]
fn offline_variables_of_the_database_may_be_unset_whichever_key_they_fill() {
    let folder = tempfile::tempdir().unwrap();
    for (section, engine) in [
        ("url: \"${UNSET}\"", Engine::MySql),
        ("url: \"${UNSET}\", type: postgresql", Engine::Postgres),
        ("host: \"${UNSET}\", port: \"${UNSET}\", database: \"${UNSET}\", username: \"${UNSET}\"", Engine::MySql),
        ("url: \"${UNSET:-}\", host: db, database: t, username: u, tls: {mode: require}", Engine::MySql),
        (
            "host: db, database: t, username: u, tls: {ca_cert: \"${A}\", client_cert: \"${B}\", client_key: \"${C}\"}",
            Engine::MySql,
        ),
    ] {
        let environment = Environment::from_pairs(VARIABLES).with_stand_ins(&["database_connection"]);
        let config = read(folder.path(), &format!("database_connection: {{{section}}}\n"), environment).expect(section);
        assert_eq!(server(&config).engine, engine, "{section}");
    }
}

#[test]
fn what_is_kept_and_for_how_long() {
    let all = sound("").tracking;
    assert!(all.assignments && all.statuses && all.summary && all.retention_days.is_none() && all.archive.is_none());
    let kept = sound(
        "tracking: {track_individual_assignments: false, track_pre_post_counts: false, track_distribution_summary: false,
  retention_days: 3650, archive_old_data: true}\n",
    )
    .tracking;
    assert!(!kept.assignments && !kept.statuses && !kept.summary);
    assert_eq!(kept.retention_days, Some(3650));
    assert!(kept.archive.unwrap().ends_with("odlm-archive"));
    for (section, key) in [
        ("tracking: {archive_old_data: true}", "tracking.archive_old_data"),
        ("tracking: {retention_days: 0}", "tracking.retention_days"),
        ("tracking: {retention_days: 3651}", "tracking.retention_days"),
        ("tracking: {batch_size: 0}", "tracking.batch_size"),
        ("tracking: {batch_size: 5001}", "tracking.batch_size"),
        ("database_connection: {connect_timeout_seconds: 61}", "database_connection.connect_timeout_seconds"),
    ] {
        assert_eq!(refused(&format!("{section}\n")).0, key);
    }
}

#[test]
fn the_file_is_beside_the_configuration_where_that_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let config = read(folder.path(), "", Environment::from_pairs(VARIABLES)).unwrap();
    assert_eq!(config.ledger.path(), Some(&*folder.path().join(FILE)));
    assert_eq!((std::fs::read_dir(folder.path()).unwrap().count(), config.warnings), (0, Vec::new()));
    // A folder that is not there yet is made by the first run.
    assert!(takes_files(Some(&folder.path().join("later"))));
}

/// Nobody can make a file in the kernel's own tree, root neither.
#[cfg(target_os = "linux")]
#[test]
fn where_it_cannot_be_written_the_file_is_in_the_users_data_folder() {
    let kernel = Path::new("/sys");
    let config = read(kernel, "", Environment::from_pairs(VARIABLES)).unwrap();
    let own = directories::ProjectDirs::from("", "", "odlm").unwrap().data_dir().join(FILE);
    assert_eq!(config.ledger.path(), Some(&*own));
    assert_eq!(config.warnings.len(), usize::from(!own.exists()), "{:?}", config.warnings);
    let named = read(kernel, "ledger: {path: runs.db}\n", Environment::from_pairs(VARIABLES)).unwrap();
    assert_eq!(named.ledger.path(), Some(&*kernel.join("runs.db")), "a file that is named wins");
}
