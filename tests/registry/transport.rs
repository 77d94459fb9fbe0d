//! Over which wire: TLS everywhere but on this machine, unless the operator says otherwise.

use std::net::TcpListener;

use super::stand::{Stand, servers};
use crate::support::components::guest;

#[test]
fn plain_http_leaves_this_machine_only_when_it_is_allowed() {
    let stand = Stand::new();
    stand.write("mine.wasm", &guest("good"));
    // The same registry under an address that is no loopback address.
    let reference = stand.at("0.0.0.0", servers().open, ":1");
    stand.odlm(&["push", "mine.wasm", &reference], &[]).refused(8, &["cannot be reached", "--plain-http"]);
    stand.odlm(&["pull", &reference], &[]).refused(8, &["cannot be reached", "--plain-http"]);
    let pushed = stand.odlm(&["push", "mine.wasm", &reference, "--plain-http"], &[]);
    assert_eq!(pushed.code, 0, "{pushed:?}");
    stand.odlm(&["pull", &reference], &[]).refused(8, &["cannot be reached"]);
    let pulled = stand.odlm(&["pull", &reference, "--plain-http"], &[]);
    assert_eq!(pulled.code, 0, "{pulled:?}");
}

#[test]
fn tls_is_trusted_as_far_as_the_system_trusts_it() {
    let stand = Stand::new();
    let component = guest("good");
    stand.write("mine.wasm", &component);
    let reference = stand.at("0.0.0.0", servers().tls, ":1");
    stand.odlm(&["push", "mine.wasm", &reference], &[]).refused(8, &["cannot be reached", "certificate"]);
    let authority = servers().folder.join("ca.pem");
    let trust = [("SSL_CERT_FILE", authority.to_str().unwrap())];
    let pushed = stand.odlm(&["push", "mine.wasm", &reference], &trust);
    assert_eq!(pushed.code, 0, "{pushed:?}");
    let pulled = stand.odlm(&["pull", &reference], &trust);
    assert_eq!((pulled.code, stand.read("test-guest.wasm")), (0, component), "{pulled:?}");
}

#[test]
fn a_registry_that_is_not_there_is_told() {
    let stand = Stand::new();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let words = format!("the registry `127.0.0.1:{port}` cannot be reached: ");
    stand
        .odlm(&["pull", &stand.at("127.0.0.1", port, ":1")], &[])
        .refused(8, &[&words, "check host, port and network"]);
}
