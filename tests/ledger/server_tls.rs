//! TLS to a server: what is asked for is what is had, or the database is not opened.

use odlm::ledger::{LedgerError, Server, Tls, TlsMode, open};

use super::server::{self, Servers, database, place, servers};
use super::server_trouble::{BOTH, refusal};

#[tokio::test]
async fn certificates_are_verified_where_that_is_asked_for() {
    for engine in BOTH {
        let name = database(engine).await;
        let with = |mode, ca: Option<&str>, host: &str| Server {
            host: host.to_owned(),
            tls: Tls { mode, ca: ca.map(|ca| servers().folder.join(ca)), client: None },
            ..server::server(engine, &name)
        };
        // The certificate is for `localhost` alone.
        for good in [
            with(TlsMode::Prefer, None, "127.0.0.1"),
            with(TlsMode::Require, None, "127.0.0.1"),
            with(TlsMode::VerifyCa, Some("ca.pem"), "127.0.0.1"),
            with(TlsMode::VerifyIdentity, Some("ca.pem"), "localhost"),
        ] {
            let mode = good.tls.mode;
            let opened = open(&place(good)).await;
            opened.unwrap_or_else(|error| panic!("{engine:?} {mode:?}: {error}")).close().await;
        }
        for bad in [
            with(TlsMode::VerifyCa, Some("other.pem"), "localhost"),
            with(TlsMode::VerifyCa, None, "localhost"),
            with(TlsMode::VerifyIdentity, Some("other.pem"), "localhost"),
            with(TlsMode::VerifyIdentity, Some("ca.pem"), "127.0.0.1"),
        ] {
            let tls = format!("{engine:?} {:?}", bad.tls);
            let error = refusal(bad).await;
            assert!(matches!(error, LedgerError::Tls { .. }), "{tls}: {error:?}");
        }
    }
}

#[tokio::test]
async fn a_server_without_tls_is_refused_where_tls_is_asked_for() {
    let plain = Servers::start("plain");
    for engine in BOTH {
        let name = plain.database(engine).await;
        let with = |mode| Server { tls: Tls { mode, ..Tls::default() }, ..plain.server(engine, &name) };
        for mode in [TlsMode::Require, TlsMode::VerifyCa, TlsMode::VerifyIdentity] {
            let error = refusal(with(mode)).await;
            assert!(matches!(error, LedgerError::Tls { .. }), "{engine:?} {mode:?}: {error:?}");
        }
        open(&place(with(TlsMode::Prefer))).await.unwrap().close().await;
    }
}
