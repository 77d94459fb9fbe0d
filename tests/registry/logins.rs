//! Who asks: by variables or by the file of logins, to a registry that lets nobody else in. A password is never told.

use super::stand::{PASSWORD, Stand, servers};
use crate::support::components::guest;

const USERNAME: &str = "ODLM_REGISTRY_USERNAME";
const SECRET: &str = "ODLM_REGISTRY_PASSWORD";

/// Base64 of `kim:registry-secret`.
const AUTH: &str = "a2ltOnJlZ2lzdHJ5LXNlY3JldA==";

#[test]
fn a_registry_that_wants_a_login_gets_the_one_of_the_variables() {
    let stand = Stand::new();
    let component = guest("good");
    stand.write("mine.wasm", &component);
    let reference = stand.at("127.0.0.1", servers().login, ":1");
    let push = |variables: &[(&str, &str)]| stand.odlm(&["push", "mine.wasm", &reference], variables);
    push(&[]).refused(8, &["wants a login for `strategies/", USERNAME, "helpers are not run"]);
    push(&[(USERNAME, "kim"), (SECRET, "hunter2")]).refused(8, &["does not accept the login"]);
    push(&[(USERNAME, "kim")]).refused(2, &["`ODLM_REGISTRY_USERNAME` is set and `ODLM_REGISTRY_PASSWORD` is not"]);
    let right = [(USERNAME, "kim"), (SECRET, PASSWORD)];
    let pushed = push(&right);
    assert_eq!(pushed.code, 0, "{pushed:?}");
    let pulled = stand.odlm(&["pull", &reference, "-vv"], &right);
    assert_eq!((pulled.code, stand.read("test-guest.wasm")), (0, component), "{pulled:?}");
    for ended in [pushed, pulled] {
        let all = format!("{}{}", ended.stdout, ended.stderr);
        assert!(!all.contains(PASSWORD) && !all.contains(AUTH), "{all}");
    }
}

#[test]
fn the_file_of_logins_serves_where_the_variables_are_unset() {
    let stand = Stand::new();
    stand.write("mine.wasm", &guest("good"));
    let port = servers().login;
    let reference = stand.at("127.0.0.1", port, ":1");
    std::fs::create_dir(stand.path(".docker")).unwrap();
    let logins = |host: &str| format!(r#"{{"auths":{{"{host}":{{"auth":"{AUTH}"}}}},"credsStore":"none"}}"#);
    let push = |variables: &[(&str, &str)]| stand.odlm(&["push", "mine.wasm", &reference], variables);
    stand.write(".docker/config.json", logins("127.0.0.1").as_bytes());
    push(&[]).refused(8, &["wants a login"]);
    stand.write(".docker/config.json", logins(&format!("127.0.0.1:{port}")).as_bytes());
    assert_eq!(push(&[]).code, 0);
    // The variables go first, and another folder may be named.
    push(&[(USERNAME, "kim"), (SECRET, "hunter2")]).refused(8, &["does not accept the login"]);
    push(&[("DOCKER_CONFIG", stand.path("elsewhere").to_str().unwrap())]).refused(8, &["wants a login"]);
    stand.write(".docker/config.json", b"{\"auths\": hunter2");
    let broken = push(&[]);
    broken.refused(2, &["config.json` cannot be used for the login"]);
    assert!(!broken.stderr.contains("hunter2"));
}
